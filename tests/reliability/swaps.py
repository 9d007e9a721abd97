"""Replaces the database of a real server again and again while callers ask, and judges every single answer.

    python -m tests.reliability.swaps --swaps 200

Two records take turns, each time under a version of their own, which also stands in the name of gallium: so an answer
that is of two datasets shows it. The next replacement comes when a number of answers in a row were of the last one.
"""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

import click

from service.build.database import build
from tests.conftest import ROOT
from tests.reliability.load import PATIENCE, workers
from tests.server import Server, serving
from tests.variants import altered, named

CALLERS = 4
IN_A_ROW = 200
"""Answers of the new dataset, one after another from whichever worker, before the next one comes."""
ON_ONE_CONNECTION = 20
_LIST = json.dumps({"lines": [{"material": "Ga", "origin": "CN", "destination": "DE"}] * 20})

Read = Callable[[bytes], set[str]]
"""What tells, of the body of an answer, which datasets it is of."""


def _gallium(name: str) -> str:
    return name.removeprefix("Gallium of ")


def _of_status(body: bytes) -> set[str]:
    answer = json.loads(body)
    return {answer["dataset"]["version"], _gallium(answer["mineral"]["name"])}


def _of_version(body: bytes) -> set[str]:
    answer = json.loads(body)
    version, claims = str(answer["dataset"]["version"]), answer["counts"]["claims"]
    return {version if (claims > 0) == version.startswith("a") else f"{claims} claims"}


def _of_minerals(body: bytes) -> set[str]:
    answer = json.loads(body)
    return {answer["dataset"]["version"], *(_gallium(row["name"]) for row in answer["data"] if row["id"] == "gallium")}


def _of_screening(body: bytes) -> set[str]:
    *lines, last = [json.loads(line) for line in body.splitlines()]
    return {last["dataset"]["version"], *(_gallium(line["mineral"]["name"]) for line in lines)}


ASKED: tuple[tuple[str, str, Read], ...] = (
    ("GET", "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN", _of_status),
    ("GET", "/v1/version", _of_version),
    ("GET", "/v1/minerals?q=gallium", _of_minerals),
    ("POST", "/v1/screenings?format=ndjson", _of_screening),
)


@dataclass(frozen=True)
class Answer:
    """What a caller got: from when to when, the dataset of the header, those of the body, what went wrong."""

    begun: float
    ended: float
    header: str
    body: frozenset[str]
    wrong: str | None


@dataclass
class Run:
    """The answers of a run and the moments at which each dataset came to stand under the name that is served."""

    replaced: dict[str, float] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    memory: list[list[int]] = field(default_factory=list)

    @property
    def failed(self) -> list[str]:
        """What went wrong, for each request that was not answered."""
        return [answer.wrong for answer in self.answers if answer.wrong is not None]

    @property
    def mixed(self) -> list[Answer]:
        """Answers whose header and body are not of one dataset."""
        return [a for a in self.answers if a.wrong is None and a.body != {a.header}]

    @property
    def answered(self) -> Counter[str]:
        """How many answers each dataset gave."""
        return Counter(answer.header for answer in self.answers if answer.wrong is None)

    def noticed(self) -> list[float]:
        """For each replacement, the seconds until the last request that was still answered from the data before."""
        found = []
        for before, after in pairwise(self.replaced):
            old = [answer.begun for answer in self.answers if answer.header == before]
            found.append(max(0.0, max(old, default=0.0) - self.replaced[after]))
        return found

    def told(self) -> Iterator[str]:
        """The run in lines."""
        counts, seconds = sorted(self.answered.values()), sorted(self.noticed())
        of_each = {letter: sum(n for name, n in self.answered.items() if name[0] == letter) for letter in "ab"}
        yield f"replacements     {len(self.replaced) - 1}"
        yield f"answers          {len(self.answers)}"
        yield f"failed           {len(self.failed)}"
        yield f"mixed            {len(self.mixed)}"
        yield f"per dataset      {counts[0]} to {counts[-1]}, median {median(counts):.0f}, of {len(counts)} datasets"
        yield f"per record       {of_each['a']} of a, {of_each['b']} of b"
        yield f"time to notice   median {median(seconds):.2f} s, longest {seconds[-1]:.2f} s"
        before, after = (" and ".join(f"{size / 1024:.0f}" for size in sizes) for sizes in self.memory)
        yield f"workers' memory  {before} MiB after the first replacement, {after} MiB after the last"


