// What may be done next: as the table has it, with what each step still waits for.
import { useSignal } from "@preact/signals";
import type { FootageMove, FootageStep, WholeFootage } from "../../shared/api/forms";
import { InfoIcon } from "../../shared/ui/icons";
import { reviewWords } from "../../shared/words/review";
import { viewingWords } from "../../shared/words/viewing";
import { roomAddress } from "../review-where";
import type { Chosen } from "./chosen";
import { Decide } from "./decide";
import { MoveDialog } from "./move";

// One decision of all cameras leads to each of these.
const DECIDED: ReadonlySet<FootageMove> = new Set(["approve", "approve_partly"]);
// What ends a request, or gives it away, is no main step.
const ASIDE: ReadonlySet<FootageMove> = new Set([
  ...(["refuse", "withdraw", "note_overwritten", "ask_info", "activate", "stand_down"] as const),
  ...(["redirect_to_110", "redirect_to_case", "no_show", "task_lead", "give_info"] as const),
]);

export function Steps(props: { of: Chosen }) {
  const { whole } = props.of;
  const w = reviewWords.value.steps;
  const open = useSignal<FootageMove | "decide" | null>(null);
  const close = () => {
    open.value = null;
  };
  const decides = whole.steps.some((step) => DECIDED.has(step.move));
  const steps = whole.steps.filter((step) => !DECIDED.has(step.move));
  const main = steps.filter((step) => !ASIDE.has(step.move));
  const room = isVisit(whole) ? roomAddress(whole.request.footage_id) : null;
  const aside = steps.filter((step) => ASIDE.has(step.move));
  return (
    <section class="office-part review-part review-steps" aria-label={w.title}>
      <h3>{w.title}</h3>
      {whole.steps.length === 0 && <p class="quiet">{w.none}</p>}
      <div class="office-acts">
        {decides && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              open.value = "decide";
            }}
          >
            {w.decide}
          </button>
        )}
        {main.map((step, at) => (
          <StepButton
            key={step.move}
            step={step}
            room={room}
            main={!decides && at === 0}
            onGo={() => {
              open.value = step.move;
            }}
          />
        ))}
        {aside.map((step) => (
          <StepButton
            key={step.move}
            step={step}
            room={room}
            main={false}
            onGo={() => {
              open.value = step.move;
            }}
          />
        ))}
      </div>
      <Blocked steps={steps} />
      {open.value === "decide" && <Decide of={props.of} onClose={close} />}
      {open.value !== null && open.value !== "decide" && (
        <MoveDialog whole={whole} move={open.value} onClose={close} />
      )}
    </section>
  );
}

/** Whether the applicant himself looks, at the time that was set: in the viewing room. */
function isVisit({ request }: WholeFootage): boolean {
  return request.slot_at !== null && request.lane !== "emergency";
}

function StepButton(props: {
  step: FootageStep;
  room: string | null;
  main: boolean;
  onGo: () => void;
}) {
  const { step } = props;
  if (step.move === "begin_viewing" && props.room !== null && step.missing === null) {
    return (
      <a class={`button ${props.main ? "main" : ""}`} href={props.room}>
        {viewingWords.value.slot.toRoom}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={`button ${props.main && step.missing === null ? "main" : ""}`}
      disabled={step.missing !== null}
      aria-describedby={step.missing === null ? undefined : `why-${step.move}`}
      onClick={props.onGo}
    >
      {reviewWords.value.move[step.move]}
    </button>
  );
}

/** Why a step cannot be made yet; who keeps it, where somebody does. */
function Blocked(props: { steps: readonly FootageStep[] }) {
  const w = reviewWords.value;
  const blocked = props.steps.filter((step) => step.missing !== null);
  if (blocked.length === 0) return null;
  return (
    <ul class="review-blocked">
      {blocked.map((step) => (
        <li key={step.move} id={`why-${step.move}`}>
          <InfoIcon />
          <span>
            {w.steps.blocked(w.move[step.move], w.missing[step.missing ?? "none"])}
            {step.who && ` (${step.who})`}
          </span>
        </li>
      ))}
    </ul>
  );
}
