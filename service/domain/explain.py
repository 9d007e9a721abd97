"""The answer in one English sentence that a buyer understands: the day, the rule, the instrument, and the doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from service.domain.frozen import frozen
from service.domain.matching import Match
from service.domain.measure import Amount
from service.domain.results import Answer, OriginAnswer
from service.domain.vocabulary import Certainty, Movement, State, Status

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


_WITH_ARTICLE = frozenset(
    {
        *("AE", "BS", "CC", "CD", "CF", "CG", "CK", "DO", "EU", "FK", "FO", "GB", "GM", "IM", "IO", "KM", "KY", "MH"),
        *("MP", "MV", "NL", "PH", "PS", "RU", "SB", "SC", "TC", "TF", "UM", "US", "VA", "VG", "VI"),
    }
)
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

_PLACES_NAMED = 5
"""How many destinations a sentence names before it counts the rest."""

_LONGEST_LEAD = 200
"""Characters of conditions that a summary leads with."""


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
"""Not asked of the system, which is slow to tell and may tell them in another language."""


def spoken(day: date) -> str:
    """A day as it is spoken: 4 April 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@frozen
class Words:
    """The English names of jurisdictions by code, and of forms and destination groups by id."""

    places: Mapping[str, str]
    forms: Mapping[str, str]
    groups: Mapping[str, str]

    def place(self, code: str) -> str:
        """A jurisdiction as it is spoken of: Germany, the United States."""
        name = self.places.get(code, code)
        return f"the {name}" if code in _WITH_ARTICLE and not name.startswith("The ") else name

    def destinations(self, codes: Sequence[str], group: str | None) -> str:
        """Destinations as they are spoken of: a group by its name, of many codes the first few and how many more."""
        if group is not None:
            name = self.groups.get(group, group)
            return self.place(group) if group in self.places else name[0].lower() + name[1:]
        more = f" and {len(codes) - _PLACES_NAMED} more" if len(codes) > _PLACES_NAMED else ""
        return ", ".join(self.place(code) for code in codes[:_PLACES_NAMED]) + more

    def goods(self, answer: Answer) -> str:
        """The mineral, with the form that was asked for: dysprosium (oxide)."""
        name = answer.mineral.name
        name = name if name.isupper() else name[0].lower() + name[1:]
        form = answer.question.form
        return f"{name} ({self.forms.get(form, form).lower()})" if form else name

    def whence(self, answer: Answer, setter: str | None) -> str:
        """From where: the origin that was asked or, of all, the one that sets the status."""
        origin = answer.question.origin or setter
        return f" from {self.place(origin)}" if origin else ""

    def whither(self, destination: str | None) -> str:
        """To where."""
        return f" to {self.place(destination)}" if destination else ""


def summary(answer: Answer, words: Words) -> str:
    """One sentence for the whole answer."""
    before, after = around_destination(answer, words)
    return before + words.whither(answer.question.destination) + after


def around_destination(answer: Answer, words: Words) -> tuple[str, str]:
    """What the sentence says before its destination and after it, which is the same for all that get this answer."""
    if answer.status is Status.UNKNOWN:
        return _unknown(answer, words)
    setting = next(
        (o for o in answer.origins if o.counts and o.counts.status is answer.status and o.counts.setters), None
    )
    if setting is not None:
        return _bound(answer, setting, words)
    since = min((o.covered_since for o in answer.origins if o.covered_since), default=None)
    covered = f", which speaks for it since {spoken(since)}" if since else ""
    return f"No control on {words.goods(answer)}{words.whence(answer, None)}", (
        f"{_wherefore(answer)} was found for {spoken(answer.question.as_of)} in the record{covered}"
        f"{_known_by(answer)}; this is not a clearance."
    )


def _bound(answer: Answer, setting: OriginAnswer, words: Words) -> tuple[str, str]:
    """What applies, on what condition, by which instrument since when, and what is doubtful about it."""
    moving = "re-exporting" if answer.question.movement is Movement.REEXPORT else "exporting"
    before = f"{moving} {words.goods(answer)}{words.whence(answer, setting.origin)}"
    after = (
        f"{_wherefore(answer)} {_RULE[answer.status]} on {spoken(answer.question.as_of)} ({_ground(setting, answer)})"
        f"{_doubt(answer, setting)}."
    )
    if answer.conditional:
        return f"On a condition ({_brief(_named(setting).hit.conditions)}): {before}", after
    return before[0].upper() + before[1:], after


