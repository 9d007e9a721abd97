"""A parts list as it comes in: which of the forms it has, how large it may be, and its lines in order."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

import orjson
from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnprocessableEntity, UnsupportedMediaType

from service import sheets
from service.http.bodies import bounded
from service.http.context import Service
from service.http.present import Json
from service.http.screening.lines import TURNING, LineError, named_otherwise
from service.http.screening.values import Frozen

_PLAIN = frozenset({str, int, NoneType})


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: its place, its reference, the values of the fields that count, and all that was given.

    ``wrong`` holds what is wrong with its shape, before any field is read.
    """

    number: int
    ref: Any
    values: tuple[Any, ...]
    given: Json
    wrong: tuple[LineError, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsList:
    """What was sent: the caller's columns, the lines with the values of ``TURNING``, and what was said for all."""

    columns: Sequence[str]
    lines: Sequence[RawLine]
    defaults: Mapping[str, Any]


def received(here: Service) -> PartsList:
    """The list that was sent, in whichever of the forms. Raises an HTTP error for what cannot be read at all."""
    limit = here.settings.max_body
    bounded(limit)
    try:
        sent = _by_media(here)
    except RequestEntityTooLarge as error:
        raise RequestEntityTooLarge(f"a list may have {limit:,} bytes") from error
    most = here.settings.max_lines
    if len(sent.lines) > most:
        raise RequestEntityTooLarge(f"a list may have {most:,} lines, this one has {len(sent.lines):,}")
    return sent


def _by_media(here: Service) -> PartsList:
    if request.content_encoding not in (None, "identity"):
        raise UnsupportedMediaType(f"the body is {request.content_encoding}: send it as it is")
    match request.mimetype:
        case "application/json":
            return _json(_body(here))
        case "text/csv" | "text/tab-separated-values":
            return _sheet(_body(here), request.mimetype_params.get("charset"))
        case "multipart/form-data":
            file = request.files.get("file")
            if file is None or len(request.files.getlist("file")) + len(request.form) > 1:
                raise BadRequest(
                    "a form has one field, `file`, with one file; what holds for all lines is in the query"
                )
            return _sheet(file.read(), file.mimetype_params.get("charset"))
    raise UnsupportedMediaType(
        "send the list as application/json, text/csv or text/tab-separated-values, or as the field `file` of "
        "multipart/form-data"
    )


def _body(here: Service) -> bytes:
    content = request.get_data()
    if len(content) > here.settings.max_body:
        raise RequestEntityTooLarge
    if len(content) < (request.content_length or 0):  # gunicorn hands a body that broke off on as if it were whole
        raise BadRequest(f"the body broke off: {len(content):,} of its {request.content_length:,} bytes came")
    return content


def _json(content: bytes) -> PartsList:
    try:
        body = orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is no JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("lines"), list):
        raise unprocessable("lines", "the body is an object with a list `lines` and, if you like, `defaults`")
    if unknown := sorted(set(body) - {"lines", "defaults"}):
        raise unprocessable(unknown[0], "is no member of the body (known: defaults, lines)")
    defaults = {} if body.get("defaults") is None else body["defaults"]
    if not isinstance(defaults, dict):
        raise unprocessable("defaults", "must be an object")
    columns = list(dict.fromkeys(name for line in body["lines"] if isinstance(line, dict) for name in line))
    if len(columns) > sheets.MOST_COLUMNS:
        raise unprocessable("lines", f"have more than {sheets.MOST_COLUMNS:,} different fields")
    return PartsList(columns, _lines_of(body["lines"]), defaults)


def _sheet(content: bytes, charset: str | None) -> PartsList:
    try:
        sheet = sheets.read(content, charset)
    except sheets.UnreadableSheet as error:
        raise BadRequest(str(error)) from error
    width = len(sheet.headers)
    more = ("(more)",) if any(any(map(str.strip, row[width:])) for row in sheet.rows) else ()
    return PartsList([*sheet.headers, *more], list(_rows(sheet)), {})


def _rows(sheet: sheets.Sheet) -> Iterator[RawLine]:
    """The rows as lines: cells by our fields, and all cells as they came."""
    place = {field: at for at, field in enumerate(sheet.fields) if field is not None}
    wanted = [place.get(field) for field in TURNING]
    width, ref = len(sheet.headers), place.get("ref")
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = row + ("",) * (width - len(row))
        given: Json = dict(zip(sheet.headers, cells, strict=False))
        wrong: tuple[LineError, ...] = ()
        if any(map(str.strip, row[width:])):
            given["(more)"] = ",".join(row[width:])
            wrong = (LineError("line", f"has {len(row)} cells where the header has {width}"),)
        values = tuple(None if at is None else cells[at].strip() or None for at in wanted)
        yield RawLine(number, cells[ref] or None if ref is not None else None, values, given, wrong)


def unprocessable(name: str, detail: str, near: Sequence[str] = ()) -> UnprocessableEntity:
    """A 422 that names what is wrong, in the shape in which every other one is told."""
    error = UnprocessableEntity(f"{name}: {detail}")
    error.data = {"messages": {"body": {name: [detail]}}, "did_you_mean": list(near)}  # type: ignore[attr-defined]  # webargs' own name for it
    return error


def _lines_of(given: Iterable[Any]) -> list[RawLine]:
    """Lines of JSON, each an object; one that is none is wrong, and stays in its place."""
    shallow = _can_be_given_back(given)
    lines = []
    for number, one in enumerate(given, start=1):
        if not shallow and not _can_be_given_back(one):
            error = LineError("line", "its values are nested too deeply to be given back")
            lines.append(RawLine(number, None, (), {}, (error,)))
            continue
        if not isinstance(one, dict):
            error = LineError("line", "a line is an object with the fields of a line")
            lines.append(RawLine(number, None, (), {"line": one}, (error,)))
            continue
        wrong: list[LineError] = []
        said = one
        if not one.keys() <= sheets.FIELDS.keys():
            otherwise, wrong = named_otherwise(one)
            said = {**one, **otherwise} if otherwise else one
        values = tuple(map(said.get, TURNING))
        if not _PLAIN.issuperset(map(type, values)):
            values = tuple(map(_hashable, values))
        lines.append(RawLine(number, said.get("ref"), values, one, tuple(wrong)))
    return lines


def _can_be_given_back(value: Any) -> bool:
    """Whether ``value`` can be written as JSON: what is read may be nested deeper than what can be written."""
    try:
        orjson.dumps({"lines": [value]})
    except orjson.JSONEncodeError:
        return False
    return True


def _hashable(value: Any) -> Any:
    # Not by isinstance: true, 1 and 1.0 are equal and would be taken for one another.
    return value if type(value) in _PLAIN else Frozen(value)
