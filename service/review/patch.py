"""The marked place cut out of a decoded picture, without converting the rest of it."""

from dataclasses import dataclass

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from msgspec import Struct
from numpy.typing import NDArray

from service.review.refusals import RegionOutside

Values = NDArray[np.float32]
Plane = NDArray[np.uint8]

# Below this nothing can be told from noise.
_SIDE_LEAST_PX = 6
# What stands around the thing says whether anybody stands before it.
_MARGIN_SHARE, _MARGIN_LEAST_PX, _MARGIN_MOST_PX = 0.6, 16, 96
# A larger place is judged at a lower resolution: nothing that fills it needs more pixels.
_WORK_SIDE_PX = 128
_SAMPLES = (36, 64)
_ASPECT_MOST = 0.02


class Region(Struct, frozen=True):
    """A box in pixels: left-top inclusive, right-bottom exclusive."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """How a place is cut: where the cut lies in pictures of a size, where the region lies in it."""

    size: tuple[int, int]
    cut: Region
    inner: Region
    scale: float

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of a patch."""
        return (
            max(1, round(self.cut.height * self.scale)),
            max(1, round(self.cut.width * self.scale)),
        )

    def mask(self) -> NDArray[np.bool_]:
        """Which pixels of a patch belong to the region."""
        mask = np.zeros(self.shape, bool)
        left, top = round(self.inner.x * self.scale), round(self.inner.y * self.scale)
        right = round((self.inner.x + self.inner.width) * self.scale)
        bottom = round((self.inner.y + self.inner.height) * self.scale)
        mask[top:bottom, left:right] = True
        return mask


@dataclass(frozen=True)
class Patch:
    """One place in one picture: luma and both colours, float32, height × width, and the light.

    `samples` are luma values from all over the picture; `colour` is its middle colour.
    """

    luma: Values
    blue: Values
    red: Values
    samples: Values
    colour: tuple[float, float]
    saturation: float


def frame_of(region: Region, width: int, height: int, *, margin: bool = True) -> Frame:
    """How to cut a region, and what is around it, out of pictures of this size.

    Raises RegionOutside.
    """
    inside = region.x >= 0 and region.y >= 0
    inside &= region.x + region.width <= width and region.y + region.height <= height
    if not inside or min(region.width, region.height) < _SIDE_LEAST_PX:
        raise RegionOutside(
            f"{region.width} × {region.height} at {region.x}, {region.y};"
            f" the picture has {width} × {height}, and {_SIDE_LEAST_PX} is the least"
        )
    longer = max(region.width, region.height)
    around = round(min(max(_MARGIN_SHARE * longer, _MARGIN_LEAST_PX), _MARGIN_MOST_PX)) * margin
    left, top = _even(max(0, region.x - around)), _even(max(0, region.y - around))
    right = min(width, region.x + region.width + around)
    bottom = min(height, region.y + region.height + around)
    cut = Region(left, top, max(2, _even(right - left)), max(2, _even(bottom - top)))
    inner = Region(region.x - left, region.y - top, region.width, region.height)
    scale = min(1.0, _WORK_SIDE_PX / max(cut.width, cut.height))
    return Frame((width, height), cut, inner, scale)


def cut_patch(picture: VideoFrame, frame: Frame) -> Patch | None:
    """The place as it is in a picture; None where the picture has another form."""
    cut = _scaled(frame, picture.width, picture.height)
    if cut is None:
        return None
    luma, blue, red = planes_of(picture)
    y, x, h, w = cut.y // 2, cut.x // 2, max(1, cut.height // 2), max(1, cut.width // 2)
    rows = max(1, luma.shape[0] // _SAMPLES[0]), max(1, luma.shape[1] // _SAMPLES[1])
    blues, reds = (plane[:: rows[0], :: rows[1]] for plane in (blue, red))
    samples = luma[:: rows[0], :: rows[1]].astype(np.float32)
    spread = float(np.std(blues) + np.std(reds))
    return Patch(
        _resized(_inside(luma, cut), frame.shape).astype(np.float32),
        _resized(blue[y : y + h, x : x + w], frame.shape).astype(np.float32),
        _resized(red[y : y + h, x : x + w], frame.shape).astype(np.float32),
        samples,
        (float(np.median(blues)), float(np.median(reds))),
        spread * 100 / (float(samples.mean()) + 20),
    )


def planes_of(picture: VideoFrame) -> tuple[Plane, Plane, Plane]:
    """Brightness (height × width) and both colours at half of that, as the decoder holds them."""
    luma, blue, red = (_pixels(plane) for plane in _planar(picture).planes[:3])
    return luma, blue, red


def shift_between(one: Values, other: Values) -> tuple[float, float, float]:
    """By how many pixels the other stands to the right of one and below it, and how surely."""
    window = cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F)
    # What it is given is weighed in place where its sides suit the transform: copies.
    (across, down), sure = cv2.phaseCorrelate(one.copy(), other.copy(), window)
    return across, down, sure


def luma_of(picture: VideoFrame, frame: Frame) -> NDArray[np.uint8] | None:
    """The place in grey alone; None where the picture has another form."""
    cut = _scaled(frame, picture.width, picture.height)
    if cut is None:
        return None
    return _resized(_inside(_pixels(_planar(picture).planes[0]), cut), frame.shape)


def _scaled(frame: Frame, width: int, height: int) -> Region | None:
    """The cut in a picture of another size and the same form."""
    if (width, height) == frame.size:
        return frame.cut
    across, down = width / frame.size[0], height / frame.size[1]
    if abs(across / down - 1) > _ASPECT_MOST:
        return None
    cut = frame.cut
    x, y = _even(round(cut.x * across)), _even(round(cut.y * down))
    return Region(x, y, max(2, round(cut.width * across)), max(2, round(cut.height * down)))


def _pixels(plane: VideoPlane) -> NDArray[np.uint8]:
    whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return whole[: plane.height, : plane.width]


def _inside(pixels: NDArray[np.uint8], cut: Region) -> NDArray[np.uint8]:
    return pixels[cut.y : cut.y + cut.height, cut.x : cut.x + cut.width]


def _planar(picture: VideoFrame) -> VideoFrame:
    """The picture with its brightness and colours in planes of their own, as cameras send it."""
    if picture.format.name in ("yuv420p", "yuvj420p"):
        return picture
    return picture.reformat(format="yuv420p")


def _resized(pixels: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    if pixels.shape == shape:
        return pixels
    way = cv2.INTER_AREA if pixels.shape[0] >= shape[0] else cv2.INTER_LINEAR
    whole = cv2.resize(np.ascontiguousarray(pixels), shape[::-1], interpolation=way)
    return whole.astype(np.uint8, copy=False)


def _even(number: int) -> int:
    return number // 2 * 2
