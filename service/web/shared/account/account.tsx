// One's own account: sessions, password, data, requests, notices.
import "../styles/account.css";
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { ownWords } from "../words/own";
import { MyDataSection } from "./data";
import { Notices } from "./notices";
import { Password } from "./password";
import { Requests } from "./requests";
import { Sessions } from "./sessions";
import { closeAccount } from "./shown";

export { NewNotice } from "./notices";

const SECTIONS = {
  sessions: Sessions,
  password: Password,
  data: MyDataSection,
  requests: Requests,
  notices: Notices,
} as const;
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Section[];

export function Account() {
  const w = ownWords.value;
  const id = useId();
  const chosen = useSignal<Section>("sessions");
  const tabs = useRef<HTMLDivElement>(null);
  const Shown = SECTIONS[chosen.value];
  // Arrows go from tab to tab, as everywhere; the Tab key leads into the section.
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = (NAMES.indexOf(chosen.value) + by + NAMES.length) % NAMES.length;
    chosen.value = NAMES[at] as Section;
    tabs.current?.querySelectorAll("button")[at]?.focus();
  };
  return (
    <Dialog title={w.title} onClose={closeAccount} class="account">
      <div
        class="account-tabs"
        role="tablist"
        aria-label={w.title}
        ref={tabs}
        onKeyDown={onKeyDown}
      >
        {NAMES.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            class="account-tab"
            id={`${id}-${name}`}
            aria-selected={chosen.value === name}
            aria-controls={`${id}-panel`}
            tabIndex={chosen.value === name ? 0 : -1}
            onClick={() => {
              chosen.value = name;
            }}
          >
            {w.section[name]}
          </button>
        ))}
      </div>
      <div
        class="account-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${chosen.value}`}
        tabIndex={0}
      >
        <Shown key={chosen.value} />
      </div>
    </Dialog>
  );
}
