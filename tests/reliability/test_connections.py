"""Connections leave nothing behind: a sample; the long run is ``python -m tests.reliability.connections 10000 500``."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.connections import at_once, in_turn, left, warm
from tests.reliability.load import workers
from tests.server import serving


def test_files_and_memory_stay_what_they_were(database: Path, tmp_path: Path) -> None:
    """After a warm-up: as many open files, and no memory that grows with the number of callers."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path) as server:
        in_turn(server, 100)
        before = warm(server)
        in_turn(server, 300)
        at_once(server, 100)
        after = left(server, before.files)
    assert after.files <= before.files
    assert after.megabytes < before.megabytes + 12  # of 130; what a worker keeps to answer is not all warm yet


def test_callers_who_do_not_hang_up_keep_nobody_waiting(database: Path, tmp_path: Path) -> None:
    """A hundred who have their answer and stay: none of them stops a worker, and no worker is replaced."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path) as server:
        before = workers(server)
        at_once(server, 100)
        assert workers(server) == before
