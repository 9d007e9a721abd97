"""What the server refuses before the application sees it, told as every other error is: as a problem."""

from __future__ import annotations

from collections.abc import Callable
from socket import socket

from flask import Flask
from werkzeug.datastructures import Headers

from service.http.context import REFUSED
from service.http.problems import KINDS, of_status, problem
from service.observed import Observed

_PATIENCE = 5
"""Seconds for which a caller may be slow to take its refusal."""


def writer(app: Flask) -> Callable[[socket, int, str, str], None]:
    """What gunicorn calls to refuse a request that it cannot read; its own would send a page of HTML.

    The function takes the connection, the status, its reason phrase and what is wrong, and never raises for a caller
    who has gone.
    """

    def write(client: socket, status: int, reason: str, detail: str) -> None:
        with app.test_request_context(environ_overrides={REFUSED: True}):
            app.preprocess_request()
            kind = KINDS[of_status(status)]
            response = app.process_response(problem(kind, detail, status=status, instance=None))
            content, headers = response.get_data(), Headers(response.headers)
        if isinstance(app.wsgi_app, Observed):
            app.wsgi_app.refused(status, headers, len(content))
        headers["Content-Length"] = str(len(content))
        headers["Connection"] = "close"
        told = "".join(f"{name}: {value}\r\n" for name, value in headers)
        try:
            client.settimeout(_PATIENCE)
            client.sendall(f"HTTP/1.1 {status} {reason}\r\n{told}\r\n".encode("latin-1") + content)
        except OSError:
            app.logger.info("a request was refused with %s, and its caller had gone", status)

    return write
