// Whether one's own account is shown, and what one has yet to read.
import { signal } from "@preact/signals";
import type { MyNotice } from "../api/forms";

export const shown = signal(false);
/** Notices that one has not taken note of and has not put off. */
export const unread = signal<readonly MyNotice[]>([]);

export function closeAccount(): void {
  shown.value = false;
}
