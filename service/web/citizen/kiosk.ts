// On a screen in public: whoever walks away is forgotten. The box's own page is told of each touch,
// which it does not see in its frame, and of the end.

const IDLE_S = 60;
const WARN_S = 20;

function tell(what: "touched" | "left"): void {
  // It holds nothing of anybody, so whose page the frame is in does not matter.
  if (parent !== window) parent.postMessage({ watchbell: what }, "*");
}

export function forgetWhoLeaves(): void {
  if (document.querySelector("[data-left]")) tell("left");
  const leave = document.body.dataset["leave"];
  const idle = document.querySelector<HTMLElement>(".idle");
  if (!leave || !idle) return;
  const words = idle.querySelector("p");
  let touchedAt = performance.now();
  const touch = () => {
    touchedAt = performance.now();
    idle.hidden = true;
    tell("touched");
  };
  for (const name of ["pointerdown", "keydown", "input", "scroll"])
    document.addEventListener(name, touch, { capture: true, passive: true });
  setInterval(() => {
    const leftS = Math.ceil(IDLE_S - (performance.now() - touchedAt) / 1000);
    if (leftS <= 0) {
      // In the place of this page, so that no way leads back to it.
      location.replace(leave);
    } else if (leftS <= WARN_S && idle.hidden) {
      if (words) words.textContent = (idle.dataset["say"] ?? "").replace("#", String(leftS));
      idle.hidden = false;
    }
  }, 1000);
  // A page that comes back by a step back shows nobody's words.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(leave);
  });
}
