"""What the server itself refuses is told as a problem too; only a real server shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformity import CONTRACT
from tests.server import Server, connection, rest, serving


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service on the real record."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


def said(server: Server, request: bytes) -> tuple[str, dict[str, str], bytes]:
    """The status line, the headers and the body that ``request`` gets, byte for byte."""
    with connection(server, request) as caller:
        head, _, body = rest(caller).partition(b"\r\n\r\n")
    first, *headers = head.decode("latin-1").split("\r\n")
    return first, dict(line.split(": ", 1) for line in headers), body


@pytest.mark.parametrize(
    ("request_bytes", "status", "kind"),
    [
        (b"GET /v1/minerals?q=" + b"x" * 8300 + b" HTTP/1.1\r\nHost: here\r\n\r\n", 414, "uri-too-long"),
        (b"HELLO\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/1.1\r\nHost: here\r\nbad header\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/9.9\r\nHost: here\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n", 431, "bad-request"),
    ],
)
def test_a_request_that_cannot_be_read_gets_a_problem(
    server: Server, request_bytes: bytes, status: int, kind: str
) -> None:
    """Of the published shape, with its id, and kept by no cache."""
    line, headers, body = said(server, request_bytes)
    assert line.startswith(f"HTTP/1.1 {status} ")
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Connection"] == "close"
    assert headers["Dataset-Version"]
    found = json.loads(body)
    assert CONTRACT.problems_with({"$ref": "#/components/schemas/Problem"}, found) == []
    assert (found["status"], found["type"], found["instance"]) == (status, f"/problems/{kind}", None)
    assert found["request_id"] == headers["X-Request-ID"]


def test_the_server_goes_on_when_a_caller_leaves_in_the_middle(server: Server) -> None:
    """Twenty who begin and go; the next one is answered."""
    for _ in range(20):
        with connection(server, b"BROKEN\r\n\r\n"):
            pass
    line, _, _ = said(server, b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    assert line == "HTTP/1.1 200 OK"
