"""One line of JSON for each thing worth knowing; no secrets, no bodies."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

# Whatever else a line says, these never stand in it.
_SECRET_WORDS = ("password", "secret", "token", "authorization", "signature", "phone")
_SECRET_NAMES = frozenset({"code", "number", "address", "body"})


def _without_secrets(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name in line:
        if name in _SECRET_NAMES or any(word in name.lower() for word in _SECRET_WORDS):
            line[name] = "***"
    return line


def start_logging(level: str) -> None:
    """Write to standard output from now on; libraries only from warnings upward."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _without_secrets,
            # Where it happened, without the values in hand there: passwords, addresses, positions.
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s", force=True)
