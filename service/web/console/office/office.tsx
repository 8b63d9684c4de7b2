// The office: its pages, one at a time, beside the way to the others and back to the desk.
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../shared/words";
import { addressOf, type OfficePage, pages } from "../office-where";
import { Accounts } from "./accounts";
import { Cameras } from "./cameras";
import { Deletions } from "./deletions";
import { Events } from "./events";
import { Holds } from "./holds";
import { Keeping } from "./keeping";
import { Notices } from "./notices";
import { Requests } from "./requests";
import "./office.css";

const SHOWN: Readonly<Record<OfficePage, () => preact.JSX.Element>> = {
  accounts: Accounts,
  requests: Requests,
  notices: Notices,
  keeping: Keeping,
  holds: Holds,
  deletions: Deletions,
  events: Events,
  cameras: Cameras,
};

export function Office(props: { page: OfficePage }) {
  const w = words.value.office;
  const Page = SHOWN[props.page];
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever hears the page instead of seeing it hears where he has come to.
  useEffect(() => title.current?.focus(), [props.page]);
  return (
    <div class="office">
      <nav class="office-nav" aria-label={w.title}>
        {pages().map((page) => (
          <a
            key={page}
            class="button plain"
            href={addressOf(page)}
            aria-current={page === props.page ? "page" : undefined}
          >
            {w.page[page]}
          </a>
        ))}
      </nav>
      <div class="office-page">
        <header class="office-title">
          <h2 ref={title} tabIndex={-1}>
            {w.page[props.page]}
          </h2>
          <p class="quiet">{w.hint[props.page]}</p>
        </header>
        <Page key={props.page} />
      </div>
    </div>
  );
}
