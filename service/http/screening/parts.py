"""A parts list as lines: what each gives, and which of the distinct sayings of the list it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from types import NoneType
from typing import Any

import orjson

from service import sheets
from service.domain.frozen import frozen
from service.http.present import Json
from service.http.screening.lines import LineError, named_otherwise
from service.http.screening.runs import each_as_json
from service.http.screening.sayings import TURNING, Sayings
from service.http.screening.values import Frozen
from service.way import WAY

_PLAIN = frozenset({str, int, NoneType})
_TOGETHER = 500
"""Lines that are taken together."""
Wrong = dict[int, tuple[LineError, ...]]


class TooManyColumns(Exception):
    """The lines have more different fields than a list may have."""


@frozen
class PartsList:
    """What was sent, as columns: one thing of all lines beside the next, in the order of the lines.

    ``columns`` are the names of the caller's own. Of each line there are its place in ``numbers``, all that it gives in
    ``given`` and as JSON in ``echoes``, its reference as JSON in ``refs``, and in ``asks`` the place of what it says
    among ``sayings``. ``wrong`` holds by line, counted from 0, what is wrong with its shape, before any field is read.
    ``defaults`` are said for all lines.
    """

    columns: Sequence[str]
    numbers: Sequence[int]
    given: Sequence[Json]
    echoes: Sequence[bytes]
    refs: Sequence[bytes]
    asks: Sequence[int]
    sayings: Sayings
    wrong: Mapping[int, tuple[LineError, ...]]
    defaults: Mapping[str, Any]


def of_json(lines: Sequence[Any], defaults: Mapping[str, Any]) -> PartsList:
    """Lines of JSON, each an object; one that is none is wrong, and stays in its place. Raises ``TooManyColumns``."""
    taken = _Taken()
    for some in WAY.lots(lines, _TOGETHER):
        taken.take(some)
    return PartsList(
        list(taken.columns),
        range(1, len(lines) + 1),
        taken.given,
        taken.echoes,
        taken.refs,
        taken.asks,
        taken.sayings,
        taken.wrong,
        defaults,
    )


class _Taken:
    """Lines of JSON as they are taken, some at a time: what a processor has at hand it need not fetch again."""

    def __init__(self) -> None:
        self.columns: dict[str, None] = {}
        self.sayings = Sayings()
        self.wrong: Wrong = {}
        self.given: list[Json] = []
        self.echoes: list[bytes] = []
        self.refs: list[bytes] = []
        self.asks: list[int] = []

    def take(self, lines: Sequence[Any]) -> None:
        """Take the next lines. Raises ``TooManyColumns``."""
        alike: defaultdict[tuple[str, ...] | None, list[int]] = defaultdict(list)
        for at, names in enumerate(map(tuple, lines) if {dict}.issuperset(map(type, lines)) else map(_names_of, lines)):
            alike[names].append(at)
        self.columns |= dict.fromkeys(chain.from_iterable(filter(None, alike)))
        if len(self.columns) > sheets.MOST_COLUMNS:
            raise TooManyColumns(f"have more than {sheets.MOST_COLUMNS:,} different fields")
        given, echoes, wrong = _given_back(lines, alike.pop(None, []))
        refs, asks = [b"null"] * len(lines), [0] * len(lines)
        for names, places in alike.items():
            sound = [at for at in places if at not in wrong] if wrong else places
            here = [lines[at] for at in sound]
            if any(named_otherwise(dict.fromkeys(names or ()))):
                # What another name of a field means hangs on what stands beside it: each line is read by itself.
                otherwise = [named_otherwise(line) for line in here]
                wrong.update((at, tuple(errors)) for at, (_, errors) in zip(sound, otherwise, strict=True) if errors)
                here = [{**line, **more} for line, (more, _) in zip(here, otherwise, strict=True)]
            marks = each_as_json([line.get("ref") for line in here])
            for at, mark, said in zip(sound, marks, self.sayings.add(_columns(here), len(here)), strict=True):
                refs[at], asks[at] = mark, said
        self.wrong.update((len(self.given) + at, errors) for at, errors in wrong.items())
        self.given += given
        self.echoes += echoes
        self.refs += refs
        self.asks += asks


def of_sheet(sheet: sheets.Sheet) -> PartsList:
    """The rows of a table: cells by our fields, and all cells as they came."""
    place = {field: at for at, field in enumerate(sheet.fields) if field is not None}
    ref, width = place.get("ref"), len(sheet.headers)
    rows, given, wrong, sayings, asks = [], [], {}, Sayings(), []
    for at, row in enumerate(WAY.each(sheet.rows)):
        rows.append(row + ("",) * (width - len(row)))
        given.append(dict(zip(sheet.headers, rows[at], strict=False)))
        if any(map(str.strip, row[width:])):
            given[at]["(more)"] = ",".join(row[width:])
            wrong[at] = (LineError("line", f"has {len(row)} cells where the header has {width}"),)
    for some in WAY.lots(rows, _TOGETHER):
        wanted = {field: [row[place[field]].strip() or None for row in some] for field in TURNING if field in place}
        asks += sayings.add(wanted, len(some))
    refs = each_as_json([None if ref is None or ref >= len(row) else row[ref] or None for row in WAY.each(sheet.rows)])
    columns = [*sheet.headers, *(["(more)"] if wrong else [])]
    echoes = each_as_json(given)
    return PartsList(columns, sheet.numbers, given, echoes, refs, asks, sayings, wrong, {})


def _given_back(lines: Sequence[Any], no_lines: Iterable[int]) -> tuple[list[Json], list[bytes], Wrong]:
    """What each of ``lines`` gives, the same as JSON, and, by place, what cannot be given back or is no line."""
    given, echoes = list(lines), _echoes(lines)
    wrong: Wrong = {}
    for at in no_lines:
        given[at], echoes[at] = {"line": lines[at]}, echoes[at] and b'{"line":%b}' % echoes[at]
        wrong[at] = (LineError("line", "a line is an object with the fields of a line"),)
    for at in [at for at, echo in enumerate(echoes) if not echo]:
        given[at], echoes[at] = {}, b"{}"
        wrong[at] = (LineError("line", "its values are nested too deeply to be given back"),)
    return given, echoes, wrong


def _names_of(line: Any) -> tuple[str, ...] | None:
    """The names of the fields of a line, in its order; None where it is none."""
    return tuple(line) if isinstance(line, dict) else None


def _echoes(lines: Sequence[Any]) -> list[bytes]:
    """Lines as JSON within an answer; nothing for one that is nested too deeply, for what is read may be deeper."""
    try:
        return each_as_json(lines)
    except orjson.JSONEncodeError:
        return list(map(_echo, lines))


def _echo(line: Any) -> bytes:
    try:
        return each_as_json([line])[0]
    except orjson.JSONEncodeError:
        return b""


def _columns(lines: Sequence[Json]) -> dict[str, Sequence[Any]]:
    """What ``lines``, which have the same fields, say in those of ``TURNING``."""
    return {field: _column(lines, field) for field in TURNING if lines and field in lines[0]}


def _column(lines: Sequence[Json], field: str) -> Sequence[Any]:
    # Not by isinstance: true, 1 and 1.0 are equal and would be taken for one another.
    values = list(map(itemgetter(field), lines))
    if _PLAIN.issuperset(map(type, values)):
        return values
    return [value if type(value) in _PLAIN else Frozen(value) for value in values]
