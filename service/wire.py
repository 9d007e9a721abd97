"""How an answer goes onto the wire: its head together with the beginning of its body, in one write."""

from __future__ import annotations

from typing import Any

from gunicorn.http.wsgi import Response


class _Kept:
    """In the place of a connection: keeps what is written to it."""

    def __init__(self) -> None:
        self.content = b""

    def sendall(self, content: bytes) -> None:
        """Keep ``content``."""
        self.content += content


class WholeResponse(Response):  # type: ignore[misc]  # gunicorn ships no types
    """A response of gunicorn whose head waits for the first bytes of its body.

    gunicorn writes them apart. A worker that dies in between has told of an answer that never comes, which no balancer
    may ask for again; and every answer is two packets. Written together it is all there or not there at all.
    """

    sock: Any
    _head = b""

    def send_headers(self) -> None:
        """Make the head, and keep it."""
        if not self.headers_sent:
            self._head = self._written(super().send_headers)

    def close(self) -> None:
        """End the response; one without a body is its head alone."""
        self.send_headers()
        self._write(b"")
        super().close()

    def _emit_body(self, data: bytes) -> None:
        self._write(self._written(super()._emit_body, data))

    def _written(self, write: Any, *content: bytes) -> bytes:
        """What gunicorn's own ``write`` would send."""
        connection, self.sock = self.sock, _Kept()
        try:
            write(*content)
            kept: bytes = self.sock.content
        finally:
            self.sock = connection
        return kept

    def _write(self, content: bytes) -> None:
        head, self._head = self._head, b""
        if head or content:
            self.sock.sendall(head + content)
