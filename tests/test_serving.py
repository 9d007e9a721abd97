"""What only a real server shows: who may hold it up, for how long, and how it stops and renews itself."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.server import PATIENCE, Server, connection, environment, rest, serving

SMALL = {"EXPORT_CONTROLS_WORKERS": "1", "EXPORT_CONTROLS_THREADS": "1"}
"""One thread for all: who holds it holds the service."""


def ready(server: Server) -> bool:
    """Whether another caller is answered."""
    with urlopen(f"{server.address}/readyz", timeout=PATIENCE) as answer:
        return bool(json.load(answer)["status"] == "ready")


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a single thread and little patience."""
    settings = {**SMALL, "EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_CLIENT_TIMEOUT": "1"}
    with serving(settings, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


def test_callers_who_say_nothing_hold_no_thread(server: Server) -> None:
    """Forty of them, and the next one is answered while they still wait."""
    with ExitStack() as held:
        silent = [held.enter_context(connection(server)) for _ in range(40)]
        assert ready(server)
        silent[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert rest(silent[-1]).startswith(b"HTTP/1.1 200 ")


def test_a_caller_who_says_nothing_at_all_is_let_go(server: Server) -> None:
    """After the time for which a connection may be idle."""
    with connection(server) as caller:
        assert rest(caller) == b""


@pytest.mark.parametrize("begun", [b"G", b"GET /healthz HTTP/1.1\r\nHost: he", b"GET / HTTP/1.1\r\nHost: here\r\n"])
def test_a_caller_who_begins_and_stops_holds_the_thread_for_its_time_and_no_longer(
    server: Server, begun: bytes
) -> None:
    """The next one is answered, and the connection ends."""
    with connection(server, begun) as caller:
        assert ready(server)
        assert rest(caller) == b""


def test_a_list_that_stops_halfway_is_refused(server: Server) -> None:
    """Also one that comes drop by drop: it is the whole that has its time."""
    head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\n"
    with connection(server, head + b"material\nGa") as caller:
        answer = rest(caller)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"the body broke off: 11 of its 100 bytes came" in answer
    assert ready(server)


def test_a_list_whose_sender_dies_is_not_taken_for_a_shorter_list(server: Server) -> None:
    """Nor in a form, nor in chunks: half a list without a word would be an answer to another question."""
    kinds = {
        b"text/csv": b"material\nGa\n",
        b"multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nmaterial\nGa\n',
    }
    for kind, body in kinds.items():
        for length in (b"Content-Length: 1000\r\n\r\n" + body, b"Transfer-Encoding: chunked\r\n\r\nFF\r\n" + body):
            head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: " + kind + b"\r\n"
            with connection(server, head + length) as caller:
                caller.shutdown(socket.SHUT_WR)
                assert not rest(caller).startswith(b"HTTP/1.1 2"), (kind, length)


def test_a_caller_who_takes_no_answer_is_cut_off(server: Server) -> None:
    """The answer is larger than what fits between the two, and the one thread is free again after a while."""
    body = b"material,origin,destination,date\n" + b"Ga,CN,DE,2026-03-02\n" * 9_000
    head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\n"
    with connection(server, head + b"Content-Length: %d\r\n\r\n" % len(body) + body, buffer=4096) as caller:
        assert ready(server)
        answer = rest(caller)
    assert answer.startswith(b"HTTP/1.1 200 ")
    told = re.search(rb"Content-Length: (\d+)", answer)
    assert told
    assert len(answer) < int(told[1])


@pytest.mark.parametrize("expect", [b"", b"Expect: 100-continue\r\n"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Server, expect: bytes) -> None:
    """By its length alone; a caller who asks first whether to send it is told at once, and never to go on."""
    head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\nContent-Length: 999999999999\r\n"
    with connection(server, head + expect + b"\r\n") as caller:
        assert rest(caller).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_is_asked_about_and_taken_is_asked_for(server: Server) -> None:
    """As curl does for a long one."""
    body = b"material,origin,destination,date\nGa,CN,DE,2026-03-02\n"
    head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: text/csv\r\n"
    with connection(server, head + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)) as caller:
        assert caller.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        caller.sendall(body)
        assert rest(caller).startswith(b"HTTP/1.1 200 ")


def test_more_headers_than_anybody_sends_are_refused(server: Server) -> None:
    """As a problem."""
    many = b"".join(b"X-%d: y\r\n" % number for number in range(70))
    with connection(server, b"GET / HTTP/1.1\r\nHost: here\r\n" + many + b"\r\n") as caller:
        answer = rest(caller)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in answer


def test_no_version_of_the_server_is_told(server: Server) -> None:
    """Its name is all."""
    with urlopen(f"{server.address}/healthz") as answer:
        assert answer.headers["Server"] == "gunicorn"


def test_a_worker_is_replaced_after_the_answers_that_were_set(database: Path, tmp_path: Path) -> None:
    """No caller notices."""
    settings = {**SMALL, "EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_MAX_REQUESTS": "3"}
    with serving(settings, cwd=tmp_path) as running:
        assert all(ready(running) for _ in range(10))


def test_a_stopping_server_finishes_what_it_has_begun(database: Path, tmp_path: Path) -> None:
    """A list whose second half comes after the word to stop is answered."""
    body = b"material,origin,destination,date\nGa,CN,DE,2026-03-02\n"
    head = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\n"
    settings = {**SMALL, "EXPORT_CONTROLS_DATABASE": str(database)}
    with serving(settings, cwd=tmp_path) as running:
        asked = head + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
        with connection(running, asked) as caller:
            assert caller.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
            running.process.terminate()
            while not any("Handling signal: term" in line for line in running.said):
                assert running.process.poll() is None
            caller.sendall(body)
            assert rest(caller).startswith(b"HTTP/1.1 200 ")
    assert running.process.returncode == 0


def test_a_server_starts_its_successor_beside_itself_on_the_same_address(database: Path, tmp_path: Path) -> None:
    """On SIGUSR2, as gunicorn does: with other code it would be an upgrade without a pause."""
    settings = {**SMALL, "EXPORT_CONTROLS_DATABASE": str(database)}
    with serving(settings, cwd=tmp_path) as running:
        running.process.send_signal(signal.SIGUSR2)
        while not (found := re.findall(r"Listening at: (\S+) \((\d+)\)", "".join(running.said)))[1:]:
            assert running.process.poll() is None
        address, successor = found[1]
        try:
            assert address == running.address
            running.process.terminate()
            running.process.wait(timeout=PATIENCE)
            assert ready(running)
        finally:
            os.kill(int(successor), signal.SIGTERM)


def test_threads_of_a_worker_give_way_ten_times_as_often_as_python_lets_them(database: Path) -> None:
    """Else short answers wait for a long list; how long is measured by ``tests.benchmarks``."""
    statement = (
        "import sys; from service import gunicorn_conf as conf; conf.post_fork(0, 0); print(sys.getswitchinterval())"
    )
    settings = environment(EXPORT_CONTROLS_DATABASE=str(database))
    told = subprocess.run([sys.executable, "-c", statement], env=settings, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0.0005"
