// The register of found things: what is here and what has gone, and one thing at a time.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { FoundThing, ThingCategory } from "../../shared/api/forms";
import { dayOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { BagIcon, PlusIcon } from "../../shared/ui/icons";
import { Empty } from "../../shared/ui/parts";
import { foundWords } from "../../shared/words/found";
import { Rows, usePaged } from "../office/paged";
import { foundAddress, goFound } from "../review-where";
import { Enter } from "./enter";
import { State, Year } from "./marks";
import { CATEGORIES, type Filter, FILTERS, fits, isDue } from "./state";
import { One } from "./thing";
import "../office/office.css";
import "../review/review.css";
import "./found.css";

const PAGE = 200;

export function Found(props: { number: string }) {
  const w = foundWords.value;
  const entering = useSignal(false);
  const number = /^\d{1,15}$/.test(props.number) ? Number(props.number) : null;
  return (
    <div class="review found" data-open={number === null ? undefined : ""}>
      <List
        at={number}
        onEnter={() => {
          entering.value = true;
        }}
      />
      <section class="review-one" aria-label={w.choose} tabIndex={number === null ? 0 : undefined}>
        {number === null ? (
          <Empty icon={<BagIcon />} title={w.choose} hint={w.chooseHint} />
        ) : (
          <One key={number} number={number} />
        )}
      </section>
      {entering.value && (
        <Enter
          onClose={(entered) => {
            entering.value = false;
            if (entered) goFound(entered.number);
          }}
        />
      )}
    </div>
  );
}

function List(props: { at: number | null; onEnter: () => void }) {
  const w = foundWords.value;
  const gone = useSignal(false);
  const category = useSignal<ThingCategory | "">("");
  const filter = useSignal<Filter>("all");
  const list = usePaged<FoundThing>(`${gone.value} ${category.value}`, PAGE, (last) =>
    call("get", "/v1/found-things", {
      query: {
        ended: gone.value,
        category: category.value || undefined,
        before: last?.number,
        count: PAGE,
      },
    }),
  );
  useEffect(() => alsoHear(({ topic }) => topic.startsWith("found.") && void list.read()), []);
  const isSifted = !gone.value && filter.value !== "all";
  const shown = isSifted
    ? list.items.value.filter((one) => fits(one, filter.value))
    : list.items.value;
  const none = gone.value ? w.noneGone : category.value ? w.noneLike : w.none;
  return (
    <section class="review-list" aria-label={w.list}>
      <header class="review-list-head">
        <h2>{w.title}</h2>
        <p class="quiet">{w.counts(list.items.value.length, list.more.value)}</p>
        <button type="button" class="button small" onClick={props.onEnter}>
          <PlusIcon />
          {w.enter}
        </button>
      </header>
      <div class="tabs" role="tablist" aria-label={w.list}>
        <Tab of={gone} on={false} />
        <Tab of={gone} on />
      </div>
      <div
        class="review-lines"
        role="tabpanel"
        id="found-panel"
        aria-labelledby={`found-${gone.value ? "gone" : "here"}`}
      >
        {!gone.value && (
          <div class="review-filters" role="group" aria-label={w.filter.title}>
            {FILTERS.map((one) => (
              <button
                key={one}
                type="button"
                class="button small"
                aria-pressed={filter.value === one}
                onClick={() => {
                  filter.value = one;
                }}
              >
                {w.filter[one]}{" "}
                <span class="review-count">
                  {list.items.value.filter((thing) => fits(thing, one)).length}
                </span>
              </button>
            ))}
          </div>
        )}
        <label class="field review-category">
          <span class="aside">{w.filterCategory}</span>
          <select
            value={category.value}
            onChange={(event) => {
              category.value = event.currentTarget.value as ThingCategory | "";
            }}
          >
            <option value="">{w.any}</option>
            {CATEGORIES.map((one) => (
              <option key={one} value={one}>
                {w.category[one]}
              </option>
            ))}
          </select>
        </label>
        {isSifted && shown.length === 0 && list.stage.value === "ready" && !list.more.value ? (
          <Empty icon={<BagIcon />} title={w.noneLike} />
        ) : (
          <Rows
            of={list}
            idOf={(one) => one.thing_id}
            none={none}
            {...(gone.value || category.value ? {} : { noneHint: w.noneHint })}
            icon={<BagIcon />}
            row={(one) => (shown.includes(one) ? <Line thing={one} at={props.at} /> : null)}
          />
        )}
      </div>
    </section>
  );
}

function Tab(props: { of: Signal<boolean>; on: boolean }) {
  const { of, on } = props;
  const w = foundWords.value;
  return (
    <button
      type="button"
      role="tab"
      id={`found-${on ? "gone" : "here"}`}
      class="tab"
      aria-selected={of.value === on}
      aria-controls="found-panel"
      onClick={() => {
        of.value = on;
      }}
    >
      {on ? w.gone : w.here}
    </button>
  );
}

function Line(props: { thing: FoundThing; at: number | null }) {
  const { thing } = props;
  const w = foundWords.value;
  return (
    <a
      class={`review-line ${isDue(thing) ? "urgent" : ""}`}
      href={foundAddress(thing.number)}
      aria-current={props.at === thing.number ? "true" : undefined}
    >
      <span class="review-line-top">
        <strong>{w.category[thing.category]}</strong>
        <span class="quiet">{w.number(thing.number)}</span>
        {thing.colours.length > 0 && (
          <span class="quiet">{thing.colours.map((one) => w.colour[one]).join(" · ")}</span>
        )}
      </span>
      <span class="review-line-state">
        <State thing={thing} />
        <Year thing={thing} />
      </span>
      <span class="review-line-foot quiet">
        <span class="one-line">{thing.place_name}</span>
        <span>{dayOf(thing.found_at)}</span>
      </span>
    </a>
  );
}
