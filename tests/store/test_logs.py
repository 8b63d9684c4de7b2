"""What is written into the log, and what never is."""

import json
import subprocess
import sys

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
"""


def lines() -> list[str]:
    said = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=30
    )
    assert said.stderr == ""
    return said.stdout.splitlines()


def test_a_line_is_json_and_a_traceback_tells_where_but_never_what_was_in_hand() -> None:
    said, failed, warned = lines()
    assert json.loads(said)["route"] == "/v1/me"
    assert json.loads(said)["token"] == "***"
    trace = json.loads(failed)["exception"][0]
    assert trace["exc_value"] == "no such name"
    assert [frame["name"] for frame in trace["frames"]] == ["<module>", "sign_in"]
    assert warned == "a library warns"
    assert "swordfish" not in said + failed
    assert "13900000001" not in said + failed
