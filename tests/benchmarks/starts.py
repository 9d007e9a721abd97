"""How long it takes from the start of the process to the first answer, and what a worker weighs when it has worked."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks import questions, servers
from tests.benchmarks.load import ask
from tests.benchmarks.machine import share
from tests.benchmarks.rig import Rig
from tests.benchmarks.table import Row
from tests.conftest import ROOT
from tests.deploy.site import free_port
from tests.server import PATIENCE, environment


@dataclass(frozen=True)
class Start:
    """A server that is started, and what it is asked first."""

    command: Sequence[str]
    port: int
    path: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def seconds(self) -> float:
        """From the start of the process to the last byte of its first answer."""
        began = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=environment(**self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            answer = self._first(process)
            took = time.perf_counter() - began
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
        assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]
        return took

    def _first(self, process: subprocess.Popen[bytes]) -> bytes:
        while True:
            try:
                caller = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                assert process.poll() is None, f"it did not start: {' '.join(self.command)}"
                time.sleep(0.001)
            else:
                break
        with caller:
            caller.sendall(f"GET {self.path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
            return b"".join(iter(lambda: caller.recv(65536), b""))


def measure(rig: Rig) -> list[Row]:
    """Ratios to the hello application under our configuration and, without a floor, under a gunicorn as it comes.

    The first is the measure of all rows. It comes nearer to us than the second: our configuration brings modules of
    ours into its process.
    """
    return [*_started(rig), *_weighed(rig)]


def _started(rig: Rig) -> list[Row]:
    port = free_port()
    command, ours = servers.ours_on(rig.database, port)
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(rig.folder / "bytecode")}
    starts = (
        Start(command, port, questions.dated()[0], {**ours, **compiled}),
        Start(servers.plain_on(servers.HELLO, port), port, "/", compiled),
        Start(servers.alike_on(servers.HELLO), port, "/", {**ours, **compiled}),
    )
    for start in starts:
        start.seconds()  # the bytecode is written, and the files are in memory
    rounds = [[start.seconds() for start in starts] for _ in range(rig.times(25))]
    took, plain, alike = (f"{median(seconds) * 1000:.0f}" for seconds in zip(*rounds, strict=True))
    what = "start to first answer, compiled"
    return [
        Row(what, tuple(r[0] / r[2] for r in rounds), 1.3, 1.1, less_is_better=True, beside=f"{took} and {alike} ms"),
        Row(f"{what}, to hello under a gunicorn as it comes", tuple(r[0] / r[1] for r in rounds), beside=f"{plain} ms"),
    ]


def _weighed(rig: Rig) -> list[Row]:
    what = "memory of a worker after load (PSS)"
    with (
        servers.ours(rig.database) as ours,
        servers.plain(servers.HELLO) as hello,
        servers.alike(servers.HELLO, rig.database) as alike,
    ):
        ask(ours.address, rig.asked("hot", questions.hot()), seconds=rig.times(5))
        for server in (hello, alike):
            ask(server.address, rig.asked("hello", ["/"]), seconds=rig.times(5))
        heavy, light, other = (share(server.workers[0]) for server in (ours, hello, alike))
    return [
        Row(what, (heavy / other,), 1.5, 1.3, less_is_better=True, beside=f"{heavy:.0f} and {other:.0f} MB"),
        Row(f"{what}, to hello under a gunicorn as it comes", (heavy / light,), beside=f"{light:.0f} MB"),
    ]
