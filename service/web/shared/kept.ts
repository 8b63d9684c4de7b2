// Small things that this machine remembers. Where a browser refuses to, the page works without.
const PREFIX = "watchbell.";

/** What was kept under name, or other. */
export function kept<T>(name: string, other: T): T {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? other : (JSON.parse(text) as T);
  } catch {
    return other;
  }
}

/** Forget what was kept under name. */
export function drop(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}

/** Keep value under name. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the choice then holds until the page is left.
  }
}
