"""The chain of the access register: whatever is done to it is found, at its first place."""

import base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from service.audit.rules import GENESIS, Walk, anchor_text, content_of, digest_of, hidden
from service.audit.wire import Anchor, Finding, Head, Hidden, LookKind, LookRow, Trouble, Verdict

START = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def chained(rows: Iterable[LookRow], *, before: str = GENESIS, first: int = 1) -> list[LookRow]:
    """These rows as a writer would have chained them."""
    made: list[LookRow] = []
    for number, row in enumerate(rows, first):
        digest = digest_of(number, before, content_of(row))
        made.append(msgspec.structs.replace(row, number=number, before=before, digest=digest))
        before = digest
    return made


@st.composite
def looks(draw: st.DrawFn) -> LookRow:
    """A row that is not in a chain yet."""
    return LookRow(
        number=0,
        look_id=draw(st.uuids()),
        at=START + timedelta(microseconds=draw(st.integers(0, 10**12))),
        kind=draw(st.sampled_from(LookKind)),
        account_id=draw(st.none() | st.uuids()),
        person=draw(words),
        work_unit=draw(words),
        reason=draw(words),
        content=draw(words),
        incident_id=draw(st.none() | st.uuids()),
        scope=draw(st.lists(st.sampled_from(["370828", "370828001"]), max_size=2)),
        before=GENESIS,
        digest=GENESIS,
    )


chains = st.lists(looks(), min_size=1, max_size=8).map(chained)


def anchored(row: LookRow, *, key: Ed25519PrivateKey = KEY, cut: bool = False) -> Anchor:
    """A signed anchor at a row."""
    bare = Anchor(
        number=row.number, digest=row.digest, at=row.at, cut=cut, key=public(key), signature=""
    )
    signature = base64.b64encode(key.sign(anchor_text(bare))).decode()
    return msgspec.structs.replace(bare, signature=signature)


def walked(
    rows: Sequence[LookRow | Hidden],
    anchors: Iterable[Anchor] = (),
    *,
    head: LookRow | None = None,
    key: str | None = None,
) -> Verdict:
    walk = Walk(anchors, key=key)
    for row in rows:
        walk.step(row)
    return walk.end(head and Head(head.number, head.digest))  # type: ignore[arg-type]


def found(rows: Sequence[LookRow | Hidden], head: LookRow) -> Finding | None:
    return walked(rows, head=head).finding


@given(chains, st.data())
def test_a_chain_that_nobody_touched_holds_also_where_rows_are_hidden(
    rows: list[LookRow], data: st.DataObject
) -> None:
    away = data.draw(st.sets(st.sampled_from(rows).map(lambda row: row.number)))
    shown = [hidden(row) if row.number in away else row for row in rows]
    verdict = walked(shown, [anchored(rows[-1])], head=rows[-1], key=public(KEY))
    assert verdict.finding is None
    assert (verdict.first, verdict.last) == (1, len(rows))
    assert (verdict.shown, verdict.hidden) == (len(rows) - len(away), len(away))
    assert (verdict.anchors, verdict.anchored) == (1, len(rows))


OTHERS: dict[str, object] = {
    "look_id": UUID(int=7),
    "at": START - timedelta(microseconds=1),
    "account_id": UUID(int=7),
    "person": "somebody else",
    "work_unit": "another unit",
    "reason": "another reason",
    "content": "something else",
    "incident_id": UUID(int=7),
    "scope": ["379999"],
    "before": "11" * 32,
    "digest": "11" * 32,
}


@given(chains, st.data())
def test_any_change_of_a_row_is_found_at_that_row(rows: list[LookRow], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from([*OTHERS, "kind"]))
    other = OTHERS.get(name) or next(k for k in LookKind if k is not rows[at].kind)
    changed = [*rows]
    changed[at] = msgspec.structs.replace(rows[at], **{name: other})
    assert found(changed, rows[-1]) == Finding(Trouble.ALTERED, at + 1)


