"""What may be read of a person by whoever has no reason to read more.

An answer's struct that holds somebody's name or number has it as `Masked`; only what stands here
makes one, so that an unmasked text in its place does not pass the type check.
"""

from typing import Annotated, NewType

from msgspec import Meta

_Masked = NewType("_Masked", str)
Masked = Annotated[_Masked, Meta(description="Masked; `…/unmask` shows it, for a reason.")]

_STARS = "****"


def name(text: str) -> _Masked:
    """Of a name its first letter: 王芳 is 王****. It does not say how long the name is."""
    return _Masked(text.strip()[:1] + _STARS)


def number(text: str) -> _Masked:
    """Of a telephone or identity number a few signs at both ends, where it is long enough."""
    if len(text) < 11:
        return _Masked(_STARS + text[-2:] if len(text) > 5 else _STARS)
    return _Masked(text[:3] + _STARS + text[-2:])
