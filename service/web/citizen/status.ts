// A request's page that lies open renews itself: what has changed is fetched as the same page and put
// in its place. What somebody is typing is never touched.

const EVERY_MS = 15_000;

async function renew(parts: HTMLElement[]): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const now = fresh.getElementById(part.id);
    if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
  }
}

/** What was released until an instant goes then, with or without a network. */
function dropWhatIsOver(): void {
  for (const one of document.querySelectorAll<HTMLElement>("[data-until]")) {
    if (Date.parse(one.dataset["until"] ?? "") <= Date.now()) one.remove();
  }
}

export function followStatus(): void {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  if (!parts.length) return;
  const look = () => {
    dropWhatIsOver();
    if (document.visibilityState === "visible")
      renew(parts).catch(() => {
        // No network just now: what is shown says of itself when it was, and is renewed later.
      });
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
