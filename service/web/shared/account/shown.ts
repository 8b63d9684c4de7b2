// What of one's own account stands over the page: the dialog, and what is to be read.
import { signal } from "@preact/signals";
import type { MyNotice, NoticeVersion } from "../api/forms";

export const shown = signal(false);
/** Notices that one has not taken note of and has not put off. */
export const unread = signal<readonly MyNotice[]>([]);

export function closeAccount(): void {
  shown.value = false;
}

/** It is not shown again until the next start. */
export function putOff(notice: NoticeVersion): void {
  unread.value = unread.value.filter((one) => one.notice.notice_id !== notice.notice_id);
}
