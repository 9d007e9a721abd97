"""The whole record to take away: as JSON, as CSV in a zip, as the SQLite file itself, each with its SHA-256."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from flask import Response, request
from werkzeug.exceptions import NotFound

from schemas.meta import ExportSchema
from schemas.queries import NoQuery, PlainQuery
from service.http.api import Blueprint, in_path
from service.http.context import Service, service
from service.http.listing import dataset
from service.http.representations import respond
from service.http.tables import defused
from service.store.dataset import Dataset

blueprint = Blueprint("export", __name__, url_prefix="/v1/export", description="The whole record to take away")
MEDIA = {"json": "application/json", "csv.zip": "application/zip", "sqlite": "application/vnd.sqlite3"}


@blueprint.route("")
@blueprint.query(PlainQuery)
@blueprint.answers(ExportSchema, "The downloads.", example="/v1/export")
def list_downloads(asked: dict[str, Any]) -> Response:
    """List the downloads of the whole record, each with its size and SHA-256.

    The SHA-256 is that of the bytes sent, and also the download's ETag.
    """
    here = service()
    return respond({"data": [_listed(here, ending) for ending in MEDIA], "dataset": dataset(here)})


@blueprint.route("/record.<ending>", parameters=in_path("ending", "json, csv.zip or sqlite.", "json"))
@blueprint.query(NoQuery)
@blueprint.answers(
    {"type": "object", "description": "`dataset_version`, and `tables`: rows by the name of their table."},
    "The record.",
    "not-found",
    example="/v1/export/record.json",
    also={
        MEDIA["csv.zip"]: "A zip that holds a CSV for each table.",
        MEDIA["sqlite"]: "The database itself, to be opened with any SQLite.",
    },
)
def download_record(asked: dict[str, Any], ending: str) -> Response:
    """Give the whole record: `record.json`, `record.csv.zip` or `record.sqlite`.

    It is what this service answers from, table by table. The ending decides the form; `Accept` is not looked at.
    """
    if ending not in MEDIA:
        raise NotFound(f"there is no such download; the downloads are {', '.join('record.' + name for name in MEDIA)}")
    here = service()
    content, digest = _content(here.repository.dataset, ending)
    response = Response(content, content_type=MEDIA[ending])
    response.set_etag(digest)
    response.headers["Cache-Control"] = service().cache_control(filled_in=False, pinned=False)
    filename = f"export-controls-{here.dataset_version}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.make_conditional(request)
    return response


def _listed(here: Service, ending: str) -> dict[str, Any]:
    content, digest = _content(here.repository.dataset, ending)
    return {
        "format": ending,
        "media_type": MEDIA[ending],
        "href": f"/v1/export/record.{ending}",
        "bytes": len(content),
        "sha256": digest,
    }


_made: WeakKeyDictionary[Dataset, dict[str, tuple[bytes, str]]] = WeakKeyDictionary()


def _content(data: Dataset, ending: str) -> tuple[bytes, str]:
    """A download and its SHA-256, made once for each dataset: what it holds never changes."""
    writers: dict[str, Callable[[Dataset], bytes]] = {"json": _as_json, "csv.zip": _as_csv, "sqlite": _as_sqlite}
    kept = _made.setdefault(data, {})
    if ending not in kept:
        made = writers[ending](data)
        kept[ending] = made, hashlib.sha256(made).hexdigest()
    return kept[ending]


def _as_sqlite(data: Dataset) -> bytes:
    return data.content()


def _as_json(data: Dataset) -> bytes:
    tables = {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, columns, rows in data.tables()}
    return orjson.dumps({"dataset_version": data.version, "tables": tables})


def _as_csv(data: Dataset) -> bytes:
    """One CSV a table; the days inside the zip stand still, so that the same record is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, rows in data.tables():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows([defused(cell) for cell in row] for row in rows)
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0)), text.getvalue().encode())
    return out.getvalue()
