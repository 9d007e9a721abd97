"""The two questions in plain English, and their kin: read by a grammar, answered by the plain routes."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.asked import AskQuery
from service.ask.interpret import Interpretation, Kind, UnknownPlace, interpret
from service.ask.words import jurisdiction_code, similar_places
from service.domain.errors import DomainError
from service.domain.identify import key
from service.http import changes, inside, restrictions, sentences, tables
from service.http.api import Blueprint
from service.http.context import Service, service
from service.http.listing import address, dataset
from service.http.present import Json, warning
from service.http.representations import respond

blueprint = Blueprint("ask", __name__, url_prefix="/v1/ask", description="Questions in plain English")


@blueprint.route("")
@blueprint.query(AskQuery)
@blueprint.answers(
    "schemas.ask:AskSchema",
    "The answer, and the reading that was made of the question.",
    example="/v1/ask?q=was+gallium+restricted+to+Japan+for+civil+use+on+2025-12-01",
    also=tables.described(tables.STATUS_COLUMNS, head=True),
)
def ask_question(asked: dict[str, Any]) -> Response:
    """Answer a question in plain English, such as "which minerals were restricted in April".

    A written grammar reads it, never a model: what it does not understand is refused with the forms that it does.
    `interpretation` tells what was read from which words and what was assumed; `links.api` is the plain route that
    gives the same.
    """
    here = service()
    reading = interpret(asked["q"], here.today(), Lexicon(here))
    plain = _plain(reading)
    body = _body(here, asked["q"], reading, plain)
    columns, rows = _rows(reading, plain)
    return respond(body, tables.writers(columns, rows, head=body["sentence"]), filled_in=True, filename="answer")


class Lexicon:
    """The names that the record knows, for the reading of a question."""

    def __init__(self, here: Service) -> None:
        self._here = here

    def mineral(self, words: str) -> str:
        """The id of the mineral that ``words`` name."""
        return self._here.repository.mineral_named(words).mineral

    def jurisdiction(self, words: str) -> str | None:
        """The code of the jurisdiction that ``words`` name. Raises :class:`UnknownPlace` with names like them."""
        names = self._here.repository.jurisdiction_names
        code = jurisdiction_code(words, names)
        if code is None:
            raise UnknownPlace(words, similar_places(words, names))
        return code

    def source(self, words: str) -> str | None:
        """The id of the source that ``words`` name by its id or publisher, or None."""
        return self._here.evidence.source_named(words)

    def form(self, words: str) -> str | None:
        """The form that ``words`` name by its id or title, or None."""
        titles = self._here.repository.form_titles
        return next((form for form, title in titles.items() if key(words) in (key(form), key(title))), None)


def _params(reading: Interpretation) -> dict[str, str]:
    """The parameters of the plain route, with the status that a list was asked about."""
    listing = reading.kind in (Kind.RESTRICTIONS, Kind.FIRST)
    return {**reading.params, "status": reading.asked_status} if listing and reading.asked_status else reading.params


def _api(reading: Interpretation) -> str:
    return inside.address(reading.route, _params(reading))


def _plain(reading: Interpretation) -> Json:
    """The plain route's own answer, whole: the question is asked of it as a caller would."""
    answered = _asked(reading.route, _params(reading))
    answered["links"]["self"] = _api(reading)
    return answered


def _asked(route: str, params: dict[str, str]) -> Json:
    whole = {} if route.endswith("/status") else {"limit": "500"}
    try:
        return inside.body(inside.address(route, {**params, **whole}))
    except DomainError as error:
        error.parameter = "q"  # the caller asked a question, and knows of no other parameter
        raise


def _latest_month(reading: Interpretation, plain: Json) -> Json | None:
    """For a month of a year that had no match: the answer for the latest such month that had one."""
    month = reading.params.get("month", "")
    if reading.kind is not Kind.RESTRICTIONS or plain["total"] or len(month) != len("YYYY-MM"):
        return None
    return _asked(reading.route, {**_params(reading), "month": month[-2:]})


def _body(here: Service, question: str, reading: Interpretation, plain: Json) -> Json:
    return {
        "question": question,
        "sentence": sentences.sentence(reading, plain, here.words, _latest_month(reading, plain)),
        "interpretation": {
            "kind": reading.kind,
            "asked_status": reading.asked_status,
            "slots": [
                {"name": slot.name, "value": slot.value, "text": slot.text, "assumed": slot.assumed}
                for slot in reading.slots
            ],
        },
        "answer": plain,
        "warnings": [*(warning(found) for found in here.day_warnings(filled_in=True)), *plain["warnings"]],
        "dataset": dataset(here),
        "links": {"self": address(), "api": _api(reading)},
    }


def _rows(reading: Interpretation, plain: Json) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The rows that the plain route would give as text."""
    match reading.kind:
        case Kind.STATUS | Kind.IS_STATUS | Kind.NEXT:
            return tables.STATUS_COLUMNS, list(tables.status_rows(plain))
        case Kind.RESTRICTIONS | Kind.FIRST:
            return restrictions.COLUMNS, [restrictions.cells(row) for row in plain["data"]]
        case Kind.CHANGES:
            return changes.COLUMNS, [changes.cells(row) for row in plain["data"]]
        case Kind.REPORTED:
            columns = ("id", "standing", "topic", "date_stated", "statement")
            return columns, tables.flat(columns, plain["data"])
