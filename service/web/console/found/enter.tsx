// Entering a thing that was handed in.
import { type Signal, useSignal } from "@preact/signals";
import { now } from "../../shared/api/clock";
import { call } from "../../shared/api/call";
import type { Colour, FoundThing, NewFoundThing, ThingCategory } from "../../shared/api/forms";
import { useAttempt } from "../../shared/ui/attempt";
import { Dialog } from "../../shared/ui/dialog";
import { NoteField, TextField, Wrong } from "../../shared/ui/fields";
import { tell, tellBad } from "../../shared/ui/toast";
import { words } from "../../shared/words";
import { foundWords } from "../../shared/words/found";
import { DayField } from "../day";
import { dayIn } from "../days";
import { Trouble } from "../office/trouble";
import { PlaceField, placeOf } from "../place-field";
import { areas, me } from "../state/desk";
import { PICTURES, sendPhoto } from "./photo";
import { CATEGORIES } from "./state";

const COLOURS: readonly Colour[] = [
  ...(["black", "white", "grey", "red", "orange", "yellow"] as const),
  ...(["green", "blue", "purple", "pink", "brown", "metal"] as const),
];
const COLOURS_MOST = 4;

interface Filled {
  category: ThingCategory;
  colours: readonly Colour[];
  area_code: string;
  lat: string;
  lon: string;
  place_name: string;
  day: string;
  time: string;
  kept_at: string;
  text: string;
  finder: string;
  finder_phone: string;
  photo: File | null;
}

/** The place where one answers for things: the area of the first role, if there is but one. */
function ownArea(): string {
  const codes = new Set((me.peek()?.roles ?? []).map(({ area_code }) => area_code));
  const [only] = codes;
  return codes.size === 1 && only && areas.peek().has(only) ? only : "";
}

function instant({ day, time }: Filled): number {
  return new Date(`${day}T${time}:00`).getTime();
}

/** What is still missing, in words; null where it can be sent. */
function lacking(filled: Filled): string | null {
  const w = foundWords.value.form;
  if (filled.area_code === "") return w.needArea;
  if (placeOf(filled.lat, filled.lon) === null || !filled.place_name.trim()) return w.needPlace;
  if (!(instant(filled) <= now())) return w.needTime;
  if (!filled.kept_at.trim()) return w.needKept;
  if (!filled.text.trim()) return w.needWords;
  const isHalf = (filled.finder.trim() === "") !== (filled.finder_phone.trim() === "");
  return isHalf ? w.needFinder : null;
}

function bodyOf(filled: Filled): NewFoundThing | null {
  const place = placeOf(filled.lat, filled.lon);
  if (place === null) return null;
  return {
    area_code: filled.area_code,
    category: filled.category,
    colours: [...filled.colours],
    place,
    place_name: filled.place_name.trim(),
    found_at: new Date(instant(filled)).toISOString(),
    kept_at: filled.kept_at.trim(),
    words: filled.text.trim(),
    finder: filled.finder.trim() || null,
    finder_phone: filled.finder_phone.trim() || null,
  };
}

export function Enter(props: { onClose: (entered?: FoundThing) => void }) {
  const w = foundWords.value.form;
  const filled = useSignal<Filled>({
    category: "bag",
    colours: [],
    area_code: ownArea(),
    lat: "",
    lon: "",
    place_name: "",
    day: dayIn(0),
    time: "",
    kept_at: "",
    text: "",
    finder: "",
    finder_phone: "",
    photo: null,
  });
  const complaint = useSignal<string | null>(null);
  const { waiting, problem, attempt } = useAttempt();
  const submit = () =>
    attempt(async () => {
      complaint.value = lacking(filled.value);
      const body = complaint.value === null ? bodyOf(filled.value) : null;
      if (!body) return;
      const entered = await call("post", "/v1/found-things", { body });
      const { photo } = filled.value;
      // The thing is entered whatever becomes of its picture.
      if (photo) await sendPhoto(entered, photo).catch(() => tellBad(foundWords.value.photo.lost));
      tell(w.done(entered.number));
      props.onClose(entered);
    });
  return (
    <Dialog
      title={w.title}
      onClose={() => props.onClose()}
      onSubmit={() => void submit()}
      class="tall"
      foot={
        <>
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.value.act.cancel}
          </button>
          <button type="submit" class="button main" disabled={waiting.value}>
            {w.submit}
          </button>
        </>
      }
    >
      <What filled={filled} />
      <Where filled={filled} />
      <Kept filled={filled} />
      <Wrong text={complaint.value} />
      <Trouble error={problem.value} />
    </Dialog>
  );
}

