"""The log: a line for each request and each error, as JSON or for a person, written to standard error.

It is set up once, where the environment is read. A line says which route was asked and never what was asked: no path,
no query, no header of the caller and no body, for any of these may hold a key or what a company buys.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from flask import g, has_request_context
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from service.gathered import deal_with_all

FORMATS = ("json", "console")
LEVELS = ("debug", "info", "warning", "error")
SERVER = "gunicorn.error"
_OURS = ("service", SERVER)
"""The loggers whose records are written: the application's own and the server's."""
_QUOTES = ("Invalid request from", "Error handling request")
"""How messages of the server begin that go on to quote the address or a header of the caller."""


class _ToStandardError(logging.Handler):
    """Writes each record at once to what standard error is at that moment, which a test or a shell may exchange."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write ``record`` as one line; a failure to write is for ``logging`` to tell."""
        try:
            deal_with_all()  # what came before stands before it
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def configure(shape: str, level: str) -> None:
    """Write what is logged as ``shape`` (of ``FORMATS``) from ``level`` (of ``LEVELS``) on. May be called again."""
    global _shape  # noqa: PLW0603 - the log is the process's, like the loggers themselves
    _shape = shape
    handler = _ToStandardError()
    handler.setFormatter(ProcessorFormatter(processors=_last(shape), foreign_pre_chain=[_unquoted, *_FIRST]))
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())


def _last(shape: str) -> list[Processor]:
    """How a record becomes a line."""
    if shape == "console":
        painted = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="time")
        return [ProcessorFormatter.remove_processors_meta, painted]
    return [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _in_order,
        structlog.processors.JSONRenderer(serializer=_as_json),
    ]


def _as_json(event: Mapping[str, Any], **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _in_order(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """When, how grave and what first, for whoever reads along."""
    first = {name: event.pop(name) for name in ("time", "level", "event")}
    return {**first, **event}


def _of_request(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Add the id of the request in whose course something was logged."""
    if has_request_context() and "request_id" not in event:
        event["request_id"] = g.get("request_id")
    return event


def _unquoted(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Cut from a message of the server what it quotes of the request."""
    for begin in _QUOTES:
        if event["event"].startswith(begin):
            event["event"] = begin.removesuffix(" from")
    return event


_FIRST: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    _of_request,
]


def request_lines(requests: Iterable[tuple[int, float, Mapping[str, Any]]]) -> None:
    """Log requests that were answered: of each the level, the moment in seconds since 1970, and its fields.

    A field that is None is left out. There is a line for every request and its form is always the same, so JSON is
    written without the way through a record of ``logging``, which would take as long as an answer that is kept.
    """
    lines = []
    for level, moment, fields in requests:
        if _LOGGER.isEnabledFor(level):
            told = {name: value for name, value in fields.items() if value is not None}
            if _shape == "json":
                line = {"time": datetime.fromtimestamp(moment, UTC), "level": _WORDS[level], "event": "request", **told}
                lines.append(orjson.dumps(line, option=_AS_LINE))
            else:
                _requests.log(level, "request", **told)
    if lines:
        sys.stderr.write(b"".join(lines).decode())
        sys.stderr.flush()


_shape = ""
_LOGGER = logging.getLogger("service.requests")
_WORDS = {logging.INFO: "info", logging.ERROR: "error"}
_AS_LINE = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
_requests: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    _LOGGER,
    processors=[structlog.stdlib.filter_by_level, *_FIRST, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
)
