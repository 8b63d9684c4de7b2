"""What `status` tells of a box."""

from typing import Any

from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.notes import CLOCK_OFF_S_MAX, read_notes
from kiosk_client.agent.salvage import ASIDE, Mended
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import Spool, SpoolDown


def read_status(folder: Folder) -> dict[str, Any]:
    """Everything, as `status --json` prints it. Raises NotEnrolled."""
    identity = IdentityFile(folder).read()
    notes = read_notes(folder)
    is_running = folder.is_running()
    return {
        "device_id": identity.device_id,
        "site": {"site_id": identity.site_id, "name": identity.site_name},
        "server": identity.server,
        "algorithm": identity.algorithm,
        "rotating": identity.next_key is not None,
        "running": is_running,
        "spool": read_spool(folder),
        "heartbeat": notes.get("heartbeat"),
        "answer": notes.get("answer"),
        "faults": (notes.get("faults") or {}) if is_running else {},
        "self_test": notes.get("self_test"),
    }


def lines_of(status: dict[str, Any]) -> list[str]:
    """The same, one line each."""
    site, spool = status["site"], status["spool"]
    lines = [
        f"device     {status['device_id']}, {status['algorithm']}",
        f"site       {site['name']} ({site['site_id']})",
        f"server     {status['server']}",
        f"agent      {'running' if status['running'] else 'not running'}",
        f"spool      {_spool_line(spool)}",
        f"heartbeat  {_outcome(status['heartbeat'])}",
        f"answer     {_outcome(status['answer'])}",
    ]
    lines.append(f"self-test  {_tested(status['self_test'])}")
    lines += [f"fault      {name}: {reason}" for name, reason in status["faults"].items()]
    if spool["damaged"]:
        lines.append(f"damaged    {', '.join(spool['damaged'])}")
    if status["rotating"]:
        lines.append("key        a new key is not confirmed yet; both are kept")
    off_s = (status["heartbeat"] or {}).get("clock_off_s")
    if off_s is not None and abs(off_s) > CLOCK_OFF_S_MAX:
        side = "behind" if off_s > 0 else "ahead of"
        lines.append(f"clock      {abs(off_s)} s {side} the centre's")
    return lines


def _tested(told: dict[str, Any] | None) -> str:
    if told is None:
        return "none yet"
    failed = [f"{_name(check)} {check['said']}" for check in told["checks"] if not check["good"]]
    return f"{told['at']} {'good' if told['good'] else 'failed: ' + '; '.join(failed)}"


def _name(check: dict[str, Any]) -> str:
    return str(check.get("code") or check.get("name"))  # A program before this one said "name".


def read_spool(folder: Folder) -> dict[str, Any]:
    """The presses on disk: how many wait, and what of the spool was damaged."""
    asides = (path.name for path in folder.path.glob(ASIDE))
    damaged = sorted(name for name in asides if not name.endswith("-journal"))
    waiting: dict[str, Any] = {"waiting": None, "oldest_pressed_at": None}

    def mended(found: Mended) -> None:
        damaged.append(found.aside.name)

    try:
        spool = Spool(folder, mended)
        oldest = spool.waiting()
        waiting["waiting"] = spool.count_waiting()
        spool.close()
    except SpoolDown as error:
        return waiting | {"damaged": damaged, "failure": str(error)}
    waiting["oldest_pressed_at"] = None if oldest is None else oldest.pressed_at
    return waiting | {"damaged": damaged}


def _spool_line(spool: dict[str, Any]) -> str:
    if spool["waiting"] is None:
        return f"does not answer: {spool['failure']}"
    if spool["waiting"] == 0:
        return "empty"
    return f"{spool['waiting']} waiting, the oldest pressed at {spool['oldest_pressed_at']}"


def _outcome(told: dict[str, Any] | None) -> str:
    if told is None:
        return "none yet"
    return " ".join(str(part) for part in (told["at"], told["outcome"], told.get("reason")) if part)
