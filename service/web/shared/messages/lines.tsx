// A thread to read and to write in, the same at the desk and on the phone.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { timeOf } from "../format";
import { AgainIcon, CrossIcon, NoLineIcon, NoteIcon, WarnIcon } from "../ui/icons";
import { Empty, Failed, Told, Waiting } from "../ui/parts";
import { codeWords, words } from "../words";
import {
  dropLine,
  isOwn,
  LINE_MOST,
  lines,
  loadThread,
  threadStage,
  type Unsent,
  unread,
  waitingLines,
  writeLine,
} from "./thread";

const LEFT_SHOWN = 60;

/** What stands in the thread; the newest last, and in sight. */
export function Lines() {
  const w = words.value.messages;
  const end = useRef<HTMLOListElement>(null);
  const count = lines.value.length + waitingLines.value.length;
  useEffect(() => end.current?.scrollTo({ top: end.current.scrollHeight }), [count]);
  const fresh = new Set(unread.value);
  if (threadStage.value === "failed") return <Failed again={loadThread} />;
  if (threadStage.value === "waiting" && count === 0) return <Waiting lines={2} />;
  if (count === 0) return <Empty icon={<NoteIcon />} title={w.none} />;
  return (
    <ol class="thread" ref={end} tabIndex={0} aria-label={w.title}>
      {lines.value.map((line) => (
        <li
          key={line.message_id}
          class={`said ${isOwn(line) ? "own-line" : ""} ${fresh.has(line) ? "fresh" : ""}`}
        >
          <p class="said-head">
            <strong>{line.who}</strong>
            {line.unit_id === null && <span class="quiet">{w.desk}</span>}
            {fresh.has(line) && <span class="said-new">{w.fresh}</span>}
            <time dateTime={line.at}>{timeOf(line.at)}</time>
          </p>
          <Told text={line.text} />
        </li>
      ))}
      {waitingLines.value.map((line) => (
        <WaitingLine key={line.message_id} line={line} />
      ))}
    </ol>
  );
}

function WaitingLine(props: { line: Unsent }) {
  const { line } = props;
  const w = words.value.messages;
  return (
    <li class={`said own-line ${line.refused ? "refused" : "unsent"}`}>
      <p class="said-head">
        {line.refused ? <WarnIcon /> : <NoLineIcon />}
        <span>{line.refused ? `${w.refused} ${codeWords(line.refused)}` : w.waits}</span>
        <time dateTime={new Date(line.at).toISOString()}>{timeOf(line.at)}</time>
      </p>
      <Told text={line.text} />
      {line.refused && (
        <p class="said-acts">
          <button
            type="button"
            class="button small"
            onClick={() => {
              dropLine(line.message_id);
              writeLine(line.text);
            }}
          >
            <AgainIcon />
            {w.again}
          </button>
          <button type="button" class="button small" onClick={() => dropLine(line.message_id)}>
            <CrossIcon />
            {w.drop}
          </button>
        </p>
      )}
    </li>
  );
}

/** Write a line, or send one that is often needed with one touch. */
export function WriteLine(props: { phrases: readonly string[] }) {
  const w = words.value.messages;
  const text = useSignal("");
  const id = useId();
  const left = LINE_MOST - text.value.length;
  const send = () => {
    writeLine(text.value);
    text.value = "";
  };
  return (
    <div class="write-line">
      <div class="phrases" role="group" aria-label={w.phrases}>
        {props.phrases.map((phrase) => (
          <button key={phrase} type="button" class="button small" onClick={() => writeLine(phrase)}>
            {phrase}
          </button>
        ))}
      </div>
      <div class="write-line-row field">
        <label class="aside" for={id}>
          {w.write}
        </label>
        <input
          id={id}
          type="text"
          value={text.value}
          placeholder={w.write}
          maxLength={LINE_MOST}
          autocomplete="off"
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="button" class="button" disabled={!text.value.trim()} onClick={send}>
          {w.send}
        </button>
      </div>
      {left <= LEFT_SHOWN && <p class="quiet">{w.left(left)}</p>}
    </div>
  );
}
