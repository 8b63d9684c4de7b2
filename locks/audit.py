"""Known faults of what is installed: `./dev check` asks pip-audit and npm, and this judges.

A finding fails the check. Where the service that knows of faults cannot be reached, or does not
know a package, nothing was found out: that is said loudly, and the check goes on.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("locks/runtime.txt", "locks/dev.txt", "kiosk_client/requirements.lock")
PAGES = ROOT / "service/web"
_WAIT_S = 120
_GRAVE = ("moderate", "high", "critical")


@dataclass(frozen=True)
class Verdict:
    """What one audit found, and what it could not find out."""

    findings: tuple[str, ...] = ()
    unknown: str = ""


def judge_pip(said: str, troubles: str) -> Verdict:
    """What pip-audit's JSON means; its exit status alone tells neither from the other."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(unknown=_last(troubles) or "no answer")
    findings = [
        f"{one['name']} {one['version']}: {fault['id']}"
        + (f", mended in {', '.join(fault['fix_versions'])}" if fault["fix_versions"] else "")
        for one in packages
        for fault in one.get("vulns", ())
    ]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    unknown = (
        f"{len(skipped)} packages are not known there, {min(skipped)} first" if skipped else ""
    )
    return Verdict(tuple(findings), unknown if packages else "no package was looked at")


def judge_npm(said: str, troubles: str) -> Verdict:
    """What npm's JSON means: faults by package, or an error in their place."""
    try:
        answer = json.loads(said)
        faults = answer["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        named = re.findall(r'"(?:message|summary)": "([^"]+)"', said)
        return Verdict(unknown=_last("".join(named[:1])) or _last(troubles) or "no answer")
    findings = [
        f"{name}: {fault['severity']}"
        for name, fault in sorted(faults.items())
        if fault["severity"] in _GRAVE
    ]
    return Verdict(tuple(findings))


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else ""


def _run(command: list[str], folder: Path) -> tuple[str, str]:
    try:
        done = subprocess.run(  # noqa: S603 - programs of ours, fixed arguments
            command, cwd=folder, capture_output=True, text=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", type(error).__name__
    return done.stdout, done.stderr


def main() -> int:
    """Audit every lock; 1 where a fault is known of anything, 3 where not all was found out."""
    pip_audit = str(Path(sys.executable).with_name("pip-audit"))
    # One service that knows all packages alike, whatever mirror they were installed from.
    options = ["--require-hashes", "--disable-pip", "--vulnerability-service", "osv"]
    options += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    verdicts: dict[str, Verdict] = {}
    for lock in LOCKS:
        said, troubles = _run([pip_audit, *options, "-r", lock], ROOT)
        verdicts[lock] = judge_pip(said, troubles)
        if not said:
            break  # Who is away is away for the other locks, too.
    npm = shutil.which("npm") or "npm"
    audit = [npm, "audit", "--json", "--package-lock-only"]
    verdicts["service/web/package-lock.json"] = judge_npm(*_run(audit, PAGES))
    for name, verdict in verdicts.items():
        if verdict.unknown:
            sys.stderr.write(f"audit: NOT AUDITED: {name}: {verdict.unknown}\n")
        for finding in verdict.findings:
            sys.stderr.write(f"audit: FOUND in {name}: {finding}\n")
    if any(verdict.findings for verdict in verdicts.values()):
        return 1
    return 3 if any(verdict.unknown for verdict in verdicts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
