// What has ended, the newest first; more is read on demand.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import { type Incident, isOpen } from "../../shared/api/forms";
import type { LiveEvent } from "../../shared/generated/live";
import { ShieldIcon } from "../../shared/ui/icons";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { entryOf } from "../keys";
import { incidents } from "../state/desk";
import { IncidentCard } from "./queue";

const PAGE = 50;
const ended = signal<readonly Incident[]>([]);
const stage = signal<"waiting" | "ready" | "failed">("waiting");
const whole = signal(false);

async function read(before: string | undefined): Promise<void> {
  if (before === undefined) stage.value = "waiting";
  try {
    const query = { ended: true, before, count: PAGE };
    const page = await call("get", "/v1/incidents", { query });
    ended.value = before === undefined ? page : [...ended.value, ...page];
    whole.value = page.length < PAGE;
    stage.value = "ready";
  } catch {
    stage.value = "failed";
  }
}

/** Nothing of the last dispatcher stays on this screen. */
export function forgetEnded(): void {
  ended.value = [];
  stage.value = "waiting";
}

/** One that ends while the list is looked at comes to its top; one that is reopened leaves it. */
export function hearEnded(event: LiveEvent): void {
  if (event.topic !== "incident.ended" && event.topic !== "incident.reopened") return;
  const incident = event.body;
  const others = ended.value.filter((one) => one.incident_id !== incident.incident_id);
  ended.value = isOpen(incident) ? others : [incident, ...others];
}

export function Ended() {
  const w = words.value;
  useEffect(() => {
    void read(undefined);
  }, []);
  const shown = ended.value.filter((one) => !incidents.items.value.has(one.incident_id));
  if (stage.value === "failed") return <Failed again={() => read(ended.value.at(-1)?.opened_at)} />;
  if (stage.value === "waiting") return <Waiting lines={6} />;
  if (shown.length === 0) return <Empty icon={<ShieldIcon />} title={w.queue.noEnded} />;
  const entry = entryOf(shown.map((one) => one.incident_id));
  return (
    <>
      <ol class="cards">
        {shown.map((incident) => (
          <li key={incident.incident_id}>
            <IncidentCard incident={incident} entry={entry} />
          </li>
        ))}
      </ol>
      {!whole.value && (
        <button
          type="button"
          class="button queue-more"
          onClick={() => read(ended.value.at(-1)?.opened_at)}
        >
          {w.act.moreOf(PAGE)}
        </button>
      )}
    </>
  );
}
