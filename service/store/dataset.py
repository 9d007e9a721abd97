"""The one database file that is open: verified before use, read-only, one connection a thread."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from weakref import WeakSet
from zlib import crc32

from service.domain.frozen import frozen

_NEVER_EMPTY = ("mineral", "instrument", "measure", "source", "jurisdiction")
"""What every record holds: answers from one without any of it would all be wrong."""
_AT_ONCE = 2**26
READ_WHOLE = 64 * 2**20
"""Up to this size a file is read whole before it is served, which takes a second at most."""


def schema() -> str:
    """The DDL of the database."""
    return files("service.store").joinpath("schema.sql").read_text(encoding="utf-8")


def derived() -> str:
    """The statements that fill the tables which the build makes of the record."""
    folder = files("service.store")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("derived.sql", "told.sql"))


@cache
def schema_version() -> int:
    """The ``user_version`` that this code writes and reads: it follows the SQL, so nobody can forget to raise it."""
    return crc32((schema() + derived()).encode()) & 0x7FFFFFFF


class UnusableDatabase(Exception):
    """The file cannot be served; the message says which file and why, ``why`` it alone, for those outside."""

    def __init__(self, path: Path, why: str, detail: object = None) -> None:
        super().__init__(f"{path}: {why}" + (f" ({detail})" if detail is not None else ""))
        self.why = why


@frozen
class Mark:
    """Which file it is that stands under a name: a replaced or altered one has another mark."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> Mark:
        """The mark of a file by what the system tells of it."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class _Connection(sqlite3.Connection):
    """One that is closed when nobody holds it, such as that of a thread that has ended."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # one that could not be opened at all
            self.close()


def _let_go(file: int, connections: WeakSet[_Connection]) -> None:
    """Close what a dataset held open. A connection refers to itself, so its memory would wait for the collector."""
    os.close(file)
    for connection in list(connections):
        connection.close()


