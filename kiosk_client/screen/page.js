"use strict";
// The touch page: shows what the agent says, and tells it of a held key until it has it on disk.

const HOLD_MS = 1500;
const URGE_MS = 2500;
const RETRY_MS = 1000;
const ANSWER_MS = 6000;
const PATIENCE_MS = 2000; // A touch that the agent has not taken by then is shown as not taken.
const SILENCE_MS = 15000; // The agent says something every five seconds.
const PENDING_MAX = 64;

const words = JSON.parse(document.getElementById("words").textContent);
const parts = Object.fromEntries(
  ["site", "name", "say", "eta", "minutes", "plate", "icon", "key", "fill", "other", "hint", "language", "line_name"]
    .map((id) => [id, document.getElementById(id)]),
);
const CALL_110 = new Set(["unkept", "no_network", "refused", "box_silent"]);

let language = chooseLanguage();
let told = { light: "idle", line: "unknown", eta_min: null, site: "" };
let isSilent = false; // The agent does not answer this page.
let lastWordAt = performance.now();

function chooseLanguage() {
  let kept = null;
  try { kept = localStorage.getItem("language"); } catch { /* Nothing is kept in private windows. */ }
  if (kept in words) return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function word(name) { return words[language][name] ?? ""; }

function draw() {
  const light = isSilent ? "box_silent" : told.light;
  const lineFails = light === "idle" && (told.line === "down" || told.line === "refused");
  const voice = lineFails ? `line_${told.line}` : light;
  const hasEta = light === "on_the_way" && told.eta_min !== null;

  document.documentElement.lang = language;
  document.body.dataset.light = light;
  document.body.dataset.line = isSilent ? "unknown" : told.line;
  for (const element of document.querySelectorAll("[data-word]")) put(element, word(element.dataset.word));
  put(parts.name, word(`${voice}.name`));
  sayInClauses(parts.say, word(`${voice}.say`));
  put(parts.site, told.site);
  put(parts.other, words[language === "en" ? "zh-CN" : "en"].key);
  put(parts.minutes, hasEta ? String(told.eta_min) : "");
  put(parts.line_name, isSilent ? "" : word(`line_${told.line}.name`));
  parts.eta.hidden = !hasEta;
  parts.plate.hidden = !CALL_110.has(light) && !lineFails;
  parts.icon.setAttribute("href", `#icon-${lineFails ? { down: "no_network", refused: "refused" }[told.line] : light}`);
  parts.key.setAttribute("aria-label", word("key_label"));
  parts.language.lang = language === "en" ? "zh-CN" : "en";
  document.title = `${word(`${voice}.name`)} · ${word("title")}`;
  drawHint();
}

// Text that has not changed is left alone, so that a screen reader does not say it again.
function put(element, text) { if (element.textContent !== text) element.textContent = text; }

// Each clause keeps together where it can: a line does not break in the middle of a word of Chinese.
function sayInClauses(element, text) {
  if (element.textContent === text) return;
  element.replaceChildren(...text.split(/(?<=[。，：；]|[.:;,] )/).map((clause) => {
    const span = document.createElement("span");
    span.textContent = clause;
    return span;
  }));
}

// ---- The news

function hear() {
  lastWordAt = performance.now();
  setSilent(pending.length > 0 && performance.now() - pending[0].heldAt > PATIENCE_MS);
}

function setSilent(silent) {
  if (isSilent !== silent) { isSilent = silent; draw(); }
}

function listen() {
  const events = new EventSource("/events");
  events.onmessage = (event) => { told = JSON.parse(event.data); hear(); draw(); };
  events.addEventListener("ping", hear);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) { setTimeout(listen, RETRY_MS); }
    setTimeout(() => { if (events.readyState !== EventSource.OPEN) setSilent(true); }, PATIENCE_MS);
  };
}

setInterval(() => { if (performance.now() - lastWordAt > SILENCE_MS) setSilent(true); }, RETRY_MS);

// ---- The key

let heldSince = null; // When the key went down; null while it is up.
let isTaken = false; // This hold has become a press; the next needs a release first.
let urgeUntil = 0;
let holdTimer = 0;

function press() {
  if (heldSince !== null) return;
  heldSince = performance.now();
  urgeUntil = 0;
  holdTimer = setTimeout(take, HOLD_MS);
  document.body.classList.add("holding");
  drawHint();
  requestAnimationFrame(fill);
}

function fill(now) {
  const part = heldSince === null ? 0 : isTaken ? 1 : Math.min((now - heldSince) / HOLD_MS, 1);
  parts.fill.style.strokeDashoffset = String(1 - Math.max(part, 0));
  parts.fill.style.opacity = part > 0 ? "1" : "0"; // A stroke of no length still draws a dot.
  if (heldSince !== null && !isTaken) requestAnimationFrame(fill);
}

function take() {
  isTaken = true;
  document.body.classList.replace("holding", "taken");
  fill(performance.now());
  navigator.vibrate?.(60);
  drawHint();
  tell();
}

function release() {
  if (heldSince === null) return;
  clearTimeout(holdTimer);
  if (!isTaken) {
    urgeUntil = performance.now() + URGE_MS;
    setTimeout(drawHint, URGE_MS + 50);
  }
  heldSince = null;
  isTaken = false;
  document.body.classList.remove("holding", "taken");
  fill(0);
  drawHint();
}

function drawHint() {
  const urging = performance.now() < urgeUntil;
  document.body.classList.toggle("urge", urging);
  put(parts.hint, word(heldSince === null ? (urging ? "hold_more" : "hold") : isTaken ? "taken" : "holding"));
}

const isHolding = (event) => (event.key === "Enter" || event.key === " ") && event.target !== parts.language;

parts.key.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  parts.key.setPointerCapture(event.pointerId); // A finger that slides still holds.
  press();
});
for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) parts.key.addEventListener(name, release);
parts.key.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (!isHolding(event)) return;
  event.preventDefault();
  if (!event.repeat) press();
});
document.addEventListener("keyup", (event) => { if (isHolding(event)) { event.preventDefault(); release(); } });
window.addEventListener("blur", release);

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

// ---- The language

parts.language.addEventListener("click", () => {
  language = language === "en" ? "zh-CN" : "en";
  try { localStorage.setItem("language", language); } catch { /* Then for this visit only. */ }
  draw();
});

draw();
listen();
