"""A picture that somebody hands in, made anew: small, upright, and nothing else in its file."""

from service.platform.drawn import NotDrawn, drawn, packed

# What a screen two metres away shows of a face; and what a box on a slow line takes at once.
WIDTH_MAX, HEIGHT_MAX = 480, 640
PORTRAIT_BYTES_MAX = 56 * 1024
_SIDE_LEAST = 40
_QUALITIES = (85, 75, 65, 55, 45, 35, 25)


class NotAPortrait(Exception):
    """The bytes are not a whole picture of a sane size."""


def make_portrait(data: bytes) -> bytes:
    """A JPEG of at most PORTRAIT_BYTES_MAX bytes. Raises NotAPortrait.

    It is drawn from the pixels alone: where and with what it was taken goes no further.
    """
    try:
        picture = drawn(data, WIDTH_MAX, HEIGHT_MAX)
    except NotDrawn as error:
        raise NotAPortrait(error.why) from error
    if min(picture.size) < _SIDE_LEAST:
        raise NotAPortrait("too small")
    made = packed(picture, PORTRAIT_BYTES_MAX, _QUALITIES)
    if made is None:
        raise NotAPortrait("noise that no quality makes small")
    return made
