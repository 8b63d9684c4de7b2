// One found thing: what it is, whose it may be, and what is done with it.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../../shared/api/call";
import type { FoundThing } from "../../shared/api/forms";
import { dayOf, wholeTimeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { useAttempt } from "../../shared/ui/attempt";
import { BackIcon, PrintIcon } from "../../shared/ui/icons";
import { Empty, Failed, TwiceButton, Waiting } from "../../shared/ui/parts";
import { tell } from "../../shared/ui/toast";
import { foundWords } from "../../shared/words/found";
import { Trouble } from "../office/trouble";
import { goFound } from "../review-where";
import { areaName } from "../state/desk";
import { Unmask } from "../unmask";
import { Dispose } from "./dispose";
import { HandOver } from "./hand-over";
import { State, Year } from "./marks";
import { Matches } from "./matches";
import { Photo } from "./photo";
import { Receipt } from "./receipt";
import { isDue, moveThing, readThing } from "./state";

export function One(props: { number: number }) {
  const w = foundWords.value;
  const thing = useSignal<FoundThing | null>(null);
  const stage = useSignal<"waiting" | "ready" | "failed" | "gone">("waiting");
  const turn = useRef(0);
  const read = async () => {
    const mine = ++turn.current;
    try {
      const found = await readThing(props.number);
      if (mine !== turn.current) return;
      thing.value = found;
      stage.value = found ? "ready" : "gone";
    } catch {
      if (mine === turn.current && stage.peek() !== "ready") stage.value = "failed";
    }
  };
  useEffect(() => {
    void read();
    const stop = alsoHear((event) => {
      const said = event.topic === "found.changed" || event.topic === "found.due";
      if (said && event.body.number === props.number) void read();
    });
    return () => {
      stop();
      turn.current += 1;
    };
  }, []);
  if (thing.value) {
    return (
      <Thing
        thing={thing.value}
        onMoved={(after) => {
          turn.current += 1;
          thing.value = after;
        }}
      />
    );
  }
  if (stage.value === "failed") return <Failed again={() => void read()} />;
  if (stage.value === "gone") {
    return (
      <Empty bad title={w.absent}>
        <button type="button" class="button" onClick={() => goFound()}>
          {w.back}
        </button>
      </Empty>
    );
  }
  return <Waiting lines={6} />;
}

function Thing(props: { thing: FoundThing; onMoved: (after: FoundThing) => void }) {
  const { thing } = props;
  const w = foundWords.value;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <article class="review-request">
      <header class="review-head">
        <button type="button" class="button small review-back" onClick={() => goFound()}>
          <BackIcon />
          {w.back}
        </button>
        <h2 ref={title} tabIndex={-1}>
          {w.number(thing.number)} · {w.category[thing.category]}
        </h2>
        <p class="office-line">
          <State thing={thing} />
          <Year thing={thing} />
          <span class="quiet office-small">
            {areaName(thing.area_code)} · {thing.place_name}
          </span>
        </p>
      </header>
      <Acts {...props} />
      <section class="office-part review-part found-part" aria-label={w.fact.words}>
        <Facts thing={thing} />
        <Photo thing={thing} onSet={props.onMoved} />
      </section>
      {thing.ended_at === null && <Matches {...props} />}
    </article>
  );
}

/** What may be done with it now. */
function Acts(props: { thing: FoundThing; onMoved: (after: FoundThing) => void }) {
  const { thing, onMoved } = props;
  const w = foundWords.value;
  const open = useSignal<"hand" | "dispose" | "receipt" | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  const close = () => {
    open.value = null;
  };
  const announce = () =>
    attempt(async () => {
      onMoved(await moveThing(thing, { move: "announce" }));
      tell(w.announce.done);
    });
  const isHere = thing.ended_at === null;
  if (!isHere && thing.state !== "returned") return null;
  return (
    <section class="office-part review-part review-steps" aria-label={w.more}>
      <div class="office-acts">
        {isHere && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              open.value = "hand";
            }}
          >
            {w.hand.action}
          </button>
        )}
        {isHere && thing.announced_at === null && (
          <TwiceButton
            class=""
            label={w.announce.action}
            disabled={waiting.value}
            onSure={() => void announce()}
          />
        )}
        {isDue(thing) && (
          <button
            type="button"
            class="button bad"
            onClick={() => {
              open.value = "dispose";
            }}
          >
            {w.dispose.action}
          </button>
        )}
        {thing.state === "returned" && (
          <button
            type="button"
            class="button main"
            onClick={() => {
              open.value = "receipt";
            }}
          >
            <PrintIcon />
            {w.receipt.action}
          </button>
        )}
      </div>
      {isHere && thing.announced_at === null && <p class="quiet office-small">{w.announce.hint}</p>}
      <Trouble error={problem.value} />
      {open.value === "hand" && (
        <HandOver
          thing={thing}
          onClose={close}
          onDone={(after) => {
            onMoved(after);
            open.value = "receipt";
          }}
        />
      )}
      {open.value === "dispose" && <Dispose thing={thing} onClose={close} onDone={onMoved} />}
      {open.value === "receipt" && <Receipt thing={thing} onClose={close} />}
    </section>
  );
}

function Facts(props: { thing: FoundThing }) {
  const { thing } = props;
  const all = foundWords.value;
  const w = all.fact;
  const ask = async (reason: string) => {
    const path = { thing_id: thing.thing_id };
    const said = await call("post", "/v1/found-things/{thing_id}/unmask", {
      path,
      body: { reason },
    });
    return [
      ["", said.finder],
      ["", said.finder_phone],
    ] as const;
  };
  const what =
    thing.state === "to_state" && thing.how ? all.how[thing.how] : all.state[thing.state];
  return (
    <dl class="office-facts">
      <dt>{w.words}</dt>
      <dd>{thing.words || <span class="quiet">{w.forgotten}</span>}</dd>
      <dt>{w.place}</dt>
      <dd>
        {thing.place_name}{" "}
        <span class="quiet mono">
          {thing.place.lat.toFixed(5)}, {thing.place.lon.toFixed(5)}
        </span>
      </dd>
      <dt>{w.found_at}</dt>
      <dd>{wholeTimeOf(thing.found_at)}</dd>
      <dt>{w.kept_at}</dt>
      <dd>{thing.kept_at}</dd>
      <dt>{w.finder}</dt>
      <dd>
        {thing.finder === null ? (
          <span class="quiet">{w.nobody}</span>
        ) : (
          <Unmask what={w.finder} masked={thing.finder} ask={ask} />
        )}
      </dd>
      <dt>{w.entered}</dt>
      <dd>{w.entered_by(thing.entered_by, wholeTimeOf(thing.entered_at))}</dd>
      {thing.announced_at && (
        <>
          <dt>{w.announced}</dt>
          <dd>{wholeTimeOf(thing.announced_at)}</dd>
        </>
      )}
      {thing.due_at && (
        <>
          <dt>{w.due}</dt>
          <dd>{dayOf(thing.due_at)}</dd>
        </>
      )}
      {thing.ended_at && (
        <>
          <dt>{w.ended}</dt>
          <dd>{w.ended_by(what, thing.ended_by ?? "", wholeTimeOf(thing.ended_at))}</dd>
        </>
      )}
    </dl>
  );
}
