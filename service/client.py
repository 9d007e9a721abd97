"""Screening a file from the command line: against the database here, or against a service that runs elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from flask import Flask

from service import sheets
from service.access import TOKEN

_BATCH = 1_000
"""Lines a call: few enough that a progress bar moves, and far below any service's limit."""
_ROUTE = "/v1/screenings"
_SECONDS = 120

Json = dict[str, Any]
Batch = tuple[Sequence[int], bytes, str]
"""The places of some lines in the whole list, and the lines as a body of a media type."""
Post = Callable[[bytes, str, Mapping[str, str]], bytes]
"""Sends a body of a media type with a query, and gives the answer as lines of JSON. Raises :class:`Refused`."""


class Refused(Exception):
    """The list was not taken as a whole; the message says why."""


def here(app: Flask) -> Post:
    """The service of ``app``, asked without a network."""

    def post(body: bytes, media: str, query: Mapping[str, str]) -> bytes:
        answer = app.test_client().post(f"{_ROUTE}?{urlencode(query)}", data=body, content_type=media)
        if answer.status_code != 200:
            raise Refused(answer.get_json()["detail"])
        content: bytes = answer.data
        return content

    return post


def key_in(path: Path) -> str:
    """The access key that stands alone in the file at ``path``. Raises :class:`Refused`, and never tells the key."""
    try:
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is no plain text") from error
    if not TOKEN.fullmatch(key):
        raise Refused(f"{path}: holds no access key, which is one line without blanks")
    return key


def at(address: str, key: str | None = None) -> Post:
    """The service at ``address``, such as ``http://127.0.0.1:8000``, asked with the access key ``key``."""

    def post(body: bytes, media: str, query: Mapping[str, str]) -> bytes:
        request = Request(  # noqa: S310 - the address is the operator's own
            f"{address.rstrip('/')}{_ROUTE}?{urlencode(query)}", data=body, headers={"Content-Type": media}
        )
        if key is not None:
            request.add_unredirected_header("Authorization", f"Bearer {key}")  # no other host gets it
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - see above
                content: bytes = answer.read()
                return content
        except HTTPError as error:
            with error:
                raise Refused(_detail(error.read(), error.code)) from error
        except (URLError, TimeoutError) as error:
            raise Refused(f"{address}: {getattr(error, 'reason', error)}") from error

    return post


def _detail(body: bytes, status: int) -> str:
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the service answered {status}"


def batches(path: Path) -> tuple[Sequence[str], Sequence[Batch]]:
    """The caller's columns, and the list in batches.

    A file that ends in ``.json`` holds an object with ``lines``, or the lines alone; any other is a table.
    Raises :class:`Refused`.
    """
    content = path.read_bytes()
    if path.suffix.lower() == ".json":
        return _of_json(content)
    try:
        sheet = sheets.read(content)
    except sheets.UnreadableSheet as error:
        raise Refused(str(error)) from error
    parts: list[Batch] = []
    for start in range(0, len(sheet.rows), _BATCH):
        rows = sheet.rows[start : start + _BATCH]
        out = io.StringIO()
        csv.writer(out).writerows([sheet.headers, *rows])
        places = sheet.numbers[start : start + _BATCH]
        parts.append((places, out.getvalue().encode(), "text/csv; charset=utf-8"))
    return sheet.headers, parts


def _of_json(content: bytes) -> tuple[Sequence[str], Sequence[Batch]]:
    try:
        body = json.loads(content)
    except ValueError as error:
        raise Refused(f"the file is no JSON: {error}") from error
    lines = body.get("lines") if isinstance(body, dict) else body
    if not isinstance(lines, list):
        raise Refused("the file holds no list of lines")
    around = {name: value for name, value in body.items() if name != "lines"} if isinstance(body, dict) else {}
    columns = list(dict.fromkeys(name for line in lines if isinstance(line, dict) for name in line))
    parts: list[Batch] = []
    for start in range(0, len(lines), _BATCH):
        some = lines[start : start + _BATCH]
        body = json.dumps({**around, "lines": some}).encode()
        parts.append((range(start + 1, start + 1 + len(some)), body, "application/json"))
    return columns, parts


def results(
    parts: Sequence[Batch], post: Post, defaults: Mapping[str, str]
) -> Iterator[tuple[list[Json], Mapping[str, Any]]]:
    """The results of each batch in turn, each line with its place in the whole list, and what is told of the batch.

    All batches are answered from the data, and for the day, that answered the first.
    """
    query = {**defaults, "format": "ndjson"}
    for places, body, media in parts:
        *lines, told = (json.loads(line) for line in post(body, media, query).splitlines())
        query["dataset"] = told["dataset"]["version"]
        if told["as_of"] is not None:
            query["date"] = told["as_of"]
        yield [{**line, "line": place} for line, place in zip(lines, places, strict=True)], told
