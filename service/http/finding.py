"""Finding minerals: by words, group, list, code or status, in the order that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from schemas.queries import ANY
from service.domain import explain
from service.domain.model import Mineral, Question
from service.domain.results import Notice
from service.domain.vocabulary import Movement
from service.http import answers, listing, tables
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


def minerals(here: Service, asked: dict[str, Any]) -> tuple[Sequence[Json], list[Notice]]:
    """The rows of the minerals that fit every filter of the query, and the warnings that go with them."""
    for parameter in ("origin", "destination"):
        here.check_code(parameter, asked[parameter])
    ids = _ids(here, asked)
    matches = here.codes.matching(asked["code"]) if asked["code"] is not None else {}
    if asked["code"] is not None:
        ids = [ident for ident in (matches if ids is None else ids) if ident in matches]
    found = here.repository.minerals_by(asked["sort"], ids)

    def row(mineral: Mineral) -> Json:
        return _row(mineral, matches.get(mineral.id, ()))

    if asked["status"] is None:
        return listing.Told(found, row), []
    warnings = here.day_warnings(filled_in=asked["as_of"] is None)
    if asked["status"] == ANY:  # of these, only the page is decided
        return listing.Told(found, lambda mineral: _with_status(here, row(mineral), asked)), warnings
    every = (_with_status(here, row(mineral), asked) for mineral in found)
    return [one for one in every if one["status"] == asked["status"]], warnings


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


def _with_status(here: Service, row: Json, asked: dict[str, Any]) -> Json:
    question = Question(
        as_of=asked["as_of"] or here.today(),
        known_at=asked["known_at"],
        origin=asked["origin"],
        destination=asked["destination"],
        end_use=asked["end_use"],
        movement=Movement.EXPORT,
    )
    answer = answers.resolve_question(here, here.repository.mineral_of(row["id"]), question)
    return {
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
