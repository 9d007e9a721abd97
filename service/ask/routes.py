"""From one phrase to the question of a route, with every default said."""

from __future__ import annotations

from datetime import date

from service.ask import dates
from service.ask.dates import Stretch, Unit
from service.ask.draft import Draft
from service.ask.errors import Refusal
from service.ask.model import Interpretation, Kind, Slot
from service.ask.names import Names
from service.ask.phrase import Phrase, When
from service.domain.vocabulary import Basis

_MADE = ("ANNOUNCED", "ANNOUNCE", "IMPOSED", "IMPOSE", "NEW")
_NO_DAY = "it does not say when; give a day, a month, a year, or since when"
_FIRST_DAY = date.min


def route_of(phrase: Phrase, today: date, names: Names) -> Interpretation:
    """The question of a route that ``phrase`` asks. Raises a domain error or :class:`Refusal` when it asks none."""
    draft = Draft(phrase, today, names)
    match phrase.kind:
        case "status":
            return _status(draft, Kind.STATUS)
        case "is_status":
            return _status(draft, Kind.IS_STATUS)
        case "restrictions":
            return _restrictions(draft)
        case "first":
            return _first(draft)
        case "changes":
            return _changes(draft)
        case _:
            return _reported(draft)


def _status(draft: Draft, kind: Kind) -> Interpretation:
    mineral = draft.mineral()
    if mineral is None:
        raise Refusal("it names no mineral")
    _as_of(draft, draft.phrase.when(), None if kind is Kind.NEXT else draft.phrase.said("BE_PAST", "DID", "WILL"))
    draft.scope("origin", "destination", "end_use", "known_at")
    draft.form(mineral, "form")
    asked = draft.asked() if kind is Kind.IS_STATUS else None
    return draft.done(kind, f"/v1/minerals/{mineral.segment}/status", asked)


def _as_of(draft: Draft, when: When | None, tense: str | None) -> None:
    if when is None:
        if tense is not None:
            raise Refusal(f"it says {tense!r} but no day; give a day, a month or a year")
        draft.put("as_of", draft.today.isoformat(), None, "no day was given, so today")
        return
    if when.relation not in {"on", "in"}:
        raise Refusal(f"a status is given for one day, not {when.text!r}")
    day = dates.status_day(when.first, draft.today)
    draft.put("as_of", day.start.isoformat(), when.text, day.assumed)


def _restrictions(draft: Draft) -> Interpretation:
    phrase = draft.phrase
    when = phrase.when()
    if when is None and phrase.said("BE_PAST", "HAVE", "DID", "WILL", "GOT", "FACED"):
        raise Refusal(_NO_DAY)
    basis, text, why = _basis(phrase, when)
    if when is None and phrase.named("mineral") and phrase.said("RNOUN") and not phrase.said(*_MADE):
        return _status(draft, Kind.STATUS)  # "restrictions on gallium" without a time are those of today
    draft.put("basis", basis, text, why)
    if basis is Basis.IN_FORCE and (when is None or (when.relation == "on" and when.first.unit is Unit.DAY)):
        day = when.first.start if when else draft.today
        said = (when.text, when.first.assumed) if when else (None, "no day was given, so today")
        draft.put("from", day.isoformat(), *said)
        draft.put("to", day.isoformat(), *said)
    else:
        _window(draft, when)
    mineral = draft.mineral()
    if mineral is not None:
        draft.params["mineral"] = mineral.id
    draft.scope("origin", "destination", "end_use", "known_at")
    draft.form(mineral)
    asked = draft.asked()
    noun = phrase.said("NOUN")
    if noun is not None and noun.casefold() not in {"mineral", "minerals"}:
        draft.slots.append(Slot("minerals", None, noun, "every mineral on record"))
    return draft.done(Kind.RESTRICTIONS, "/v1/restrictions", asked)


def _basis(phrase: Phrase, when: When | None) -> tuple[Basis, str | None, str | None]:
    if text := phrase.said("ANNOUNCED", "ANNOUNCE"):
        return Basis.ANNOUNCED, text, None
    if text := phrase.said("IMPOSED", "IMPOSE", "NEW", "COME", "GOT"):
        return Basis.IMPOSED, text, None
    if text := phrase.said("IN_FORCE", "UNDER", "UNDER_BAN", "UNDER_LICENCE", "UNDER_QUOTA", "NEED", "FACE", "FACED"):
        return Basis.IN_FORCE, text, None
    if phrase.said("BE_NOW") and (when is None or when.relation == "on"):
        return Basis.IN_FORCE, phrase.said("BE_NOW"), "said of the present, so what is in force"
    if when is None and phrase.said("RNOUN", "BAN_NOUN", "BAN"):
        return Basis.IN_FORCE, None, "no time was given, so what is in force"
    return Basis.IMPOSED, None, "what began to apply in these days; ask for what was in force to have the rest as well"


