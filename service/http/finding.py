"""Finding minerals: by words, group, list, code or status, in the order that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemas.queries import ANY
from service.domain import explain
from service.domain.model import Mineral, Question
from service.domain.results import Notice
from service.domain.vocabulary import Movement
from service.http import answers, tables
from service.http.context import Service
from service.http.present import Json, change
from service.store.codes import CodeMatch

COLUMNS = (
    *("id", "name", "name_zh", "symbol", "cas", "category", "atomic_number", "groups", "status", "certainty"),
    *("conditional", "next_change_on", "next_change_to", "summary"),
)
_UNASKED: Json = {"status": None, "certainty": None, "conditional": None, "summary": None, "next_change": None}


def day_of(here: Service, asked: dict[str, Any]) -> str | None:
    """The day by which a status was looked for; None when none was."""
    return None if asked["status"] is None else (asked["as_of"] or here.today()).isoformat()


def minerals(here: Service, asked: dict[str, Any]) -> tuple[list[Json], list[Notice]]:
    """The rows of the minerals that fit every filter of the query, and the warnings that go with them."""
    for parameter in ("origin", "destination"):
        here.check_code(parameter, asked[parameter])
    found = here.repository.minerals(_ids(here, asked))
    matches = here.codes.matching(asked["code"]) if asked["code"] is not None else {}
    rows = [_row(mineral, matches.get(mineral.id, ())) for mineral in found]
    if asked["code"] is not None:
        rows = [row for row in rows if row["matches"]]
    if asked["status"] is not None:
        rows = [row for row in _with_status(here, rows, asked) if asked["status"] in (ANY, row["status"])]
    filled_in = asked["status"] is not None and asked["as_of"] is None
    return _sorted(rows, asked["sort"]), here.day_warnings(filled_in=filled_in)


def _ids(here: Service, asked: dict[str, Any]) -> list[str] | None:
    """The minerals that the words, the list and the group leave; None for all."""
    kept: list[frozenset[str]] = []
    if asked["q"] is not None:
        kept.append(frozenset(here.repository.search(asked["q"])))
    if asked["list"] is not None:
        kept.append(here.repository.listed_on(asked["list"]))
    if asked["group"] is not None:
        group = here.repository.mineral(answers.named(here, asked["group"], "group").mineral)
        kept.append(frozenset(group.members))
    return sorted(frozenset.intersection(*kept)) if kept else None


def _row(mineral: Mineral, matches: Iterable[CodeMatch]) -> Json:
    found = [
        {
            "code": match.code,
            "kind": match.kind,
            "basis": match.basis,
            "goods": match.goods,
            "measure": match.measure,
            "instrument": match.instrument,
        }
        for match in matches
    ]
    return {**answers.mineral_row(mineral), **_UNASKED, "matches": found}


def _with_status(here: Service, rows: list[Json], asked: dict[str, Any]) -> Iterable[Json]:
    question = Question(
        as_of=asked["as_of"] or here.today(),
        known_at=asked["known_at"],
        origin=asked["origin"],
        destination=asked["destination"],
        end_use=asked["end_use"],
        movement=Movement.EXPORT,
    )
    for row in rows:
        answer = answers.resolve_question(here, here.repository.mineral(row["id"]), question)
        yield {
            **row,
            "status": answer.status,
            "certainty": answer.certainty,
            "conditional": answer.conditional,
            "summary": explain.summary(answer, here.words),
            "next_change": change(answer.next_change),
        }


def cells(row: Json) -> list[Any]:
    """A mineral as a row of ``COLUMNS``."""
    ahead = row["next_change"] or {}
    conditional = "conditional" if row["conditional"] else None
    told = {**row, "conditional": conditional, "next_change_on": ahead.get("on"), "next_change_to": ahead.get("to")}
    return tables.flat(COLUMNS, [told])[0]


def _sorted(rows: list[Json], order: str) -> list[Json]:
    name = order.lstrip("-")
    known = [row for row in rows if row[name] is not None]
    known.sort(key=lambda row: row[name], reverse=order.startswith("-"))
    return known + [row for row in rows if row[name] is None]
