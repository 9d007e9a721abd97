"""What the build has told of one thing in one row (told.sql), and the parts that are told of many kinds of things."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson

from service.domain.measure import SourceRef
from service.store.dataset import Dataset

Told = dict[str, Any]
"""What is said of one thing: every column of its row, and lists of what belongs to it."""


def told(dataset: Dataset, sql: str, keys: Iterable[object]) -> list[tuple[Any, Any]]:
    """The two columns that ``sql`` finds by ``keys``, its one parameter: a key, and what is said, one or a list.

    Raises ``sqlite3.DatabaseError`` for what is damaged, as for any other part of the file.
    """
    rows = dataset.all(sql, json.dumps(list(keys)))
    try:
        return [(first, orjson.loads(said)) for first, said in rows]
    except orjson.JSONDecodeError as error:
        raise sqlite3.DatabaseError("what is told of a thing is damaged") from error


def day(text: str | None) -> date | None:
    """An ISO day of the database as a date."""
    return None if text is None else date.fromisoformat(text)


def known_day(text: str) -> date:
    """An ISO day that is never null in the database."""
    return date.fromisoformat(text)


def sources(said: Told) -> tuple[SourceRef, ...]:
    """Where it was read."""
    return tuple(SourceRef(*one) for one in said["sources"])
