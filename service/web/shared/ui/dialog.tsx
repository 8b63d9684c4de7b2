// Dialogs over the platform's own <dialog>: it keeps the focus inside and gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words";
import { CrossIcon } from "./icons";
import { focusAfter } from "./parts";

const fine = matchMedia("(pointer: fine)");
const FIRST = ".dialog-body :is(input:enabled, select, textarea)";

/** A dialog that is shown as long as it stands. Enter submits, Escape closes. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  onSubmit?: () => void;
  class?: string;
  foot?: ComponentChildren;
  children: ComponentChildren;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    // To what is asked rather than to the way out; a finger is not met by a keyboard it must close.
    const find = (selector: string) => ref.current?.querySelector<HTMLElement>(selector);
    const first = find(".dialog-body input:checked") ?? find(FIRST);
    if (fine.matches || first?.matches("[type=radio]")) first?.focus();
    return () => {
      // What opened it may be gone by now, with the alarm that was reset.
      const stays = before instanceof HTMLElement && before.isConnected && before !== document.body;
      if (stays) before.focus();
      else focusAfter("[data-rest]");
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog ${props.class ?? ""}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      // A browser may close it unasked, when Escape comes twice without anything else between.
      onClose={props.onClose}
      onMouseDown={(event) => event.target === ref.current && props.onClose()}
    >
      <Inside onSubmit={props.onSubmit}>
        <header class="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <button
            type="button"
            class="button plain icon"
            aria-label={words.value.act.dismiss}
            onClick={props.onClose}
          >
            <CrossIcon />
          </button>
        </header>
        <div class="dialog-body">{props.children}</div>
        {props.foot && <footer class="dialog-foot">{props.foot}</footer>}
      </Inside>
    </dialog>
  );
}

/** One form, or room for forms of its own. */
function Inside(props: { onSubmit: (() => void) | undefined; children: ComponentChildren }) {
  const { onSubmit } = props;
  if (!onSubmit) return <div class="dialog-form">{props.children}</div>;
  return (
    <form
      class="dialog-form"
      method="dialog"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {props.children}
    </form>
  );
}
