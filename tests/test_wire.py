"""The bytes of an answer are gunicorn's own, whatever the answer; only how many writes they take is ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader
from gunicorn.http.wsgi import Response

from service.wire import WholeResponse


class Caller:
    """A connection that keeps each write."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def sendall(self, content: bytes) -> None:
        """Keep it."""
        self.writes.append(bytes(content))


class Request:
    """What a response asks of the request."""

    version = (1, 1)

    def __init__(self, method: str) -> None:
        self.method = method

    def should_close(self) -> bool:
        """No."""
        return False


def written(kind: Any, method: str, status: str, headers: list[tuple[str, str]], parts: list[bytes]) -> list[bytes]:
    """The writes of a response, without the moment in them."""
    caller = Caller()
    response = kind(Request(method), caller, Config())
    response.start_response(status, headers)
    for part in parts:
        response.write(part)
    response.close()
    return [re.sub(rb"Date: [^\r]+", b"Date: now", content) for content in caller.writes]


LENGTH = ("Content-Length", "200000")
PLAIN = ("Content-Type", "text/plain")


@pytest.mark.parametrize(
    ("method", "status", "headers", "parts", "writes"),
    [
        ("GET", "200 OK", [PLAIN, ("Content-Length", "5")], [b"hello"], 1),
        ("GET", "200 OK", [PLAIN, ("Content-Length", "5")], [b"hello", b"!"], 1),
        ("GET", "200 OK", [PLAIN, LENGTH], [b"x" * 200_000], 2),
        ("GET", "200 OK", [PLAIN], [b"one", b"two"], 3),
        ("HEAD", "200 OK", [PLAIN, LENGTH], [], 1),
        ("GET", "304 NOT MODIFIED", [("ETag", '"1"'), ("Connection", "close")], [], 1),
        ("GET", "200 OK", [PLAIN, ("Link", "</a>"), ("Link", "</b> "), ("Content-Length", "0")], [], 1),
    ],
)
def test_the_bytes_are_those_of_gunicorn(
    method: str, status: str, headers: list[tuple[str, str]], parts: list[bytes], writes: int
) -> None:
    """Twice, since headers that were checked once are known."""
    for _ in range(2):
        ours = written(WholeResponse, method, status, headers, parts)
        assert b"".join(ours) == b"".join(written(Response, method, status, headers, parts))
        assert len(ours) == writes


def test_a_header_that_would_break_out_is_refused_each_time() -> None:
    """What was refused is not kept as checked."""
    for _ in range(2):
        with pytest.raises(InvalidResponseHeader):
            written(WholeResponse, "GET", "200 OK", [("X-Request-ID", "1\r\nSet-Cookie: a=b")], [])
