"""The picture a simulated camera gives at an instant: still parts, then what moves, then the clock.

A still part is painted anew when the light has changed (every ten minutes) and kept meanwhile;
a bounded number of them are kept for all cameras together.
"""

from collections import OrderedDict
from datetime import datetime
from io import BytesIO
from threading import Lock

import numpy as np
from PIL import Image

from tests.support.town.clock_face import burn
from tests.support.town.easel import Backdrop, Easel, Pixels
from tests.support.town.fonts import readable
from tests.support.town.layouts import lay_out
from tests.support.town.lens import Lens
from tests.support.town.light import LIGHT_STEP, Light, light_at
from tests.support.town.model import Camera
from tests.support.town.movers import movers_at
from tests.support.town.sprites import draw_movers
from tests.support.town.views import view_of

Size = tuple[int, int]

STILL_SIZE: Size = (1280, 720)
STREAM_SIZE: Size = (960, 540)
JPEG_QUALITY = 80
_BACKDROPS_KEPT_MAX = 32  # 5 MB each.


class Scene:
    """What one camera sees, at one picture size."""

    def __init__(self, camera: Camera, size: Size) -> None:
        self.view = view_of(camera)
        self.title = readable(camera.name)
        self._street_deg = camera.street_deg
        self._lens = Lens(self.view.pose, *size)

    def paint(self, at: datetime) -> tuple[Backdrop, Light]:
        """The still part at an instant; a tenth to half a second's work."""
        light = light_at(at, self._street_deg)
        easel = Easel(self._lens, light)
        lay_out(self.view, easel)
        return easel.finish(), light

    def compose(self, backdrop: Backdrop, light: Light, at: datetime) -> Pixels:
        """The whole picture over a still part."""
        canvas = Image.fromarray(backdrop.picture)
        draw_movers(canvas, backdrop, self._lens, light, movers_at(self.view, at))
        frame = np.array(canvas)
        burn(frame, self.title, at)
        return frame


class Studio:
    """Pictures of any camera at any time; safe to call from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Size, int], tuple[Scene, Backdrop, Light]] = (
            OrderedDict()
        )
        self._lock = Lock()

    def frame(self, camera: Camera, at: datetime, size: Size) -> Pixels:
        """The camera's picture at that instant, height x width x 3, RGB."""
        scene, backdrop, light = self._scene(camera, at, size)
        return scene.compose(backdrop, light, at)

    def jpeg(self, camera: Camera, at: datetime) -> bytes:
        """The camera's picture as a JPEG of STILL_SIZE."""
        return as_jpeg(self.frame(camera, at, STILL_SIZE))

    def _scene(self, camera: Camera, at: datetime, size: Size) -> tuple[Scene, Backdrop, Light]:
        key = (camera.camera_id, size, int(at.timestamp() // LIGHT_STEP.total_seconds()))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        scene = Scene(camera, size)
        backdrop, light = scene.paint(at)
        with self._lock:
            self._kept[key] = (scene, backdrop, light)
            while len(self._kept) > _BACKDROPS_KEPT_MAX:
                self._kept.popitem(last=False)
        return scene, backdrop, light


def as_jpeg(frame: Pixels, quality: int = JPEG_QUALITY) -> bytes:
    """A frame as baseline JPEG."""
    out = BytesIO()
    Image.fromarray(frame).save(out, "JPEG", quality=quality)
    return out.getvalue()


def black(title: str, at: datetime, size: Size) -> Pixels:
    """What a camera gives behind a closed lens: nothing but its clock."""
    frame = np.zeros((size[1], size[0], 3), dtype=np.uint8)
    burn(frame, title, at)
    return frame
