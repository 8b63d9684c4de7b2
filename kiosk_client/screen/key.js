// The key: held for three seconds, or touched and confirmed. What it gives is told until it is taken.

const HOLD_MS = 3000;
const STUCK_MS = 10000;

// ---- The key

let heldSince = null; // When the key went down; null while it is up.
let isTaken = false; // This hold has become a press; the next needs a release first.
let isStuck = false; // Still down long after that: the finger, or the key, does not let go.
let holdTimer = 0;
let stuckTimer = 0;
let secondsLeft = 0;

function press() {
  if (heldSince !== null) return;
  heldSince = performance.now();
  secondsLeft = 0;
  holdTimer = setTimeout(take, HOLD_MS);
  document.body.classList.add("holding");
  drawHint();
  requestAnimationFrame(fill);
}

function fill(now) {
  const part = heldSince === null ? 0 : isTaken ? 1 : Math.min((now - heldSince) / HOLD_MS, 1);
  parts.fill.style.strokeDashoffset = String(1 - Math.max(part, 0));
  parts.fill.style.opacity = part > 0 ? "1" : "0"; // A stroke of no length still draws a dot.
  if (heldSince === null || isTaken) return;
  const left = Math.ceil(HOLD_MS / 1000 * (1 - Math.max(part, 0)));
  if (left !== secondsLeft && left > 0) {
    secondsLeft = left;
    sound("tick");
    drawHint();
  }
  requestAnimationFrame(fill);
}

function take() {
  isTaken = true;
  document.body.classList.replace("holding", "taken");
  fill(performance.now());
  stuckTimer = setTimeout(() => { isStuck = true; drawHint(); }, STUCK_MS);
  drawHint();
  call();
}

// A press, however it came about: held, or touched and confirmed.
function call() {
  navigator.vibrate?.(60);
  sound("taken");
  closePanel();
  tell();
}

// isTap: a finger that let go by itself. A key that lost the page's attention asks nothing.
function release(isTap) {
  if (heldSince === null) return;
  clearTimeout(holdTimer);
  clearTimeout(stuckTimer);
  const asks = isTap && !isTaken;
  heldSince = null;
  isTaken = false;
  isStuck = false;
  document.body.classList.remove("holding", "taken");
  fill(0);
  drawHint();
  if (asks) openPanel("sure", parts.sure_yes);
}

function drawHint() {
  if (heldSince === null) put(parts.hint, word("hold"));
  else if (isTaken) put(parts.hint, word(isStuck ? "stuck" : "taken"));
  else put(parts.hint, word("holding").replace("{n}", String(Math.max(secondsLeft, 1))));
}

// The key of a keyboard is the help key, unless it is meant for another part of the page.
const isActing = (event) => event.key === "Enter" || event.key === " ";
const isHolding = (event) => isActing(event) && (event.target === document.body || event.target === parts.key);

parts.key.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  parts.key.setPointerCapture(event.pointerId); // A finger that slides still holds.
  press();
});
parts.key.addEventListener("pointerup", () => release(true));
for (const name of ["pointercancel", "lostpointercapture"]) parts.key.addEventListener(name, () => release(false));
parts.key.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.repeat && isActing(event)) event.preventDefault(); // A jammed key confirms nothing.
  if (!isHolding(event)) return;
  event.preventDefault();
  if (!event.repeat) press();
});
document.addEventListener("keyup", (event) => { if (isHolding(event)) { event.preventDefault(); release(true); } });
window.addEventListener("blur", () => release(false));

// ---- Telling the agent

const pending = []; // Touches that the agent has not taken yet, oldest first.
let isTelling = false;

function tell() {
  if (pending.length < PENDING_MAX) pending.push({ touchId: randomId(), heldAt: performance.now() });
  if (!isTelling) tellAll();
}

async function tellAll() {
  isTelling = true;
  while (pending.length > 0) {
    if (await tellOne(pending[0])) {
      pending.shift();
      hear();
    } else {
      if (performance.now() - pending[0].heldAt > PATIENCE_MS) setSilent(true);
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
  isTelling = false;
}

// The touch_id stays the same, so a touch that is told twice is one press.
async function tellOne(touch) {
  const patience = setTimeout(() => setSilent(true), PATIENCE_MS);
  try {
    const answer = await fetch("/press", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ touch_id: touch.touchId, ago_ms: Math.round(performance.now() - touch.heldAt) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return answer.ok;
  } catch {
    return false; // The agent is away; it is asked again.
  } finally {
    clearTimeout(patience);
  }
}

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
