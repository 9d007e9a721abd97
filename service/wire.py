"""How an answer goes onto the wire: its head together with the beginning of its body, in one write."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from gunicorn.http.wsgi import Response
from gunicorn.util import http_date

_ANEW = frozenset({"Content-Length", "X-Request-ID"})
"""Headers that differ from answer to answer, so that nothing is gained by remembering what was checked."""


class WholeResponse(Response):  # type: ignore[misc]  # gunicorn ships no types
    """A response of gunicorn whose head waits for the first bytes of its body.

    gunicorn writes them apart. A worker that dies in between has told of an answer that never comes, which no balancer
    may ask for again; and every answer is two packets. Written together it is all there or not there at all.
    """

    sock: Any
    headers: list[tuple[str, str]]
    headers_sent: bool
    _head = b""

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Check and keep the headers, as gunicorn does, but what was checked of late not again."""
        for header in headers:
            if header[0] not in _ANEW and _is_plain(header):
                self.headers.append(header)
            else:
                super().process_headers([header])

    def send_headers(self) -> None:
        """Make the head, and keep it."""
        if not self.headers_sent:
            told = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
            self._head = f"{''.join(self.default_headers())}{told}\r\n".encode("latin-1")
            self.headers_sent = True

    def close(self) -> None:
        """End the response; one without a body is its head alone."""
        self.send_headers()
        self._write(b"")
        super().close()

    def _emit_body(self, data: bytes) -> None:
        self._write(b"%X\r\n%b\r\n" % (len(data), data) if self.chunked else data)

    def _write(self, content: bytes) -> None:
        head, self._head = self._head, b""
        if head or content:
            sent = self.sock.sendmsg((head, content))
            if sent < len(head) + len(content):  # a caller who takes a long answer takes it bit by bit
                rest = head[sent:], memoryview(content)[max(0, sent - len(head)) :]
                self.sock.sendall(b"".join(rest) if rest[0] else rest[1])


@lru_cache(maxsize=1024)
def _is_plain(header: tuple[str, str]) -> bool:
    """Whether gunicorn, which raises for a wrong one, keeps a header as it is and takes nothing more from it."""
    response = Response(None, None, None)
    before = vars(response) | {"headers": [header]}
    response.process_headers([header])
    plain: bool = vars(response) == before
    return plain


def date_now(timestamp: float | None = None) -> str:
    """The header ``Date``, made once a second; what gunicorn calls for each answer. ``timestamp`` None is now."""
    told: str = _date(int(time.time() if timestamp is None else timestamp))
    return told


_date = lru_cache(maxsize=2)(http_date)
