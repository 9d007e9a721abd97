"""What the forms of the pages offer to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.domain.vocabulary import EndUse
from service.http.context import Service
from service.http.present import Json

BEGINNING = "0001-01-01"
"""The first day of the calendar, for a window without a beginning."""
SCOPE = ("origin", "destination", "end_use")
"""What narrows a question, beside its day."""


def of(here: Service, asked: Mapping[str, Any]) -> Json:
    """The origins on record and the one asked, every destination, the end uses and the forms, each with its name."""
    names = here.repository.jurisdiction_names
    origins = {*here.repository.jurisdictions, *filter(None, [asked["origin"]])}
    return {
        "origins": sorted(((code, names.get(code, code)) for code in origins), key=_name),
        "destinations": sorted(names.items(), key=_name),
        "end_uses": list(EndUse),
        "forms": sorted(here.repository.form_titles.items(), key=_name),
    }


def scope_of(asked: Mapping[str, Any], *more: str) -> dict[str, Any]:
    """Those parameters of the question that narrow it, and ``more``, where they are given."""
    return {name: asked[name] for name in (*more, *SCOPE) if asked[name] is not None}


def _name(choice: tuple[str, str]) -> str:
    return choice[1].removeprefix("The ")
