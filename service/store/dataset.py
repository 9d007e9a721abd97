"""The one database file that is open: verified before use, read-only, one connection a thread."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32


def schema() -> str:
    """The DDL of the database."""
    return files("service.store").joinpath("schema.sql").read_text(encoding="utf-8")


@cache
def schema_version() -> int:
    """The ``user_version`` that this code writes and reads: it follows the DDL, so nobody can forget to raise it."""
    return crc32(schema().encode()) & 0x7FFFFFFF


class UnusableDatabase(Exception):
    """The file cannot be served; the message says which file and why."""


class Dataset:
    """A built database, opened immutable. Raises :class:`UnusableDatabase` for a missing, foreign or broken file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        if not path.is_file():
            raise UnusableDatabase(f"{path}: there is no such database file")
        # A rebuild replaces the file under this name; what was opened first is held, and answers until the end.
        self._file = os.open(path, os.O_RDONLY)
        self._first = self._connect()
        try:
            (found,) = self.one("PRAGMA user_version")
            if found != schema_version():
                raise UnusableDatabase(f"{path}: was built for another version of this service: build it again")
            meta = dict(self.all("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise UnusableDatabase(f"{path}: is no usable database ({error})") from error
        if not meta.get("dataset_version"):
            raise UnusableDatabase(f"{path}: names no dataset version")
        self.version: str = meta["dataset_version"]
        self.title: str = meta["title"]

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread; once the file has been replaced, new threads share the first one."""
        held: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if held is None:
            fresh = self._connect() if self._is_in_place() else self._first
            held = self._local.connection = fresh if self._is_in_place() else self._first
        return held

    def _is_in_place(self) -> bool:
        """Whether the file that was opened still stands under its name."""
        try:
            return os.path.samestat(os.fstat(self._file), self.path.stat())
        except FileNotFoundError:
            return False

    def _connect(self) -> sqlite3.Connection:
        # as_uri quotes '?' and '#', which an f-string would turn into parameters of another file's address
        address = self.path.resolve().as_uri() + "?mode=ro&immutable=1"
        # shared between threads only after a replacement; SQLite itself serialises its use then
        made = sqlite3.connect(address, uri=True, check_same_thread=False)
        made.row_factory = sqlite3.Row
        return made

    def content(self) -> bytes:
        """The bytes of the file that is served."""
        return os.pread(self._file, os.fstat(self._file).st_size, 0)

    def all(self, sql: str, *parameters: object) -> list[Any]:
        """Every row of a SELECT."""
        return self._connection().execute(sql, parameters).fetchall()

    def one(self, sql: str, *parameters: object) -> Any:
        """The first row of a SELECT, or None."""
        return self._connection().execute(sql, parameters).fetchone()

    def tables(self) -> Iterator[tuple[str, list[str], list[Any]]]:
        """Every table of the record with its columns and its rows in a fixed order; search indexes are left out."""
        names = self.all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT' AND name <> 'meta'"
            " ORDER BY name"
        )
        for (name,) in names:
            columns = [row["name"] for row in self.all("SELECT name FROM pragma_table_info(?)", name)]
            order = ", ".join(str(place + 1) for place in range(len(columns)))
            yield name, columns, self.all(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 - names of our schema

    def check(self) -> None:
        """Run one real query. Raises ``sqlite3.Error`` when the data cannot be read."""
        self.one("SELECT count(*) FROM measure")
