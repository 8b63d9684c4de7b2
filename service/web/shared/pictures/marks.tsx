// What is wrong with a picture, as words with an icon.
import type { FunctionComponent } from "preact";
import type { Mark, Snapshot } from "../api/forms";
import { BlackIcon, BrightIcon, FrozenIcon, NoSignalIcon, OldIcon } from "../ui/icons";
import { words } from "../words";
import { marksOf } from "./said";

const ICONS: Record<Mark, FunctionComponent> = {
  stale: OldIcon,
  frozen: FrozenIcon,
  black: BlackIcon,
  overexposed: BrightIcon,
  no_signal: NoSignalIcon,
};

/** Every mark of a picture; nothing where it has none. */
export function Marks(props: { of: Snapshot }) {
  const marks = marksOf(props.of);
  if (marks.length === 0) return null;
  const w = words.value.picture;
  return (
    <span class="picture-marks">
      {marks.map((mark) => {
        const Icon = ICONS[mark];
        return (
          <span key={mark} class="picture-mark" title={w.markHint[mark]}>
            <Icon />
            {w.marks[mark]}
          </span>
        );
      })}
    </span>
  );
}

/** The first mark alone, as an icon: where its words stand in a name beside it. */
export function MarkIcon(props: { of: Snapshot }) {
  const [first] = marksOf(props.of);
  if (first === undefined) return null;
  const Icon = ICONS[first];
  return (
    <span class="film-mark">
      <Icon />
    </span>
  );
}
