"""How an answer goes onto the wire: its head together with the beginning of its body, in one write."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from gunicorn.http.wsgi import Response

_TOGETHER = 65_536
"""Bytes of a body that are copied behind its head at the most; of a long list the rest follows as it lies in memory."""
_FRAMING = frozenset({"content-length", "connection", "upgrade"})
"""Headers of which gunicorn takes more than their text."""


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
        for name, value in headers:
            if name.lower() in _FRAMING:
                super().process_headers([(name, value)])
            else:
                self.headers += _checked(name, value)

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
            self.sock.sendall(head + content[:_TOGETHER])
        if len(content) > _TOGETHER:
            self.sock.sendall(memoryview(content)[_TOGETHER:])


@lru_cache(maxsize=1024)
def _checked(name: str, value: str) -> list[tuple[str, str]]:
    """What gunicorn keeps of a header, in a list that nobody changes; most headers are the same on every answer."""
    response = Response(None, None, None)
    response.process_headers([(name, value)])
    kept: list[tuple[str, str]] = response.headers
    return kept
