"""The box as it is installed: the wheel in an empty environment, and what the machine is told."""

import asyncio
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_client import VERSION
from tests.kiosk.box import DEADLINE_S, ROOT, enrolled
from tests.kiosk.desk import Desk

SYSTEM = ROOT / "kiosk_client" / "system"
UNIT = SYSTEM / "watchbell-kiosk.service"
ANALYZE = shutil.which("systemd-analyze")
SYSUSERS = shutil.which("systemd-sysusers")
INSTALL_S = 180.0
EXPOSURE_MAX = 2.5  # Of 10, as systemd counts it; the service must reach a network and its devices.

needs_analyze = pytest.mark.skipif(
    ANALYZE is None, reason="NO systemd-analyze HERE: the unit is not verified"
)


def ran(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    # Nothing of this checkout may be seen from the environment under test.
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(part) for part in arguments],
        capture_output=True,
        text=True,
        timeout=INSTALL_S,
        cwd="/",
        env=clean | settings,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: a build must not leave anything in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(ROOT / "kiosk_client", folder / "kiosk_client")
    uv = Path(sys.executable).with_name("uv")
    built = ran(uv, "build", "--wheel", "--out-dir", folder, source)
    if built.returncode:
        pytest.skip(f"NO WHEEL CAN BE BUILT HERE (no registry?): {built.stderr[-300:]}")
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment with the wheel and its locked dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    uv = Path(sys.executable).with_name("uv")
    python = folder / "bin" / "python"
    locked = ROOT / "kiosk_client" / "requirements.lock"
    needed = ran(uv, "pip", "install", "--python", python, "--require-hashes", "-r", locked)
    if needed.returncode:
        pytest.skip(f"NOTHING CAN BE INSTALLED HERE (no registry?): {needed.stderr[-300:]}")
    result = ran(uv, "pip", "install", "--python", python, "--no-deps", wheel)
    assert result.returncode == 0, result.stderr
    yield folder
    shutil.rmtree(folder)


def test_the_wheel_is_for_every_machine_and_carries_its_pages_and_its_units(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("agent/spool.sql", "screen/page.html", "words/zh-CN.json", "cli.py"):
        assert f"kiosk_client/{part}" in names
    for path in SYSTEM.iterdir():
        assert any(name.endswith(f"share/watchbell-kiosk/{path.name}") for name in names)


async def test_an_installed_box_says_its_version_and_tests_itself(
    installed: Path, tmp_path: Path
) -> None:
    program = installed / "bin" / "watchbell-kiosk"
    said = ran(program, "--version")
    assert (said.returncode, said.stdout.strip()) == (0, VERSION), said.stderr
    unknown = ran(program, "self-test", "--folder", tmp_path)
    assert (unknown.returncode, "not enrolled" in unknown.stderr) == (2, True)
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with asyncio.timeout(DEADLINE_S):
            tested = await asyncio.to_thread(ran, program, "self-test", "--folder", folder.path)
            pressed = await asyncio.to_thread(ran, program, "press", "--folder", folder.path)
        assert (tested.returncode, "BAD" in tested.stdout) == (0, False), tested.stderr
        assert pressed.stdout.splitlines()[-1] == "answered"
        assert len(desk.alarms) == 1


def unit_in(folder: Path) -> Path:
    """The unit, with a program that is there: systemd looks for it."""
    program = "/opt/watchbell-kiosk/bin/watchbell-kiosk"
    text = UNIT.read_text()
    assert text.count(program) == 1
    path = folder / UNIT.name
    path.write_text(text.replace(program, "/bin/true").replace("Documentation=", "#"))
    return path


@needs_analyze
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    assert ANALYZE is not None
    verified = ran(ANALYZE, "verify", unit_in(tmp_path))
    assert (verified.returncode, verified.stderr) == (0, "")


@needs_analyze
def test_the_unit_is_as_closed_as_its_work_lets_it_be(tmp_path: Path) -> None:
    assert ANALYZE is not None
    threshold = str(int(EXPOSURE_MAX * 10))
    judged = ran(
        ANALYZE, "security", "--offline=true", f"--threshold={threshold}", unit_in(tmp_path)
    )
    assert judged.returncode == 0, judged.stdout[-1500:]


@pytest.mark.parametrize(
    "line",
    [
        "ProtectSystem=strict",
        "StateDirectory=watchbell-kiosk",
        "WatchdogSec=30",
        "Restart=always",
        "NoNewPrivileges=yes",
        "SupplementaryGroups=input gpio",
        "DeviceAllow=char-input rw",
        "DeviceAllow=char-gpiochip rw",
    ],
)
def test_the_unit_keeps_what_the_box_relies_on(line: str) -> None:
    assert line in UNIT.read_text().splitlines()


@pytest.mark.skipif(SYSUSERS is None, reason="NO systemd-sysusers HERE: its file is not tried")
def test_the_user_and_its_groups_are_made(tmp_path: Path) -> None:
    assert SYSUSERS is not None
    (tmp_path / "etc").mkdir()
    made = ran(SYSUSERS, f"--root={tmp_path}", SYSTEM / "sysusers.conf")
    assert made.returncode == 0, made.stderr
    users = (tmp_path / "etc" / "passwd").read_text()
    groups = (tmp_path / "etc" / "group").read_text()
    assert "watchbell-kiosk:x:" in users
    for group in ("input", "gpio"):
        line = next(line for line in groups.splitlines() if line.startswith(f"{group}:"))
        assert line.endswith(":watchbell-kiosk")
