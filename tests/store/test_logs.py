"""What is written into the log, and what never is."""

import json
import subprocess
import sys

from service.core.scrub import scrub

_PROGRAM = """
import logging
import structlog
from service.platform.logs import start_logging

start_logging("info")
log = structlog.get_logger()

def sign_in(password: str) -> None:
    number = "13900000001"
    raise ValueError("no such name")

log.info("said", route="/v1/me", token="swordfish", phone_number="swordfish", code="swordfish")
log.debug("not.worth.a.line")
try:
    sign_in("swordfish")
except ValueError as error:
    log.error("job.failed", exc_info=error)
logging.getLogger("library").warning("a library warns")
logging.getLogger("library").info("a library chats")
more = {"by": ["Bearer swordfish.swordfish"]}
log.info("asked", of="rtsp://viewer:swordfish@10.0.0.9/1", more=more)
try:
    raise ValueError('Key (phone)=(swordfish) already exists. ask 13900000001')
except ValueError:
    logging.getLogger("library").exception("it broke at https://a/?token=swordfish&b=2")
raise RuntimeError("died of rtsp://viewer:swordfish@10.0.0.9/1 and +86 139-0000-0001")
"""


def lines() -> list[str]:
    said = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=30
    )
    assert said.returncode == 1
    assert said.stderr == ""
    return said.stdout.splitlines()


def test_a_line_is_json_and_a_traceback_tells_where_but_never_what_was_in_hand() -> None:
    said, failed, warned, *_ = lines()
    assert json.loads(said)["route"] == "/v1/me"
    assert json.loads(said)["token"] == "***"
    trace = json.loads(failed)["exception"][0]
    assert trace["exc_value"] == "no such name"
    assert [frame["name"] for frame in trace["frames"]] == ["<module>", "sign_in"]
    assert warned == "a library warns"
    assert "swordfish" not in said + failed
    assert "13900000001" not in said + failed


def test_what_nobody_may_read_is_taken_out_whoever_says_it_and_however_it_ends() -> None:
    *_, asked, _, died = said = lines()[2:]
    text = "\n".join(said)
    for secret in ("swordfish", "13900000001", "139-0000-0001", "viewer"):
        assert secret not in text, secret
    assert json.loads(lines()[3])["of"] == "rtsp://***@10.0.0.9/1"
    assert "ValueError: Key (phone)=(***) already exists. ask ***" in text
    assert "https://a/?token=***&b=2" in text
    assert json.loads(died)["exception"][0]["exc_value"] == "died of rtsp://***@10.0.0.9/1 and ***"
    assert asked


def test_what_is_no_secret_stays() -> None:
    for text in (
        "01945b2a-7c00-7000-8000-0000000000a1",
        "2026-03-02T07:40:00.123456+00:00",
        "http://127.0.0.1:8080/v1/cameras?after=3&count=50",
        "1772437200000",
        "37082811001320000001",
        "a digest 3f786850e387550fdab836ed7e6dc881de23001b",
    ):
        assert scrub(text) == text
