// Fields of forms, each with its label.
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { words } from "../words";
import { WarnIcon } from "./icons";

/** A line of text. */
export function TextField(props: {
  label: string;
  hint?: string;
  value: string;
  type?: "text" | "password";
  autocomplete?: "off" | "username" | "current-password" | "new-password" | "one-time-code";
  inputMode?: "text" | "decimal" | "numeric" | "tel";
  minLength?: number;
  maxLength?: number;
  required?: boolean;
  autofocus?: boolean;
  /** The element that says what is wrong with this entry. */
  wrongBy?: string | undefined;
  /** Whether the hint says so. */
  wrong?: boolean;
  onText: (text: string) => void;
}) {
  const id = useId();
  const shared = {
    id,
    value: props.value,
    autocomplete: props.autocomplete ?? "off",
    inputMode: props.inputMode ?? "text",
    minLength: props.minLength,
    maxLength: props.maxLength,
    required: props.required,
    autofocus: props.autofocus,
    "aria-invalid": props.wrongBy || props.wrong ? true : undefined,
    "aria-describedby": props.wrongBy ?? (props.hint ? `${id}-hint` : undefined),
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      props.onText(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.label}
      </label>
      {props.type === "password" ? (
        <input type="password" {...shared} />
      ) : (
        <input type="text" {...shared} />
      )}
      {props.hint && (
        <span
          class={`hint ${props.wrong ? "bad" : ""}`}
          id={`${id}-hint`}
          role={props.wrong ? "alert" : undefined}
        >
          {props.hint}
        </span>
      )}
    </div>
  );
}

/** An instant, in the time of this place; to the second where `toSecond`. */
export function InstantField(props: {
  label: string;
  value: string;
  toSecond?: boolean;
  from?: string;
  until?: string;
  required?: boolean;
  wrong?: boolean;
  onInstant: (text: string) => void;
}) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <input
        type="datetime-local"
        step={props.toSecond ? 1 : undefined}
        min={props.from}
        max={props.until}
        required={props.required}
        aria-invalid={props.wrong ? true : undefined}
        value={props.value}
        onInput={(event) => props.onInstant(event.currentTarget.value)}
      />
    </label>
  );
}

/** What is wrong with an entry or an attempt, said as it comes up; empty where nothing is. */
export function Wrong(props: { id?: string; text: string | null }) {
  return (
    <div role="alert" id={props.id}>
      {props.text !== null && (
        <p class="remark">
          <WarnIcon />
          {props.text}
        </p>
      )}
    </div>
  );
}

/** The contract's longest note. */
export const NOTE_MOST = 2000;
const LEFT_SHOWN = 200;

/** Text of several lines; says how much room is left near its end. */
export function NoteField(props: {
  label: string;
  placeholder?: string;
  value: string;
  /** The most that the contract takes, where that is not a note. */
  most?: number;
  onText: (text: string) => void;
  hideLabel?: boolean;
}) {
  const id = useId();
  const most = props.most ?? NOTE_MOST;
  const left = most - props.value.length;
  return (
    <div class="field">
      <label class={props.hideLabel ? "aside" : "label"} for={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        value={props.value}
        placeholder={props.placeholder}
        maxLength={most}
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
      {left <= LEFT_SHOWN && <output class="hint">{words.value.incident.noteFull(left)}</output>}
    </div>
  );
}

/** One of a few, all in sight. */
export function Choice<T extends string>(props: {
  legend: string;
  options: readonly { value: T; label: ComponentChildren; hint?: string; disabled?: boolean }[];
  value: T | null;
  onChoose: (value: T) => void;
  across?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      <div class={`options ${props.across ? "across" : ""}`}>
        {props.options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              disabled={option.disabled}
              onChange={() => props.onChoose(option.value)}
            />
            <span>
              {option.label}
              {option.hint && (
                <>
                  <br />
                  <small>{option.hint}</small>
                </>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const OPTIONS_SHOWN = 40;

export interface PickerOption {
  id: string;
  label: string;
  note?: string;
}

/** One of many: type a part of its name, then choose with arrows or the pointer. */
export function Picker(props: {
  label: string;
  placeholder: string;
  options: readonly PickerOption[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
  /** A further option made from what was typed. */
  fromText?: (text: string) => PickerOption | null;
}) {
  const id = useId();
  const text = useSignal("");
  const at = useSignal(0);
  const wanted = text.value.trim().toLowerCase();
  const found = props.options.filter(
    (option) =>
      wanted === "" ||
      option.label.toLowerCase().includes(wanted) ||
      option.note?.toLowerCase().includes(wanted),
  );
  const made = wanted && props.fromText?.(text.value.trim());
  const shown = [...found.slice(0, OPTIONS_SHOWN), ...(made ? [made] : [])];
  const step = (by: number) => {
    at.value = Math.max(0, Math.min(shown.length - 1, at.value + by));
    document.getElementById(`${id}-${at.value}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = shown[at.value];
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && option && props.chosen !== option.id)
      props.onChoose(option.id);
    else return;
    event.preventDefault();
  };
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[at.value] ? `${id}-${at.value}` : undefined}
        placeholder={props.placeholder}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
          props.onChoose(null);
        }}
        onKeyDown={onKeyDown}
      />
      <div class="picker-list" id={`${id}-list`} role="listbox" aria-label={props.label}>
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above moves and chooses by key
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input
          <div
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            class={`picker-option ${index === at.value ? "at" : ""}`}
            aria-selected={props.chosen === option.id}
            onClick={() => {
              at.value = index;
              props.onChoose(option.id);
            }}
          >
            <span class="one-line">{option.label}</span>
            {option.note && <small>{option.note}</small>}
          </div>
        ))}
        {shown.length === 0 && (
          <p class="picker-option quiet" role="option" aria-disabled="true">
            {words.value.state.nothing}
          </p>
        )}
        {found.length > OPTIONS_SHOWN && (
          <p class="picker-option quiet">{words.value.queue.more(found.length - OPTIONS_SHOWN)}</p>
        )}
      </div>
    </div>
  );
}
