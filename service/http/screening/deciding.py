"""The questions of one list, each decided once, and what lines tell of the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from service.domain.composition import Composition
from service.domain.model import Question
from service.http.answers import query_of, status_address
from service.http.context import Service
from service.http.screening.decided import Reply
from service.http.screening.lines import Scope
from service.http.screening.results import Told, spoken, understood


class _Asking(NamedTuple):
    """A question of whichever mineral, the same without its destination, as a query, and its run as understood."""

    question: Question
    anywhere: Question
    query: str
    understood: bytes


class Decider:
    """Decides the questions of one list."""

    def __init__(self, here: Service) -> None:
        self._here = here
        self._words = here.words
        self._decisions = here.decisions
        self._replies: dict[tuple[object, ...], Reply] = {}
        self._asked: dict[tuple[object, ...], _Asking] = {}
        self._told: dict[tuple[object, ...], Told] = {}

    def reply(self, mineral: str, form: str | None, scope: Scope, contains: Composition) -> Reply:
        """The question that a line asks of a mineral, and the answer.

        Raises ``NotAnExport`` when origin and destination are the same or lie in one union.
        """
        asked = (mineral, form, scope, contains)
        reply = self._replies.get(asked)
        if reply is None:
            way = self._decisions.way(mineral, scope.origin, scope.destination)
            asking = self._asking(form, scope, contains)
            reply = self._replies[asked] = Reply(asking.question, self._decisions.decided(way, asking.anywhere))
        return reply

    def told(self, reply: Reply, scope: Scope) -> Told:
        """What the lines of ``scope`` tell that get this reply, beside the answer's own runs."""
        question, mineral = reply.question, reply.decided.answer.mineral
        asked = (mineral.id, question.form, scope, question.contains)
        told = self._told.get(asked)
        if told is None:
            before, after = reply.decided.around
            summary = before + self._words.whither(question.destination) + after
            # The status route knows no composition: its answer would be another one.
            asking = self._asking(question.form, scope, question.contains)
            links = {} if question.contains else {"status": status_address(mineral, asking.query)}
            told = self._told[asked] = Told(asking.understood, spoken(summary), links)
        return told

    def understood(self, scope: Scope, form: str | None, contains: Composition) -> bytes:
        """What a line asks, as understood."""
        return self._asking(form, scope, contains).understood

    def _asking(self, form: str | None, scope: Scope, contains: Composition) -> _Asking:
        asked = (form, scope, contains)
        asking = self._asked.get(asked)
        if asking is None:
            question = Question(
                as_of=scope.as_of,
                origin=scope.origin,
                destination=scope.destination,
                end_use=scope.end_use,
                form=form,
                movement=scope.movement,
                contains=contains,
            )
            anywhere = replace(question, destination=None)
            query = query_of(self._here, question)
            asking = self._asked[asked] = _Asking(question, anywhere, query, understood(scope, form, contains))
        return asking
