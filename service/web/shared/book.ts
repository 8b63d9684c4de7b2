// Things of one kind by id, fed by lists and by events at the same time.
//
// A list shows the state of the moment at which it was read; an event that came in between knows
// better. So what an event has touched since the reading began is not overwritten by it.
import { signal } from "@preact/signals";

export class Book<T> {
  readonly items = signal<ReadonlyMap<string, T>>(new Map());
  private touches = 0;
  private touched = new Map<string, number>();

  constructor(private readonly idOf: (item: T) => string) {}

  /** Where a reading begins; hand it to `merge` with what was read. */
  mark(): number {
    return this.touches;
  }

  /** An event: this is how it is now. */
  put(item: T): void {
    const id = this.idOf(item);
    this.touch(id);
    this.items.value = new Map(this.items.value).set(id, item);
  }

  /** An event: it is not here any more. */
  drop(id: string): void {
    this.touch(id);
    if (!this.items.value.has(id)) return;
    const next = new Map(this.items.value);
    next.delete(id);
    this.items.value = next;
  }

  /** Change one that is here. */
  change(id: string, how: (item: T) => T): void {
    const item = this.items.value.get(id);
    if (item !== undefined) this.put(how(item));
  }

  /** Change many that are here at once: a screen then draws once. */
  changeAll(changes: ReadonlyMap<string, (item: T) => T>): void {
    const next = new Map(this.items.value);
    for (const [id, how] of changes) {
      const item = next.get(id);
      if (item === undefined) continue;
      this.touch(id);
      next.set(id, how(item));
    }
    this.items.value = next;
  }

  /** Take over a whole list that was read since `mark`. */
  merge(list: Iterable<T>, mark: number): void {
    const next = new Map<string, T>();
    for (const item of list) next.set(this.idOf(item), item);
    for (const [id, at] of this.touched) {
      if (at <= mark) {
        this.touched.delete(id);
        continue;
      }
      const newer = this.items.value.get(id);
      if (newer === undefined) next.delete(id);
      else next.set(id, newer);
    }
    this.items.value = next;
  }

  private touch(id: string): void {
    this.touches += 1;
    this.touched.set(id, this.touches);
  }
}
