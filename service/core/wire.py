"""Forms that all structs on the wire share: frozen, strict, closed, bounded."""

from datetime import datetime
from typing import Annotated, Any, dataclass_transform

from msgspec import Meta, Struct, StructMeta, field

# PostgreSQL refuses NUL in text, and no name of a person or place holds a control character.
# Python's `$` also matches before a last newline, where ECMA's does not: (?!\n) makes them one.
_LINE = r"^[^\x00-\x1f\x7f]*$(?!\n)"
TEXT = r"^[^\x00]*$"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
Label = Annotated[str, Meta(min_length=1, max_length=60, pattern=_LINE)]
Note = Annotated[str, Meta(max_length=2000, pattern=TEXT)]
Secret = Annotated[str, Meta(min_length=1, max_length=400, pattern=_LINE)]
Url = Annotated[str, Meta(max_length=500, pattern=r"^[a-z]+://[^\x00-\x20\x7f]+$(?!\n)")]
# Of an identity card, or of what stands for one.
CardNumber = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{5,30}$(?!\n)")]
Instant = Annotated[datetime, Meta(tz=True)]
AreaCode = Annotated[str, Meta(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$(?!\n)")]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Degrees = Annotated[float, Meta(ge=0, lt=360)]


class _Form(StructMeta):
    """Makes every struct below frozen, with named fields only; msgspec inherits neither."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any
    ) -> Any:
        config = {"frozen": True, "kw_only": True} | config
        return super().__new__(mcls, name, bases, namespace, **config)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Asked(Struct, metaclass=_Form, frozen=True, forbid_unknown_fields=True):
    """What comes in: an unknown field is refused, so that a misspelt one is never lost."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Told(Struct, metaclass=_Form, frozen=True):
    """What goes out, and what is known inside."""