def _wherefore(answer: Answer) -> str:
    return f" for {answer.question.end_use} use" if answer.question.end_use else ""


def _doubt(answer: Answer, setting: OriginAnswer) -> str:
    doubt = _known_by(answer)
    if answer.certainty is Certainty.UNRESOLVED:
        others = [r.status for r in answer.readings if r.origin == setting.origin and r.status is not answer.status]
        spoken_of = ", ".join(other.replace("_", " ") for other in others)
        said = f"by another reading of the record it would be {spoken_of}" if others else "this is unresolved"
        return f"; {said}{doubt}"
    reviewed = setting.reviewed_through
    if reviewed is not None and answer.question.as_of > reviewed:
        doubt += f"; the record was reviewed through {spoken(reviewed)} and its terms are taken to go on"
    return doubt


def _known_by(answer: Answer) -> str:
    known_at = answer.question.known_at
    return f"; only what was published by {spoken(known_at)} counts" if known_at else ""


def _brief(conditions: Sequence[str]) -> str:
    """The conditions in as many words as a sentence bears; the answer lists them whole."""
    text = "; or ".join(conditions) or "only in raw forms"
    return text if len(text) <= _LONGEST_LEAD else text[:_LONGEST_LEAD].rsplit(" ", 1)[0] + " …"


def _unknown(answer: Answer, words: Words) -> tuple[str, str]:
    details = {warning.code: warning.detail for warning in reversed(answer.warnings)}
    why = next((details[code] for code in _WHY_UNKNOWN if code in details), "the record does not speak for it")
    return f"The record cannot say what applies to {words.goods(answer)}{words.whence(answer, None)}", (
        f"{_wherefore(answer)} on {spoken(answer.question.as_of)}: {why}{_known_by(answer)}. This is not a clearance."
    )


def _ground(setting: OriginAnswer, answer: Answer) -> str:
    """By which instrument, since when it has made this so, and the volume or rate that it fixes for the day."""
    day = answer.question.as_of
    match = _named(setting)
    measure, since = match.measure, setting.since if match is setting.ground else None
    number = measure.instrument_number
    cited = f"{number}, {measure.instrument_title}" if number else measure.instrument_title
    if match.state is State.SUSPENDED:
        pause = next((s for s in measure.suspensions if s.covers(day)), None)
        until = f" until {spoken(pause.until)}, the day it would apply again" if pause and pause.until else ""
        return f"{cited}; paused{f' since {spoken(pause.start)}' if pause else ''}{until}"
    goods = {answer.mineral.id, *answer.mineral.groups, *answer.mineral.members}
    fixed = "".join(f"; {_amount(a)}" for a in measure.amounts if a.bears_on(goods, day))
    counted = setting.counts if setting.counts is not None else setting.outcome
    others = len(counted.setters) - 1
    also = f"; and {others} other measure{'s' if others > 1 else ''}" if others else ""
    return (f"since {spoken(since)}: {cited}" if since else cited) + fixed + also


def _named(setting: OriginAnswer) -> Match:
    """The measure that the sentence names: the ground of the status or, raw forms aside, the first of those left."""
    counted = setting.counts if setting.counts is not None else setting.outcome
    if setting.ground is not None and counted is setting.outcome:
        return setting.ground
    return counted.setters[0]


def _amount(amount: Amount) -> str:
    """A volume or a rate as it is spoken: 18,125 t (contained cobalt, 16 October 2025 to 31 December 2025)."""
    value = "no figure on record" if amount.value is None else f"{amount.value:,}"
    upper = "" if amount.value_to is None else f" to {amount.value_to:,}"
    unit = "" if amount.value is None else f" {amount.unit}"
    start = f", {spoken(amount.start)}" if amount.start else ""
    end = f" to {spoken(amount.until - date.resolution)}" if amount.until else ""
    doubt = "" if amount.verified else ", sources differ"
    return f"{value}{upper}{unit} ({amount.of}{start}{end}{doubt})"
