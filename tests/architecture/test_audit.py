"""What is said of known faults is judged right: found, not found, or not found out."""

import json
from collections.abc import Mapping

from locks.audit import Verdict, judge_npm, judge_pip

FAULT = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": ["CVE-1"], "description": "x"}


def pip(*packages: Mapping[str, object]) -> str:
    """What pip-audit writes."""
    return json.dumps({"dependencies": list(packages), "fixes": []})


def npm(**severities: str) -> str:
    """What npm writes."""
    faults = {name: {"name": name, "severity": one, "via": []} for name, one in severities.items()}
    return json.dumps({"auditReportVersion": 2, "vulnerabilities": faults})


def test_a_known_fault_is_a_finding() -> None:
    clean = {"name": "a", "version": "1", "vulns": []}
    faulty = {"name": "b", "version": "1.1", "vulns": [FAULT]}
    found = judge_pip(pip(clean, faulty), "Found 1 known vulnerability")
    assert found == Verdict(("b 1.1: PYSEC-2026-1, mended in 2.0",))
    assert judge_npm(npm(a="high", b="low"), "") == Verdict(("a: high",))


def test_nothing_known_is_no_finding() -> None:
    assert judge_pip(pip({"name": "a", "version": "1", "vulns": []}), "") == Verdict()
    assert judge_npm(npm(), "") == Verdict()


def test_what_could_not_be_asked_is_never_clean() -> None:
    skipped = {"name": "a", "skip_reason": "Dependency not found on PyPI: a (1)"}
    away = "Traceback\nConnectionError: HTTPSConnectionPool: Max retries exceeded\n"
    for verdict in (
        judge_pip(pip(skipped), ""),
        judge_pip(pip(), ""),
        judge_pip("", away),
        judge_npm('{"message": "request failed", "error": {"code": "ENOTFOUND"}}', "x"),
        judge_npm("", "npm error code ENOAUDIT\n"),
    ):
        assert verdict.unknown
        assert not verdict.findings


def test_a_fault_beside_what_is_not_known_is_still_found() -> None:
    skipped = {"name": "a", "skip_reason": "not found"}
    found = judge_pip(pip(skipped, {"name": "b", "version": "1", "vulns": [FAULT]}), "")
    assert found.findings
    assert found.unknown
