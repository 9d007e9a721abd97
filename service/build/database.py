"""From the validated seed to one read-only SQLite file, written beside its place and moved there only when sound."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from pathlib import Path

import sqlite_utils

from service.build.checks import cross_check
from service.build.reading import Problem, SeedErrors
from service.build.rows import write_rows
from service.build.seed import Seed, read_seed
from service.store.dataset import derived, schema, schema_version

_INDEX = re.compile(r"^CREATE INDEX [^;]+;\n", re.MULTILINE)


def load_seed(root: Path) -> Seed:
    """Read and check the seed under ``root``. Raises :class:`SeedErrors` with every problem at once."""
    seed, problems = read_seed(root)
    problems += cross_check(seed)
    if problems:
        raise SeedErrors(problems)
    return seed


class CannotWrite(Exception):
    """The database could not be written: a full or read-only disk, a folder in its place."""


def build(root: Path, out: Path) -> str:
    """Build the database at ``out`` from the seed under ``root`` and return the dataset version.

    The file at ``out`` is replaced only by a complete, checked one: a failed build leaves it untouched. Raises
    :class:`SeedErrors` for bad seed data and :class:`CannotWrite` where the disk does not take the file.
    """
    seed = load_seed(root)
    try:
        _replace(seed, out)
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWrite(f"{out}: cannot be written, and nothing was replaced: {error}") from error
    return seed.version()


def _replace(seed: Seed, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".building", dir=out.parent)
    os.close(handle)
    draft = Path(name)
    try:
        draft.unlink()
        _write(seed, draft)
        draft.chmod(0o444)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _write(seed: Seed, path: Path) -> None:
    database = sqlite_utils.Database(path)
    try:
        # Nobody needs a draft that breaks off, so nothing is written twice for its sake. The last pass is safe on disk.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")
        database.executescript(_INDEX.sub("", schema()))
        with database.atomic():
            write_rows(seed, lambda table, rows: database.table(table).insert_all(rows))
        # Of rows that are there an index is made in one pass, and not by a change in its midst for every row.
        database.executescript("".join(_INDEX.findall(schema())) + derived())
        _check(database)
        database.execute(f"PRAGMA user_version = {schema_version()}")
        database.execute("PRAGMA synchronous = FULL")
        database.vacuum()
    finally:
        database.close()


def _check(database: sqlite_utils.Database) -> None:
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    integrity = database.execute("PRAGMA integrity_check").fetchall()
    problems = [Problem("database", table, f"a row refers to a missing {parent}") for table, _, parent, _ in broken]
    problems += [Problem("database", "integrity", text) for (text,) in integrity if text != "ok"]
    if problems:
        raise SeedErrors(problems)
