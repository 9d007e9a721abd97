"""Processes that are killed while they answer, and a service that is stopped in the middle of a long list."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.reliability.load import PATIENCE, asking, workers
from tests.server import Server, serving

CALLERS = 8
HAPROXY = """\
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  retries 4
  option redispatch 1
  retry-on conn-failure empty-response response-timeout 502 503
listen front
  bind 127.0.0.1:{port}
  balance roundrobin
  option httpchk GET /readyz
  server one {one} check inter 200ms
  server two {two} check inter 200ms
"""


@pytest.fixture
def replica(database: Path, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts a service on the real record with two workers; all stop when the test ends."""
    with ExitStack() as running:
        settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "2"}
        yield lambda: running.enter_context(serving(settings, cwd=tmp_path))


def test_a_worker_that_is_killed_takes_no_more_than_its_own_answers_along(replica: Callable[[], Server]) -> None:
    """Under load: each caller loses one request at most, a new worker stands in, and nobody loses another one."""
    server = replica()
    with asking(server.address, CALLERS) as load:
        load.wait_for_more(100)
        gone = min(workers(server))
        os.kill(gone, signal.SIGKILL)
        workers(server, gone=gone)
        load.wait_for_more(100)
        lost = len(load.failures)
        load.wait_for_more(200)
    assert lost <= CALLERS
    assert len(load.failures) == lost
    assert set(load.statuses) == {200}


def test_callers_behind_a_balancer_notice_nothing_when_every_worker_is_killed_in_turn(
    replica: Callable[[], Server], tmp_path: Path
) -> None:
    """Two replicas behind haproxy: it asks the other one again, which a question without a side effect allows."""
    if shutil.which("haproxy") is None:
        assert "REQUIRE_HAPROXY" not in os.environ, "haproxy is not installed"
        pytest.skip("haproxy is not installed")
    one, two = replica(), replica()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {"one": one.address.removeprefix("http://"), "two": two.address.removeprefix("http://")}
    (tmp_path / "haproxy.cfg").write_text(HAPROXY.format(port=port, **places), encoding="ascii")
    balancer = subprocess.Popen(["haproxy", "-db", "-f", tmp_path / "haproxy.cfg"], stderr=subprocess.DEVNULL)
    try:
        while not _listens(port):
            assert balancer.poll() is None, "haproxy did not start"
        with asking(f"http://127.0.0.1:{port}", CALLERS) as load:
            load.wait_for_more(50)
            for server in (one, two):
                for gone in sorted(workers(server)):
                    os.kill(gone, signal.SIGKILL)
                    workers(server, gone=gone)
                    load.wait_for_more(50)
        assert load.failures == []
        assert set(load.statuses) == {200}
    finally:
        balancer.terminate()
        balancer.wait(timeout=PATIENCE)


def test_a_long_list_is_answered_whole_by_a_service_that_was_told_to_stop(replica: Callable[[], Server]) -> None:
    """TERM arrives when a worker has taken the request and half of the list; the answer has all ten thousand lines."""
    server = replica()
    body = b"material,origin,destination,date\n" + b"Dy2O3,CN,DE,2025-12-01\n" * 10_000
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as caller:
        head = (
            f"POST /v1/screenings HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\nContent-Length: {len(body)}\r\n"
        )
        caller.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
        assert caller.recv(100).startswith(b"HTTP/1.1 100 Continue")  # a worker has it
        caller.sendall(body[: len(body) // 2])
        server.process.send_signal(signal.SIGTERM)
        caller.sendall(body[len(body) // 2 :])
        answer = b"".join(iter(lambda: caller.recv(1 << 20), b""))
    status, _, _ = answer.partition(b"\r\n")
    assert status == b"HTTP/1.1 200 OK"
    found = json.loads(_unchunked(answer))
    assert len(found["lines"]) == 10_000
    assert found["totals"]["action_required"] == 10_000
    assert server.process.wait(timeout=PATIENCE) == 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _unchunked(answer: bytes) -> bytes:
    """The body of an answer, joined where it came in chunks."""
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return rest
    parts = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        parts.append(rest[: int(size, 16)])
        rest = rest[int(size, 16) + 2 :]
    return b"".join(parts)
