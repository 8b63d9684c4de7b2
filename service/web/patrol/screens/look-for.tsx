// Whom a search is for: read once for a task, and kept on the screen while it is in hand.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import { holding, type LookFor, type Task } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { distance, timeOf } from "../../shared/format";
import { WarnIcon } from "../../shared/ui/icons";
import { Badge, Failed, Told, Waiting } from "../../shared/ui/parts";
import { sectorWords } from "../../shared/sector";
import { words } from "../../shared/words";
import { attendSector, sector } from "../state/sector";

const told = signal<LookFor | null>(null);
const stage = signal<"waiting" | "ready" | "none" | "failed">("waiting");
let of: string | null = null;

async function load(task_id: string): Promise<void> {
  if (of !== task_id) told.value = null;
  of = task_id;
  stage.value = told.value ? "ready" : "waiting";
  try {
    const found = await call("get", "/v1/tasks/{task_id}/search", { path: { task_id } });
    if (of !== task_id) return;
    told.value = found;
    stage.value = "ready";
  } catch (error) {
    if (of !== task_id || told.value) return;
    const none = error instanceof Refused && error.problem.code === "request.not_found";
    stage.value = none ? "none" : "failed";
  }
}

/** What this phone knows of whom it sought goes with the task. */
function forget(): void {
  of = null;
  told.value = null;
}

/** Where this unit looks: it has one once it has accepted. */
export function OwnSector(props: { task: Task }) {
  const { task_id, incident_id, state } = props.task;
  const w = words.value.search;
  const accepted = holding.has(state);
  useEffect(
    () => (accepted ? attendSector(task_id, incident_id) : undefined),
    [task_id, incident_id, accepted],
  );
  const found = sector.value;
  if (!found) return null;
  return (
    <section class="look-for own-sector" aria-label={w.sector}>
      <h3>{w.sector}</h3>
      <p role="status">{sectorWords(found)}</p>
      <p class="quiet">{w.sectorSince(timeOf(found.seen_at), timeOf(found.shared_at))}</p>
    </section>
  );
}

export function LookForWhom(props: { task: Task }) {
  const { task_id } = props.task;
  const w = words.value.search;
  useEffect(() => {
    void load(task_id);
    return forget;
  }, [task_id]);
  const found = told.value;
  // A desk has opened it by hand: its note says what is known.
  if (stage.value === "none") return null;
  return (
    <section class="look-for" aria-label={w.lookFor}>
      <h3>
        {w.lookFor}
        {found && <Badge tone="bad">{w.risk[found.at_risk]}</Badge>}
        {found?.health_risk && (
          <Badge tone="bad">
            <WarnIcon />
            {w.health}
          </Badge>
        )}
      </h3>
      {stage.value === "failed" && <Failed again={() => void load(task_id)} />}
      {stage.value === "waiting" && <Waiting lines={2} />}
      {found && (
        <>
          <Told text={found.words} />
          <p class="quiet">
            {w.seen(timeOf(found.seen_at))} · {w.going[found.going]} ·{" "}
            {w.reach(distance(found.reach_m))}
          </p>
        </>
      )}
    </section>
  );
}
