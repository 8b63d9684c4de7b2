"""A signature by hand, as lines that a pen has drawn."""

from typing import Annotated

from msgspec import Meta

# A line of a signature, as points of a field of a thousand by four hundred.
_Axis = Annotated[int, Meta(ge=0, le=1000)]
Stroke = Annotated[list[tuple[_Axis, _Axis]], Meta(min_length=1, max_length=400)]
Strokes = Annotated[list[Stroke], Meta(max_length=60)]
