// Missing children, on the idle screen: one at a time, with the help key beside it. What is over is
// gone at its very moment, also when nobody says so.

const TURN_MS = 12000;
const ASK_SILENCE_MS = 20000; // An agent that is silent so long has no say in what may be shown.

let bulletins = []; // As told, each with the moment of its end on this page's clock.
let turn = 0;
let isPaused = false;
let turnedAt = performance.now();

function hearBulletins(list) {
  const now = performance.now();
  const shownId = bulletins[turn]?.id;
  bulletins = list.map((one) => ({ ...one, endsAt: now + one.left_ms }));
  turn = Math.max(bulletins.findIndex((one) => one.id === shownId), 0);
  drawBulletin();
}

function drawBulletin() {
  const now = performance.now();
  const left = now - lastWordAt > ASK_SILENCE_MS ? [] : bulletins.filter((one) => one.endsAt > now);
  if (left.length !== bulletins.length) { bulletins = left; turn = 0; }
  const one = bulletins[turn];
  const isFree = panel === null && document.body.dataset.light === "idle";
  parts.bulletin.hidden = !one || !isFree;
  document.body.toggleAttribute("data-bulletin", Boolean(one) && isFree);
  if (!one) {
    for (const id of ["b_who", "b_clothing", "b_place", "b_phone", "b_at"]) put(parts[id], "");
    parts.portrait.removeAttribute("src");
    parts.portrait.hidden = true;
    return;
  }
  const said = one.words[language];
  put(parts.b_who, said.who);
  put(parts.b_clothing, said.clothing);
  put(parts.b_place, said.place);
  put(parts.b_phone, word("b_call").replace("{n}", one.phone));
  put(parts.b_at, new Date(one.seen_at).toLocaleString(language, {
    month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
  }));
  parts.portrait.hidden = !one.portrait;
  parts.portrait.alt = word("b_portrait");
  if (one.portrait && parts.portrait.getAttribute("src") !== one.portrait) parts.portrait.src = one.portrait;
  else if (!one.portrait) parts.portrait.removeAttribute("src");
  parts.b_turns.hidden = bulletins.length < 2;
  put(parts.b_number, word("b_number").replace("{n}", String(turn + 1)).replace("{of}", String(bulletins.length)));
  put(parts.b_pause, word(isPaused ? "b_go_on" : "b_pause"));
}

function nextBulletin() {
  turn = bulletins.length ? (turn + 1) % bulletins.length : 0;
  turnedAt = performance.now();
  drawBulletin();
}

setInterval(() => {
  if (!isPaused && bulletins.length > 1 && performance.now() - turnedAt > TURN_MS) nextBulletin();
  else drawBulletin();
}, LOOK_MS);
parts.b_next.addEventListener("click", nextBulletin);
parts.b_pause.addEventListener("click", () => { isPaused = !isPaused; drawBulletin(); });
parts.portrait.addEventListener("error", () => { parts.portrait.hidden = true; });
