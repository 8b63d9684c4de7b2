// Missing children that are shown where the school is: as everybody sees them, and no longer.
import { second } from "../../shared/api/clock";
import type { ShownBulletin } from "../../shared/api/forms";
import { wholeTimeOf } from "../../shared/format";
import { ChildIcon, PhoneIcon } from "../../shared/ui/icons";
import { language, words } from "../../shared/words";
import { bulletins } from "../state/own";

export function Missing() {
  const w = words.value.school;
  // Gone by the clock of this page, also where nothing can be read any more.
  const shown = bulletins.value.filter((one) => Date.parse(one.until) > second.value);
  if (shown.length === 0) return null;
  return (
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">
        <ChildIcon />
        {w.missing}
      </h2>
      <p>{w.missingHint}</p>
      <ul>
        {shown.map((one) => (
          <li key={one.bulletin_id}>
            <One of={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One(props: { of: ShownBulletin }) {
  const { of } = props;
  const w = words.value.bulletin;
  const isEnglish = language.value === "en" && of.en !== null;
  const said = isEnglish && of.en ? of.en : of.zh;
  return (
    <article class="missing-one">
      {of.portrait && (
        <img
          src={`/missing/${of.bulletin_id}/portrait`}
          alt={w.portraitOf}
          width={120}
          height={160}
        />
      )}
      <div lang={isEnglish ? "en" : "zh-CN"}>
        <h3>{said.who}</h3>
        <dl>
          <dt lang={language.value}>{w.clothing}</dt>
          <dd>{said.clothing}</dd>
          <dt lang={language.value}>{w.place}</dt>
          <dd>{said.place}</dd>
          <dt lang={language.value}>{w.seenAt}</dt>
          <dd lang={language.value}>{wholeTimeOf(of.seen_at)}</dd>
        </dl>
        <a class="button" href={`tel:${of.phone.replace(/[ -]/g, "")}`}>
          <PhoneIcon />
          {of.phone}
        </a>
      </div>
    </article>
  );
}
