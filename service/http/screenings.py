"""The screening of a parts list: read in the forms that procurement sends, answered as JSON, CSV or line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

import orjson
from flask import Response

from schemas.asked import ScreeningQuery
from schemas.queries import Format
from service import sheets
from service.domain.results import Notice
from service.http import tables
from service.http.api import Blueprint
from service.http.context import Service, service
from service.http.listing import dataset
from service.http.present import Json, iso, warning
from service.http.problems import WrongParameters
from service.http.representations import chosen, written
from service.http.screening.lines import LineReader
from service.http.screening.parts import PartsList
from service.http.screening.received import received
from service.http.screening.sayings import DEFAULTS
from service.http.screening.screener import Screening
from service.http.screening.values import Wrong
from service.metrics import metrics
from service.way import WAY

blueprint = Blueprint("screenings", __name__, url_prefix="/v1", description="A parts or materials list, line by line")

_AT_ONCE = 20
"""Results that are told as cells at once: more would hold others up for too long."""
_TOLD = 20
"""How many columns that were not read are told by name."""
_TEXT: Json = {"type": "string"}
_TABLE = "Part,Material,Ship to,Origin\nP-100,Dy2O3,DE,CN\nP-101,7440-55-3,US,CN\n"
_BODY: Json = {
    "required": True,
    "description": "A parts list: JSON, or a table whose columns are the fields of a line or listed synonyms of them.",
    "content": {
        "application/json": {
            "schema": "schemas.screenings.ScreeningRequestSchema",  # by the name that marshmallow keeps it under
            "example": {
                "defaults": {"origin": "CN", "destination": "US", "end_use": "civil", "date": "2025-12-01"},
                "lines": [{"ref": "P-100", "material": "Dy2O3"}, {"ref": "P-101", "material": "disprosium"}],
            },
        },
        "text/csv": {"schema": _TEXT, "example": _TABLE},
        "text/tab-separated-values": {"schema": _TEXT, "example": _TABLE.replace(",", "\t")},
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {**_TEXT, "format": "binary"}}, "required": ["file"]}
        },
    },
}
_RESULT = (
    "outcome", "at_worst", "mineral", "identified_by", "form", "origin", "destination", "end_use", "as_of",
    "status", "certainty", "conditional", "conditions",
    "summary", "measures", "instruments", "next_change_on", "next_change_to", "candidates", "end_user", "warnings",
    "errors", "did_you_mean", "link",
)  # fmt: skip
"""The columns of ours in a table, after the caller's own; new ones only ever come at the end."""


@blueprint.route("/screenings", methods=["POST"])
@blueprint.doc(requestBody=_BODY)
@blueprint.query(ScreeningQuery)
@blueprint.answers(
    "schemas.screenings:ScreeningSchema",
    "A result for every line.",
    *("bad-request", "dataset-differs", "not-acceptable", "too-large", "unsupported-media-type"),
    example="/v1/screenings",
    also={
        "text/csv": "The caller's own columns, then these (more may come at the end): " + ", ".join(_RESULT) + ".",
        "application/x-ndjson": "A JSON object a line: a result for every line of the list, then one with the totals.",
    },
    links={"status": ("get_status", {"mineral": "$response.body#/lines/0/mineral/id"})},
)
def screen_list(asked: dict[str, Any]) -> Response:
    """Answer every line of a parts list: what it comes to, why, and by which measures.

    One bad line is that line's result, never the whole call's.
    """
    here = service()
    here.check_pin(asked["dataset"])
    word = chosen(_WRITERS)
    sent = received(here)
    reader = LineReader(here, _defaults(here, asked, sent.defaults))
    screening = Screening(here, sent, reader)
    body = _WRITERS[word](sent, screening)
    response = written(word, body.pieces, "screening")
    if body.size is not None:
        response.content_length = body.size
    metrics().screened(screening.totals)
    response.headers["Cache-Control"] = "no-store"
    return response


def _defaults(here: Service, asked: Mapping[str, Any], said: Mapping[str, Any]) -> Json:
    """What is said once for all lines, in the query or in the body, read strictly. Raises 422 for what is wrong."""
    reader, found = LineReader(here, {}), {}
    for name in said:
        if name not in DEFAULTS:
            raise WrongParameters({f"defaults.{name}": [f"is no default (known: {', '.join(DEFAULTS)})"]})
        if asked.get(name) is not None:
            raise WrongParameters({name: ["stands in the query and in the defaults of the body: say it once"]})
    for name in DEFAULTS:
        value = said.get(name) if asked.get(name) is None else asked[name]
        if value is None or value == "":
            continue
        try:
            found[name] = reader.read_default(name, value)
        except Wrong as wrong:
            raise WrongParameters({name: [str(wrong)]}, wrong.near) from wrong
    return found


