// A list that is read a page at a time, with every state that it can be in.
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { tellProblem } from "../../shared/ui/toast";
import { Empty, Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";

export interface Paged<T> {
  items: Signal<readonly T[]>;
  stage: Signal<"waiting" | "ready" | "failed">;
  more: Signal<boolean>;
  /** Read from the beginning, or what comes after the last that is shown. */
  read: (further?: boolean) => Promise<void>;
}

/** Read a list anew whenever `key` changes; `fetch` is given the last of the page before. */
export function usePaged<T>(
  key: string,
  page: number,
  fetch: (last: T | undefined) => Promise<readonly T[]>,
): Paged<T> {
  const items = useSignal<readonly T[]>([]);
  const stage = useSignal<"waiting" | "ready" | "failed">("waiting");
  const more = useSignal(false);
  // What was asked for before something else was asked comes too late.
  const turn = useRef(0);
  const asking = useRef(fetch);
  asking.current = fetch;
  const read = async (further = false) => {
    const mine = ++turn.current;
    try {
      const found = await asking.current(further ? items.peek().at(-1) : undefined);
      if (mine !== turn.current) return;
      items.value = further ? [...items.peek(), ...found] : found;
      more.value = found.length >= page;
      stage.value = "ready";
    } catch (error) {
      if (mine !== turn.current) return;
      if (stage.peek() === "ready") tellProblem(error);
      else stage.value = "failed";
    }
  };
  useEffect(() => {
    stage.value = "waiting";
    items.value = [];
    void read();
    return () => {
      turn.current += 1;
    };
  }, [key]);
  return { items, stage, more, read };
}

/** The list itself. */
export function Rows<T>(props: {
  of: Paged<T>;
  idOf: (item: T) => string;
  none: string;
  noneHint?: string;
  icon: ComponentChildren;
  row: (item: T) => ComponentChildren;
}) {
  const { items, stage, more, read } = props.of;
  if (stage.value === "waiting") return <Waiting lines={6} />;
  if (stage.value === "failed") return <Failed again={() => void read()} />;
  if (items.value.length === 0) {
    return (
      <Empty
        icon={props.icon}
        title={props.none}
        {...(props.noneHint ? { hint: props.noneHint } : {})}
      />
    );
  }
  return (
    <>
      <ol class="office-rows">
        {items.value.map((item) => (
          <li key={props.idOf(item)}>{props.row(item)}</li>
        ))}
      </ol>
      {more.value && (
        <button type="button" class="button" onClick={() => void read(true)}>
          {words.value.register.more}
        </button>
      )}
    </>
  );
}
