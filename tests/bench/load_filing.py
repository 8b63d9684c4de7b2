"""A load of its own: one who files, over a kept connection, in another process."""

import json
import time
from functools import cache
from http.client import HTTPConnection
from typing import Any


@cache
def _connection(host: str) -> HTTPConnection:
    return HTTPConnection(host, timeout=20)


def file(host: str, token: str, asked: dict[str, Any]) -> tuple[float, str]:
    """How many seconds the answer took, and which request was filed."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    body = json.dumps(asked).encode()
    began = time.perf_counter()
    connection = _connection(host)
    connection.request("POST", "/v1/me/footage-requests", body, headers)
    answer = connection.getresponse()
    told = answer.read()
    took = time.perf_counter() - began
    assert answer.status == 201, told[:300]
    return took, str(json.loads(told)["request"]["footage_id"])
