"""What the build tells of each thing takes work in proportion to the record."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from service.store.dataset import derived

STEPS = 1000


def steps(database: Path, copy: Path) -> tuple[int, int]:
    """How many thousand steps it takes SQLite to make anew what the build makes; and the rows that it makes."""
    shutil.copy(database, copy)
    copy.chmod(0o644)
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    connection = sqlite3.connect(copy)
    made = ["turn", "horizon", "summary", "told_mineral", "told_measure", "told_cover", "told_dispute"]
    for table in made:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our schema
    connection.commit()
    connection.set_progress_handler(count, STEPS)
    connection.executescript(derived())
    rows = sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in made)  # noqa: S608 - as above
    connection.close()
    return counted, rows


def test_what_is_made_of_the_record_takes_no_more_for_each_row_of_a_larger_one(
    database: Path, threefold: Path, tmp_path: Path
) -> None:
    """A plan that went over all claims for each mineral would take ten times as many: no statistics choose plans."""
    (few, of_few), (many, of_many) = steps(database, tmp_path / "one.db"), steps(threefold, tmp_path / "three.db")
    assert of_many > 2 * of_few
    assert many / of_many < 1.25 * few / of_few
