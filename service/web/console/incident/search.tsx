// The incident is a search: whom for, how far, what is still owed of it, and how it ends.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { second } from "../../shared/api/clock";
import type { Incident, LookFor, MoveSearch, Search } from "../../shared/api/forms";
import { distance, timeOf } from "../../shared/format";
import { ChildIcon, ShieldIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Failed, Told, TwiceButton, Waiting } from "../../shared/ui/parts";
import { sectorWords } from "../../shared/sector";
import { said, words } from "../../shared/words";
import { dialog } from "../dialogs/shown";
import { mayAct } from "../state/desk";
import {
  loadSearch,
  mayRelease,
  moveSearch,
  readWords,
  search,
  searchStage,
} from "../state/searches";
import "../styles/search.css";

type Owed = Search["owed"][number];
type Ending = NonNullable<Search["ending"]>;

const GOING: readonly Search["going"][] = ["walk", "bicycle", "e_bike", "car"];
const ENDINGS: readonly Ending[] = ["found", "not_at_risk", "handed_over", "given_up"];
// What a key of this page does about what is owed; the rest is done in the footage request.
const MOVES: Partial<Record<Owed, MoveSearch["move"]>> = {
  hand_to_110: "note_110",
  publish: "note_published",
  review: "review",
  take_down: "note_taken_down",
};

export function Searched(props: { incident: Incident }) {
  const { incident_id } = props.incident;
  const w = words.value.search;
  const read = () => void loadSearch(incident_id);
  useEffect(read, [incident_id]);
  const of = search.value;
  if (searchStage.value === "failed") return <Failed again={read} />;
  if (searchStage.value === "none") return null;
  return (
    <section class="part search">
      <h3>
        {w.title}
        {of && <Badge tone="bad">{w.risk[of.at_risk]}</Badge>}
        {of?.health_risk && (
          <Badge tone="bad">
            <WarnIcon />
            {w.health}
          </Badge>
        )}
        {of?.ending && <Badge tone="good">{w.ending[of.ending]}</Badge>}
      </h3>
      {of === null ? <Waiting lines={3} /> : <Whole key={of.search_id} of={of} />}
    </section>
  );
}

function Whole(props: { of: Search }) {
  const { of } = props;
  const w = words.value.search;
  const lasts = of.ended_at === null;
  return (
    <>
      <p class="search-seen">
        {w.seen(timeOf(of.seen_at))} · {w.going[of.going]} · {w.reach(distance(of.reach_m))}
        {lasts && of.review_at && Date.parse(of.review_at) > second.value && (
          <span class="quiet"> · {w.reviewAt(timeOf(of.review_at))}</span>
        )}
      </p>
      <LookForWhom of={of} />
      {lasts && of.sectors.length > 0 && (
        <div class="search-sectors">
          <h4>{w.sectors}</h4>
          <ul>
            {of.sectors.map((one) => (
              <li key={one.unit_id}>
                <strong>{one.call_sign}</strong> {sectorWords(one)}{" "}
                <span class="quiet">· {w.likely(Math.round(one.share * 100))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {of.owed.length > 0 && (
        <ul class="search-owed" aria-label={w.owedTitle}>
          {of.owed.map((one) => (
            <li key={one}>
              <OwedLine of={of} owed={one} />
            </li>
          ))}
        </ul>
      )}
      {lasts && mayAct.value && (
        <>
          <Describe of={of} />
          <div class="search-acts">
            {of.at_risk === "minor" && mayRelease() && (
              <button
                type="button"
                class="button"
                onClick={() => {
                  dialog.value = { name: "bulletin", of };
                }}
              >
                <ChildIcon />
                {of.bulletins.length > 0 ? w.releaseMore : w.release}
              </button>
            )}
            <End of={of} />
          </div>
        </>
      )}
    </>
  );
}

/** How somebody looks: told when asked for, since each reading stands in the register. */
function LookForWhom(props: { of: Search }) {
  const w = words.value.search;
  const told = useSignal<LookFor | null>(null);
  if (told.value) {
    return told.value.words ? <Told text={told.value.words} /> : <p class="quiet">{w.forgotten}</p>;
  }
  return (
    <p class="search-words">
      <button
        type="button"
        class="button"
        onClick={async () => {
          told.value = await readWords(props.of);
        }}
      >
        <ShieldIcon />
        {w.show}
      </button>
      <span class="quiet">{w.showHint}</span>
    </p>
  );
}

function OwedLine(props: { of: Search; owed: Owed }) {
  const { of, owed } = props;
  const w = words.value.search;
  const move = MOVES[owed];
  const number = useSignal("");
  return (
    <>
      <span>
        <WarnIcon />
        {owed === "publish" ? w.publish(of.platform_km ?? 0) : w.owed[owed]}
      </span>
      {move && mayAct.value && (
        <span class="search-do field">
          {owed === "hand_to_110" && (
            <input
              type="text"
              aria-label={w.number110}
              placeholder={w.number110}
              maxLength={60}
              value={number.value}
              onInput={(event) => {
                number.value = event.currentTarget.value;
              }}
            />
          )}
          <button
            type="button"
            class="button small"
            onClick={() => void moveSearch(of, { move, number: number.value.trim() || null })}
          >
            {said(w.done, owed)}
          </button>
        </span>
      )}
    </>
  );
}

function Describe(props: { of: Search }) {
  const { of } = props;
  const w = words.value.search;
  return (
    <div class="search-known">
      <label class="field">
        <span class="label">{w.goingLabel}</span>
        <select
          value={of.going}
          onChange={(event) => {
            const going = event.currentTarget.value as Search["going"];
            void moveSearch(of, { move: "describe", going });
          }}
        >
          {GOING.map((one) => (
            <option key={one} value={one}>
              {w.going[one]}
            </option>
          ))}
        </select>
      </label>
      <label class="search-health">
        <input
          type="checkbox"
          checked={of.health_risk}
          onChange={(event) => {
            const health_risk = event.currentTarget.checked;
            void moveSearch(of, { move: "describe", health_risk });
          }}
        />
        <span>{w.healthHint}</span>
      </label>
    </div>
  );
}

function End(props: { of: Search }) {
  const w = words.value.search;
  const ending = useSignal<Ending>("found");
  return (
    <span class="search-end field">
      <select
        aria-label={w.endHow}
        value={ending.value}
        onChange={(event) => {
          ending.value = event.currentTarget.value as Ending;
        }}
      >
        {ENDINGS.map((one) => (
          <option key={one} value={one}>
            {w.ending[one]}
          </option>
        ))}
      </select>
      <TwiceButton
        class=""
        label={w.end}
        onSure={() => void moveSearch(props.of, { move: "end", ending: ending.value })}
      />
    </span>
  );
}
