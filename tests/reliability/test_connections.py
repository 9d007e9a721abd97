"""Connections leave nothing behind: a sample; the long run is ``python -m tests.reliability.connections 10000 500``."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.connections import at_once, held, in_turn
from tests.server import serving


def test_files_and_memory_stay_what_they_were(database: Path, tmp_path: Path) -> None:
    """After a warm-up: as many open files, and no memory that grows with the number of callers."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path) as server:
        in_turn(server, 100)
        at_once(server, 100)
        before = held(server)
        in_turn(server, 300)
        at_once(server, 100)
        after = held(server)
    assert after.files <= before.files
    assert after.megabytes < before.megabytes + 5
