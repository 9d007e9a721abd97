"""The answer in one English sentence that a buyer understands: the day, the rule, the instrument, and the doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from service.domain.matching import Match
from service.domain.results import Answer, OriginAnswer
from service.domain.vocabulary import Certainty, State, Status

_RULE = {
    Status.PROHIBITED: "is prohibited",
    Status.QUOTA_LIMITED: "is possible only within a quota",
    Status.LICENCE_REQUIRED: "needs an individual export licence",
    Status.EXPORTERS_LIMITED: "is open only to listed or state-trading exporters",
    Status.GENERAL_AUTHORISATION: "falls under a general authorisation",
    Status.CHARGE_ONLY: "bears an export charge",
    Status.SUSPENDED: "falls under a control that is paused",
    Status.FORMALITIES_ONLY: "needs formalities only, such as an ordinary licence on the sales contract",
}


_WITH_ARTICLE = frozenset({"AE", "BS", "CD", "CF", "CG", "DO", "EU", "GB", "GM", "KM", "MV", "NL", "PH", "SC", "US"})
"""Jurisdictions whose English name takes an article."""


_WHY_UNKNOWN = (
    "raw_forms_only",
    "form_not_named",
    "depends_on_scope",
    "renewal_not_on_record",
    "status_before_start",
    "not_covered",
)
"""The warnings that explain an unknown status, the most telling first."""

_LONGEST_LEAD = 200
"""Characters of conditions that a summary leads with."""


def spoken(day: date) -> str:
    """A day as it is spoken: 4 April 2025."""
    return f"{day.day} {day:%B %Y}"


def summary(answer: Answer, names: Mapping[str, str]) -> str:
    """One sentence for the whole answer; ``names`` gives the English name of each jurisdiction code."""
    setting = next(
        (o for o in answer.origins if o.counts and o.counts.status is answer.status and o.counts.setters), None
    )
    if answer.status is Status.UNKNOWN:
        return _unknown(answer, names)
    if answer.status is Status.NONE_FOUND or setting is None:
        since = min((o.covered_since for o in answer.origins if o.covered_since), default=None)
        covered = f", which speaks for it since {spoken(since)}" if since else ""
        return (
            f"No control on {_goods(answer)}{_route(answer, None, names)} was found for "
            f"{spoken(answer.question.as_of)} in the record{covered}; this is not a clearance."
        )
    return _bound(answer, setting, names)


def _bound(answer: Answer, setting: OriginAnswer, names: Mapping[str, str]) -> str:
    ground = (setting.counts or setting.outcome).setters[0]
    lead = ""
    if answer.conditional:
        lead = f"On a condition ({_brief(answer.conditions)}): "
    doubt = ""
    if answer.certainty is Certainty.UNRESOLVED:
        others = [r.status for r in answer.readings if r.origin == setting.origin and r.status is not answer.status]
        doubt = (
            f"; by another reading of the record it would be {', '.join(others)}" if others else "; this is unresolved"
        )
    elif answer.certainty is Certainty.PROJECTED and setting.reviewed_through:
        doubt = f"; the record was reviewed through {spoken(setting.reviewed_through)} and its terms are taken to go on"
    sentence = (
        f"exporting {_goods(answer)}{_route(answer, setting.origin, names)} {_RULE[answer.status]} on "
        f"{spoken(answer.question.as_of)}{_ground(ground, answer.question.as_of)}{doubt}."
    )
    return lead + (sentence if lead else sentence[0].upper() + sentence[1:])


def _brief(conditions: Sequence[str]) -> str:
    """The conditions in as many words as a sentence bears; the answer lists them whole."""
    text = " or ".join(conditions) or "only in raw forms"
    return text if len(text) <= _LONGEST_LEAD else text[:_LONGEST_LEAD].rsplit(" ", 1)[0] + " …"


def _unknown(answer: Answer, names: Mapping[str, str]) -> str:
    details = {warning.code: warning.detail for warning in reversed(answer.warnings)}
    why = next((details[code] for code in _WHY_UNKNOWN if code in details), "the record does not speak for it")
    return (
        f"The record cannot say what applies to {_goods(answer)}{_route(answer, None, names)} on "
        f"{spoken(answer.question.as_of)}: {why}. This is not a clearance."
    )


def _goods(answer: Answer) -> str:
    name = answer.mineral.name
    name = name if name.isupper() else name[0].lower() + name[1:]
    return f"{name} as {answer.question.form}" if answer.question.form else name


def _route(answer: Answer, setter: str | None, names: Mapping[str, str]) -> str:
    question = answer.question
    origin = question.origin or setter
    route = f" from {place(origin, names)}" if origin else ""
    if question.destination:
        route += f" to {place(question.destination, names)}"
    if question.end_use:
        route += f" for {question.end_use} use"
    return route


def place(code: str, names: Mapping[str, str]) -> str:
    """A jurisdiction as it is spoken of: Germany, the United States."""
    name = names.get(code, code)
    return f"the {name}" if code in _WITH_ARTICLE and not name.startswith("The ") else name


def _ground(match: Match, day: date) -> str:
    """Since when, and by which instrument."""
    measure = match.measure
    number = measure.instrument_number
    cited = f"{number} ({measure.instrument_title})" if number else measure.instrument_title
    if match.state is State.SUSPENDED:
        pause = next((s for s in measure.suspensions if s.covers(day)), None)
        if pause is not None:
            until = f" until {spoken(pause.until)}" if pause.until else ""
            return f": {cited} is suspended since {spoken(pause.start)}{until} (the day it would apply again)"
        return f": {cited} is suspended"
    begun = max(
        (d for d in (measure.start, *(s.until for s in measure.suspensions)) if d is not None and d <= day),
        default=None,
    )
    since = f" since {spoken(begun)}" if begun else ""
    return f"{since} under {cited}"
