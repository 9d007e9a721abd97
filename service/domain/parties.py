"""Whether a party is one that the record names on a list of parties. A name that is not found is no clearance."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from service.domain.frozen import frozen
from service.domain.matching import NO_LINES, Match
from service.domain.measure import Measure
from service.domain.states import state_on
from service.domain.vocabulary import State


class PartyWord(StrEnum):
    """What can be said of a party: that a list names it, or that it was not checked. There is no word for "clear"."""

    NAMED = "named"
    NOT_CHECKED = "not_checked"


@frozen
class ListChecked:
    """One list that bears on the case: how many names it has, how many are on record, and whether the party is one."""

    measure: str
    instrument: str
    state: State
    names_listed: int | None
    names_on_record: int
    word: PartyWord


def spelling(name: str) -> str:
    """The spelling under which names of parties are compared: letters and digits, case and accents folded."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())


def names(match: Match, party: str) -> bool:
    """Whether a list holds the name of ``party``, exactly after folding the spelling."""
    wanted = spelling(party)
    return any(spelling(name) == wanted for name in match.measure.names_on_record)


def lists_on(measures: Iterable[Measure], day: date) -> list[Match]:
    """The lists of parties among ``measures`` that are known on ``day``, whatever goods they are about."""
    known = (State.IN_FORCE, State.SUSPENDED, State.ANNOUNCED)
    found = (Match(measure, state_on(measure, day, {}), NO_LINES) for measure in measures if measure.names_parties)
    return [match for match in found if match.state in known]


def check(party: str, lists: Iterable[Match]) -> tuple[ListChecked, ...]:
    """What each of ``lists`` says of ``party``; never by nearness."""
    return tuple(
        ListChecked(
            measure=match.measure.id,
            instrument=match.measure.instrument,
            state=match.state,
            names_listed=match.measure.names_listed,
            names_on_record=len(match.measure.names_on_record),
            word=PartyWord.NAMED if names(match, party) else PartyWord.NOT_CHECKED,
        )
        for match in lists
    )
