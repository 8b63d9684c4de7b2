"""Pictures that people hand in, drawn anew from their pixels; and what is none of them."""

import pytest

from service.platform.drawn import NotDrawn, drawn
from tests.support.handed_pictures import bomb, picture


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n%...", "pdf"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"GIF89a" + bytes(100), "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (picture()[:2000], "no_picture"),
        (bomb(), "pixels"),
        (bomb(6000, 6000), "pixels"),
        (b"", "no_picture"),
    ],
    ids=["pdf", "heic", "gif", "svg", "cut", "bomb", "small-bomb", "empty"],
)
def test_what_is_no_picture_is_refused_by_what_is_wrong_with_it(data: bytes, why: str) -> None:
    with pytest.raises(NotDrawn) as refused:
        drawn(data, 2400, 2400)
    assert refused.value.why == why


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_is_drawn_upright_and_no_larger(kind: str) -> None:
    made = drawn(picture(kind, (1200, 300)), 600, 600)
    assert made.size == (600, 150)
    assert made.mode == "RGB"
    assert not made.getexif()
