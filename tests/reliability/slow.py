"""Callers who send or take as slowly as they can, and what the others notice of them.

``python -m tests.reliability.slow 20`` lets slowhttptest hold 150 connections for 20 seconds in each of its three ways,
against the site of nginx before two replicas and against a replica alone, and prints a line for each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from service.build.database import build
from tests.conftest import ROOT
from tests.deploy.site import Asker, fronted
from tests.server import serving

WAYS = {
    "slow head": ("-H", "-u", "{}/v1/version", "-i", "3"),
    "slow body": ("-B", "-u", "{}/v1/screenings", "-i", "3", "-s", "100000", "-f", "text/csv"),
    "slow read": ("-X", "-u", "{}/openapi.json", "-w", "10", "-y", "20", "-n", "3", "-z", "10"),
}
"""What slowhttptest is told for each."""
UNCOUNTED = {"rate=50r/s": "rate=100000r/s", "burst=200": "burst=100000"}
"""Slow and harmless callers are one address here, whose share the site would count."""
PROBE = "/readyz"
"""Never kept by a cache: a replica answers it, by a query."""


@dataclass(frozen=True)
class Noticed:
    """What a caller who means no harm noticed meanwhile."""

    answered: int
    failed: int
    slowest: float


def attacked(ask: Asker, way: str, seconds: int, connections: int) -> Noticed:
    """Ask again and again while slow callers hold ``connections`` to the same address for ``seconds``."""
    words = [word.format(f"http://127.0.0.1:{ask.port}") for word in WAYS[way]]
    effort = ("-c", str(connections), "-r", str(connections), "-l", str(seconds), "-v", "0")
    attack = subprocess.Popen(["slowhttptest", *words, *effort], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answered, failed, slowest = 0, 0, 0.0
    while attack.poll() is None:
        began = time.monotonic()
        try:
            good = ask(PROBE).status == 200
        except OSError:
            good = False
        answered, failed = (answered + 1, failed) if good else (answered, failed + 1)
        slowest = max(slowest, time.monotonic() - began)
    return Noticed(answered, failed, slowest)


def main(seconds: int) -> None:
    """Attack both, in every way, and print what was noticed."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        database = folder / "record.db"
        build(ROOT / "seed_data", database)
        settings = {"EXPORT_CONTROLS_DATABASE": str(database)}
        one, two = (running.enter_context(serving(settings, cwd=folder)) for _ in range(2))
        site = running.enter_context(fronted(folder, one.address, two.address, changed=UNCOUNTED))
        places = {
            "through nginx": site,
            "alone": Asker(int(one.address.rsplit(":", 1)[1])),
        }
        for place, ask in places.items():
            for way in WAYS:
                found = attacked(ask, way, seconds, connections=150)
                told = f"{found.answered:,} answered, {found.failed} not, the slowest in {found.slowest:.2f} s"
                print(f"{place}, {way}: {told}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
