// What is asked, by whom, when and where; who it is is shown for a reason.
import { call } from "../../shared/api/call";
import type { WholeFootage } from "../../shared/api/forms";
import { spanOf, timeOf, wholeTimeOf } from "../../shared/format";
import { InfoIcon } from "../../shared/ui/icons";
import { Told } from "../../shared/ui/parts";
import { said, words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { areaName, sites } from "../state/desk";
import { type Clear, Unmask } from "../unmask";
import { codes } from "./chosen";
import { Files } from "./files";
import { CheckCard } from "./identity";
import { language } from "../../shared/words";

export function Asked(props: { whole: WholeFootage }) {
  const { whole } = props;
  const { request } = whole;
  const w = reviewWords.value.asked;
  const site = request.site_id ? sites.value.get(request.site_id) : undefined;
  const where = [site?.name, areaName(request.area_code)].filter(Boolean).join(words.value.between);
  return (
    <section class="office-part review-part">
      <h3>{w.title}</h3>
      {whole.description === "" ? (
        <p class="quiet">{w.forgotten}</p>
      ) : (
        <blockquote class="review-words" aria-label={w.words}>
          <Told text={whole.description} />
        </blockquote>
      )}
      <Files footage_id={request.footage_id} />
      <dl class="office-facts">
        <Fact name={w.when}>{spanOf(request.from_at, request.until_at)}</Fact>
        <Fact name={w.where}>
          {where}{" "}
          <span class="mono quiet">
            {request.place.lat.toFixed(5)}, {request.place.lon.toFixed(5)}
          </span>
        </Fact>
        <Fact name={w.by}>
          {request.applicant !== "" && (
            <Unmask
              what={w.by}
              masked={`${request.applicant} ${whole.phone_number}`}
              ask={(reason) => applicant(request.footage_id, reason)}
            />
          )}
        </Fact>
        <Fact name={w.identity}>
          {request.identity_how && whole.identity_at
            ? w.checked(w.how[request.identity_how], timeOf(whole.identity_at))
            : w.unchecked}{" "}
          <CheckCard whole={whole} />
        </Fact>
        <Fact name={w.relationship}>{w.relationships[request.relationship]}</Fact>
        {request.at_risk && <Fact name={w.at_risk}>{w.risks[request.at_risk]}</Fact>}
        <Fact name={w.filed}>
          {wholeTimeOf(request.filed_at)} · {reviewWords.value.lane[request.lane]}
        </Fact>
        <Became whole={whole} />
      </dl>
      {request.minors && (
        <p class="remark warn">
          <InfoIcon />
          {w.minors}
        </p>
      )}
    </section>
  );
}

/** What has become of it so far. */
function Became(props: { whole: WholeFootage }) {
  const { whole } = props;
  const { request } = whole;
  const all = reviewWords.value;
  const w = all.asked;
  const code = codes.value.find((one) => one.code === request.refusal);
  const isZh = language.value === "zh-CN";
  return (
    <>
      {whole.channel && (
        <Fact name={w.channel}>
          {said(all.channel, whole.channel)} {whole.channel_number}
        </Fact>
      )}
      {request.refusal && (
        <Fact name={w.refusal}>
          {request.refusal} {code && (isZh ? code.zh : code.en)}
        </Fact>
      )}
      {request.slot_at && (
        <Fact name={w.slot}>
          {wholeTimeOf(request.slot_at)} · {whole.slot_place}
        </Fact>
      )}
      {request.outcome && <Fact name={w.outcome}>{said(all.outcome, request.outcome)}</Fact>}
      {whole.result && (
        <Fact name={w.result}>
          <Told text={whole.result} />
        </Fact>
      )}
    </>
  );
}

function Fact(props: { name: string; children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

async function applicant(footage_id: string, reason: string): Promise<Clear> {
  const w = reviewWords.value.asked;
  const shown = await call("post", "/v1/footage-requests/{footage_id}/unmask", {
    path: { footage_id },
    body: { reason },
  });
  const card = shown.id_number ? [[w.card, shown.id_number] as const] : [];
  return [[w.name, shown.name], [w.phone, shown.phone_number], ...card];
}
