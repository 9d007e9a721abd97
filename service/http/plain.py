"""The main question as most callers ask it: a name, codes, days, JSON. Read from the address without a framework.

What is read here is read as the schema of the route reads it; whatever is not quite plain is left to that.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from schemas.queries import Format, StatusQuery
from service.domain.errors import DomainError
from service.domain.frozen import frozen
from service.domain.vocabulary import EndUse, Movement
from service.http import answers
from service.http.context import Service

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_PATH = re.compile(r"/v1/minerals/([A-Za-z0-9._-]+)/status")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-Z]{2}")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,200}")


def _spelt(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return read


def _day(text: str) -> date:
    return date.fromisoformat(_spelt(_DAY)(text))


READERS: dict[str, Callable[[str], Any]] = {
    "as_of": _day,
    "known_at": _day,
    "origin": _spelt(_CODE),
    "destination": _spelt(_CODE),
    "end_use": EndUse,
    "movement": Movement,
    "form": _spelt(_WORD),
    "dataset": _spelt(_WORD),
    "format": {Format.JSON.value: Format.JSON}.__getitem__,
}
"""How the value of each parameter is read; each raises ``ValueError`` or ``KeyError`` for one that is not plain."""
_ABSENT: dict[str, Any] = StatusQuery().load({})


def query(text: str) -> dict[str, Any] | None:
    """The parameters of a query string as :class:`StatusQuery` loads them; None where it is not quite plain."""
    found: dict[str, Any] = {}
    for part in text.split("&") if text else ():
        name, _, value = part.partition("=")
        if name in found or name not in READERS:
            return None
        try:
            found[name] = READERS[name](value)
        except (ValueError, KeyError):
            return None
    return {**_ABSENT, **found}


def wants_json(accept: str | None, named: Format | None) -> bool:
    """Whether JSON is what the caller gets, by its ``format`` or by an ``Accept`` that leaves no doubt."""
    return named is not None or accept in (None, "*/*", "application/json")


@frozen
class Found:
    """What was asked, as the schema loads it, and the body that answers it."""

    asked: dict[str, Any]
    body: bytes


def is_asked(environ: WSGIEnvironment) -> bool:
    """Whether it may be the main question, plainly asked; from another origin's page it never is."""
    return "HTTP_ORIGIN" not in environ and _PATH.fullmatch(environ["PATH_INFO"]) is not None


def answer(here: Service, environ: WSGIEnvironment) -> Found | None:
    """The answer to the main question of a request; None where this is for the framework, errors included."""
    path, text = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    named, asked = _PATH.fullmatch(path), query(text)
    if named is None or asked is None or not wants_json(environ.get("HTTP_ACCEPT"), asked["format"]):
        return None
    link = path + ("?" + text if text else "")
    try:
        body = answers.status(here, named[1], asked, link, here.encoder)
    except (DomainError, sqlite3.Error):  # the framework meets it again, and tells it
        return None
    return Found(asked, orjson.dumps(body))