@given(chains, st.data())
def test_a_row_that_is_gone_is_missed_at_its_place(
    rows: list[LookRow], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    left = rows[:at] + rows[at + 1 :]
    trouble = Trouble.CUT if at == len(rows) - 1 else Trouble.MISSING
    assert found(left, rows[-1]) == Finding(trouble, at + 1)


@given(chains, st.data())
def test_two_rows_that_changed_places_are_found_at_the_first_of_them(
    rows: list[LookRow], data: st.DataObject
) -> None:
    assume(len(rows) > 1)
    one = data.draw(st.integers(0, len(rows) - 2))
    other = data.draw(st.integers(one + 1, len(rows) - 1))
    swapped = [*rows]
    swapped[one], swapped[other] = rows[other], rows[one]
    assert found(swapped, rows[-1]) == Finding(Trouble.REORDERED, one + 1)


@given(chains, looks(), st.data())
def test_a_row_that_was_put_in_is_found_whatever_its_maker_worked_out(
    rows: list[LookRow], new: LookRow, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows)))
    before = rows[at - 1].digest if at else GENESIS
    (forged,) = chained([new], before=before, first=at + 1)
    assume(at == len(rows) or forged.digest != rows[at].digest)
    put_in = [*rows[:at], forged, *rows[at:]]
    assert found(put_in, rows[-1]) == Finding(Trouble.INSERTED, at + (1 if at == len(rows) else 2))


@given(chains, st.data())
def test_a_cut_at_the_end_is_found_by_the_count_and_by_an_anchor_outside(
    rows: list[LookRow], data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(rows) - 1))
    assert found(rows[:kept], rows[-1]) == Finding(Trouble.CUT, kept + 1)
    # Whoever cuts may turn back the count as well; what somebody else keeps he cannot.
    cut = walked(rows[:kept], [anchored(rows[-1])], head=rows[kept - 1] if kept else None)
    assert cut.finding == Finding(Trouble.CUT, kept + 1)


@given(chains, st.data())
def test_a_chain_that_was_written_anew_does_not_fit_an_anchor(
    rows: list[LookRow], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    changed = [*rows]
    changed[at] = msgspec.structs.replace(rows[at], person="somebody else entirely")
    anew = chained(changed)
    assert found(anew, anew[-1]) is None, "nothing within it tells"
    verdict = walked(anew, [anchored(rows[-1])], head=anew[-1])
    assert verdict.finding == Finding(Trouble.ALTERED, len(rows))


@given(chains)
def test_an_anchor_counts_only_with_its_signature_and_of_the_key_that_is_asked_for(
    rows: list[LookRow],
) -> None:
    last = rows[-1]
    forged = msgspec.structs.replace(anchored(last), number=last.number + 1)
    said = walked(rows, [forged], head=last).finding
    assert said == Finding(Trouble.FORGED_ANCHOR, last.number + 1)
    foreign = walked(rows, [anchored(last, key=OTHER)], head=last, key=public(KEY)).finding
    assert foreign == Finding(Trouble.FOREIGN_ANCHOR, last.number)


@given(chains, st.data())
def test_what_was_deleted_after_its_time_is_missed_only_without_a_signed_cut(
    rows: list[LookRow], data: st.DataObject
) -> None:
    until = data.draw(st.integers(1, len(rows)))
    # The purge may have been interrupted: it deletes from the front.
    from_row = data.draw(st.integers(1, until))
    left = rows[from_row:]
    cut = anchored(rows[until - 1], cut=True)
    assert walked(left, [cut], head=rows[-1]).finding is None
    assert found(left, rows[-1]) in (
        Finding(Trouble.MISSING, 1),
        Finding(Trouble.CUT, 1),
    )
    more = rows[until + 1 :]
    if until < len(rows):
        trouble = Trouble.MISSING if more else Trouble.CUT
        assert walked(more, [cut], head=rows[-1]).finding == Finding(trouble, until + 1)


@pytest.mark.parametrize("signature", ["", "AAAA", "no base64!"])
def test_an_anchor_with_no_signature_at_all_is_forged(signature: str) -> None:
    row = LookRow(
        number=1,
        look_id=UUID(int=1),
        at=START,
        kind=LookKind.PICTURE,
        account_id=None,
        person="",
        work_unit="",
        reason="",
        content="",
        incident_id=None,
        scope=[],
        before=GENESIS,
        digest=GENESIS,
    )
    (one,) = chained([row])
    bad = msgspec.structs.replace(anchored(one), signature=signature)
    assert walked([one], [bad], head=one).finding == Finding(Trouble.FORGED_ANCHOR, 1)
