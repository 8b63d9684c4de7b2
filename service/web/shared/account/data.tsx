// What is kept about oneself: why, on which ground, how long, for whom, and the rows themselves.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { call } from "../api/call";
import type { KeptPart, MyData } from "../api/forms";
import { wholeTimeOf } from "../format";
import { useAttempt } from "../ui/attempt";
import { TextField, Wrong } from "../ui/fields";
import { Failed, Waiting } from "../ui/parts";
import { tell } from "../ui/toast";
import { problemWords } from "../words";
import { ownWords } from "../words/own";
import { ownAreas, useRead } from "./reading";
import { type AreaName, inLanguage, pairsOf, type Row } from "./rows";

const ROWS_AT_ONCE = 20;
const NUMBER = /^\+?[0-9]{5,20}$/;

/** The document, and the areas that it names. */
interface Read {
  data: MyData;
  areaName: AreaName;
}

async function read(): Promise<Read> {
  const names = ownAreas();
  const data = await call("get", "/v1/me/data", {});
  return { data, areaName: await names };
}

export function MyDataSection() {
  const w = ownWords.value.data;
  const { value, failed, again } = useRead(read);
  if (failed.value && !value.value) return <Failed again={() => void again()} />;
  if (!value.value) return <Waiting lines={6} />;
  const { data, areaName } = value.value;
  const row = data.parts.find(({ part }) => part === "account")?.rows[0] as Row | undefined;
  return (
    <>
      <p class="quiet">
        {w.hint} {w.at(wholeTimeOf(data.at))}
      </p>
      <button type="button" class="button main account-key" onClick={() => take(data)}>
        {w.take}
      </button>
      <div class="account-parts">
        {data.parts.map((part) => (
          <Part key={part.part} part={part} areaName={areaName} />
        ))}
      </div>
      <section>
        <h3>{w.beside}</h3>
        {data.beside.map((one) => (
          <p key={one.en}>{inLanguage(one)}</p>
        ))}
        <p class="quiet">{w.ids}</p>
      </section>
      <Correct
        display={textIn(row, "display")}
        phone={textIn(row, "phone_number")}
        onDone={() => void again()}
      />
    </>
  );
}

function textIn(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === "string" ? value : "";
}

/** The whole document as a file: for oneself, or for whoever is to have it. */
function take(data: MyData): void {
  const file = new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `watchbell-${data.at.slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  tell(ownWords.value.data.taken);
}

function Part(props: { part: KeptPart; areaName: AreaName }) {
  const { part } = props;
  const w = ownWords.value.data;
  const most = useSignal(ROWS_AT_ONCE);
  const rows = part.rows as readonly Row[];
  const further = Math.min(ROWS_AT_ONCE, rows.length - most.value);
  return (
    <details class="account-part">
      <summary>
        <strong>{inLanguage(part.title)}</strong>
        <span class="quiet">{w.count(rows.length, part.more)}</span>
      </summary>
      <dl class="account-why">
        <dt>{w.purpose}</dt>
        <dd>{inLanguage(part.purpose)}</dd>
        <dt>{w.basis}</dt>
        <dd>{inLanguage(part.basis)}</dd>
        <dt>{w.kept}</dt>
        <dd>
          {inLanguage(part.kept)}
          {part.kept_days !== null && ` (${w.days(part.kept_days)})`}
        </dd>
        <dt>{w.receivers}</dt>
        <dd>{part.receivers.map(inLanguage).join(" · ")}</dd>
      </dl>
      {rows.length === 0 && <p class="quiet">{w.none}</p>}
      <ol class="account-rows">
        {rows.slice(0, most.value).map((row, at) => (
          <li key={at}>
            <dl class="account-row">
              {pairsOf(part.part, row, props.areaName).map(({ name, text, verbatim }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{verbatim ? <code>{text}</code> : text}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
      {further > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => {
            most.value += ROWS_AT_ONCE;
          }}
        >
          {w.further(further)}
        </button>
      )}
      {further <= 0 && part.more && <p class="quiet">{w.left}</p>}
    </details>
  );
}

/** What one may correct without asking anybody. */
function Correct(props: { display: string; phone: string; onDone: () => void }) {
  const w = ownWords.value.correct;
  const display = useSignal(props.display);
  const phone = useSignal(props.phone);
  const wrong = useSignal<{ entry: "display" | "phone" | null; text: string } | null>(null);
  const wrongId = useId();
  const { waiting, problem, attempt } = useAttempt();
  const text = wrong.value?.text ?? (problem.value === null ? null : problemWords(problem.value));
  const submit = () => {
    const [name, number] = [display.value.trim(), phone.value.replace(/[\s-]/g, "")];
    wrong.value = null;
    if (!name) wrong.value = { entry: "display", text: w.needName };
    else if (number && !NUMBER.test(number)) wrong.value = { entry: "phone", text: w.wrongPhone };
    if (wrong.value) return;
    void attempt(async () => {
      await call("patch", "/v1/me", { body: { display: name, phone_number: number } });
      tell(w.done);
      props.onDone();
    });
  };
  return (
    <form
      class="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3>{w.title}</h3>
      <TextField
        label={w.display}
        value={display.value}
        maxLength={200}
        required
        wrongBy={wrong.value?.entry === "display" ? wrongId : undefined}
        onText={(entered) => {
          display.value = entered;
        }}
      />
      <TextField
        label={w.phone}
        hint={w.phoneHint}
        value={phone.value}
        inputMode="tel"
        maxLength={25}
        wrongBy={wrong.value?.entry === "phone" ? wrongId : undefined}
        onText={(entered) => {
          phone.value = entered;
        }}
      />
      <Wrong id={wrongId} text={text} />
      <button type="submit" class="button account-key" disabled={waiting.value}>
        {w.submit}
      </button>
    </form>
  );
}
