/** A day, or none; none before `from`. */
export function DayField(props: {
  label: string;
  value: string;
  from?: string;
  wrong?: string;
  onDay: (day: string) => void;
}) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <input
        type="date"
        value={props.value}
        min={props.from}
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
