// What stands for a while in the place of the state: the second step of a call, and the corner. The
// key stays where it is. Left alone, a panel closes, and what was typed or chosen is forgotten.

const IDLE_MS = 60000;
const WARN_MS = 20000;
const SURE_MS = 20000; // A question that nobody answers must not call when the next one touches it.
const LOOK_MS = 1000;

let panel = null; // The name of the panel that is open.
let touchedAt = performance.now();

function openPanel(name, first) {
  closePanel();
  panel = name;
  touchedAt = performance.now();
  parts[name].hidden = false;
  parts.state.hidden = true;
  document.body.dataset.panel = name;
  drawBulletin();
  drawFootage();
  first.focus({ preventScroll: true }); // A panel is read from its top.
}

function closePanel() {
  if (panel === null) return;
  if (panel === "maintenance") leaveCorner();
  if (panel === "form") leaveForm();
  const hadFocus = parts[panel].contains(document.activeElement);
  parts[panel].hidden = true;
  parts.state.hidden = false;
  panel = null;
  delete document.body.dataset.panel;
  drawBulletin();
  drawFootage();
  put(parts.closing, "");
  if (hadFocus) parts.key.focus();
}

function closeUnless(name) { if (panel !== name) closePanel(); }

// Nothing of one person is left for the next.
function forget() {
  closePanel();
  if (language !== ownLanguage()) setLanguage(ownLanguage());
}

function look() {
  const leftMs = (panel === "sure" ? SURE_MS : IDLE_MS) - (performance.now() - touchedAt);
  const isCalm = document.body.dataset.light === "idle";
  if (leftMs <= 0 && panel !== null) closePanel();
  if (leftMs <= 0 && isCalm) forget();
  const warns = panel !== null && panel !== "sure" && leftMs > 0 && leftMs <= WARN_MS;
  put(parts.closing, warns ? word("closing").replace("{n}", String(Math.ceil(leftMs / 10000) * 10)) : "");
}

setInterval(look, LOOK_MS);
for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, () => { touchedAt = performance.now(); }, { capture: true });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanel(); });
document.addEventListener("visibilitychange", () => { if (document.hidden) closePanel(); });
window.addEventListener("pagehide", closePanel);

parts.sure_yes.addEventListener("click", () => { if (panel === "sure") call(); });
parts.sure_no.addEventListener("click", closePanel);
