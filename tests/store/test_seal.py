"""Sealing: one purpose opens nothing of another, tampering is seen, the key file is private."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from service.platform.keys import make_key, read_keys
from service.platform.seal import KeyUnusable, Seal, SealBroken, derived, key_id

SEAL = Seal(bytes(range(32)))
OTHER = Seal(bytes(range(1, 33)))

texts = st.text(max_size=200)
masters = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=4, unique=True)


def sealed_before_keys_had_names(master: bytes, plain: str, purpose: str) -> bytes:
    """What the first version wrote: nothing of it said by which key."""
    nonce = bytes(range(12))
    column = AESGCM(derived(master, "column"))
    return b"\x01" + nonce + column.encrypt(nonce, plain.encode(), purpose.encode())


@given(masters, texts, st.data())
def test_every_key_of_a_ring_opens_and_the_first_closes(
    ring: list[bytes], plain: str, data: st.DataObject
) -> None:
    before = Seal(data.draw(st.sampled_from(ring))).close(plain, "camera.password")
    seal = Seal(*ring)
    assert seal.open(before, "camera.password") == plain
    sealed = seal.close(plain, "camera.password")
    assert Seal(ring[0]).open(sealed, "camera.password") == plain
    assert sealed[1:5].hex() == key_id(ring[0]) == seal.closing
    if len(ring) > 1:
        with pytest.raises(SealBroken, match="not known"):
            Seal(*ring[1:]).open(sealed, "camera.password")


@given(masters, texts, st.data())
def test_what_was_sealed_before_keys_had_names_still_opens(
    ring: list[bytes], plain: str, data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from(ring))
    sealed = sealed_before_keys_had_names(old, plain, "camera.password")
    assert Seal(*ring).open(sealed, "camera.password") == plain
    with pytest.raises(SealBroken):
        Seal(*ring).open(sealed, "account.phone")


def test_a_ring_that_changes_while_we_run_opens_what_was_closed_before() -> None:
    old, new = bytes(range(32)), bytes(range(1, 33))
    seal = Seal(old)
    sealed, index = seal.close("text", "purpose"), seal.index("text", "purpose")
    seal.take([old, new])
    assert seal.closing == key_id(old)
    seal.take([new, old])
    assert seal.open(sealed, "purpose") == "text"
    assert seal.index("text", "purpose") != index
    assert index in seal.indexes("text", "purpose"), "what was found by the old key still is"
    assert seal.keys_for("access-token")[1] == Seal(old).key_for("access-token")


@given(texts)
def test_what_is_closed_opens_again_and_shows_nothing(plain: str) -> None:
    sealed = SEAL.close(plain, "camera.password")
    assert SEAL.open(sealed, "camera.password") == plain
    if len(plain.encode()) > 4:
        assert plain.encode() not in sealed
    assert sealed != SEAL.close(plain, "camera.password"), "equal texts do not look equal"


@given(texts)
def test_another_purpose_does_not_open_it(plain: str) -> None:
    sealed = SEAL.close(plain, "camera.password")
    with pytest.raises(SealBroken):
        SEAL.open(sealed, "account.phone")


@given(texts)
def test_another_key_does_not_open_it(plain: str) -> None:
    with pytest.raises(SealBroken):
        OTHER.open(SEAL.close(plain, "camera.password"), "camera.password")


@given(texts, st.data())
def test_no_altered_bit_goes_unnoticed(plain: str, data: st.DataObject) -> None:
    sealed = bytearray(SEAL.close(plain, "camera.password"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(SealBroken):
        SEAL.open(bytes(sealed), "camera.password")


@given(texts, st.data())
def test_nothing_cut_off_or_put_on_goes_unnoticed(plain: str, data: st.DataObject) -> None:
    sealed = SEAL.close(plain, "camera.password")
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for wrong in (sealed[:cut], sealed + b"\0"):
        with pytest.raises(SealBroken):
            SEAL.open(wrong, "camera.password")


def test_each_purpose_has_a_key_of_its_own() -> None:
    purposes = ["column", "access-token", "", "access-token "]
    assert len({SEAL.key_for(purpose) for purpose in purposes}) == len(purposes)
    assert all(len(SEAL.key_for(purpose)) == 32 for purpose in purposes)
    assert SEAL.key_for("column") != OTHER.key_for("column")
    assert SEAL.key_for("column") == Seal(bytes(range(32))).key_for("column")


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret.key"
    make_key(path)
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(first)) == 32
    make_key(path)
    assert path.read_bytes() == first
    sealed = Seal(*read_keys(path)).close("text", "purpose")
    assert Seal(*read_keys(path)).open(sealed, "purpose") == "text"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret.key"
    make_key(path)
    path.chmod(mode)
    with pytest.raises(KeyUnusable, match="others may read it; chmod 600"):
        read_keys(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "No such file"),
        (b"", "holds 0 bytes"),
        (b"not base64!", "not base64"),
        (base64.b64encode(b"short"), "holds 5 bytes, 32 are needed"),
        (base64.b64encode(bytes(33)), "holds 33 bytes, 32 are needed"),
        (b"\xff\xfe", "not base64"),
    ],
)
def test_a_key_file_that_holds_no_key_names_itself(
    tmp_path: Path, text: bytes | None, says: str
) -> None:
    path = tmp_path / "secret.key"
    if text is not None:
        path.touch(0o600)
        path.write_bytes(text)
    with pytest.raises(KeyUnusable, match=says) as caught:
        read_keys(path)
    assert str(path) in str(caught.value)


def test_a_start_that_died_while_it_wrote_the_key_does_not_stop_the_next(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    (tmp_path / "secret.key.new").write_bytes(b"half of a k")
    make_key(path)
    assert (
        Seal(*read_keys(path)).open(Seal(*read_keys(path)).close("text", "purpose"), "purpose")
        == "text"
    )
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]