class _Callers:
    """Threads that ask one thing after another until they are told to stop."""

    def __init__(self, server: Server, run: Run) -> None:
        self.place = server.address.removeprefix("http://")
        self.run = run
        self.latest, self.in_a_row = "", 0
        self.change = threading.Condition()
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._ask) for _ in range(CALLERS)]

    def __enter__(self) -> _Callers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, version: str) -> None:
        """Until ``IN_A_ROW`` answers were of ``version``."""
        with self.change:
            self.latest, self.in_a_row = version, 0
            if not self.change.wait_for(lambda: self.in_a_row >= IN_A_ROW, timeout=PATIENCE):
                raise AssertionError(f"dataset {version} was not noticed within {PATIENCE} seconds")

    def _ask(self) -> None:
        while not self.stopped.is_set():
            connection = http.client.HTTPConnection(self.place, timeout=30)
            for turn in range(ON_ONE_CONNECTION):
                answer = _answer(connection, *ASKED[turn % len(ASKED)])
                with self.change:
                    self.run.answers.append(answer)
                    self.in_a_row = self.in_a_row + 1 if answer.header == self.latest else 0
                    self.change.notify_all()
            connection.close()


def _answer(connection: http.client.HTTPConnection, method: str, address: str, read: Read) -> Answer:
    begun, header, wrong = monotonic(), "", None
    body: set[str] = set()
    sent: Any = {"body": _LIST, "headers": {"Content-Type": "application/json"}} if method == "POST" else {}
    try:
        connection.request(method, address, **sent)
        response = connection.getresponse()
        content, header = response.read(), response.headers["Dataset-Version"]
        if response.status == 200:
            body = read(content)
        else:
            wrong = f"{response.status} {address}"
    except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
        wrong = f"{address}: {error!r}"
        connection.close()
    return Answer(begun, monotonic(), header, frozenset(body), wrong)


def _memory(server: Server) -> list[int]:
    """The resident kilobytes of each worker."""
    status = [Path(f"/proc/{pid}/status").read_text() for pid in sorted(workers(server))]
    return [int(line.split()[1]) for text in status for line in text.splitlines() if line.startswith("VmRSS")]


def swap(database: Path, folder: Path, swaps: int) -> Run:
    """Serve from a file in ``folder`` and replace it ``swaps`` times by variants of ``database``, under load."""
    served, fresh, run = folder / "served.db", folder / "fresh.db", Run()
    emptied = ("DELETE FROM claim", "UPDATE summary SET value = 0 WHERE what = 'claim'")
    records = (database, altered(database, folder / "without-claims.db", *emptied))
    run.replaced["a0"] = monotonic()
    named(database, served, "a0")
    with serving({"EXPORT_CONTROLS_DATABASE": str(served)}, cwd=folder) as server, _Callers(server, run) as callers:
        callers.wait_for("a0")
        for turn in range(1, swaps + 1):
            version = f"{'ab'[turn % 2]}{turn}"
            named(records[turn % 2], fresh, version)
            run.replaced[version] = monotonic()
            os.replace(fresh, served)
            callers.wait_for(version)
            if turn in (1, swaps):
                run.memory.append(_memory(server))
    return run


@click.command()
@click.option("--swaps", type=click.IntRange(min=2), default=200, show_default=True)
def main(swaps: int) -> None:
    """Print what came of so many replacements."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "record.db"
        build(ROOT / "seed_data", database)
        for line in swap(database, Path(folder), swaps).told():
            click.echo(line)


if __name__ == "__main__":
    main()
