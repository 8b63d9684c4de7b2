// Devices that fell silent or find themselves faulty, and those in whose name somebody else spoke.
import type { Fault } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { FaultIcon, ShieldIcon, WarnIcon } from "../../shared/ui/icons";
import { Badge, Empty, TwiceButton } from "../../shared/ui/parts";
import { boxFaults, said, words } from "../../shared/words";
import { clearFault } from "../state/acts";
import { faults, mayAct } from "../state/desk";

export function Faults() {
  const w = words.value;
  const shown = [...faults.items.value.values()].sort((a, b) =>
    a.opened_at < b.opened_at ? 1 : -1,
  );
  if (shown.length === 0) return <Empty icon={<ShieldIcon />} title={w.queue.noFaults} />;
  return (
    <ol class="cards">
      {shown.map((fault) => (
        <li key={fault.fault_id}>
          <FaultCard fault={fault} />
        </li>
      ))}
    </ol>
  );
}

const LAST_HEARD = "last heard ";

/** What the service adds: when a lost device was last heard, or the refusal of a false one. */
const OF_GATEWAY = "gateway.";

function detailOf(fault: Fault): string {
  const w = words.value;
  if (fault.detail.startsWith(LAST_HEARD)) {
    return w.fault.lostDetail(timeOf(fault.detail.slice(LAST_HEARD.length)));
  }
  if (fault.kind.startsWith(OF_GATEWAY)) return said(w.fault.gateway, fault.detail);
  if (fault.kind === "device.faulty")
    return w.fault.faultyDetail(boxFaults(fault.detail.split(" ")));
  if (fault.kind === "device.test_overdue") return w.fault.overdueDetail;
  return said(w.problem.byCode, fault.detail);
}

function FaultCard(props: { fault: Fault }) {
  const { fault } = props;
  const w = words.value;
  const ofGateway = fault.kind.startsWith(OF_GATEWAY);
  const tampering = fault.kind === "device.tampering";
  return (
    <article class="card fault">
      {tampering ? <WarnIcon /> : <FaultIcon />}
      <span class="card-title">
        <strong>{w.fault[fault.kind]}</strong>
        <span class="one-line">{ofGateway ? said(w.channel, fault.subject) : fault.subject}</span>
      </span>
      <time class="card-age" dateTime={fault.opened_at}>
        {timeOf(fault.opened_at)}
      </time>
      <span class="card-where">{detailOf(fault)}</span>
      <span class="card-marks">
        {fault.count > 1 && <Badge tone="warn">{w.fault.times(fault.count)}</Badge>}
        {tampering || <span class="quiet">{ofGateway ? w.fault.bySelf : w.fault.byItself}</span>}
        {mayAct.value && <TwiceButton label={w.act.clear} onSure={() => clearFault(fault)} />}
      </span>
    </article>
  );
}
