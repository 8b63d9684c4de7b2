// Before anything is shown: the undertaking, read and signed, with the officer who begins.
import { useSignal } from "@preact/signals";
import { call } from "../../shared/api/call";
import type { Viewing, ViewingRoom, WholeFootage } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Choice, TextField } from "../../shared/ui/fields";
import { InfoIcon } from "../../shared/ui/icons";
import { SignaturePad, type Strokes } from "../../shared/ui/signature";
import { type Language, language } from "../../shared/words";
import { viewingWords } from "../../shared/words/viewing";
import { Trouble } from "../office/trouble";

const NAME_MOST = 60;

export function Sign(props: {
  whole: WholeFootage;
  room: ViewingRoom;
  onBegun: (viewing: Viewing) => void;
}) {
  const { whole, room } = props;
  const w = viewingWords.value.sign;
  const name = useSignal("");
  const how = useSignal<"hand" | "name">("hand");
  const strokes = useSignal<Strokes>([]);
  const checks = useSignal({ read: false, telephone: false, others: false });
  const { waiting, problem, attempt } = useAttempt();
  const isSigned = how.value === "name" || strokes.value.length > 0;
  const { read, telephone, others } = checks.value;
  const ready = name.value.trim() !== "" && isSigned && read && telephone;
  const begin = () =>
    attempt(async () => {
      if (!ready) return;
      const begun = await call("post", "/v1/footage-requests/{footage_id}/viewings", {
        path: { footage_id: room.footage_id },
        body: {
          version: whole.request.version,
          undertaking: room.undertaking.version,
          signed: name.value.trim(),
          strokes:
            how.value === "hand" ? strokes.value.map((line) => line.map(([x, y]) => [x, y])) : [],
          others_privacy: others,
        },
      });
      props.onBegun(begun);
    });
  const check = (which: keyof typeof checks.value, label: string) => (
    <label>
      <input
        type="checkbox"
        checked={checks.value[which]}
        onChange={(event) => {
          checks.value = { ...checks.value, [which]: event.currentTarget.checked };
        }}
      />
      {label}
    </label>
  );
  return (
    <form
      class="room-sign"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <Text room={room} />
      <section class="office-part review-part" aria-label={w.how}>
        <TextField
          label={w.name}
          hint={w.nameHint}
          value={name.value}
          maxLength={NAME_MOST}
          onText={(text) => {
            name.value = text;
          }}
        />
        <Choice
          legend={w.how}
          options={[
            { value: "hand", label: w.byHand },
            { value: "name", label: w.byName, hint: w.byNameHint },
          ]}
          value={how.value}
          onChoose={(chosen) => {
            how.value = chosen;
          }}
        />
        {how.value === "hand" && (
          <SignaturePad
            strokes={strokes}
            label={w.pad}
            empty={w.empty}
            done={w.done}
            clear={w.clear}
          />
        )}
        <div class="choice">
          <div class="options">
            {check("read", w.read)}
            {check("telephone", w.telephone)}
            {!room.needs_second && check("others", w.others)}
          </div>
        </div>
        {room.needs_second && (
          <p class="remark warn">
            <InfoIcon />
            {w.minors}
          </p>
        )}
        <Trouble error={problem.value} />
        <button type="submit" class="button main room-begin" disabled={!ready || waiting.value}>
          {w.begin}
        </button>
      </section>
    </form>
  );
}

/** Its title and its paragraphs; a line that ends in the middle of a sentence goes on. */
function partsOf(text: string): string[] {
  const [title = "", ...lines] = text.split("\n");
  const parts = lines.join("\n").split(/(?<=[.;:。；：])\n/);
  return [title, ...parts.map((part) => part.replaceAll("\n", " "))];
}

/** The undertaking in the applicant's language, whatever this page speaks. */
function Text(props: { room: ViewingRoom }) {
  const { undertaking } = props.room;
  const w = viewingWords.value.sign;
  const spoken = useSignal<Language>(language.peek());
  const [first = "", ...parts] = partsOf(spoken.value === "en" ? undertaking.en : undertaking.zh);
  return (
    <section class="office-part review-part room-text" aria-label={w.title}>
      <div class="office-line room-text-head">
        <p class="quiet office-small">
          {w.hint} {w.version(undertaking.version)}
        </p>
        <div class="office-acts" role="group" aria-label={w.language}>
          {(
            [
              ["zh-CN", w.inChinese],
              ["en", w.inEnglish],
            ] as const
          ).map(([one, label]) => (
            <button
              key={one}
              type="button"
              class="button small"
              lang={one}
              aria-pressed={spoken.value === one}
              onClick={() => {
                spoken.value = one;
              }}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      <div lang={spoken.value} class="room-undertaking">
        <h3>
          <div lang={spoken.value}>{first}</div>
        </h3>
        {parts.map((part) => (
          <p key={part}>
            <span>{part}</span>
          </p>
        ))}
      </div>
    </section>
  );
}
