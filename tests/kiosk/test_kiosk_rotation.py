"""A new key, and the power cut at each moment of getting it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_client.agent.centre import Centre, Outcome
from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.rotation import SharedSecret, rotate
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.signing import make_key
from kiosk_client.agent.state import Light
from tests.kiosk import faults
from tests.kiosk.box import command, enrolled, process, running, until
from tests.kiosk.desk import Desk, Fault


def parts(folder: Folder) -> tuple[IdentityFile, Centre]:
    identity = IdentityFile(folder)
    return identity, Centre(identity, Link(Log()), SystemClock())


async def test_a_new_key_replaces_the_old_one(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        identity, centre = parts(folder)
        before, known = identity.read(), desk.devices["box-1"].key
        verdict = await rotate(identity, centre)
        assert verdict.outcome is Outcome.DONE
        assert desk.devices["box-1"].key != known
        assert identity.read().key != before.key
        assert identity.read().next_key is None
        assert (await rotate(identity, centre)).outcome is Outcome.DONE


MOMENTS: dict[str, Fault] = {
    "before the centre took the key": faults.silent,
    "after the centre took the key": faults.takes_and_is_silent,
}


@pytest.mark.parametrize("fault", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("then", ["rotates again", "runs"])
async def test_a_box_killed_while_rotating_still_gets_through(
    tmp_path: Path, fault: Fault, then: str
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.faults.append(("/v1/devices/rotate", fault))
        async with process("rotate", "--folder", str(folder.path)) as box:
            await until(lambda: desk.posts("/v1/devices/rotate"))
            box.kill()
            await box.wait()
        identity = IdentityFile(folder)
        offered = identity.read().next_key
        assert offered is not None, "both keys are kept"
        if then == "rotates again":
            status, out, _ = await command("rotate", "--folder", str(folder.path))
            assert (status, out) == (0, "the box has a new key\n")
        else:
            async with running(folder) as box_again:
                box_again.key.press()
                await until(lambda: box_again.lamps.now.light is Light.RECEIVED)
                await until(lambda: identity.read().next_key is None)
        assert identity.read().key == offered, "the key that was offered, not a third one"
        assert len(desk.alarms) == (1 if then == "runs" else 0)


async def test_the_first_press_after_a_cut_off_rotation_is_not_held_up(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        identity, centre = parts(folder)
        old = identity.read()
        await rotate(identity, centre)
        identity.save(replace(old, next_key=identity.read().key))  # As on disk before the answer.
        desk.fault, desk.fault_path = faults.cuts, "/v1/devices/"
        async with running(folder) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
        assert [asked.status for asked in desk.posts()] == [401, 201]
        assert identity.read().next_key is None


async def test_a_rotation_refused_for_good_keeps_the_old_key(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.refuses("key.weak", 422), "/v1/devices/rotate"
        before = IdentityFile(folder).read()
        status, _, err = await command("rotate", "--folder", str(folder.path))
        assert status == 1
        assert "both keys are kept" in err
        assert IdentityFile(folder).read().key == before.key
        assert before.key not in err


async def test_an_answer_signed_by_an_unknown_key_is_never_taken_for_a_yes(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        identity, centre = parts(folder)
        identity.save(replace(identity.read(), key=make_key(), next_key=make_key()))
        before = identity.read()
        verdict = await rotate(identity, centre)
        assert verdict == replace(verdict, outcome=Outcome.REFUSED, reason="device.forged")
        assert identity.read() == before


async def test_a_box_with_a_shared_secret_is_enrolled_anew_instead(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box", algorithm="hmac-sha256")
        identity, centre = parts(folder)
        with pytest.raises(SharedSecret):
            await rotate(identity, centre)
        status, _, err = await command("rotate", "--folder", str(folder.path))
        assert (status, "enrol it anew" in err) == (1, True)