def _window(draft: Draft, when: When | None) -> None:
    if when is None:
        raise Refusal(_NO_DAY)
    first = when.first
    if when.relation != "in" or first.unit is not Unit.MONTH:
        start, end = _days(draft, when, past=True)
        draft.put("from", start.start.isoformat(), when.text, start.assumed)
        draft.put("to", end.start.isoformat(), when.text, end.assumed)
    elif first.bare and not draft.phrase.said("WILL"):
        why = "no year was said, so the latest such month up to today in which something matches"
        draft.put("month", first.month[5:], when.text, why)
        draft.put("as_of", draft.today.isoformat(), None, "no day was given, so today")
    else:
        draft.put("month", first.month, when.text, first.assumed)


def _days(draft: Draft, when: When, *, past: bool) -> tuple[Stretch, Stretch]:
    """The first and the last day of a window. An end that is not said is today, or for ``past`` the first of all."""
    first, today = when.first, dates.one_day(draft.today, "no end was given, so today")
    if when.relation in {"after", "before", "until", "between"} and (first.bare or (when.second and when.second.bare)):
        raise Refusal(f"{when.text!r} does not say which year")
    match when.relation:
        case "on" | "in":
            start, end = dates.one_day(first.start, first.assumed), dates.one_day(first.end, first.assumed)
        case "since":
            start, end = dates.one_day(first.start, first.assumed), today
        case "after":
            start, end = dates.one_day(dates.day_after(first.end), f"the day after {first.end}"), today
        case "between":
            last = when.second or first
            start, end = dates.one_day(first.start, first.assumed), dates.one_day(last.end, last.assumed)
        case _:
            last_day = first.end if when.relation == "until" else dates.day_before(first.start)
            why = "no beginning was given, so the first day of all" if past else "no beginning was given, so today"
            start, end = dates.one_day(_FIRST_DAY if past else draft.today, why), dates.one_day(last_day, first.assumed)
    if start.start > end.start:
        raise Refusal(f"{when.text!r} ends, on {end.start}, before it begins, on {start.start}")
    return start, end


def _first(draft: Draft) -> Interpretation:
    phrase = draft.phrase
    if (when := phrase.when()) is not None:
        raise Refusal(f"it asks when, and says {when.text!r}")
    mineral = draft.mineral()
    if mineral is None:
        raise Refusal("it names no mineral")
    draft.params["mineral"] = mineral.id
    draft.put("from", _FIRST_DAY.isoformat(), None, "the first time is sought from the first day of all")
    draft.put("to", draft.today.isoformat(), None, "the first time is sought up to today")
    announced = phrase.said("ANNOUNCED")
    first_time = None if phrase.said("FIRST") else "the first time is meant"
    draft.put("basis", Basis.ANNOUNCED if announced else Basis.IMPOSED, announced, first_time)
    draft.scope("origin", "destination", "end_use", "known_at")
    draft.form(mineral)
    return draft.done(Kind.FIRST, "/v1/restrictions", draft.asked())


def _changes(draft: Draft) -> Interpretation:
    phrase = draft.phrase
    when, named = phrase.when(), phrase.named("mineral")
    if phrase.said("NEXT", "WHEN") or (when is None and named is not None and not phrase.said("CHANGED")):
        if named is None:
            raise Refusal("it does not say for which mineral")
        return _status(draft, Kind.NEXT)
    if when is None:
        raise Refusal(_NO_DAY)
    if when.relation in {"after", "before"}:
        raise Refusal(f"{when.text!r} leaves one end of the time open; say from when to when")
    start, end = _days(draft, when, past=False)
    draft.put("from", start.start.isoformat(), when.text, start.assumed)
    draft.put("to", end.start.isoformat(), when.text, end.assumed)
    mineral = draft.mineral()
    if mineral is not None:
        draft.params["mineral"] = mineral.id
    draft.scope("origin", "destination")
    draft.form(mineral)
    return draft.done(Kind.CHANGES, "/v1/changes")


def _reported(draft: Draft) -> Interpretation:
    mineral = draft.mineral()
    if mineral is not None:
        draft.params["mineral"] = mineral.id
        draft.form(mineral)
    source = draft.phrase.named("source")
    if source is not None:
        draft.put("source", draft.names.source(source.words), source.text)
    if not draft.params:
        raise Refusal("it names neither a mineral nor a source")
    return draft.done(Kind.REPORTED, "/v1/claims")
