"""A parts list as lines: what each gives, and which of the distinct sayings of the list it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from types import NoneType
from typing import Any

import orjson

from service import sheets
from service.domain.frozen import frozen
from service.http.present import Json
from service.http.screening.lines import TURNING, LineError, Values, named_otherwise
from service.http.screening.values import Frozen

_PLAIN = frozenset({str, int, NoneType})
_UNREAD: Mapping[Values, int] = {(): 0}
"""What a line says that is not read, for it is no line."""
Wrong = dict[int, tuple[LineError, ...]]


class TooManyColumns(Exception):
    """The lines have more different fields than a list may have."""


@frozen
class PartsList:
    """What was sent, as columns: one thing of all lines beside the next, in the order of the lines.

    ``columns`` are the names of the caller's own. Of each line there are its place in ``numbers``, all that it gives in
    ``given`` and as JSON in ``echoes``, its reference as JSON in ``refs``, and in ``asks`` the place of what it says
    among ``said``: these are the distinct sayings of the list in the fields of ``TURNING``. ``wrong`` holds by line,
    counted from 0, what is wrong with its shape, before any field is read. ``defaults`` are said for all lines.
    """

    columns: Sequence[str]
    numbers: Sequence[int]
    given: Sequence[Json]
    echoes: Sequence[bytes]
    refs: Sequence[bytes]
    asks: Sequence[int]
    said: Sequence[Values]
    wrong: Mapping[int, tuple[LineError, ...]]
    defaults: Mapping[str, Any]


def of_json(lines: Sequence[Any], defaults: Mapping[str, Any]) -> PartsList:
    """Lines of JSON, each an object; one that is none is wrong, and stays in its place. Raises ``TooManyColumns``."""
    alike: defaultdict[tuple[str, ...] | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        alike[tuple(line) if isinstance(line, dict) else None].append(at)
    columns = list(dict.fromkeys(chain.from_iterable(filter(None, alike))))
    if len(columns) > sheets.MOST_COLUMNS:
        raise TooManyColumns(f"have more than {sheets.MOST_COLUMNS:,} different fields")
    given, echoes, wrong = _given_back(lines, alike.pop(None, []))
    refs, asks, said = [b"null"] * len(lines), [0] * len(lines), dict(_UNREAD)
    for names, places in alike.items():
        sound = [at for at in places if at not in wrong] if wrong else places
        here = [lines[at] for at in sound]
        if any(named_otherwise(dict.fromkeys(names or ()))):
            # What another name of a field means hangs on what stands beside it: each line is read by itself.
            otherwise = [named_otherwise(line) for line in here]
            wrong.update((at, tuple(errors)) for at, (_, errors) in zip(sound, otherwise, strict=True) if errors)
            here = [{**line, **more} for line, (more, _) in zip(here, otherwise, strict=True)]
        marks = [orjson.dumps(line.get("ref")) for line in here]
        for at, mark, values in zip(sound, marks, _sayings(here), strict=True):
            refs[at], asks[at] = mark, said.setdefault(values, len(said))
    return PartsList(columns, range(1, len(lines) + 1), given, echoes, refs, asks, list(said), wrong, defaults)


def of_sheet(sheet: sheets.Sheet) -> PartsList:
    """The rows of a table: cells by our fields, and all cells as they came."""
    place = {field: at for at, field in enumerate(sheet.fields) if field is not None}
    wanted, ref = [place.get(field) for field in TURNING], place.get("ref")
    width = len(sheet.headers)
    given, asks, said, wrong = [], [], dict(_UNREAD), {}
    for at, row in enumerate(sheet.rows):
        cells = row + ("",) * (width - len(row))
        given.append(dict(zip(sheet.headers, cells, strict=False)))
        if any(map(str.strip, row[width:])):
            given[at]["(more)"] = ",".join(row[width:])
            wrong[at] = (LineError("line", f"has {len(row)} cells where the header has {width}"),)
        values = tuple(None if at is None else cells[at].strip() or None for at in wanted)
        asks.append(said.setdefault(values, len(said)))
    refs = [orjson.dumps(None if ref is None or ref >= len(row) else row[ref] or None) for row in sheet.rows]
    columns = [*sheet.headers, *(["(more)"] if wrong else [])]
    echoes = list(map(orjson.dumps, given))
    return PartsList(columns, sheet.numbers, given, echoes, refs, asks, list(said), wrong, {})


def _given_back(lines: Sequence[Any], no_lines: Iterable[int]) -> tuple[list[Json], list[bytes], Wrong]:
    """What each of ``lines`` gives, the same as JSON, and, by place, what cannot be given back or is no line."""
    given, echoes = list(lines), list(map(_echo, lines))
    wrong: Wrong = {}
    for at in no_lines:
        given[at], echoes[at] = {"line": lines[at]}, echoes[at] and b'{"line":%b}' % echoes[at]
        wrong[at] = (LineError("line", "a line is an object with the fields of a line"),)
    for at in [at for at, echo in enumerate(echoes) if not echo]:
        given[at], echoes[at] = {}, b"{}"
        wrong[at] = (LineError("line", "its values are nested too deeply to be given back"),)
    return given, echoes, wrong


def _echo(line: Any) -> bytes:
    """A line as JSON within an answer; nothing where it is nested too deeply, for what is read may be deeper."""
    try:
        return orjson.dumps({"lines": [line]})[len('{"lines":[') : -len("]}")]
    except orjson.JSONEncodeError:
        return b""


def _sayings(lines: Sequence[Json]) -> Iterable[Values]:
    """What each of ``lines``, which have the same fields, says in the fields of ``TURNING``."""
    fields = lines[0].keys() if lines else ()
    columns = [_column(lines, field) if field in fields else repeat(None, len(lines)) for field in TURNING]
    return zip(*columns, strict=True)


def _column(lines: Sequence[Json], field: str) -> Sequence[Any]:
    # Not by isinstance: true, 1 and 1.0 are equal and would be taken for one another.
    values = [line[field] for line in lines]
    if _PLAIN.issuperset(map(type, values)):
        return values
    return [value if type(value) in _PLAIN else Frozen(value) for value in values]
