"""A mineral's page: the answer in words, what changes next, its timeline, the law behind it, what sources report."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from service.http import inside
from service.http.context import service
from service.http.present import Json
from service.pages import choices
from service.pages.chart import chart

_STATES = (
    ("in_force", "In force"),
    ("suspended", "Paused"),
    ("announced", "Announced, or of unknown first day"),
    ("end_user_lists", "Lists of named parties, to compare your customer with; they set no status"),
    ("related", "Technology, equipment, services and auxiliary materials; never part of the status"),
)
"""The lists of measures of an origin, with their headings."""


def view(name: str, asked: dict[str, Any]) -> Json:
    """All that the page of the mineral called ``name`` shows."""
    question = choices.scope_of(asked, "as_of", "form")
    wanted = inside.address(f"/v1/minerals/{quote(name, safe='')}/status", question)
    status = inside.body(wanted)
    here = f"/v1/minerals/{status['mineral']['id']}"
    timeline = inside.address(f"{here}/timeline", {"origin": asked["origin"]})
    entries = inside.body(timeline)["entries"]
    reviewed = {o["origin"]: o["reviewed_through"] for o in status["origins"] if o["reviewed_through"]}
    return {
        "asked": {**asked, "form": status["form"]},
        "scope": choices.scope_of(asked),
        "choices": choices.of(service(), asked),
        "status": status,
        "identity": inside.body(here),
        "entries": entries,
        "chart": chart(entries, status["as_of"], reviewed),
        "today": service().today().isoformat(),
        "reviewed": reviewed,
        "measures": list(_measures(status)),
        "address": wanted,
        "timeline": timeline,
        "dataset": status["dataset"],
    }


def _measures(status: Json) -> list[tuple[str, str, list[Json]]]:
    """The measures of the answer by where they stand: the word of the API, its heading, and the measures."""
    found = [(word, heading, [m for o in status["origins"] for m in o[word]]) for word, heading in _STATES]
    return [(word, heading, listed) for word, heading, listed in found if listed]
