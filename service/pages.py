"""The built pages: read once at the start, sent compressed to whoever can take it."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from litestar import Response, get
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from service.core.problem import NotFound
from service.identity.guard import OPEN
from service.platform.web import StrictRequest

BUILT = Path(__file__).with_name("web") / "dist"

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " media-src blob:;"
    " connect-src 'self'{tiles}; worker-src 'self'; manifest-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
# What no page of ours asks a browser for, whatever got into it.
_NEVER_ASKED = "camera=(), microphone=(), payment=(), usb=()"
_PAGES = ("consent", "console", "patrol", "school")
# The build names these files by their content, so that they never change.
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
# A worker may stand for its page's whole address, with and without the slash at the end.
_WORKER = "worker.js"


@dataclass(frozen=True)
class File:
    """One file of the pages, as it is sent."""

    plain: bytes
    packed: bytes
    kind: str
    tag: str
    keep: str


def read_pages(folder: Path) -> dict[str, File]:
    """What the build made, by the path under which it is asked for."""
    assets = {f"/assets/{path.name}": path for path in (folder / "assets").iterdir()}
    own = {
        f"/{name}" if path.name == "index.html" else f"/{name}/{path.name}": path
        for name in _PAGES
        for path in (folder / name).iterdir()
    }
    found = {path: _read(file, _FOR_EVER) for path, file in assets.items()}
    return found | {path: _read(file, _ASK_EACH_TIME) for path, file in own.items()}


def _read(path: Path, keep: str) -> File:
    plain = path.read_bytes()
    tag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    return File(plain, gzip.compress(plain, mtime=0), _KINDS[path.suffix], tag, keep)


def policy(tiles_url: str) -> str:
    """What a page may load: our own, and pictures of the ground from one tile server."""
    parts = urlsplit(tiles_url)
    return _POLICY.format(tiles=f" {parts.scheme}://{parts.netloc}" if tiles_url else "")


def page_routes(tiles_url: str = "", folder: Path = BUILT) -> list[ControllerRouterHandler]:
    """The doors of the pages. Without a build there are none, and the service still serves."""
    if not folder.is_dir():
        return []
    pages = read_pages(folder)
    allowed = policy(tiles_url)

    @get([f"/{name}" for name in _PAGES], include_in_schema=False, security=OPEN)
    async def page(request: StrictRequest) -> Response[bytes]:
        return _send(pages, request, allowed)

    # What stands under a name that never changes: icons, the manifest, the worker.
    @get(
        ["/assets/{name:str}", *(f"/{name}/{{file:str}}" for name in _PAGES)],
        include_in_schema=False,
        security=OPEN,
    )
    async def asset(request: StrictRequest) -> Response[bytes]:
        return _send(pages, request, allowed)

    @get("/", include_in_schema=False, security=OPEN)
    async def front() -> Redirect:
        return Redirect("/console/")

    return [page, asset, front]


def _send(pages: Mapping[str, File], request: StrictRequest, allowed: str) -> Response[bytes]:
    file = pages.get(request.url.path.rstrip("/"))
    if file is None:
        raise NotFound(field="path")
    headers = {
        "Cache-Control": file.keep,
        "ETag": file.tag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": allowed,
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": _NEVER_ASKED,
    }
    path = request.url.path
    if path.endswith(f"/{_WORKER}"):
        headers["Service-Worker-Allowed"] = path.removesuffix(f"/{_WORKER}")
    if request.headers.get("if-none-match") == file.tag:
        return Response(b"", status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.plain, media_type=file.kind, headers=headers)
    packed = headers | {"Content-Encoding": "gzip"}
    return Response(file.packed, media_type=file.kind, headers=packed)
