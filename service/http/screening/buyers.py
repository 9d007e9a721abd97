"""The buyers of one list, compared with the lists of parties on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.domain import parties
from service.domain.matching import Match
from service.domain.results import Answer
from service.http.context import Service
from service.http.present import Json
from service.http.screening.lines import Scope


class Buyers:
    """Compares the buyers of one list; the lists of parties that are known on a day are found once."""

    def __init__(self, here: Service) -> None:
        self._here = here
        self._lists: dict[date, list[Match]] = {}

    def compared(self, asked: Scope, answers: Sequence[Answer]) -> Json | None:
        """The buyer, the lists that bear on any of the goods that the line may mean, and all others that name it."""
        if asked.end_user is None:
            return None
        bearing = (match for answer in answers for origin in answer.origins for match in origin.end_user_lists)
        lists = {match.measure.id: match for match in bearing}
        if asked.as_of not in self._lists:
            self._lists[asked.as_of] = parties.lists_on(self._here.repository.party_lists, asked.as_of)
        for match in self._lists[asked.as_of]:
            if parties.names(match, asked.end_user):
                lists.setdefault(match.measure.id, match)
        checked = parties.check(asked.end_user, lists.values())
        named = any(one.word is parties.PartyWord.NAMED for one in checked)
        return {
            "name": asked.end_user,
            "word": parties.PartyWord.NAMED if named else parties.PartyWord.NOT_CHECKED,
            "lists": [
                {
                    "measure": one.measure,
                    "instrument": one.instrument,
                    "state": one.state,
                    "names_listed": one.names_listed,
                    "names_on_record": one.names_on_record,
                    "word": one.word,
                }
                for one in checked
            ],
        }
