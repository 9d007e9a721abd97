"""The one envelope of every list, its pages and their cursors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar, overload
from urllib.parse import quote, urlencode

from flask import request

from service.domain.results import Notice
from service.http.context import Service, service
from service.http.present import Json, iso, warning
from service.http.problems import BadCursor

Entry = TypeVar("Entry")


def dataset(here: Service) -> Json:
    """The data that answers; reviewed through the earliest day of its origins."""
    return {"version": here.dataset_version, "reviewed_through": iso(here.reviewed_through)}


def address(**changes: str | None) -> str:
    """The address of this request with parameters changed or, for None, dropped; path-absolute."""
    query = {name: value for name, value in request.args.items() if name not in changes}
    query |= {name: value for name, value in changes.items() if value is not None}
    return quote(request.path) + ("?" + urlencode(query) if query else "")


class Told(Sequence[Json], Generic[Entry]):
    """Entries of the record in the words of an answer, said of the part that is asked for."""

    def __init__(self, entries: Sequence[Entry], say: Callable[[Entry], Json]) -> None:
        self._entries = entries
        self._say = say

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> Json: ...
    @overload
    def __getitem__(self, place: slice) -> list[Json]: ...
    def __getitem__(self, place: int | slice) -> Json | list[Json]:
        if isinstance(place, int):
            return self._say(self._entries[place])
        return [self._say(entry) for entry in self._entries[place]]


def envelope(
    asked: dict[str, Any],
    rows: Sequence[Json],
    warnings: list[Notice] | None = None,
    permalink: dict[str, str] | None = None,
    **members: Any,
) -> Json:
    """The page of ``rows`` that the query asks for, in the envelope of every list.

    ``permalink`` are the parameters that an address must spell out, beside the dataset, to give the same answer again.
    """
    start, total = _position(asked["cursor"]), len(rows)
    if start > total:
        raise BadCursor
    end = start + asked["limit"]
    following = _cursor(end) if end < total else None
    links = {"self": address()}
    if permalink is not None:
        pinned = {"cursor": None, "limit": None, "format": None, "dataset": service().dataset_version}
        links["permalink"] = address(**pinned, **permalink)
    if following is not None:
        links["next"] = address(cursor=following)
    return {
        "data": rows[start:end],
        **members,
        "total": total,
        "next": following,
        "warnings": [warning(found) for found in warnings or []],
        "dataset": dataset(service()),
        "links": links,
    }


def _seal(position: int) -> bytes:
    """Binds a position to this query and dataset, so that a cursor of another list is told and not obeyed."""
    query = sorted((name, value) for name, value in request.args.items() if name not in ("cursor", "limit"))
    bound = f"{position}|{request.path}|{query}|{service().dataset_version}"
    return blake2b(bound.encode(), digest_size=6).digest()


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(position.to_bytes(4, "big") + _seal(position)).decode().rstrip("=")


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    position = int.from_bytes(raw[:4], "big")
    if raw[4:] != _seal(position) or _cursor(position) != cursor:
        raise BadCursor
    return position