interface Part {
  filled: Signal<Filled>;
}

function setter({ filled }: Part) {
  return (part: Partial<Filled>) => {
    filled.value = { ...filled.value, ...part };
  };
}

function What(props: Part) {
  const all = foundWords.value;
  const w = all.form;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <>
      <label class="field">
        <span class="label">{w.category}</span>
        <select
          value={value.category}
          onChange={(event) => set({ category: event.currentTarget.value as ThingCategory })}
        >
          {CATEGORIES.map((one) => (
            <option key={one} value={one}>
              {all.category[one]}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="choice">
        <legend>{w.colours}</legend>
        <div class="options across">
          {COLOURS.map((one) => {
            const isOn = value.colours.includes(one);
            return (
              <label key={one}>
                <input
                  type="checkbox"
                  checked={isOn}
                  disabled={!isOn && value.colours.length >= COLOURS_MOST}
                  onChange={() =>
                    set({
                      colours: isOn
                        ? value.colours.filter((other) => other !== one)
                        : [...value.colours, one],
                    })
                  }
                />
                {all.colour[one]}
              </label>
            );
          })}
        </div>
      </fieldset>
      <NoteField
        label={w.words}
        placeholder={w.wordsHint}
        value={value.text}
        onText={(text) => set({ text })}
      />
      <label class="field">
        <span class="label">{all.photo.file}</span>
        <input
          type="file"
          accept={PICTURES}
          onChange={(event) => set({ photo: event.currentTarget.files?.[0] ?? null })}
        />
      </label>
    </>
  );
}

function Where(props: Part) {
  const w = foundWords.value.form;
  const value = props.filled.value;
  const set = setter(props);
  const known = [...areas.value.values()].sort((a, b) => a.area_code.localeCompare(b.area_code));
  return (
    <>
      <TextField
        label={w.place_name}
        hint={w.placeNameHint}
        value={value.place_name}
        maxLength={200}
        onText={(place_name) => set({ place_name })}
      />
      <PlaceField
        hint={w.placeHint}
        labels={w}
        lat={value.lat}
        lon={value.lon}
        onPlace={(part) => set(part)}
      />
      <label class="field">
        <span class="label">{w.area_code}</span>
        <select
          value={value.area_code}
          onChange={(event) => set({ area_code: event.currentTarget.value })}
        >
          <option value="" />
          {known.map((one) => (
            <option key={one.area_code} value={one.area_code}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <div class="fields">
        <DayField label={w.day} value={value.day} onDay={(day) => set({ day })} />
        <label class="field">
          <span class="label">{w.time}</span>
          <input
            type="time"
            value={value.time}
            onInput={(event) => set({ time: event.currentTarget.value })}
          />
        </label>
      </div>
    </>
  );
}

function Kept(props: Part) {
  const w = foundWords.value.form;
  const value = props.filled.value;
  const set = setter(props);
  return (
    <>
      <TextField
        label={w.kept_at}
        hint={w.keptHint}
        value={value.kept_at}
        maxLength={60}
        onText={(kept_at) => set({ kept_at })}
      />
      <div class="fields">
        <TextField
          label={w.finder}
          value={value.finder}
          maxLength={60}
          onText={(finder) => set({ finder })}
        />
        <TextField
          label={w.finder_phone}
          inputMode="tel"
          value={value.finder_phone}
          maxLength={21}
          onText={(finder_phone) => set({ finder_phone })}
        />
      </div>
    </>
  );
}
