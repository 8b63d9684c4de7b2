// Small things that outlive page and worker, readable by both: rows of the browser's database.
import type { Heard, Memory } from "./said";

const NAME = "watchbell.patrol";
const STORE = "memory";

interface Rows {
  phone: Memory;
  heard: Heard;
}

/** What was kept; null where nothing was, or where the browser keeps nothing. */
export async function recall<K extends keyof Rows>(key: K): Promise<Rows[K] | null> {
  const found = await act<Rows[K] | undefined>("readonly", (store) => store.get(key));
  return found ?? null;
}

/** Keep this, in the place of what was. */
export async function remember<K extends keyof Rows>(key: K, row: Rows[K]): Promise<void> {
  await act("readwrite", (store) => store.put(row, key));
}

/** Nothing of the officer stays. */
export async function forget(): Promise<void> {
  await act("readwrite", (store) => store.clear());
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
