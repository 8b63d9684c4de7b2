// The left of the reviewer's desk: what is open, the most urgent first, and what has ended.
import { type Signal, useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { FootageCategory, FootageRequest } from "../../shared/api/forms";
import { spanOf } from "../../shared/format";
import { PlusIcon, ShieldIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty, Failed, Waiting } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { Rows, usePaged } from "../office/paged";
import { reviewAddress } from "../review-where";
import { areaName } from "../state/desk";
import { loadFootage, requests, REQUESTS_MOST, requestsStage } from "../state/footage";
import { Due, Holding, Lane, Loss } from "./mark";
import { type Filter, FILTERS, fits, shownOf } from "./rank";

const CATEGORIES: readonly FootageCategory[] = [
  "lost_property",
  "missing_person",
  "traffic_accident",
  "dispute",
  "other_help",
];
const PAGE = 50;

export function List(props: { at: string; onFile: () => void }) {
  const w = reviewWords.value;
  const tab = useSignal<"open" | "ended">("open");
  const all = [...requests.items.value.values()];
  const urgent = all.filter((one) => fits(one, "urgent")).length;
  return (
    <section class="review-list" aria-label={w.list}>
      <header class="review-list-head">
        <h2>{w.title}</h2>
        <p class="quiet">{w.counts(all.length, urgent)}</p>
        <button type="button" class="button small" onClick={props.onFile}>
          <PlusIcon />
          {w.atCounter}
        </button>
      </header>
      <div class="tabs" role="tablist" aria-label={w.list}>
        <Tab of={tab} name="open" />
        <Tab of={tab} name="ended" />
      </div>
      <div
        class="review-lines"
        role="tabpanel"
        id="review-panel"
        aria-labelledby={`review-${tab.value}`}
        onKeyDown={onKeyDown}
      >
        {tab.value === "open" ? <Open all={all} at={props.at} /> : <Ended at={props.at} />}
      </div>
    </section>
  );
}

function Tab(props: { of: Signal<"open" | "ended">; name: "open" | "ended" }) {
  const { of, name } = props;
  return (
    <button
      type="button"
      role="tab"
      id={`review-${name}`}
      class="tab"
      aria-selected={of.value === name}
      aria-controls="review-panel"
      onClick={() => {
        of.value = name;
      }}
    >
      {reviewWords.value[name]}
    </button>
  );
}

/** Arrows go from request to request. */
function onKeyDown(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const on = event.target instanceof Element ? event.target.closest("a.review-line") : null;
  if (by === undefined || on === null) return;
  event.preventDefault();
  const lines = [...document.querySelectorAll<HTMLElement>("a.review-line")];
  const next = lines[lines.indexOf(on as HTMLElement) + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function Open(props: { all: readonly FootageRequest[]; at: string }) {
  const { all } = props;
  const w = reviewWords.value;
  const filter = useSignal<Filter>("all");
  const category = useSignal<FootageCategory | "">("");
  if (requestsStage.value === "waiting") return <Waiting lines={6} />;
  if (requestsStage.value === "failed") return <Failed again={() => void loadFootage()} />;
  if (all.length === 0) {
    return <Empty icon={<ShieldIcon />} title={w.none} hint={w.noneHint} />;
  }
  const found = shownOf(all, filter.value, category.value);
  return (
    <>
      <div class="review-filters" role="group" aria-label={w.filter.title}>
        {FILTERS.map((one) => {
          const count = all.filter((request) => fits(request, one)).length;
          return (
            <button
              key={one}
              type="button"
              class={`button small ${one === "not_held" && count > 0 ? "warned" : ""}`}
              aria-pressed={filter.value === one}
              onClick={() => {
                filter.value = one;
              }}
            >
              {w.filter[one]} <span class="review-count">{count}</span>
            </button>
          );
        })}
      </div>
      <label class="field review-category">
        <span class="aside">{w.category.label}</span>
        <select
          value={category.value}
          onChange={(event) => {
            category.value = event.currentTarget.value as FootageCategory | "";
          }}
        >
          <option value="">{w.category.any}</option>
          {CATEGORIES.map((one) => (
            <option key={one} value={one}>
              {w.category[one]}
            </option>
          ))}
        </select>
      </label>
      {found.length === 0 ? (
        <Empty icon={<ShieldIcon />} title={w.noneLike} />
      ) : (
        <ol class="review-rows">
          {found.map((one) => (
            <li key={one.footage_id}>
              <Line request={one} at={props.at} />
            </li>
          ))}
        </ol>
      )}
      {all.length >= REQUESTS_MOST && (
        <p class="remark warn">
          <WarnIcon />
          {w.cut}
        </p>
      )}
    </>
  );
}

function Ended(props: { at: string }) {
  const list = usePaged<FootageRequest>("ended", PAGE, (last) =>
    call("get", "/v1/footage-requests/ended", { query: { before: last?.number, count: PAGE } }),
  );
  return (
    <Rows
      of={list}
      idOf={(one) => one.footage_id}
      none={reviewWords.value.noneEnded}
      icon={<ShieldIcon />}
      row={(one) => <Line request={one} at={props.at} />}
    />
  );
}

function Line(props: { request: FootageRequest; at: string }) {
  const { request } = props;
  const w = reviewWords.value;
  const isOver = request.state === "closed" || request.state === "withdrawn";
  const looks = ["review-line", request.lane === "emergency" ? "urgent" : ""].join(" ");
  return (
    <a
      class={looks}
      href={reviewAddress(request.footage_id)}
      aria-current={props.at === request.footage_id ? "true" : undefined}
    >
      <span class="review-line-top">
        <strong>{w.category[request.category]}</strong>
        <span class="quiet">#{request.number}</span>
        <Lane request={request} />
      </span>
      <span class="review-line-state">
        <Badge tone="accent">{w.state[request.state]}</Badge>
        {!isOver && <Due request={request} />}
        {!isOver && <Loss request={request} />}
        {!isOver && <Holding request={request} />}
      </span>
      <span class="review-line-foot quiet">
        <span class="one-line">
          {areaName(request.area_code)} · {request.applicant}
        </span>
        <span>{spanOf(request.from_at, request.until_at)}</span>
      </span>
    </a>
  );
}
