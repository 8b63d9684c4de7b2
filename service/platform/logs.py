"""One line of JSON for each thing worth knowing; no secrets, no bodies."""

import logging
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

from service.core.scrub import scrub

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


def _scrubbed(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in line.items():
        line[name] = _clean(value)
    return line


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


class Scrubbing(logging.Formatter):
    """For what libraries log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, scrubbed as a whole."""
        return scrub(super().format(record))


def write_lines(level: str, out: TextIO, *, cached: bool = True) -> None:
    """Write what the service itself says as lines of JSON."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _without_secrets,
            # Where it happened, without the values in hand there: passwords, addresses, positions.
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            _scrubbed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=cached,
    )


def start_logging(level: str) -> None:
    """Write to standard output from now on; libraries only from warnings upward.

    What a program dies of is a line like any other.
    """
    write_lines(level, sys.stdout)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Scrubbing("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _died


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger().critical("program.died", exc_info=(kind, error, trace))
