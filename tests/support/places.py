"""Small films of a place with a thing in it: light, people, weather and a camera that shakes.

Nobody in them is anybody: people are moving shapes in patterned clothes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from service.review.patch import Region

Pixels = NDArray[np.float32]


def always(_: float) -> bool:
    """The thing is there all the time."""
    return True


@dataclass(frozen=True)
class Passer:
    """Somebody who comes to a place, stands there and goes on: seconds and pixels at 320 wide."""

    from_s: float
    to_s: float
    x: float
    colour: tuple[int, int, int] = (60, 40, 40)
    width: float = 34
    walk_s: float = 4.0


@dataclass(frozen=True)
class Thing:
    """A bag that stands so far from where the usual one does, in pixels at 320 wide."""

    across: int
    down: int
    colour: tuple[int, int, int]
    is_there: Callable[[float], bool] = always
    opacity: float = 1.0

    def region(self, scale: float) -> Region:
        """Where a person would mark it."""
        x, y = 140 + self.across, 110 + self.down
        return Region(round(x * scale), round(y * scale), round(34 * scale), round(34 * scale))


@dataclass(frozen=True)
class Scene:
    """What is filmed; everything else is the same in all films."""

    length_s: float = 120.0
    is_there: Callable[[float], bool] = always
    passers: tuple[Passer, ...] = ()
    gain: Callable[[float], float] = field(default=lambda _: 1.0)
    # Where a hard shadow's edge stands, as a share of the width; nothing is in the dark before it.
    shadow: Callable[[float], float] = field(default=lambda _: 0.0)
    is_infrared: Callable[[float], bool] = field(default=lambda _: False)
    shake_px: float = 0.0
    # From when on the camera looks elsewhere, by so many pixels.
    turned: tuple[float, int] = (1e9, 0)
    rain: bool = False
    noise: float = 2.0
    opacity: float = 1.0
    colour: tuple[int, int, int] = (40, 60, 190)
    more: tuple[Thing, ...] = ()
    size: tuple[int, int] = (320, 192)
    # What the camera sends, where that is another size than what it sees.
    sent_size: tuple[int, int] | None = None
    fps: int = 5
    gop: int = 10
    codec: str = "libx264"
    # What x264 is told; a day has to be small.
    preset: tuple[str, str] = ("ultrafast", "23")
    seed: int = 1

    @property
    def scale(self) -> float:
        """Pixels here for one at 320 wide."""
        return self.size[0] / 320

    @property
    def region(self) -> Region:
        """Where a person would mark the thing."""
        return self.things[0].region(self.scale)

    @property
    def things(self) -> tuple[Thing, ...]:
        """The usual thing, and what stands beside it."""
        return (Thing(0, 0, self.colour, self.is_there, self.opacity), *self.more)


def ground(scene: Scene) -> Pixels:
    """A pavement with joints, a wall with a door: height × width × 3, BGR."""
    width, height = scene.size
    random = np.random.default_rng(7)
    grain = random.normal(0, 1, (height // 4, width // 4, 3)).astype(np.float32)
    grain = cv2.resize(grain, scene.size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    picture = np.full((height, width, 3), (118, 128, 132), np.float32) + 7 * grain
    wall = int(height * 0.42)
    picture[:wall] = (150, 140, 128) + 4 * grain[:wall]
    step = max(8, round(22 * scene.scale))
    for x in range(-height, width, step):
        cv2.line(picture, (x, wall), (x + height // 3, height), (92, 100, 104), 1)
    for y in range(wall, height, step):
        cv2.line(picture, (0, y), (width, y), (96, 104, 108), 1)
    door = round(60 * scene.scale)
    cv2.rectangle(picture, (door, wall // 4), (door * 2 - 12, wall), (60, 74, 96), -1)
    return picture


def put_thing(picture: Pixels, thing: Thing, s: float) -> Pixels:
    """The ground with a bag on it, or a bottle where opacity is small."""
    drawn, x, y = picture.copy(), thing.across, thing.down
    left, top, right, bottom = (round(v * s) for v in (146 + x, 115 + y, 168 + x, 140 + y))
    cv2.rectangle(drawn, (left, top), (right, bottom), thing.colour, -1)
    mid = (top + bottom) // 2
    bright = tuple(min(255, c + 50) for c in thing.colour)
    cv2.line(drawn, (left, mid), (right, mid), bright, max(1, round(s)))
    cv2.rectangle(drawn, (left, top), (right, bottom), tuple(c // 2 for c in thing.colour), 1)
    return picture + thing.opacity * (drawn - picture)


def middle_of(passer: Passer, at_s: float) -> float:
    """How far across somebody stands by now, at 320 wide."""
    far = 0.0
    if at_s < passer.from_s + passer.walk_s:
        far = (passer.from_s + passer.walk_s - at_s) / passer.walk_s
    elif at_s > passer.to_s - passer.walk_s:
        far = -(at_s - passer.to_s + passer.walk_s) / passer.walk_s
    return passer.x + far * 260


def body_of(passer: Passer, at_s: float, scene: Scene) -> Region | None:
    """Where somebody is by now, his head included; None where he is outside the picture."""
    if not passer.from_s <= at_s < passer.to_s:
        return None
    s = scene.scale
    x, half = round(middle_of(passer, at_s) * s), round(passer.width * s / 2)
    left, right = max(0, x - half), min(scene.size[0], x + half)
    if right <= left:
        return None
    top = round(50 * s) - round(17 * s)
    return Region(left, top, right - left, round(165 * s) - top)


def put_passer(picture: Pixels, passer: Passer, at_s: float, scene: Scene, pattern: Pixels) -> None:
    """Somebody before the place, where he has come to by now."""
    place, s = body_of(passer, at_s, scene), scene.scale
    if place is None:
        return
    left, right = place.x, place.x + place.width
    top, bottom = round(50 * s), place.y + place.height
    body = np.asarray(passer.colour, np.float32) + pattern[top:bottom, : right - left]
    picture[top:bottom, left:right] = body
    head = (round(middle_of(passer, at_s) * s), top - round(8 * s))
    cv2.circle(picture, head, round(9 * s), (110, 130, 170), -1)


def pictures(scene: Scene) -> Iterator[NDArray[np.uint8]]:
    """Every picture of a scene: height × width × 3, uint8, BGR."""
    random = np.random.default_rng(scene.seed)
    empty = ground(scene)
    filled: dict[tuple[Thing, ...], Pixels] = {(): empty}
    noises = [
        random.normal(0, scene.noise, (*empty.shape[:2], 1)).astype(np.float32) for _ in range(8)
    ]
    height, width = empty.shape[:2]
    pattern = 12 * random.normal(0, 1, (height // 6 + 1, width // 6 + 1, 3)).astype(np.float32)
    pattern = cv2.resize(pattern, (width, height)).astype(np.float32)
    for number in range(round(scene.length_s * scene.fps)):
        at_s = number / scene.fps
        things = tuple(thing for thing in scene.things if thing.is_there(at_s))
        if things not in filled:
            picture = empty
            for thing in things:
                picture = put_thing(picture, thing, scene.scale)
            filled[things] = picture
        picture = filled[things].copy()
        for passer in scene.passers:
            put_passer(picture, passer, at_s, scene, pattern)
        seen = as_seen(picture, scene, at_s, random)
        yield (seen + noises[random.integers(8)]).clip(0, 255).astype(np.uint8)


def as_seen(picture: Pixels, scene: Scene, at_s: float, random: np.random.Generator) -> Pixels:
    """What the camera makes of it: light, weather, shaking."""
    height, width = picture.shape[:2]
    if scene.is_infrared(at_s):
        grey = 0.5 * picture[..., 2] + 0.3 * picture[..., 1] + 0.2 * (255 - picture[..., 0])
        y, x = np.mgrid[:height, :width].astype(np.float32)
        lamp = np.exp(-(((x / width - 0.5) / 0.5) ** 2) - ((y / height - 0.6) / 0.6) ** 2)
        picture = np.repeat((grey * (0.35 + 0.75 * lamp))[..., None], 3, axis=2)
    picture = picture * scene.gain(at_s)
    picture[:, : round(scene.shadow(at_s) * width)] *= 0.55
    if scene.rain:
        for x, y in random.uniform(0, 1, (60, 2)):
            start = (int(x * width), int(y * height))
            cv2.line(picture, start, (start[0] + 2, start[1] + 12), (205, 205, 205), 1)
    across = random.uniform(-1, 1, 2) * scene.shake_px
    if at_s >= scene.turned[0]:
        across = across + scene.turned[1]
    if across.any():
        move = np.array([[1, 0, across[0]], [0, 1, across[1]]], np.float32)
        picture = cv2.warpAffine(
            picture, move, (width, height), borderMode=cv2.BORDER_REFLECT
        ).astype(np.float32)
    return picture


def film(path: Path, scene: Scene, **options: str) -> Path:
    """Encode a scene."""
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(scene.codec, rate=scene.fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = scene.sent_size or scene.size
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, scene.fps)
        stream.codec_context.gop_size = scene.gop
        if scene.codec == "libx264":
            preset, crf = scene.preset
            stream.options = {"preset": preset, "crf": crf, "sc_threshold": "0"}
        else:
            stream.bit_rate = 3_000_000
        for picture in pictures(scene):
            if scene.sent_size is not None:
                picture = cv2.resize(picture, scene.sent_size).astype(np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")):
                container.mux(packet)
        container.mux(stream.encode(None))
    return path
