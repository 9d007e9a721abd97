"""The result of a line as runs of fields, each encoded once for all lines that share it."""

from __future__ import annotations

from collections.abc import Iterable

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


def warned(notices: Iterable[Notice]) -> Run:
    """What else a caller must know."""
    return Run({"warnings": [warning(one) for one in notices]})
