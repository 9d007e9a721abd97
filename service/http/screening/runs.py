"""The result of a line as runs of fields, each encoded once for all lines that share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from service.domain.changes import Change
from service.domain.results import Notice
from service.domain.screening import Outcome
from service.http.present import Json, warning


class Run:
    """Fields of a result that stand one after another, also as JSON without braces: many lines share them."""

    __slots__ = ("json", "told")

    def __init__(self, told: Json) -> None:
        self.told = told
        self.json = orjson.dumps(told)[1:-1]


class Written:
    """The result of a line without its place, its reference and what was given: its fields, in runs."""

    __slots__ = ("change", "json", "mineral", "outcome", "runs")

    def __init__(self, outcome: Outcome, *runs: Run, mineral: str | None = None, change: Change | None = None) -> None:
        self.outcome = outcome
        self.runs = runs
        self.json = b',%b,"given":' % b",".join([run.json for run in runs])
        """What stands in a line between its reference and what it gave."""
        self.mineral = mineral
        self.change = change

    @property
    def body(self) -> Json:
        """The result."""
        return {name: value for run in self.runs for name, value in run.told.items()}


_MARK = orjson.Fragment(b"\n")
"""A newline, which stands in no JSON as orjson writes it."""
_TOGETHER = 1000
"""Values that are encoded in one call, which lets no other thread in."""


def each_as_json(values: Sequence[Any]) -> list[bytes]:
    """Each of ``values`` as the JSON that it is two levels deep within an answer.

    Many are encoded at once, with a mark between each two, and parted there: a call for each takes twice as long.
    Raises ``JSONEncodeError`` where one of them cannot be encoded.
    """
    each: list[bytes] = []
    for start in range(0, len(values), _TOGETHER):
        some = values[start : start + _TOGETHER]
        marked: list[Any] = [_MARK] * (2 * len(some) - 1)
        marked[::2] = some
        each += orjson.dumps({"lines": marked})[len('{"lines":[') : -len("]}")].split(b",\n,")
    return each


def warned(notices: Iterable[Notice]) -> Run:
    """What else a caller must know."""
    return Run({"warnings": [warning(one) for one in notices]})
