"""The bytes of an answer are gunicorn's own, whatever the answer; only how many writes they take is ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader
from gunicorn.http.wsgi import Response

from service.wire import WholeResponse


class Caller:
    """A connection that keeps each write, and of one in parts takes a hundred thousand bytes at the most."""

    def __init__(self, takes: int = 100_000) -> None:
        self.writes: list[bytes] = []
        self._takes = takes

    def sendmsg(self, parts: Sequence[bytes]) -> int:
        """Take what is taken at once, and tell how much it was."""
        taken = b"".join(parts)[: self._takes]
        self.writes.append(taken)
        return len(taken)

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


def written(
    kind: Any,
    status: str,
    headers: list[tuple[str, str]],
    parts: list[bytes],
    *,
    method: str = "GET",
    takes: int = 100_000,
) -> tuple[bytes, int]:
    """What a response writes, without the moment in it, and in how many writes."""
    caller = Caller(takes)
    response = kind(Request(method), caller, Config())
    response.start_response(status, headers)
    for part in parts:
        response.write(part)
    response.close()
    return re.sub(rb"Date: [^\r]+", b"Date: now", b"".join(caller.writes)), len(caller.writes)


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
        content, took = written(WholeResponse, status, headers, parts, method=method)
        assert content == written(Response, status, headers, parts, method=method)[0]
        assert took == writes


@pytest.mark.parametrize("takes", [0, 1, 100, 150, 300, 5_000])
def test_a_caller_who_takes_little_at_once_gets_every_byte(takes: int) -> None:
    """Wherever the first write ends: in the head, at its end, or in the body."""
    headers, parts = [PLAIN, ("Content-Length", "3000")], [b"0123456789" * 300]
    whole, _ = written(WholeResponse, "200 OK", headers, parts)
    assert written(WholeResponse, "200 OK", headers, parts, takes=takes)[0] == whole


def test_a_header_that_would_break_out_is_refused_each_time() -> None:
    """What was refused is not kept as checked."""
    for _ in range(2):
        with pytest.raises(InvalidResponseHeader):
            written(WholeResponse, "200 OK", [("X-Request-ID", "1\r\nSet-Cookie: a=b")], [])
