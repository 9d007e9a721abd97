"""What a worker answers in its loop, without a thread: questions on kept connections whose answers are ready.

To hand a connection to a thread and to take it back costs more than such an answer, and every thread may be busy with
a list, for which nobody should wait who only looks something up. The question is read by gunicorn's own parser and put
to the application as a thread would put it. What is not quite plain, or not ready, is left to a thread: it begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from gunicorn.http import wsgi
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

from service.ready import ONLY, offered
from service.way import WAY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from gunicorn.config import Config
    from gunicorn.workers.gthread import TConn

_LONGEST = 4096
"""Bytes that a head may have to be read here; hardly any is longer, and each that is remembered takes room."""
_REMEMBERED = 256
"""Readings of headers that are remembered, a megabyte or two at the most; with one more it is begun anew."""
_END = b"\r\n\r\n"
_PLAIN_LINE = re.compile(rb"(GET|HEAD) ((/(?:[\w.~-][\w.~/-]*)?)(?:\?([\w.~=&%+:,/-]*))?) HTTP/1\.1\r\n", re.ASCII)
"""A first line in which nothing has to be decoded or looked up: its target, and in that the path and the query."""
_MORE = frozenset({"CONTENT-LENGTH", "EXPECT", "TRANSFER-ENCODING", "UPGRADE"})
"""Headers by which a request is more than its head."""
_OWN = frozenset({"TRACEPARENT", "X-REQUEST-ID"})
"""Headers that are another's each time, so that nothing is gained by remembering what stands beside them."""
Call = tuple[Request, "WSGIEnvironment"]
"""A request, as gunicorn reads it and as an application is asked it."""


def can_serve(app: Any, cfg: Config) -> bool:
    """Whether the application and gunicorn's settings let a loop answer: no more happens to a request than here."""
    plain = not cfg.is_ssl and cfg.proxy_protocol == "off" and cfg.protocol == "http"
    return offered(app) and plain and not (cfg.accesslog or cfg.statsd_host) and bool(cfg.keepalive)


class Unthreaded:
    """The answers of the loop of one worker that runs ``app``, where it :func:`can_serve`."""

    def __init__(self, app: Any, cfg: Config) -> None:
        self._app, self._cfg = app, cfg
        self._read: dict[Hashable, Call] = {}

    def answer(self, conn: TConn) -> bytes | None:
        """Answer what ``conn``, a kept connection that can be read, has said; None where that is left to a thread.

        Gives what is left over of an answer that the caller does not take at once, else nothing.
        """
        try:
            said = conn.sock.recv(_LONGEST)
            if _is_head(said):
                WAY.asked()
                answer = self._made(conn, said)
                if answer is not None:
                    return answer.sent_on(conn.sock)
        except OSError:
            return None  # a thread meets it again, and deals with it
        conn.parser.unreader.unread(said)
        return None

    def _made(self, conn: TConn, said: bytes) -> _Parts | None:
        """The answer to the request whose head was ``said``, if it is ready."""
        parts = _Parts()
        try:
            call = self._call(conn, said)
            if call is None:
                return None
            request, environ = call
            response = wsgi.Response(request, parts, self._cfg)
            with closing(self._app(environ, response.start_response)) as given:
                for part in given:
                    response.write(part)
                response.close()
        except Exception:  # not ready or not to be read: whatever it is, a thread meets it again and deals with it
            return None
        return parts

    def _call(self, conn: TConn, said: bytes) -> Call | None:
        """What a head asks, as gunicorn reads it; None where a connection takes more than an answer.

        A caller's headers are mostly the same each time and are read once; the first line, if it is plain, is put to
        what was read.
        """
        line = _PLAIN_LINE.match(said)
        if line is None:
            return self._whole(conn, said)
        near = isinstance(conn.client, tuple)  # else it is a Unix socket's, and has no address
        key = line[1], said[line.end() :], conn.server, conn.client[0] if near else None
        found = self._read.get(key)
        if found is None:
            found = self._whole(conn, said)
            if found is not None and not found[1]["SCRIPT_NAME"] and not {name for name, _ in found[0].headers} & _OWN:
                self._remember(key, (found[0], found[1].copy()))  # whoever is asked writes into its own
            return found
        target, path, query = (part.decode() for part in (line[2], line[3], line[4] or b""))
        environ = {**found[1], "RAW_URI": target, "PATH_INFO": path, "QUERY_STRING": query}
        if near:
            environ["REMOTE_PORT"] = str(conn.client[1])
        return found[0], environ

    def _whole(self, conn: TConn, said: bytes) -> Call | None:
        """The same, all of it read by gunicorn."""
        request = Request(self._cfg, IterUnreader((said,)), conn.client, 2)  # not a connection's first, maybe special
        if request.should_close() or any(name in _MORE for name, _ in request.headers):
            return None
        _, environ = wsgi.create(request, _Parts(), conn.client, conn.server, self._cfg)
        return request, environ | {"wsgi.multithread": True, ONLY: True}

    def _remember(self, key: Hashable, call: Call) -> None:
        if len(self._read) >= _REMEMBERED:
            self._read.clear()
        self._read[key] = call


def _is_head(said: bytes) -> bool:
    """Whether it is the head of one request that only reads, from its beginning to its end."""
    return said.startswith((b"GET ", b"HEAD ")) and said.find(_END) == len(said) - len(_END)


class _Parts:
    """What stands for a connection while an answer is made, and keeps what is written on it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def sendmsg(self, parts: Sequence[bytes]) -> int:
        """Keep all of it, and say so."""
        self._parts += parts
        return sum(map(len, parts))

    def sent_on(self, sock: Any) -> bytes:
        """Send it on a socket that does not wait, as much as is taken at once; what is left over."""
        try:
            sent = sock.sendmsg(self._parts)
        except BlockingIOError:
            sent = 0
        return b"" if sent == sum(map(len, self._parts)) else b"".join(self._parts)[sent:]
