"""The whole record to take away: as JSON, as CSV in a zip, as the SQLite file itself, each with its SHA-256."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

import orjson
from flask import Response, request
from werkzeug.exceptions import NotFound

from schemas.queries import NoQuery, PlainQuery
from service.domain.frozen import frozen
from service.http.api import Blueprint, in_path
from service.http.context import Service, service
from service.http.listing import dataset
from service.http.representations import respond
from service.http.tables import defused
from service.store.dataset import Dataset

blueprint = Blueprint("export", __name__, url_prefix="/v1/export", description="The whole record to take away")
MEDIA = {"json": "application/json", "csv.zip": "application/zip", "sqlite": "application/vnd.sqlite3"}
_AT_ONCE = 2**20
_IN_MEMORY = 2**24
"""Up to this size a download is kept in memory."""


@blueprint.route("")
@blueprint.query(PlainQuery)
@blueprint.answers("schemas.meta:ExportSchema", "The downloads.", example="/v1/export")
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
    data = here.repository.dataset
    found = _download(data, ending)
    response = Response(found.parts(data), content_type=MEDIA[ending])
    response.content_length = found.size
    response.set_etag(found.digest)
    response.headers["Cache-Control"] = here.cache_control(filled_in=False, pinned=False)
    filename = f"export-controls-{here.dataset_version}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.make_conditional(request)
    return response


def _listed(here: Service, ending: str) -> dict[str, Any]:
    found = _download(here.repository.dataset, ending)
    return {
        "format": ending,
        "media_type": MEDIA[ending],
        "href": f"/v1/export/record.{ending}",
        "bytes": found.size,
        "sha256": found.digest,
    }


Part = Callable[[Dataset, int], bytes]
"""Gives the next bytes of a download from a place on, wherever anybody else is reading."""


@frozen
class _Download:
    """A download: its size, its SHA-256, and how to read it. It must not hold its dataset, with which it is let go."""

    size: int
    digest: str
    part: Part

    def parts(self, data: Dataset) -> Iterator[bytes]:
        """Its bytes, some at a time, whatever the size."""
        return _parts(data, self.size, self.part)


def _parts(data: Dataset, size: int, part: Part) -> Iterator[bytes]:
    return (part(data, start) for start in range(0, size, _AT_ONCE))


_made: weakref.WeakKeyDictionary[Dataset, dict[str, _Download]] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def _download(data: Dataset, ending: str) -> _Download:
    """A download, made once for each dataset: what it holds never changes."""
    with _making:
        kept = _made.setdefault(data, {})
        if ending not in kept:
            size, part = _written(data, _WRITERS[ending]) if ending in _WRITERS else (data.size, _of_the_file)
            digest = hashlib.sha256()
            for content in _parts(data, size, part):
                digest.update(content)
            kept[ending] = _Download(size, digest.hexdigest(), part)
        return kept[ending]


def _of_the_file(data: Dataset, start: int) -> bytes:
    return data.part(start, _AT_ONCE)


def _written(data: Dataset, write: Callable[[Dataset, IO[bytes]], None]) -> tuple[int, Part]:
    """What ``write`` makes: kept in memory, or in a file without a name where that is more than memory should hold."""
    made = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - one on the disk is open as long as its dataset
    write(data, made)
    size = made.tell()
    if size > _IN_MEMORY:
        made.flush()
        weakref.finalize(data, made.close)
        return size, lambda _, start: os.pread(made.fileno(), _AT_ONCE, start)
    made.seek(0)
    content = made.read()
    made.close()
    return size, lambda _, start: content[start : start + _AT_ONCE]


def _as_json(data: Dataset, out: IO[bytes]) -> None:
    out.write(b'{"dataset_version":' + orjson.dumps(data.version) + b',"tables":{')
    for place, (name, columns, rows) in enumerate(data.tables()):
        out.write((b"," if place else b"") + orjson.dumps(name) + b":[")
        for number, row in enumerate(rows):
            out.write((b"," if number else b"") + orjson.dumps(dict(zip(columns, row, strict=True))))
        out.write(b"]")
    out.write(b"}}")


def _as_csv(data: Dataset, out: IO[bytes]) -> None:
    """One CSV a table; the days inside the zip stand still, so that the same record is the same file."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, rows in data.tables():
            inside = zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0))
            with (
                archive.open(inside, "w", force_zip64=data.size >= zipfile.ZIP64_LIMIT) as file,
                io.TextIOWrapper(file, "utf-8", newline="") as text,
            ):
                writer = csv.writer(text, lineterminator="\r\n")
                writer.writerow(columns)
                writer.writerows([defused(cell) for cell in row] for row in rows)


_WRITERS = {"json": _as_json, "csv.zip": _as_csv}
"""Of the downloads that are made; the other is the database as it is."""