# What goes out


class Body(NamedTuple):
    """An answer in pieces, and how many bytes it has; None where that is not told beforehand."""

    pieces: Iterable[bytes]
    size: int | None = None


def _unused(sent: PartsList) -> Iterator[Notice]:
    """That some columns were not read: one of them may have been meant to say where a line goes."""
    unused = [name for name in sent.columns if sheets.field_of(name) is None]
    if unused:
        more = f" and {len(unused) - _TOLD} more" if len(unused) > _TOLD else ""
        named = ", ".join(unused[:_TOLD]) + more
        yield Notice("columns_not_used", f"{named}: given back, and not read; see the table of names in the README")


def _unsuggested(screening: Screening) -> Iterator[Notice]:
    """That for some names none was suggested because there are too many of them, not because none is like them."""
    if screening.without_suggestions:
        yield Notice(
            "suggestions_limited",
            f"near names were not sought for {screening.without_suggestions:,} of the names that were not found: "
            "shorten the list to get suggestions for them",
        )


def _summary(sent: PartsList, screening: Screening) -> Json:
    """What is told of the whole list, in the order of its fields."""
    here, day = screening.here, screening.filled_in_day
    return {
        "totals": screening.totals,
        "next_changes": screening.next_changes(),
        "as_of": iso(day),
        "warnings": [
            warning(found)
            for found in (*here.day_warnings(filled_in=day is not None), *_unused(sent), *_unsuggested(screening))
        ],
        "dataset": dataset(here),
        "links": {"statuses": "/v1/statuses"},
    }


def _as_json(sent: PartsList, screening: Screening) -> Body:
    lines = screening.encoded(b",")
    first = b'{"screening_id":%b,"lines":[' % orjson.dumps(screening.ident())
    last = b"]," + orjson.dumps(_summary(sent, screening))[1:]
    return Body(chain([first], lines, [last]), len(first) + lines.size + len(last))


def _as_ndjson(sent: PartsList, screening: Screening) -> Body:
    """A line of the list a line, and last, under ``screening_id``, what is told of the whole."""
    last = orjson.dumps({"screening_id": screening.ident(), **_summary(sent, screening)}) + b"\n"
    return Body(chain(screening.encoded(b"\n"), [b"\n" + last if sent.given else last]))


def _as_csv(sent: PartsList, screening: Screening) -> Body:
    bodies = {result: result.body for result in WAY.each(set(screening.results), _AT_ONCE)}
    each = zip(sent.given, screening.results, strict=True)
    table = as_table(sent.columns, ({**bodies[result], "given": given} for given, result in each))
    return Body([table], len(table))


_WRITERS: dict[Format, Callable[[PartsList, Screening], Body]] = {
    Format.JSON: _as_json,
    Format.CSV: _as_csv,
    Format.NDJSON: _as_ndjson,
}


def as_table(columns: Sequence[str], results: Iterable[Json]) -> bytes:
    """Results as CSV: the caller's columns and ours after them; one of ours that is called like theirs gets a 2."""
    taken = set(columns)
    ours = [next(free for free in chain([name], _numbered(name)) if free not in taken) for name in _RESULT]
    rows = (
        [*(_cell(one["given"].get(column)) for column in columns), *_cells(one)] for one in WAY.each(results, _AT_ONCE)
    )
    return tables.as_csv([*columns, *ours], rows)


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{number}" for number in count(2))


def _cell(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _cells(body: Json) -> list[Any]:
    """A result as cells of ``_RESULT``; several things in one cell are parted by semicolons."""
    ahead = body["next_change"] or {}
    told = {
        **body,
        "mineral": (body["mineral"] or {}).get("id"),
        "conditional": "conditional" if body["conditional"] else None,
        "measures": [measure["id"] for measure in body["measures"]],
        "next_change_on": ahead.get("on"),
        "next_change_to": ahead.get("to"),
        "candidates": [candidate["mineral"]["id"] for candidate in body["candidates"]],
        "end_user": (body["end_user"] or {}).get("word"),
        "warnings": [found["code"] for found in body["warnings"]],
        "errors": [f"{error['field']}: {error['detail']}" for error in body["errors"]],
        "link": body["links"].get("status"),
    }
    return ["; ".join(map(str, told[name])) if isinstance(told[name], list) else told[name] for name in _RESULT]
