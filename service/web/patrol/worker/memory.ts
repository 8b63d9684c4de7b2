// A small thing that outlives page and worker, readable by both: one row in the browser's database.
import type { Memory } from "./said";

const NAME = "watchbell.patrol";
const STORE = "memory";
const KEY = "phone";

/** What was kept; null where nothing was, or where the browser keeps nothing. */
export async function recall(): Promise<Memory | null> {
  const found = await act<Memory | undefined>("readonly", (store) => store.get(KEY));
  return found ?? null;
}

/** Keep this, in the place of what was. */
export async function remember(memory: Memory): Promise<void> {
  await act("readwrite", (store) => store.put(memory, KEY));
}

/** Nothing of the officer stays. */
export async function forget(): Promise<void> {
  await act("readwrite", (store) => store.delete(KEY));
}

function act<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T> | IDBRequest,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    let opening: IDBOpenDBRequest;
    try {
      opening = indexedDB.open(NAME, 1);
    } catch {
      none(); // Private windows of some browsers refuse.
      return;
    }
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = opening.onblocked = none;
    opening.onsuccess = () => {
      const base = opening.result;
      const asked = work(base.transaction(STORE, mode).objectStore(STORE)) as IDBRequest<T>;
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = none;
      asked.transaction!.oncomplete = asked.transaction!.onabort = () => base.close();
    };
  });
}
