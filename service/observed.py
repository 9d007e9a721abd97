"""Every request observed from its first byte to its last: a line in the log, a count, and the trace passed on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

from service import logs
from service.gathered import Gathered
from service.http.tags import request_id, tags, trace
from service.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SEEN = "export_controls.seen"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE, OTHER_METHOD = "(none)", "(other)"


@dataclass(slots=True)
class Seen:
    """What is told of a request, as far as it is known; ``seconds`` None where nobody knows when it began."""

    method: str | None
    status: int = 500
    route: str | None = None
    request_id: str | None = None
    dataset_version: str | None = None
    key: str | None = None
    trace_id: str | None = None
    size: int = 0
    seconds: float | None = None
    moment: float = 0


class Observed:
    """A WSGI application that observes the requests of ``app``. ``timer`` tells seconds and never goes back."""

    def __init__(self, app: Flask, metrics: Metrics, timer: Callable[[], float]) -> None:
        self._inner: WSGIApplication = app.wsgi_app
        self._metrics = metrics
        self._timer = timer
        self._seen = Gathered(self._tell)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does; what is to be told is told when the answer is out."""
        began = self._timer()
        seen = environ[_SEEN] = Seen(environ["REQUEST_METHOD"])

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            seen.status = int(status[:3])
            return start_response(status, headers, exc_info)

        def ended(size: int) -> None:
            seen.seconds = self._timer() - began
            self._saw(seen, size)

        return _Counted(self._inner(environ, started), ended)

    def refused(self, status: int, headers: Headers, size: int) -> None:
        """Tell of a request that the server refused and the application never saw, by the answer that it got."""
        told = headers.get("X-Request-ID"), headers.get("Dataset-Version")
        self._saw(Seen(None, status, None, *told), size)

    def _saw(self, seen: Seen, size: int) -> None:
        seen.size, seen.moment = size, time()
        self._seen.add(seen, at_once=seen.status >= 500)

    def _tell(self, requests: list[Seen]) -> None:
        lines, counted = [], []
        for seen in requests:
            method = seen.method if seen.method in _METHODS else OTHER_METHOD
            route = seen.route or NO_ROUTE
            counted.append((method, route, seen.status, seen.seconds))
            fields = {
                "method": method,
                "route": route,
                "status": seen.status,
                "ms": None if seen.seconds is None else round(seen.seconds * 1000, 2),
                "bytes": seen.size,
                "request_id": seen.request_id,
                "dataset_version": seen.dataset_version,
                "key": seen.key,
                "trace_id": seen.trace_id,
            }
            lines.append((logging.ERROR if seen.status >= 500 else logging.INFO, seen.moment, fields))
        self._metrics.answered(counted)
        logs.request_lines(lines)


class _Counted:
    """The parts of an answer; when they are out, or the caller has gone, ``done`` is called with their bytes, once."""

    def __init__(self, parts: Iterable[bytes], done: Callable[[int], None]) -> None:
        self._parts = parts
        self._done: Callable[[int], None] | None = done
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        if isinstance(self._parts, list):  # a whole answer, which ``close`` ends
            self._size = sum(map(len, self._parts))
            return iter(self._parts)
        return self._each()

    def _each(self) -> Iterator[bytes]:
        for part in self._parts:
            self._size += len(part)
            yield part
        self._tell()

    def close(self) -> None:
        """End the answer, as a server does after the last part or when the caller has gone."""
        try:
            if (close := getattr(self._parts, "close", None)) is not None:
                close()
        finally:
            self._tell()

    def _tell(self) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(self._size)


def note(response: Response) -> Response:
    """Note of the request what only its own context knows, and tag its answer."""
    environ = request.environ
    response.headers.extend(tags(environ))
    route = request.url_rule.rule if request.url_rule is not None else None
    see(environ, route, response.headers.get("Dataset-Version"), g.get("key_name"))
    return response


def see(environ: WSGIEnvironment, route: str | None, dataset_version: str | None, key: str | None) -> None:
    """Note of the request of ``environ`` what is told of it once its answer is out."""
    seen: Seen | None = environ.get(_SEEN)
    if seen is not None:
        caller = trace(environ)
        seen.route, seen.dataset_version, seen.key = route, dataset_version, key
        seen.request_id = request_id(environ)
        seen.trace_id = None if caller is None else caller.trace_id
