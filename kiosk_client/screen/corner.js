// The maintenance corner: a long touch on the bell, a number, and how the box is.

const CORNER_MS = 3000;
const PIN_MAX = 12;
const TESTED_MS = 60000; // Five checks have ten seconds each.

let cornerTimer = 0;
let typed = "";
let token = "";

function pressCorner() {
  clearTimeout(cornerTimer);
  cornerTimer = setTimeout(() => { if (document.body.dataset.light === "idle") openCorner(); }, CORNER_MS);
}

function openCorner() {
  openPanel("maintenance", parts.pin_keys.querySelector("button"));
  parts.pin.hidden = false;
  parts.shown.hidden = true;
  type("");
  put(parts.pin_say, word("pin_ask"));
}

function leaveCorner() {
  typed = "";
  parts.pin_dots.textContent = "";
  parts.facts.replaceChildren();
  parts.tests.replaceChildren();
  if (token) void ask("leave");
  token = "";
}

function type(digits) {
  typed = digits.slice(0, PIN_MAX);
  put(parts.pin_dots, "●".repeat(typed.length));
}

async function enter() {
  const pin = typed;
  type("");
  put(parts.pin_say, word("pin_wait"));
  const answer = await ask("open", { pin });
  if (panel !== "maintenance") return;
  const waits = answer?.wait_s > 0;
  const said = !answer ? "pin_failed" : waits ? "pin_braked" : `pin_${answer.entry}`;
  if (answer?.entry !== "open") {
    put(parts.pin_say, word(said).replace("{n}", String(answer?.wait_s)));
    return;
  }
  token = answer.token;
  const status = await ask("status");
  if (panel === "maintenance" && status) showStatus(status);
}

function showStatus(status) {
  showFacts(status);
  parts.pin.hidden = true;
  parts.shown.hidden = false;
  parts.run_tests.focus();
}

function showFacts(status) {
  const beat = status.heartbeat;
  const facts = {
    device: status.device_id,
    site: status.site.name,
    server: status.server,
    key: word(status.rotating ? "fact_rotating" : "fact_key_good").replace("{n}", status.algorithm),
    waiting: status.spool.waiting === null ? word("fact_disk_silent") : String(status.spool.waiting),
    damaged: status.spool.damaged.join(", ") || word("fact_none"),
    heartbeat: beat ? `${beat.at} · ${word(beat.outcome === "done" ? "good" : "bad")} ${beat.reason ?? ""}` : word("fact_none"),
    clock: beat?.clock_off_s === undefined ? word("fact_none") : word("fact_seconds").replace("{n}", String(beat.clock_off_s)),
    self_test: sayTested(status.self_test),
    faults: Object.entries(status.faults).map((fault) => fault.join(": ")).join("; ") || word("fact_none"),
    version: `${status.version} · ${status.contract}`,
    started: status.started_at,
  };
  parts.facts.replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [
    labelled("dt", word(`fact_${name}`)), labelled("dd", value),
  ]));
}

function sayTested(told) {
  if (!told) return word("fact_none");
  const failed = told.checks.filter((check) => !check.good).map((check) => `${sayCheck(check)} ${check.said}`);
  return `${told.at} · ${word(told.good ? "good" : "bad")} ${failed.join("; ")}`;
}

function sayCheck(check) {
  return word(`test_${check.code}`) || check.code || check.name; // A program before this one said "name".
}

async function runTests() {
  parts.tests.replaceChildren(labelled("li", word("testing")));
  sound("received");
  glow();
  const answer = await ask("test", {}, TESTED_MS);
  if (panel !== "maintenance") return;
  const tests = answer?.tests ?? [{ code: "agent", good: false, said: "" }];
  parts.tests.replaceChildren(...tests.map((test) => {
    const item = labelled("li", `${sayCheck(test)}: ${word(test.good ? "good" : "bad")} ${test.said}`);
    item.dataset.good = String(test.good);
    return item;
  }), labelled("li", word("test_sound")));
  const status = await ask("status");
  if (panel === "maintenance" && status) showFacts(status);
}

function labelled(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

async function ask(what, facts = {}, waitMs = ANSWER_MS * 5) {
  try {
    const answer = await fetch(`/corner/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(facts),
      keepalive: what === "leave",
      signal: AbortSignal.timeout(waitMs),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // The agent is away; the page says so.
  }
}

parts.corner.addEventListener("pointerdown", pressCorner);
parts.corner.addEventListener("contextmenu", (event) => event.preventDefault());
parts.corner.addEventListener("keydown", (event) => { if (isActing(event) && !event.repeat) pressCorner(); });
for (const name of ["pointerup", "pointercancel", "pointerleave", "keyup", "blur"]) {
  parts.corner.addEventListener(name, () => clearTimeout(cornerTimer));
}
parts.pin_keys.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.digit) type(typed + button.dataset.digit);
  else if (button.dataset.act === "erase") type(typed.slice(0, -1));
  else void enter();
});
document.addEventListener("keydown", (event) => {
  if (panel !== "maintenance" || parts.pin.hidden) return;
  if (/^[0-9]$/.test(event.key)) type(typed + event.key);
  else if (event.key === "Backspace") type(typed.slice(0, -1));
});
parts.run_tests.addEventListener("click", () => void runTests());
parts.leave.addEventListener("click", closePanel);
