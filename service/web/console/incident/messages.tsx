// What the desk and the units of the open incident write to each other.
import { useEffect } from "preact/hooks";
import type { Incident } from "../../shared/api/forms";
import { isOpen } from "../../shared/api/forms";
import { alsoHear } from "../../shared/live/stream";
import { markRead, openThread, unread } from "../../shared/messages/thread";
import { Lines, WriteLine } from "../../shared/messages/lines";
import { chime } from "../../shared/sound";
import "../../shared/styles/thread.css";
import { Badge } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { chosenId } from "../state/chosen";
import { mayAct, me } from "../state/desk";

// A unit that writes is heard, whatever incident is open here.
alsoHear((event) => {
  if (event.topic !== "incident.message" || event.body.unit_id === null) return;
  chime();
  const { who, text, incident_id } = event.body;
  if (incident_id !== chosenId.value) tell(words.value.messages.from(who, text));
});

export function Messages(props: { incident: Incident }) {
  const { incident } = props;
  const w = words.value.messages;
  const account_id = me.value?.account_id ?? "";
  useEffect(() => openThread(incident.incident_id, account_id, null), [incident.incident_id]);
  const writes = mayAct.value && isOpen(incident);
  return (
    <section class="part" onPointerEnter={markRead} onFocusIn={markRead}>
      <h3>
        {w.title}
        {unread.value.length > 0 && <Badge tone="accent">{w.unread(unread.value.length)}</Badge>}
      </h3>
      <Lines />
      {writes && <WriteLine phrases={w.fromDesk} />}
    </section>
  );
}
