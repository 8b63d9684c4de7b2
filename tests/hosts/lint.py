"""`./dev hosts --lint`: the files of `deploy/`, judged by the programs that read them.

What is neither on this machine nor to be had from Debian is named as left out.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import yaml  # type: ignore[import-untyped]

from tests.hosts.tools import FOLDER, ROOT, NotHere, debian

DEPLOY = ROOT / "deploy"
_FRONT = {
    "WATCHBELL_FRONT": "127.0.0.1:8081",
    "WATCHBELL_API_1": "127.0.0.1:8082",
    "WATCHBELL_API_2": "127.0.0.1:8083",
}
# Debian's docker-compose is read for the schema of compose files that it holds.
_SCHEMA = "usr/lib/python3/dist-packages/compose/config/compose_spec.json"


def lint() -> int:
    """Judge all; 1 where anything is wrong, 3 where something could not be judged."""
    wrong, left_out = 0, 0
    for name, judge in _JUDGES.items():
        try:
            said = judge()
        except NotHere as reason:
            left_out += 1
            print(f"LEFT OUT {name}: {reason}")
            continue
        wrong += bool(said)
        print(f"{'WRONG' if said else 'ok':8} {name} {said}")
    return 1 if wrong else 3 if left_out else 0


def _haproxy() -> str:
    program, libraries = debian("haproxy", "haproxy")
    config = str(DEPLOY / "haproxy.cfg")
    return _said([program, "-c", "-f", config], _FRONT | {"LD_LIBRARY_PATH": libraries})


def _promtool() -> str:
    program, _ = debian("promtool", "prometheus")
    folder = DEPLOY / "prometheus"
    rules = _said([program, "check", "rules", str(folder / "alerts.yml")])
    return rules or _said([program, "test", "rules", str(folder / "alerts.test.yml")])


def _systemd() -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        raise NotHere("no systemd-analyze on this machine")
    with tempfile.TemporaryDirectory() as folder:
        for unit in (DEPLOY / "systemd").iterdir():
            # The command is not installed where this is judged.
            text = unit.read_text().replace(
                "/opt/watchbell/bin/watchbell", shutil.which("true") or ""
            )
            (Path(folder) / unit.name.replace("@.", "@critical.")).write_text(text)
        return _said([program, "verify", *(str(unit) for unit in Path(folder).iterdir())])


def _compose() -> str:
    debian("", "docker-compose", holds=_SCHEMA)
    schema = json.loads((FOLDER / "debian" / _SCHEMA).read_bytes())
    try:
        jsonschema.validate(yaml.safe_load((DEPLOY / "compose.yml").read_text()), schema)
    except jsonschema.ValidationError as error:
        return error.message
    return ""


def _said(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What a judge says that finds something wrong; nothing where it does not."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": os.environ.get("PATH", os.defpath)} | (environment or {}),
    )
    return "" if done.returncode == 0 else (done.stderr + done.stdout)[-500:]


_JUDGES = {
    "haproxy.cfg, by haproxy": _haproxy,
    "prometheus/*.yml, by promtool": _promtool,
    "systemd/*, by systemd-analyze": _systemd,
    "compose.yml, by the schema of compose files": _compose,
}


if __name__ == "__main__":
    sys.exit(lint())
