"""A screen, judged for whoever sees little, reads another language, or uses thumbs."""

import re

from tests.browser.watched import Language, Theme, Watched

LOOKS: list[tuple[Language, Theme]] = [("en", "light"), ("zh-CN", "dark")]

# What a page must never show: a code of the contract, an id, or a value that is none.
CODE = re.compile(
    r"\b[a-z]+[_.][a-z_]+\b"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"
    r"|\b(undefined|null|NaN)\b|\[object"
)
# Latin words on a Chinese page: only names and what has no other.
LATIN = re.compile(r"[A-Za-z]{3,}")
LATIN_NAMES = {
    "Watchbell",
    "English",
    "Admin",
    "Chief",
    "East",
    "Dean",
    "City",
    "County",
    "Elsewhere",
    "Head",
    "Warden",
    "West",
    "Officer",
    "Reviewer",
    "Colleague",
    "Enter",
    "SHA",
    "WGS",
    "Tab",
    "Escape",
    "Chrome",
    "Linux",
    "Python",
    "JPEG",
    "PNG",
    "WebP",
    "PDF",
}
# What somebody wrote in another language says so itself.
MASKS = "code, kbd, .mono, .unit-mark, div[lang]"

READ = """(masks) => {
  const texts = [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(masks) || element.closest("script, style")) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) texts.push(node.data.trim());
  }
  return [...texts, document.title];
}"""

SMALL = """(least) => {
  const found = [];
  const touched = "button, a[href], input, select, textarea, summary, [role=option]";
  for (const element of document.querySelectorAll(touched)) {
    const dialog = document.querySelector("dialog[open]");
    if (dialog && !dialog.contains(element)) continue;
    // A thumb hits the whole line of a choice, and what lies under a canvas not at all.
    const target = element.type === "radio" || element.type === "checkbox"
      ? element.closest("label") : element;
    const box = target.getBoundingClientRect();
    if (!box.width || !box.height || element.disabled) continue;
    if (getComputedStyle(target).visibility === "hidden") continue;
    if (box.width < least - 0.5 || box.height < least - 0.5)
      found.push(`${box.width | 0}×${box.height | 0} ${target.outerHTML.slice(0, 160)}`);
  }
  return found;
}"""

# What was pressed has been drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDE = "() => document.documentElement.scrollWidth - innerWidth"


async def judge(shown: Watched, screen: str, complaints: list[str]) -> None:
    """Look at one screen with all eyes; what is wrong is added to complaints."""
    page = shown.page
    await page.evaluate(DRAWN)
    complaints += [f"{screen}: {one}" for one in await shown.scan()]
    for text in await page.evaluate(READ, MASKS):
        if CODE.search(text):
            complaints.append(f"{screen}: a code is shown: {text}")
        latin = set(LATIN.findall(text)) - LATIN_NAMES
        if shown.language == "zh-CN" and latin:
            complaints.append(f"{screen}: not in Chinese: {text}")
    if (wide := await page.evaluate(WIDE)) > 0:
        complaints.append(f"{screen}: {wide} px wider than the screen")
    if shown.phone:
        complaints += [f"{screen}: too small: {one}" for one in await page.evaluate(SMALL, 44)]
