// A field in which a list of the office is searched.
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { TextField } from "../../shared/ui/fields";

// A pause in typing; each letter would else be a question.
const TYPED_MS = 250;

/** What is typed, and what is sought once there was a pause. */
export function useSought(): { text: Signal<string>; sought: Signal<string> } {
  const text = useSignal("");
  const sought = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => {
      sought.value = text.value.trim();
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [text.value]);
  return { text, sought };
}

/** The field, and beside it what else is done with the list. */
export function Search(props: {
  label: string;
  text: Signal<string>;
  maxLength: number;
  children?: ComponentChildren;
}) {
  const { text } = props;
  return (
    <search class="office-sought">
      <TextField
        label={props.label}
        value={text.value}
        maxLength={props.maxLength}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      {props.children}
    </search>
  );
}
