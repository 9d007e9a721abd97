"""Rate limits counted in a real Redis: shared by all who serve, and what is answered when it is lost.

Without a redis-server or valkey-server, or without the extra ``redis``, these tests are skipped with the reason; where
the environment sets ``REQUIRE_REDIS`` they fail instead, so that a pipeline cannot leave them out in silence.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from service.app import create_app
from service.settings import Settings
from service.shares import Lost, Shares
from tests.conftest import NOW
from tests.server import serving

STATUS = "/v1/minerals/dysprosium/status"


def _absent(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_REDIS"):
        pytest.fail(f"REQUIRE_REDIS is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _speaks_redis() -> None:
    """Nothing here goes without the package."""
    if find_spec("redis") is None:
        _absent("the package redis is not installed: pip install -e '.[redis]'")


@contextmanager
def running(port: int) -> Iterator[None]:
    """A store in memory on ``port``, from its own word that it is ready to the end of the block."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        _absent("neither redis-server nor valkey-server is on the path")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("Ready to accept connections" in line for line in process.stdout)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=30)


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


def settings_for(database: Path, port: int, on_loss: str = "open") -> Settings:
    """A limit that is counted in the store on ``port``."""
    store = f"redis://127.0.0.1:{port}/0"
    return Settings(database=database, rate_limit="3/day", rate_limit_store=store, rate_limit_on_loss=on_loss)


def test_servers_and_their_workers_share_one_count(database: Path, tmp_path: Path, port: int) -> None:
    """Four processes answer, and three requests are all."""
    told = {
        "EXPORT_CONTROLS_DATABASE": str(database),
        "EXPORT_CONTROLS_RATE_LIMIT": "3/day",
        "EXPORT_CONTROLS_RATE_LIMIT_STORE": f"redis://127.0.0.1:{port}/0",
    }
    with running(port), serving(told, cwd=tmp_path) as one, serving(told, cwd=tmp_path) as other:
        seen = []
        for server in (one, other, one, other, one):
            try:
                with urlopen(f"{server.address}/v1/version") as answer:
                    seen.append((answer.status, answer.headers["RateLimit"].split(";")[1]))
            except HTTPError as error:
                with error:
                    seen.append((error.code, error.headers["RateLimit"].split(";")[1]))
    assert seen == [(200, "r=2"), (200, "r=1"), (200, "r=0"), (429, "r=0"), (429, "r=0")]


def test_a_lost_store_lets_answers_through_and_is_told_once(
    database: Path, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """By default: a limit is there to protect the service, and the service stands. It may be lost from the start."""
    caller = create_app(settings_for(database, port), now=lambda: NOW).test_client()
    for _ in range(5):
        answer = caller.get(STATUS)
        assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)
    told = [record for record in caplog.records if record.name == "service.shares"]
    assert [record.levelno for record in told] == [logging.ERROR]


def test_a_lost_store_closes_the_service_where_that_is_set(database: Path, port: int) -> None:
    """But not its health, which is not counted."""
    caller = create_app(settings_for(database, port, "closed"), now=lambda: NOW).test_client()
    with running(port):
        assert caller.get(STATUS).headers["RateLimit"].startswith('"default";r=2;')
    for _ in range(2):
        answer = caller.get(STATUS)
        assert (answer.status_code, answer.get_json()["type"]) == (503, "/problems/unavailable")
        assert answer.headers["Retry-After"]
    assert caller.get("/readyz").status_code == 200


def test_a_store_that_is_back_is_counted_in_again(database: Path, port: int, caplog: pytest.LogCaptureFixture) -> None:
    """Not asked at every request while it is lost, asked again after a pause, and the next loss is told anew."""
    clock = [100.0]
    shares = Shares(settings_for(database, port), lambda: clock[0])
    for _ in range(2):
        caplog.clear()
        with pytest.raises(Lost):
            shares.take("somebody")
        with running(port):
            with pytest.raises(Lost):
                shares.take("somebody")
            clock[0] += 5
            assert shares.take("somebody")[0] == 0
            assert shares.take("somebody")[1].startswith('"default";r=1;t=')
            assert shares.take("another")[1].startswith('"default";r=2;t=')
        assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


def test_a_store_that_does_not_answer_is_not_waited_for(database: Path) -> None:
    """One that takes the connection and says nothing, as a machine that hangs: half a second, and then not again."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        shares = Shares(settings_for(database, deaf.getsockname()[1]), lambda: 0.0)
        for _ in range(50):
            with pytest.raises(Lost):
                shares.take("somebody")
