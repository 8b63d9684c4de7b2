"""Pages as HTML: templates in which every value is escaped, and the style that the build made."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response

from service.citizen.visit import PATH, Visit, form_key
from service.footage.table import STAGES
from service.footage.terms import FootageState
from service.platform.house import House

_BUILT = Path(__file__).parents[1] / "web" / "dist" / "citizen" / "index.html"
# What the build puts into a page's head: styles, programs, the icon. Nothing of it is inline.
_HEAD = re.compile(r"<(?:link|script)\b[^>]*>(?:</script>)?")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:;"
    " connect-src 'self'{tiles}; worker-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors {frames}"
)
# A box's page comes from its own machine; there alone these pages may stand in a frame.
_BOXES = "http://127.0.0.1:* http://localhost:*"
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def head_of(built: Path = _BUILT) -> str:
    """The links to what the build made; without a build the pages stand unadorned, and work."""
    if not built.is_file():
        return ""
    head = built.read_text(encoding="utf-8").partition("</head>")[0]
    return "\n".join(_HEAD.findall(head))


_head = head_of()


def offset_of(house: House) -> timedelta:
    """By how much the clocks of this place are ahead of UTC."""
    return timedelta(minutes=house.settings.utc_offset_min)


def page(
    house: House,
    visit: Visit,
    template: str,
    *,
    title: str,
    path: str = PATH,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[str]:
    """A page in the visitor's language; what it sets in his browser goes along."""
    html = _TEMPLATES.get_template(f"{template}.html").render(
        w=visit.words,
        visit=visit,
        head=_head,
        key=form_key(house, visit),
        title=title,
        path=path,
        root=PATH,
        S=FootageState,
        stages=STAGES,
        offset=offset_of(house),
        now=house.clock.now(),
        **values,
    )
    return Response(
        html,
        media_type="text/html; charset=utf-8",
        status_code=status,
        headers={**_guards(house, visit), **(headers or {})},
        cookies=visit.cookies,
    )


def _guards(house: House, visit: Visit) -> dict[str, str]:
    """What such a page may load, and who may frame it: a kiosk's own page, and nobody else."""
    parts = urlsplit(house.settings.tiles_url)
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    if visit.kiosk:
        return _HEADERS | {"Content-Security-Policy": _POLICY.format(tiles=tiles, frames=_BOXES)}
    policy = _POLICY.format(tiles=tiles, frames="'none'")
    return _HEADERS | {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}


def see(visit: Visit, address: str) -> Response[bytes]:
    """Go on to another of these pages; loaded anew, it does nothing twice."""
    headers = {"Location": address, "Cache-Control": "no-store"}
    return Response(b"", status_code=303, headers=headers, cookies=visit.cookies)
