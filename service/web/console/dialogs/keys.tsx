import { Dialog } from "../../shared/ui/dialog";
import { words } from "../../shared/words";
import { keysOn, setKeysOn } from "../keys";
import { closeDialog } from "./shown";

/** What the single keys do, and the switch that turns them off. */
export function Keys() {
  const w = words.value.keys;
  const rows = [
    ["J", w.next],
    ["K", w.previous],
    ["Enter", w.enter],
    ["T", w.command],
    ["H", w.handOver],
    ["⇧ H", w.handOverAll],
    ["R", w.reset],
    ["C", w.close],
    ["U", w.ask],
    ["P", w.priority],
    ["X", w.transfer],
    ["G", w.merge],
    ["N", w.openNew],
    ["A", w.acknowledge],
    ["M", w.mute],
    ["/", w.search],
    ["Y", w.replay],
    ["Space ← → + −", w.inReplay],
    ["Esc", w.leave],
    ["← →", w.film],
    ["?", w.help],
  ];
  return (
    <Dialog title={w.title} onClose={closeDialog}>
      <dl class="keys">
        {rows.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div class="choice">
        <label>
          <input
            type="checkbox"
            checked={keysOn.value}
            onChange={(event) => setKeysOn(event.currentTarget.checked)}
          />
          <span>
            {w.on}
            <br />
            <small>{w.hint}</small>
          </span>
        </label>
      </div>
    </Dialog>
  );
}