class Dataset:
    """A built database, opened immutable. Raises :class:`UnusableDatabase` for a missing, foreign or broken file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        # A rebuild replaces the file under this name; what was opened first is held, and answers until the end.
        self._file = _opened(path)
        self._connections: WeakSet[_Connection] = WeakSet()
        weakref.finalize(self, _let_go, self._file, self._connections)
        self.mark = Mark.of(os.fstat(self._file))
        try:
            (found,) = self.one("PRAGMA user_version")
            if found != schema_version():
                raise UnusableDatabase(path, "was built for another version of this service: build it again")
            meta = dict(self.all("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise UnusableDatabase(path, "is no usable database", error) from error
        if not (meta.get("dataset_version") and meta.get("title")):
            raise UnusableDatabase(path, "names no dataset version or title")
        self.version: str = meta["dataset_version"]
        self.title: str = meta["title"]

    def verify(self, read_whole: int = READ_WHOLE) -> None:
        """Look whether it can be served. Raises :class:`UnusableDatabase` for a damaged one or one without a record.

        The build has read the whole file before it gave it its name. Here a small one is read whole again; of a large
        one, which would take minutes, what a copy that broke off or was filled with nothing lacks: its length as its
        header tells it, and both ends of every index. ``read_whole`` is the size up to which it is small.
        """
        reader = self._connect()  # of its own: what is asked later must not be answered from what it has read
        try:
            size, told = os.fstat(self._file).st_size, _told_size(reader)
            if size != told:
                raise UnusableDatabase(self.path, "is damaged", f"{size} bytes, and its header says {told}")
            damage = _damage(reader) if size <= read_whole else _damaged_ends(reader)
            if damage is not None:
                raise UnusableDatabase(self.path, "is damaged", damage)
            for kind in _NEVER_EMPTY:
                if reader.execute(f"SELECT 1 FROM {kind} LIMIT 1").fetchone() is None:  # noqa: S608 - names of our schema
                    raise UnusableDatabase(self.path, f"holds no {kind}")
        except sqlite3.DatabaseError as error:
            raise UnusableDatabase(self.path, "is no usable database", error) from error
        finally:
            reader.close()

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        held: _Connection | None = getattr(self._local, "connection", None)
        if held is None:
            held = self._local.connection = self._connect()
            held.row_factory = sqlite3.Row
            self._connections.add(held)
        return held

    def _connect(self) -> _Connection:
        """A connection to the file that was opened; to a copy of it in memory where the name is another file's now."""
        # as_uri quotes '?' and '#', which an f-string would turn into parameters of another file's address
        address = self.path.resolve().as_uri() + "?mode=ro&immutable=1"
        try:
            # not only its own thread may close it
            made = sqlite3.connect(address, uri=True, check_same_thread=False, factory=_Connection)
        except sqlite3.OperationalError:
            made = None
        if made is not None and self._is_in_place():
            return made
        copy = sqlite3.connect(":memory:", check_same_thread=False, factory=_Connection)
        copy.deserialize(self.content())
        copy.execute("PRAGMA query_only = ON")
        return copy

    def _is_in_place(self) -> bool:
        """Whether the file that was opened still stands under its name."""
        try:
            return os.path.samestat(os.fstat(self._file), self.path.stat())
        except OSError:
            return False

    @property
    def size(self) -> int:
        """The length of the file that is served."""
        return self.mark.size

    def part(self, start: int, length: int) -> bytes:
        """Bytes of the file that is served: fewer than ``length`` only where it ends."""
        return os.pread(self._file, length, start)

    def content(self) -> bytes:
        """All bytes of the file that is served."""
        return b"".join(self.part(start, _AT_ONCE) for start in range(0, self.size, _AT_ONCE))

    def all(self, sql: str, *parameters: object) -> list[Any]:
        """Every row of a SELECT."""
        return self._connection().execute(sql, parameters).fetchall()

    def all_named(self, sql: str, /, **parameters: object) -> list[Any]:
        """Every row of a SELECT whose parameters have names."""
        return self._connection().execute(sql, parameters).fetchall()

    def one(self, sql: str, *parameters: object) -> Any:
        """The first row of a SELECT, or None."""
        return self._connection().execute(sql, parameters).fetchone()

    def tables(self) -> Iterator[tuple[str, list[str], Iterable[Any]]]:
        """Every table of the record with its columns and its rows in a fixed order; what is made of it is left out."""
        names = self.all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT' AND name <> 'meta'"
            " AND name NOT LIKE 'told%' ORDER BY name"
        )
        for (name,) in names:
            columns = [row["name"] for row in self.all("SELECT name FROM pragma_table_info(?)", name)]
            order = ", ".join(str(place + 1) for place in range(len(columns)))
            yield name, columns, self._connection().execute(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 - names of our schema

    def check(self) -> None:
        """Run one real query. Raises ``sqlite3.Error`` when the data cannot be read."""
        self.one("SELECT id FROM measure LIMIT 1")

    def summary(self, what: str) -> Any:
        """What the build has summed up under ``what``: the rows of a table, or ``last_day``."""
        return self.one("SELECT value FROM summary WHERE what = ?", what)[0]


def _told_size(reader: sqlite3.Connection) -> int:
    """How long the file is by its header."""
    (pages,), (each,) = (reader.execute(f"PRAGMA {word}").fetchone() for word in ("page_count", "page_size"))
    return int(pages * each)


def _damage(reader: sqlite3.Connection) -> str | None:
    """The first thing that is wrong, found by reading all of it."""
    return next((text for (text,) in reader.execute("PRAGMA integrity_check") if text != "ok"), None)


def _damaged_ends(reader: sqlite3.Connection) -> str | None:
    """The first table of which an index does not lead to its first and its last row."""
    indexes = reader.execute(
        "SELECT t.name, i.name, (SELECT name FROM pragma_index_info(i.name)) FROM sqlite_schema t"
        " JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND NOT i.partial"
        " AND t.name NOT LIKE 'mineral_search%'"
    ).fetchall()
    for table, index, column in (found for found in indexes if found[2] is not None):  # that of an expression is None
        for order in ("ASC", "DESC"):
            found = f"SELECT * FROM {table} INDEXED BY {index} ORDER BY {column} {order} LIMIT 1"  # noqa: S608 - names of our schema
            reader.execute(found).fetchall()
    return None


def _opened(path: Path) -> int:
    """The descriptor of the file at ``path``. Raises :class:`UnusableDatabase` where none can be opened."""
    if not path.is_file():
        raise UnusableDatabase(path, "there is no such database file")
    try:
        return os.open(path, os.O_RDONLY)
    except OSError as error:
        raise UnusableDatabase(path, "cannot be opened", error.strerror) from error
