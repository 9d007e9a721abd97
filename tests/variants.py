"""Other databases than the one of the record: what may come to stand under its name."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path


def altered(database: Path, path: Path, *statements: str) -> Path:
    """A copy of ``database`` at ``path`` on which ``statements`` were run, read-only as a built one is."""
    draft = Path(shutil.copy(database, path.with_name(path.name + ".draft")))
    draft.chmod(0o644)
    connection = sqlite3.connect(draft)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    draft.chmod(0o444)
    os.replace(draft, path)
    return path


def held_open(file: os.stat_result) -> int:
    """How many descriptors of this process are of ``file``."""
    found = 0
    for descriptor in os.listdir("/dev/fd"):
        with suppress(OSError):  # the one that lists them is gone by now
            found += os.path.samestat(os.fstat(int(descriptor)), file)
    return found


def named(database: Path, path: Path, version: str) -> Path:
    """A copy of ``database`` that is dataset ``version`` and says so in the name of gallium as well."""
    return altered(
        database,
        path,
        f"UPDATE meta SET value = '{version}' WHERE key = 'dataset_version'",  # noqa: S608 - a word of the test
        f"UPDATE mineral SET name = 'Gallium of {version}' WHERE id = 'gallium'",  # noqa: S608 - as above
        "UPDATE told_mineral SET said = (SELECT CAST(json_set(CAST(said AS TEXT), '$.name', name) AS BLOB) FROM mineral"
        " WHERE id = 'gallium') WHERE mineral = 'gallium'",
    )
