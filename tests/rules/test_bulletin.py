"""What a bulletin may say, how long it is shown, and what is left of its picture."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from service.bulletin import rules
from service.bulletin.wire import (
    BulletinRow,
    BulletinState,
    Consent,
    How,
    NewBulletin,
    Notice,
    Relation,
)
from service.platform.portrait import (
    HEIGHT_MAX,
    PORTRAIT_BYTES_MAX,
    WIDTH_MAX,
    NotAPortrait,
    make_portrait,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
WORDS = Notice(who="女孩，7 岁", clothing="红色外套", place="河边幼儿园")
spans = st.timedeltas(timedelta(days=-10), timedelta(days=10))
areas = st.lists(st.sampled_from(["3799", "379928", "379928001", "379928002"]), unique=True)


def new(until: datetime, seen_at: datetime = NOW, given_at: datetime = NOW) -> NewBulletin:
    consent = Consent(
        guardian="王芳", relation=Relation.PARENT, how=How.IN_PERSON, given_at=given_at
    )
    return NewBulletin(
        area_code="379928", zh=WORDS, seen_at=seen_at, phone="110", until=until, consent=consent
    )


def row(number: int, area_code: str, until: datetime, state: BulletinState) -> BulletinRow:
    issued_at = NOW - timedelta(hours=number % 7)
    return BulletinRow(
        bulletin_id=UUID(int=number),
        area_code=area_code,
        scope=[area_code],
        zh=WORDS,
        en=None,
        seen_at=NOW,
        phone="110",
        until=until,
        guardian_sealed=b"sealed",
        relation=Relation.PARENT,
        consent_how=How.BY_PHONE,
        consent_at=NOW,
        portrait=None,
        issued_at=issued_at,
        issued_by="East",
        state=state,
        ending=None,
        ended_at=None,
        ended_by=None,
    )


@given(lasts=spans, seen=spans, consented=spans)
def test_a_bulletin_ends_within_three_days_and_speaks_of_what_has_happened(
    lasts: timedelta, seen: timedelta, consented: timedelta
) -> None:
    found = rules.refusal(new(NOW + lasts, NOW + seen, NOW + consented), NOW)
    good = timedelta(0) < lasts <= timedelta(hours=72)
    assert (found is None) == (good and max(seen, consented) <= rules.AHEAD_MOST)
    if found is not None and not good:
        assert found.field == "until"


rows = st.lists(
    st.builds(row, st.integers(1, 10**6), st.sampled_from(["3799", "379928", "379928001"]),
              spans.map(lambda span: NOW + span), st.sampled_from(BulletinState)),
    unique_by=lambda one: one.bulletin_id, max_size=12,
)  # fmt: skip


@given(rows=rows, lineage=areas, later=spans)
def test_a_box_shows_what_is_current_in_its_areas_and_nothing_past_its_end(
    rows: list[BulletinRow], lineage: list[str], later: timedelta
) -> None:
    now = NOW + later
    shown = rules.shown(rows, lineage, now)
    by_id = {one.bulletin_id: one for one in rows}
    for one in shown:
        behind = by_id[one.bulletin_id]
        assert behind.state is BulletinState.CURRENT
        assert behind.area_code in lineage
        assert now < one.until
    due = [one for one in rows if rules.is_shown(one, lineage, now)]
    assert len(shown) == min(len(due), rules.SHOWN_MOST)
    ages = [by_id[one.bulletin_id].issued_at for one in shown]
    assert ages == sorted(ages, reverse=True)
    assert rules.shown(rows[::-1], lineage, now) == shown


def test_what_a_box_shows_names_no_guardian() -> None:
    (shown,) = rules.shown(
        [row(1, "3799", NOW + timedelta(hours=1), BulletinState.CURRENT)], ["3799"], NOW
    )
    assert not {"guardian_sealed", "consent", "relation", "issued_by"} & set(
        shown.__struct_fields__
    )


def picture(kind: str, size: tuple[int, int], mode: str = "RGB", **more: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(buffer, kind, **more)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [
        ("JPEG", "RGB", (4000, 3000)),
        ("PNG", "RGBA", (900, 1600)),
        ("PNG", "P", (60, 60)),
        ("WEBP", "RGB", (640, 640)),
    ],
)
def test_a_picture_is_made_anew_small_and_bare(kind: str, mode: str, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Lies on its side.
    exif[0x010E] = "home address"
    made = make_portrait(picture(kind, size, mode, exif=exif))
    assert len(made) <= PORTRAIT_BYTES_MAX
    assert b"home address" not in made
    with Image.open(io.BytesIO(made)) as found:
        assert found.format == "JPEG"
        assert found.width <= WIDTH_MAX
        assert found.height <= HEIGHT_MAX
        assert not found.getexif()
        assert (found.width < found.height) == (size[0] > size[1]) or size[0] == size[1]


@given(data=st.binary(max_size=400))
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    whole = picture("JPEG", (200, 200))
    for bad in (data, whole[: len(whole) // 2], picture("GIF", (200, 200), "L")):
        with pytest.raises(NotAPortrait):
            make_portrait(bad)


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("1", (8000, 8000)).save(buffer, "PNG")
    with pytest.raises(NotAPortrait):
        make_portrait(buffer.getvalue())
