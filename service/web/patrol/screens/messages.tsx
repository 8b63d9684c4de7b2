// The thread with the desk: the newest line over the task, and all of it with a touch.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Task } from "../../shared/api/forms";
import { alsoHear } from "../../shared/live/stream";
import { lines, markRead, openThread, unread, waitingLines } from "../../shared/messages/thread";
import { Lines, WriteLine } from "../../shared/messages/lines";
import { chime } from "../../shared/sound";
import "../../shared/styles/thread.css";
import { Dialog } from "../../shared/ui/dialog";
import { NoLineIcon, NoteIcon } from "../../shared/ui/icons";
import { Announce, Badge } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { me } from "../state/officer";
import { hushed, shake } from "../state/ringer";

export const threadShown = signal(false);
const NUDGE_MS = [120, 80, 120];

/** A line of the desk's is felt, and heard where that gives nobody away. */
function nudge(): void {
  shake(NUDGE_MS);
  if (!hushed.peek()) chime();
}

/** The key to the thread; it says what is new, and what waits. */
export function MessagesKey(props: { task: Task }) {
  const { incident_id, unit_id } = props.task;
  const w = words.value.messages;
  useEffect(() => openThread(incident_id, me.value?.account_id ?? "", unit_id), [incident_id]);
  useEffect(
    () =>
      alsoHear((event) => {
        if (event.topic !== "incident.message" || event.body.incident_id !== incident_id) return;
        if (event.body.unit_id !== unit_id) nudge();
      }),
    [incident_id],
  );
  const newest = unread.value.at(-1) ?? lines.value.at(-1);
  const fresh = unread.value.length;
  return (
    <>
      {fresh > 0 && newest && <Announce text={w.from(newest.who, newest.text)} />}
      <button
        type="button"
        class={`button thread-key ${fresh ? "fresh" : ""}`}
        onClick={() => {
          threadShown.value = true;
        }}
      >
        <NoteIcon />
        <span class="thread-key-text">
          <strong>{w.withDesk}</strong>
          {newest && <small class="one-line">{w.from(newest.who, newest.text)}</small>}
        </span>
        {waitingLines.value.length > 0 && <NoLineIcon />}
        {fresh > 0 && <Badge tone="accent">{w.unread(fresh)}</Badge>}
      </button>
      {threadShown.value && <ThreadDialog />}
    </>
  );
}

function ThreadDialog() {
  const w = words.value.messages;
  const close = () => {
    markRead();
    threadShown.value = false;
  };
  return (
    <Dialog title={w.withDesk} class="thread-dialog" onClose={close}>
      <Lines />
      <WriteLine phrases={w.fromUnit} />
    </Dialog>
  );
}
