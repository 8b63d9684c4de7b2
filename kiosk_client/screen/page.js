"use strict";
// The touch page: shows what the agent says, and tells it of a held key until it has it on disk.

const RETRY_MS = 1000;
const ANSWER_MS = 6000;
const PATIENCE_MS = 2000; // A touch that the agent has not taken by then is shown as not taken.
const SILENCE_MS = 15000; // The agent says something every five seconds.
const PENDING_MAX = 64;

const words = JSON.parse(document.getElementById("words").textContent);
const parts = Object.fromEntries(
  [
    "site", "name", "say", "eta", "minutes", "plate", "drill", "icon", "glow", "state", "key", "fill", "other", "hint",
    "language", "line_name", "corner", "sure", "sure_yes", "sure_no", "maintenance", "closing",
    "footage", "footage_open", "footage_close", "footage_code", "footage_address",
    "footage_here", "form", "form_close", "form_place", "bulletin", "portrait", "b_who", "b_clothing", "b_place", "b_phone", "b_at", "b_turns", "b_number", "b_next",
    "b_pause", "pin", "pin_dots", "pin_keys", "pin_say", "shown", "facts", "tests", "run_tests", "leave",
  ].map((id) => [id, document.getElementById(id)]),
);
const LINE_ICONS = { down: "no_network", refused: "refused", foreign: "foreign" };
const CALL_110 = new Set(["unkept", "no_network", "refused", "foreign", "box_silent"]);

let language = chooseLanguage();
let told = { light: "idle", line: "unknown", eta_min: null, drill: false, footage: null, site: "" };
let shownVoice = null; // What was said last, so that a change can be heard and seen.
let isSilent = false; // The agent does not answer this page.
let lastWordAt = performance.now();

function chooseLanguage() {
  let kept = null;
  try { kept = sessionStorage.getItem("language"); } catch { /* Nothing is kept in private windows. */ }
  return kept in words ? kept : ownLanguage();
}

function ownLanguage() { return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en"; }

function word(name) { return words[language][name] ?? ""; }

function draw() {
  const light = isSilent ? "box_silent" : told.light;
  const lineFails = light === "idle" && told.line in LINE_ICONS;
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
  parts.drill.hidden = light === "idle" || !told.drill;
  parts.icon.setAttribute("href", `#icon-${lineFails ? LINE_ICONS[told.line] : light}`);
  parts.corner.setAttribute("aria-label", word("corner"));
  parts.other.lang = language === "en" ? "zh-CN" : "en";
  parts.language.lang = language === "en" ? "zh-CN" : "en";
  document.title = `${word(`${voice}.name`)} · ${word("title")}`;
  drawHint();
  if (light !== "idle") closeUnless("sure");
  if (shownVoice !== null && shownVoice !== voice) { sound(voice); glow(); }
  shownVoice = voice;
  drawBulletin();
  drawFootage();
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
  events.onmessage = (event) => { told = JSON.parse(event.data); hear(); draw(); hearBulletins(told.bulletins); };
  events.addEventListener("ping", hear);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) { setTimeout(listen, RETRY_MS); }
    setTimeout(() => { if (events.readyState !== EventSource.OPEN) setSilent(true); }, PATIENCE_MS);
  };
}

setInterval(() => { if (performance.now() - lastWordAt > SILENCE_MS) setSilent(true); }, RETRY_MS);

// ---- The language

parts.language.addEventListener("click", () => {
  setLanguage(language === "en" ? "zh-CN" : "en");
});

function setLanguage(next) {
  language = next;
  try { sessionStorage.setItem("language", next); } catch { /* Then until the page is loaded again. */ }
  draw();
}
