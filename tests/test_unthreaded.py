"""What a worker's loop answers is what a thread answers, to the byte; and it answers while no thread is free."""

from __future__ import annotations

import os
import re
import selectors
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import gunicorn.http.wsgi
import hypothesis
import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ConfigurationProblem, ParseException
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn
from hypothesis import strategies as st

from service.app import create_app
from service.settings import Settings
from service.unthreaded import Unthreaded, can_serve
from service.wire import WholeResponse
from service.worker import Worker
from tests.conftest import NOW
from tests.server import PATIENCE, Server, connection, rest, serving

ASKED = "/v1/minerals/gallium/status?as_of=2025-12-01&destination=DE"
NEAR = ("192.0.2.1", 5), ("192.0.2.2", 80)
"""A caller's address, and the server's."""
HELD = b"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\nmaterial\n"
"""A list whose rest never comes: it holds a thread."""


def head(path: str = ASKED, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
    """The head of a request."""
    named = "".join(f"{line}\r\n" for line in ("Host: here", "X-Request-ID: test", *lines))
    return f"{method} {path} HTTP/{version}\r\n{named}\r\n".encode()


def one(caller: socket.socket, said: bytes) -> bytes:
    """The answer to a request on a connection that stays, to its last byte, without the moment in it."""
    caller.sendall(said)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += caller.recv(65536)
    length = re.search(rb"Content-Length: (\d+)", answer)
    bodiless = said.startswith(b"HEAD ") or b" 304 " in answer[:20]
    whole = answer.index(b"\r\n\r\n") + 4 + (0 if bodiless or not length else int(length[1]))
    while len(answer) < whole:
        answer += caller.recv(65536)
    return re.sub(rb"Date: [^\r]+", b"Date: now", answer)


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of one worker with one thread, and time enough for a test."""
    settings = {
        "EXPORT_CONTROLS_DATABASE": str(database),
        "EXPORT_CONTROLS_WORKERS": "1",
        "EXPORT_CONTROLS_THREADS": "1",
        "EXPORT_CONTROLS_KEEPALIVE": "30",
    }
    with serving(settings, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.mark.parametrize("path", [ASKED, "/v1/minerals/helium/status", "/v1/minerals/dysprosium/status?destination=US"])
def test_who_is_connected_is_answered_while_a_list_holds_the_only_thread(server: Server, path: str) -> None:
    """What is kept, and what nobody asked before."""
    with connection(server) as caller:
        expected = one(caller, head())
        with connection(server, HELD) as holding:
            assert one(caller, head()) == expected
            assert one(caller, head(path)).startswith(b"HTTP/1.1 200 OK\r\n")
            holding.setblocking(False)
            with pytest.raises(BlockingIOError):
                holding.recv(1)  # the list is still waited for


@pytest.mark.parametrize(
    "said",
    [
        head(),
        head(method="HEAD"),
        head(ASKED, "Connection: keep-alive", "Accept: application/json"),
        head(ASKED, "Accept: text/csv"),
        head(ASKED, "Origin: https://elsewhere.example"),
        head(ASKED, 'If-None-Match: "other"'),
        head(ASKED, "If-None-Match: *"),
        head(ASKED, 'If-Match: "other"'),
        head(ASKED, "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        head(ASKED, "Content-Length: 0"),
        head(ASKED, "Upgrade: h2c"),
        head(ASKED + "&asof=2025-01-01"),
        head("/v1/minerals/unobtainium/status"),
        head("/v1/minerals/gallium/status?as_of=2025-02-30"),
        head("/v1/minerals/gallium%20/status"),
        head("/v1/minerals?limit=2"),
        head("/nothing"),
        head(method="DELETE"),
        head(ASKED, *(f"X-{number}: {'y' * 900}" for number in range(6))),
    ],
    ids=range(19),
)
def test_the_answer_is_that_of_a_thread(server: Server, said: bytes) -> None:
    """Which answers the first request of a connection. Asked again it is the same: the headers are remembered."""
    with connection(server) as fresh:
        expected = one(fresh, said)
    with connection(server) as kept:
        one(kept, head())
        for _ in range(3):
            tag = rb"trace|-[0-9a-f]{16}-01"  # each answer is a step of its own in a caller's trace
            assert re.sub(tag, b"", one(kept, said)) == re.sub(tag, b"", expected)


@pytest.mark.parametrize("said", [head(ASKED, "Connection: close"), head(version="1.0")])
def test_a_connection_that_is_to_end_ends(server: Server, said: bytes) -> None:
    """Both are for a thread, which closes it."""
    with connection(server) as kept:
        one(kept, head())
        kept.sendall(said)
        assert b"\r\nConnection: close\r\n" in rest(kept)


def test_a_head_that_comes_in_pieces_and_two_that_come_at_once_are_answered(server: Server) -> None:
    """By a thread, in their order."""
    with connection(server) as kept:
        expected = one(kept, head())
        said = head()
        kept.sendall(said[:-10])
        assert one(kept, said[-10:]) == expected
        other = head("/v1/minerals/helium/status?as_of=2025-12-01")
        assert one(kept, head() + other) + one(kept, b"") == expected + one(kept, other)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The ends of a connection; the first takes little at once."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        ours.setblocking(False)
        theirs.settimeout(PATIENCE)
        yield ours, theirs


def loop(database: Path, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> Unthreaded:
    """What answers in the loop of a worker on the real record."""
    monkeypatch.setattr(gunicorn.http.wsgi, "Response", WholeResponse)
    app = create_app(Settings(database=database, **changes), now=lambda: NOW)
    app.test_client().get(ASKED)  # the first answer to the main question is Flask's
    return Unthreaded(app, Config())


def kept(sock: socket.socket) -> Any:
    """A connection as a worker keeps it."""
    parser = SimpleNamespace(unreader=SocketUnreader(sock))
    return SimpleNamespace(sock=sock, client=NEAR[0], server=NEAR[1], parser=parser)


def test_a_caller_who_takes_little_gets_every_byte(
    database: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    """What is not taken at once is left over, for a thread to send; also where nothing is taken."""
    ours, theirs = pair
    answering = loop(database, monkeypatch)
    theirs.sendall(head())
    left = answering.answer(kept(ours))
    assert left
    theirs.sendall(head())
    all_left = answering.answer(kept(ours))
    assert all_left
    assert all_left.startswith(b"HTTP/1.1 200 OK\r\n")
    ours.close()
    taken = rest(theirs)
    assert 0 < len(taken) < len(all_left)
    assert taken + left == all_left


def test_a_thread_sends_what_is_left_and_the_connection_goes_on(
    database: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    """And it counts as one request, which a worker that is to end after so many knows."""
    ours, theirs = pair
    worker, waiting = Worker(1, os.getpid(), [], None, 30, Config(), None), SimpleQueue[TConn]()
    worker.unthreaded, worker.tpool = loop(database, monkeypatch), SimpleNamespace(add=waiting.put)
    conn = TConn(Config(), ours, *NEAR)
    conn.init()
    answers = []
    with closing(worker.tmp), selectors.DefaultSelector() as worker.poller, ThreadPoolExecutor(1) as thread:
        for _ in range(3):
            ours.setblocking(False)
            worker.keepalived_conns.append(conn)
            worker.poller.register(ours, selectors.EVENT_READ)
            theirs.sendall(head())
            worker.on_client_socket_readable(conn, ours)
            handled = thread.submit(worker.handle, waiting.get_nowait())
            answers.append(one(theirs, b""))
            assert handled.result() is True
    assert len(answers[0]) > 4096
    assert answers == [answers[0]] * 3
    assert worker.nr == 3


def test_what_is_left_to_a_thread_is_there_to_be_read(
    database: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    """Every byte that was looked at, and nothing was sent for it."""
    ours, theirs = pair
    answering, conn = loop(database, monkeypatch), kept(ours)
    for said in (head("/v1/minerals/unobtainium/status"), head(method="POST"), head()[:-1], head() + b"G", b"\0" * 20):
        theirs.sendall(said)
        assert answering.answer(conn) is None
        assert conn.parser.unreader.take_buffered() == said
    theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        theirs.recv(1)
    assert answering.answer(conn) is None  # a caller who said nothing after all
    theirs.close()
    assert answering.answer(conn) is None  # and one who has gone
    assert conn.parser.unreader.take_buffered() == b""


def heads(*lines: str) -> st.SearchStrategy[bytes]:
    """Heads whose first line may be anything, mostly what a caller would write; ``lines`` are their headers."""
    parts = st.lists(st.sampled_from(["/", "v1", "a.b", "..", "%2F", "~", "é", "*", ":", ";"]), max_size=4).map("".join)
    pairs = st.lists(st.sampled_from(["a=b", "&", "%20", "+", "?", "#f", "/", "[", "é"]), max_size=4).map("".join)
    begun, asks = st.sampled_from(["/", "/", "//", ""]), st.sampled_from(["", "?"])
    target = st.builds("{}{}{}{}".format, begun, parts, asks, pairs)
    method, version = st.sampled_from(["GET", "GET", "HEAD", "POST"]), st.sampled_from(["1.1", "1.1", "1.1", "1.0"])
    named = "".join(f"{line}\r\n" for line in lines)
    return st.builds("{} {} HTTP/{}\r\n{}\r\n".format, method, target, version, st.just(named)).map(str.encode)


@hypothesis.settings(max_examples=600, deadline=None, derandomize=True, database=None)
@hypothesis.given(
    st.one_of(heads("Host: here"), heads("Host: here", "Connection: close"), heads("Host: a", "Accept: b", "Accept: c"))
)
def test_what_is_remembered_of_headers_is_what_gunicorn_reads(said: bytes) -> None:
    """Whatever stands on the first line; from whichever port it comes."""

    def read(answering: Unthreaded, said: bytes, port: int) -> Any:
        conn = SimpleNamespace(client=("192.0.2.1", port), server=NEAR[1])
        try:
            call = answering._call(conn, said)
        except (ParseException, ConfigurationProblem, StopIteration):
            return "refused"
        if call is None:
            return None
        request, environ = call
        told = {name: value for name, value in environ.items() if isinstance(value, str | bool | tuple)}
        environ["mark"] = "of one request"
        return told, request.method, request.version, request.should_close()

    knowing = Unthreaded(None, Config())
    for other in (b"GET / HTTP/1.1", b"HEAD / HTTP/1.1"):
        read(knowing, other + said[said.index(b"\r\n") :], 6)
    assert read(knowing, said, 5) == read(Unthreaded(None, Config()), said, 5)


def test_headers_are_read_once_and_only_so_many_are_remembered(
    database: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    """And none that name their request, which no others do."""
    ours, theirs = pair
    answering = loop(database, monkeypatch)

    def remembered(said: bytes) -> int:
        theirs.sendall(said)
        with closing(ours.dup()) as twin:
            answering.answer(kept(twin))
        return len(answering._read)

    plain = [f"GET /nothing/{number} HTTP/1.1\r\nHost: {number // 2}\r\n\r\n".encode() for number in range(1200)]
    assert [remembered(said) for said in (head(), plain[0], plain[0], plain[1], plain[2])] == [0, 1, 1, 1, 2]
    assert max(remembered(said) for said in plain) == 256


@pytest.mark.parametrize(
    "changes",
    [{"answer_cache": 0}, {"rate_limit": "5/minute"}],
    ids=["nothing is kept before the framework", "callers are counted"],
)
def test_where_the_application_does_not_tell_what_is_ready_the_loop_answers_nothing(
    database: Path, changes: dict[str, Any]
) -> None:
    """It would have to make whatever is asked for, or count a caller twice."""
    assert can_serve(create_app(Settings(database=database), now=lambda: NOW), Config())
    assert not can_serve(create_app(Settings(database=database, **changes), now=lambda: NOW), Config())
    assert not can_serve(lambda environ, start_response: [b"hello"], Config())


@pytest.mark.parametrize(
    ("name", "value"),
    [("accesslog", "-"), ("statsd_host", "localhost:1"), ("proxy_protocol", "auto"), ("keepalive", 0)],
)
def test_where_the_server_does_more_with_a_request_a_thread_does_it(database: Path, name: str, value: Any) -> None:
    """An operator may set these beside our own configuration."""
    cfg = Config()
    cfg.set(name, value)
    assert not can_serve(create_app(Settings(database=database), now=lambda: NOW), cfg)
