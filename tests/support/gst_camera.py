"""An RTSP camera by another hand: GStreamer's server, which plays a film over TCP.

Run by the system's Python alone, `/usr/bin/python3 tests/support/gst_camera.py --film FILE`, since
that is where Debian puts its bindings; it imports nothing of ours. It prints `ready URL` and plays
until its standard input ends; where something is missing it says what and ends with 3.
"""

import argparse
import importlib
import sys
from typing import Any

MISSING = 3
_ELEMENTS = {"h264": ("h264parse", "rtph264pay"), "hevc": ("h265parse", "rtph265pay")}
_ROLE = "viewer"


class Missing(Exception):
    """A part of GStreamer is not on this machine; the text says which."""


def _library() -> tuple[Any, Any, Any, Any]:
    try:
        gi = importlib.import_module("gi")
        for name in ("Gst", "GstRtsp", "GstRtspServer"):
            gi.require_version(name, "1.0")
        names = ("GLib", "Gst", "GstRtsp", "GstRtspServer")
        found = tuple(importlib.import_module(f"gi.repository.{name}") for name in names)
    except (ImportError, ValueError) as error:
        raise Missing(str(error)) from error
    glib, gst, rtsp, server = found
    gst.init(None)
    return glib, gst, rtsp, server


def _factory(gst: Any, rtsp: Any, server: Any, film: str, codec: str) -> Any:
    """Plays a film in MP4 to all who look, in real time and over TCP alone."""
    parser, payloader = _ELEMENTS[codec]
    for element in ("filesrc", "qtdemux", parser, payloader):
        if gst.ElementFactory.find(element) is None:
            raise Missing(f"no element {element}")
    factory = server.RTSPMediaFactory()
    factory.set_launch(
        f'( filesrc location="{film}" ! qtdemux ! {parser} ! {payloader} name=pay0 pt=96 )'
    )
    factory.set_shared(True)
    factory.set_protocols(rtsp.RTSPLowerTrans.TCP)
    return factory


def _lock(rtsp: Any, server: Any, at: Any, factory: Any, how: str, name: str, word: str) -> None:
    """Let in who knows the word."""
    auth, token = server.RTSPAuth(), server.RTSPToken()
    token.set_string("media.factory.role", _ROLE)
    if how == "digest":
        auth.set_supported_methods(rtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(name, word, token)
    else:
        auth.set_supported_methods(rtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(server.RTSPAuth.make_basic(name, word), token)
    at.set_auth(auth)
    permissions = server.RTSPPermissions()
    for what in ("access", "construct"):
        permissions.add_permission_for_role(_ROLE, f"media.factory.{what}", True)
    factory.set_permissions(permissions)


def _serve(film: str, codec: str, how: str, name: str, word: str) -> None:
    glib, gst, rtsp, server = _library()
    factory = _factory(gst, rtsp, server, film, codec)
    at = server.RTSPServer()
    at.set_address("127.0.0.1")
    at.set_service("0")
    if how != "none":
        _lock(rtsp, server, at, factory, how, name, word)
    at.get_mount_points().add_factory("/film", factory)
    at.attach(None)
    loop = glib.MainLoop()
    glib.io_add_watch(
        sys.stdin.fileno(), glib.PRIORITY_DEFAULT, glib.IO_HUP, lambda *_: loop.quit()
    )
    print(f"ready rtsp://127.0.0.1:{at.get_bound_port()}/film", flush=True)
    loop.run()


def main() -> int:
    """Serve until standard input ends; 3 when a part of GStreamer is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", required=True, help="an MP4 file")
    parser.add_argument("--codec", choices=_ELEMENTS, default="h264")
    parser.add_argument("--login", choices=("none", "basic", "digest"), default="none")
    parser.add_argument("--name", default="")
    parser.add_argument("--word", default="")
    asked = parser.parse_args()
    try:
        _serve(asked.film, asked.codec, asked.login, asked.name, asked.word)
    except Missing as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    return 0


if __name__ == "__main__":
    sys.exit(main())
