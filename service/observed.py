"""Every request observed from its first byte to its last: a line in the log, a count, and the trace passed on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

from service import logs
from service.http.tags import request_id, tags, trace
from service.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SEEN = "export_controls.seen"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE, OTHER_METHOD = "(none)", "(other)"


class Observed:
    """A WSGI application that observes the requests of ``app``. ``timer`` tells seconds and never goes back."""

    def __init__(self, app: Flask, metrics: Metrics, timer: Callable[[], float]) -> None:
        self._inner: WSGIApplication = app.wsgi_app
        self._metrics = metrics
        self._timer = timer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does; what is to be told is told when the answer is out."""
        began = self._timer()
        seen: dict[str, Any] = {"method": environ["REQUEST_METHOD"], "route": None, "status": 500}
        environ[_SEEN] = seen

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            seen["status"] = int(status[:3])
            return start_response(status, headers, exc_info)

        return _Counted(self._inner(environ, started), lambda size: self._tell(seen, size, self._timer() - began))

    def refused(self, status: int, headers: Headers, size: int) -> None:
        """Tell of a request that the server refused and the application never saw, by the answer that it got."""
        self._tell({"method": None, "route": None, "status": status, **_ids(headers)}, size, None)

    def _tell(self, seen: dict[str, Any], size: int, seconds: float | None) -> None:
        method = seen["method"] if seen["method"] in _METHODS else OTHER_METHOD
        route, status = seen["route"] or NO_ROUTE, seen["status"]
        self._metrics.answered(method, route, status, seconds)
        logs.request_line(
            logging.ERROR if status >= 500 else logging.INFO,
            method=method,
            route=route,
            status=status,
            ms=None if seconds is None else round(seconds * 1000, 2),
            bytes=size,
            request_id=seen.get("request_id"),
            dataset_version=seen.get("dataset_version"),
            key=seen.get("key"),
            trace_id=seen.get("trace_id"),
        )


class _Counted:
    """The parts of an answer; when they are out, or the caller has gone, ``done`` is called with their bytes, once."""

    def __init__(self, parts: Iterable[bytes], done: Callable[[int], None]) -> None:
        self._parts = parts
        self._done: Callable[[int], None] | None = done
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            self._size += len(part)
            yield part
        self._tell()

    def close(self) -> None:
        """End the answer, as a server does after the last part or when the caller has gone."""
        try:
            close: Callable[[], None] = getattr(self._parts, "close", lambda: None)
            close()
        finally:
            self._tell()

    def _tell(self) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(self._size)


def _ids(headers: Headers) -> dict[str, str | None]:
    """What an answer says of itself: the id of its request and the data that it is from."""
    return {"request_id": headers.get("X-Request-ID"), "dataset_version": headers.get("Dataset-Version")}


def note(response: Response) -> Response:
    """Note of the request what only its own context knows, and tag its answer."""
    environ = request.environ
    response.headers.extend(tags(environ))
    route = request.url_rule.rule if request.url_rule is not None else None
    see(environ, route, response.headers.get("Dataset-Version"), g.get("key_name"))
    return response


def see(environ: WSGIEnvironment, route: str | None, dataset_version: str | None, key: str | None) -> None:
    """Note of the request of ``environ`` what is told of it once its answer is out."""
    seen = environ.get(_SEEN)
    if seen is not None:
        caller = trace(environ)
        seen["route"] = route
        seen["request_id"] = request_id(environ)
        seen["dataset_version"] = dataset_version
        seen["key"] = key
        seen["trace_id"] = caller.trace_id if caller is not None else None
