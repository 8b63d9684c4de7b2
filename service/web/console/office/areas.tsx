// Areas to choose from, each below the one it belongs to.
import type { Area } from "../../shared/api/forms";
import { words } from "../../shared/words";
import { areas, me } from "../state/desk";

const pathOf = (area: Area) => [...area.lineage].reverse().join("/");

export function inOrder(some: Iterable<Area>): Area[] {
  return [...some].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}

/** All areas that one sees; those in which one holds something come first. */
export function ownAreas(): Area[] {
  return inOrder(areas.value.values());
}

/** The area in which one holds a role, where there is one among these. */
export function homeOf(some: readonly Area[]): string {
  const held = new Set((me.value?.roles ?? []).map((one) => one.area_code));
  return (some.find((one) => held.has(one.area_code)) ?? some[0])?.area_code ?? "";
}

export function AreaField(props: {
  value: string;
  of: readonly Area[];
  wrong?: string;
  onChoose: (area_code: string) => void;
}) {
  const least = Math.min(...props.of.map((one) => one.lineage.length));
  return (
    <label class="field">
      <span class="label">{words.value.office.area}</span>
      <select
        value={props.value}
        aria-invalid={props.wrong ? true : undefined}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.of.map((one) => (
          <option key={one.area_code} value={one.area_code}>
            {"\u2003".repeat(one.lineage.length - least)}
            {one.name}
          </option>
        ))}
      </select>
      {props.wrong && (
        <span class="hint bad" role="alert">
          {props.wrong}
        </span>
      )}
    </label>
  );
}
