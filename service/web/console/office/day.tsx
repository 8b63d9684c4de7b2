import { dayIn } from "../days";

/** A day from today on, or none. */
export function DayField(props: {
  label: string;
  value: string;
  wrong?: string;
  onDay: (day: string) => void;
}) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <input
        type="date"
        value={props.value}
        min={dayIn(0)}
        aria-invalid={props.wrong ? true : undefined}
        onInput={(event) => props.onDay(event.currentTarget.value)}
      />
      {props.wrong && (
        <span class="hint bad" role="alert">
          {props.wrong}
        </span>
      )}
    </label>
  );
}
