"""No request, however it is meant, gets a failure, the service's insides, or a slow answer: a sample, every time.

The long run is ``python -m tests.reliability.hostile 20000``.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from tests.conformity import CONTRACT
from tests.reliability.corpus import BODIES, QUESTIONS, by_chance, fixed, request
from tests.reliability.hostile import Failure, judge, run
from tests.server import Server, serving


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service on the real record."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


def test_the_corpus_is_answered_or_refused(server: Server) -> None:
    """Every hostile path, header, question and body once; errors are problems of the published shape."""
    found = run(server.address, fixed())
    assert found.total() > len(QUESTIONS) + len(BODIES)
    assert found[422] > 0


def test_requests_by_chance_are_answered_or_refused(server: Server) -> None:
    """Five hundred over every route, the same in every run; both happen, so the chance is not all one way."""
    found = run(server.address, islice(by_chance(CONTRACT.document, seed=7), 500))
    assert found.total() == 500
    assert found[200] > 50
    assert found[422] > 50


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "500"),
        (b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "text/html"),
        (b"HTTP/1.1 404 No\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}", "required"),
        (b"HTTP/1.1 200 Yes\r\nContent-Length: 32\r\n\r\nTraceback (most recent call last", "insides"),
    ],
)
def test_the_judge_finds_an_answer_that_no_request_may_get(answer: bytes, what: str) -> None:
    """By its status, its media type, its shape and its words; from a server that says just that."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        pool.submit(_say, listening, answer)
        with pytest.raises(Failure, match=what):
            judge(f"http://127.0.0.1:{listening.getsockname()[1]}", request("GET", b"/"))


def _say(listening: socket.socket, answer: bytes) -> None:
    caller, _ = listening.accept()
    with caller:
        caller.recv(65536)
        caller.sendall(answer)
