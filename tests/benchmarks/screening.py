"""How fast a long parts list is screened, beside a plain merge of the same list on exact names.

Not a test: it prints ratios, and it needs pandas, which nothing else does. Run from the top of the project:

    pip install pandas && python -m tests.benchmarks.screening

The ten thousand lines of :mod:`tests.benchmarks.parts` go to a real gunicorn with
one worker, JSON in and JSON out with full answers. The peak is the worker's own resident memory.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.request import Request, urlopen

import click
import pandas

from service.build.database import build
from service.store.dataset import Dataset
from service.store.repository import Repository
from tests.benchmarks.parts import LINES, parts
from tests.conftest import ROOT
from tests.server import serving


def worker_peak(master: int) -> int:
    """The peak resident memory of the only worker of gunicorn's master process, in kB (Linux only)."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    (status,) = (Path(f"/proc/{child}/status").read_text(encoding="ascii") for child in children)
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


def screened(address: str, body: bytes) -> tuple[float, int]:
    """Seconds of one call and bytes of its answer."""
    request = Request(f"{address}/v1/screenings", data=body, headers={"Content-Type": "application/json"})
    start = perf_counter()
    with urlopen(request) as answer:
        size = len(answer.read())
    return perf_counter() - start, size


def merged(lines: list[dict[str, Any]], repository: Repository) -> float:
    """Seconds in which pandas joins the list with the names on record, which is all that it does."""
    names = pandas.DataFrame([{"name": one.name, "id": one.id} for one in repository.minerals()])
    body = json.dumps(lines)
    start = perf_counter()
    asked = pandas.DataFrame(json.loads(body))
    asked.merge(names, left_on="material", right_on="name", how="left").to_json(orient="records")
    return perf_counter() - start


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "record.db"
        build(ROOT / "seed_data", database)
        repository = Repository(Dataset(database))
        lines = parts(repository)
        body = json.dumps({"lines": lines}).encode()
        settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
        with serving(settings, cwd=Path(folder)) as server:
            first, size = screened(server.address, body)
            best = min(screened(server.address, body)[0] for _ in range(5))
            peak = worker_peak(server.process.pid)
        plain = min(merged(lines, repository) for _ in range(5))
    click.echo(f"{LINES} lines, {len(body):,} bytes in, {size:,} bytes out")
    click.echo(f"first call {LINES / first:,.0f} lines/s, best of five more {LINES / best:,.0f} lines/s")
    click.echo(f"worker's peak memory {peak / 1024:.0f} MB")
    click.echo(f"a pandas merge on exact names takes 1/{best / plain:.1f} of the time, and answers nothing")


if __name__ == "__main__":
    main()
