"""Puts the touch page together: one document with its style, its program and its words."""

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlsplit

from kiosk_client.words import LANGUAGES, Words

STYLES = ("page.css", "panels.css", "bulletin.css", "footage.css")
# One program: what is declared in one part is known in all; the last one starts it.
PROGRAMS = (
    "page.js",
    "sound.js",
    "key.js",
    "panels.js",
    "corner.js",
    "bulletin.js",
    "footage.js",
    "start.js",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The document, and the headers that let it run its own program and nothing else."""

    body: bytes
    headers: dict[str, str]


def build_page(footage: str | None = None) -> Page:
    """The page as it is served; it needs nothing from anywhere else.

    The form for footage stands in a frame: of its site alone, and only where there is one.
    """
    style = "".join(_part(name) for name in STYLES)
    program = "".join(_part(name) for name in PROGRAMS)
    words = json.dumps({language: Words(language).all for language in LANGUAGES})
    body = (
        _part("page.html")
        .replace("{{style}}", style)
        .replace("{{words}}", words.replace("<", "\\u003c"))
        .replace("{{program}}", program)
        .encode()
    )
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(program)}; "
        "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        f"frame-src {_site(footage)}; frame-ancestors 'none'"
    )
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Page(body, headers)


def _site(address: str | None) -> str:
    """The site of an address, as a policy names it."""
    if address is None:
        return "'none'"
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _part(name: str) -> str:
    return (resources.files("kiosk_client.screen") / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
