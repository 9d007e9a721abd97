"""Under granian the application answers as under gunicorn. Skipped where it is not installed, but for a pipeline.

There the environment sets ``REQUIRE_GRANIAN``, and they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.benchmarks.servers import Running, granian, ours

STATUS = "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US"
OWN = {"date", "server", "connection", "x-request-id"}
"""Headers in which two servers may differ, and two answers of one."""
Told = tuple[int, list[tuple[str, str]], bytes]


@pytest.fixture(scope="module")
def both(database: Path) -> Iterator[list[Running]]:
    """The service under gunicorn and under granian, on one database."""
    if find_spec("granian") is None:
        assert "REQUIRE_GRANIAN" not in os.environ, "granian is not installed"
        pytest.skip("granian is not installed (the extra granian)")
    with ExitStack() as stack:
        yield [stack.enter_context(server) for server in (ours(database), granian(database))]


def told(server: Running, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Told:
    """Status, headers and body of an answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        kept = sorted((name.lower(), value) for name, value in answer.getheaders() if name.lower() not in OWN)
        return answer.status, kept, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("GET", STATUS, {}, None),
        ("HEAD", STATUS, {}, None),
        ("GET", STATUS, {"Accept": "text/plain"}, None),
        ("GET", "/v1/minerals/%E9%95%93/status?as_of=2025-12-01&format=csv", {}, None),
        ("GET", "/v1/minerals/disprosium/status", {"X-Request-ID": "mine"}, None),
        ("GET", STATUS + "&asof=1", {"X-Request-ID": "mine"}, None),
        ("GET", "/v1/minerals?q=" + "x" * 4000, {"X-Request-ID": "mine"}, None),
        ("GET", "/openapi.yaml", {}, None),
        ("GET", "/nothing", {"X-Request-ID": "mine"}, None),
        (
            "POST",
            "/v1/screenings",
            {"Content-Type": "text/csv"},
            b"material,origin,destination,date\nGa,CN,DE,2026-03-02\n",
        ),
    ],
)
def test_the_bytes_are_the_same(
    both: list[Running], method: str, path: str, headers: dict[str, str], body: bytes | None
) -> None:
    """Headers included; the log of neither is compared."""
    gunicorn, other = (told(server, method, path, headers, body) for server in both)
    assert other == gunicorn


def test_a_validator_is_taken_by_the_one_that_the_other_gave(both: list[Running]) -> None:
    """As behind a proxy before both."""
    gunicorn, other = both
    tag = dict(told(gunicorn, "GET", STATUS, {}, None)[1])["etag"]
    status, _, body = told(other, "GET", STATUS, {"If-None-Match": tag}, None)
    assert (status, body) == (304, b"")


def test_its_one_worker_counts_for_itself(both: list[Running]) -> None:
    """No folder of counts is needed."""
    _, other = both
    told(other, "GET", "/v1/version", {}, None)
    assert b'route="/v1/version",status="200"' in told(other, "GET", "/metrics", {}, None)[2]
