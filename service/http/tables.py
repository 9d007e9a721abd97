"""Answers as rows: tab-separated text for a shell, CSV for a spreadsheet.

Text rows have no header, ``-`` for null, and the columns of the contract in their order; new columns only ever come at
the end. CSV has a header, an empty cell for null, and no cell that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from schemas.queries import Format
from service.http.present import Json
from service.http.representations import Writer

STATUS_COLUMNS = (
    "status",
    "certainty",
    "conditional",
    "mineral",
    "origin",
    "destination",
    "end_use",
    "as_of",
    "next_change_on",
    "next_change_to",
    "instrument",
)
"""The columns of every row that tells a status (contract 6)."""

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are of full width
_BLANK = ("\t", "\r", "\n")


def writers(columns: Sequence[str], rows: Sequence[Sequence[Any]], head: str | None = None) -> dict[Format, Writer]:
    """The text and CSV representations of ``rows``; ``head`` is a first line of text, after ``# ``."""
    return {
        Format.TEXT: lambda: text(rows, head),
        Format.CSV: lambda: as_csv(columns, rows),
    }


def status_writers(body: Callable[[], Json]) -> dict[Format, Writer]:
    """The text and CSV representations of a status answer, whose ``body`` is made only for them."""
    return {
        Format.TEXT: lambda: text(status_rows(body())),
        Format.CSV: lambda: as_csv(STATUS_COLUMNS, status_rows(body())),
    }


def described(columns: Sequence[str], head: bool = False) -> dict[str, str]:
    """What the text and CSV representations of rows of ``columns`` look like, in words, by media type."""
    first = "A line of English after `# `, then rows" if head else "Rows"
    named = f"Columns (more may come at the end): {', '.join(columns)}."
    return {
        "text/plain": f"{first}: tab-separated, without a header, `-` for null. {named}",
        "text/csv": f"UTF-8 with a byte order mark, a header, empty for null. {named}",
    }


def text(rows: Iterable[Sequence[Any]], head: str | None = None) -> bytes:
    """Rows for a shell."""
    lines = [] if head is None else [f"# {_one_line(head)}"]
    lines += ["\t".join(_cell(value) for value in row) for row in rows]
    return "".join(line + "\n" for line in lines).encode()


def _cell(value: object) -> str:
    if value is None or value == "" or value is False or value == ():
        return "-"
    return _one_line(str(value))


def _one_line(value: str) -> str:
    return " ".join(value.split())


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows for a spreadsheet, UTF-8 with a mark so that it is read as such."""
    out = _Encoded()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(column) for column in columns])
    for row in rows:
        writer.writerow([defused(value) for value in row])
    return b"".join(out.parts)


class _Encoded:
    """A file of text that holds it as UTF-8 after a mark, line by line: all at once would hold other threads up."""

    def __init__(self) -> None:
        self.parts = [codecs.BOM_UTF8]

    def write(self, line: str) -> None:
        """Add a line."""
        self.parts.append(line.encode())


def defused(value: object) -> str:
    """A cell that no spreadsheet runs: what would begin a formula is quoted by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = str(value)
    return "'" + shown if shown.startswith(_BLANK) or shown.lstrip().startswith(_FORMULA) else shown


def status_rows(body: Json) -> Iterator[list[Any]]:
    """The rows of a status answer: the overall one first (origin ``*``), then one an origin."""
    yield _status_row(body, body, "*", body["next_change"], _setter(body["status"], body["origins"]))
    for origin in body["origins"]:
        yield _status_row(body, origin, origin["origin"], origin["next_change"], _setter(origin["status"], [origin]))


def _status_row(body: Json, found: Json, origin: str, change: Json | None, instrument: str | None) -> list[Any]:
    return [
        found["status"],
        found["certainty"],
        "conditional" if found["conditional"] else None,
        body["mineral"]["id"],
        origin,
        body["destination"],
        body["end_use"],
        body["as_of"],
        change["on"] if change else None,
        change["to"] if change else None,
        instrument,
    ]


def _setter(status: str, origins: Iterable[Json]) -> str | None:
    """The instrument to name for ``status``: that of the first origin that has it."""
    found = (origin["set_by"]["instrument"] for origin in origins if origin["status"] == status and origin["set_by"])
    return next(found, None)


def words(named: Json | None) -> str | None:
    """Destinations in one cell: codes joined by commas, ``!`` before those excepted, a group by its id."""
    if named is None or named["mode"] == "all":
        return None
    if named["group"]:
        return str(named["group"])
    return ("!" if named["mode"] == "except" else "") + ",".join(named["codes"])


def flat(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Resources as rows of ``columns``; a list of texts is joined by semicolons."""
    return [[_joined(row[name]) for name in columns] for row in rows]


def _joined(value: object) -> object:
    return ";".join(value) if isinstance(value, list) else value
