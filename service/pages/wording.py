"""The words of an answer as a page writes them: days, places, letters of statuses, narrower cases, countdowns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from service.domain import explain
from service.domain.vocabulary import Certainty, Status
from service.http import inside
from service.http.context import service
from service.http.present import Json

LETTERS = {
    Status.PROHIBITED: "P",
    Status.QUOTA_LIMITED: "Q",
    Status.LICENCE_REQUIRED: "L",
    Status.EXPORTERS_LIMITED: "E",
    Status.GENERAL_AUTHORISATION: "G",
    Status.CHARGE_ONLY: "C",
    Status.SUSPENDED: "S",
    Status.FORMALITIES_ONLY: "F",
    Status.UNKNOWN: "?",
    Status.NONE_FOUND: "\u2013",
}
"""A letter for each status, so that colour is never the only sign."""
MARKS = {"conditional": "*", "unresolved": "≠", "projected": "~", "soon": "▸"}
"""A mark for each of the things that must be seen beside a status."""
SOON_DAYS = 90
"""Days within which a change is marked."""


def day(text: str | None) -> str:
    """A day as it is spoken: 4 April 2025; a month or a year as it stands, nothing as a dash."""
    if text is None:
        return "\u2013"
    return explain.spoken(date.fromisoformat(text)) if len(text) == len("YYYY-MM-DD") else text


def spoken(word: str | None) -> str:
    """A word of the vocabulary as it is spoken: licence required."""
    return "\u2013" if word is None else word.replace("_", " ")


def letter(status: str) -> str:
    """The letter of a status."""
    return LETTERS[Status(status)]


def marks(found: Json, as_of: str) -> list[tuple[str, str]]:
    """What must be seen beside a status: each mark with its word, which is its class in the style sheet as well."""
    ahead = found["next_change"]
    told = {
        "conditional": found["conditional"],
        "unresolved": found["certainty"] == Certainty.UNRESOLVED,
        "projected": found["certainty"] == Certainty.PROJECTED,
        "soon": ahead is not None and days_from(as_of, ahead["on"]) <= SOON_DAYS,
    }
    return [(MARKS[word], word) for word, is_so in told.items() if is_so]


def place(code: str) -> str:
    """A jurisdiction as it is spoken of."""
    return service().words.place(code)


def where(named: Json | None) -> str:
    """Destinations as they are spoken of: to the United States; to all but Canada; nothing for every destination."""
    if named is None or named["mode"] == "all":
        return ""
    but = "all but " if named["mode"] == "except" else ""
    return f"to {but}{service().words.destinations(named['codes'], named['group'])}"


def narrower(found: Json) -> str:
    """The narrower case that a change or an exception is about; nothing where it is the question itself."""
    forms = [service().words.forms.get(form, form).lower() for form in found.get("forms", ())]
    parts = [
        where(found["destinations"]),
        f"for {found['end_use']} use" if found["end_use"] else "",
        f"as {', '.join(forms)}" if forms else "",
    ]
    return " ".join(filter(None, parts))


def scope(asked: Mapping[str, Any]) -> str:
    """The question in words: from China to Germany for civil use."""
    origin = f"from {place(asked['origin'])}" if asked["origin"] else "from any origin on record"
    destination = f"to {place(asked['destination'])}" if asked["destination"] else "to no particular destination"
    use = f"for {asked['end_use']} use" if asked["end_use"] else "for no particular end use"
    return f"{origin} {destination} {use}"


def days_from(first: str, last: str) -> int:
    """The days from one to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def countdown(on: str, as_of: str) -> str:
    """How far a day lies ahead: in 6 days."""
    ahead = days_from(as_of, on)
    return "in 1 day" if ahead == 1 else f"in {ahead:,} days"


def capitalized(text: str) -> str:
    """A sentence that begins as one does; the rest of it stays as it is."""
    return text[:1].upper() + text[1:]


def address(route: str, scope: Mapping[str, Any], **more: Any) -> str:
    """An address with a scope and more parameters, those that are None left out."""
    return inside.address(route, {**scope, **more})


def also(found: str, name: str, value: str) -> str:
    """An address with one more parameter."""
    return f"{found}{'&' if '?' in found else '?'}{name}={value}"


def given(line: Json) -> str:
    """What a line of a list said of itself, in short: its reference, else the first words that it gave."""
    if line["ref"] is not None:
        return str(line["ref"])
    return " · ".join([str(value) for value in line["given"].values() if value not in (None, "")][:2])


def answer_page(line: Json) -> str:
    """The page of the mineral that a line of a list means, with what the line asks."""
    asked = {name: line[name] for name in ("origin", "destination", "end_use", "form", "as_of")}
    return inside.address(f"/minerals/{line['mineral']['id']}", asked)


def why(line: Json) -> str:
    """Why a line of a list comes to its outcome: what is wrong with it, what it may have meant, or the answer."""
    if line["errors"]:
        return "; ".join(f"{error['field']}: {error['detail']}" for error in line["errors"])
    if line["did_you_mean"]:
        return f"did you mean {', '.join(line['did_you_mean'])}?"
    return line["summary"] or ""


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "spoken": spoken,
    "letter": letter,
    "marks": marks,
    "place": place,
    "where": where,
    "narrower": narrower,
    "scope": scope,
    "countdown": countdown,
    "capitalized": capitalized,
    "address": address,
    "also": also,
    "given": given,
    "why": why,
    "answer_page": answer_page,
}
"""What templates may call, by name."""
