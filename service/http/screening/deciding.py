"""The questions of one list, each decided once, and what lines tell of the answers."""

from __future__ import annotations

from service.domain.answer import check_is_export, fares, resolve, resolve_group
from service.domain.composition import Composition
from service.domain.model import Question
from service.http.answers import permalink
from service.http.context import Service
from service.http.screening.decided import Decided, Reply, decide
from service.http.screening.lines import Scope
from service.http.screening.results import Told, spoken, understood


class Decider:
    """Decides the questions of one list."""

    def __init__(self, here: Service) -> None:
        self._here = here
        self._words = here.words
        self._replies: dict[tuple[object, ...], Reply] = {}
        self._understood: dict[tuple[Scope, str | None, Composition], bytes] = {}
        self._told: dict[tuple[object, ...], Told] = {}
        self._ways: dict[tuple[object, ...], tuple[object, ...]] = {}
        self._decided: dict[tuple[object, ...], Decided] = {}

    def reply(self, mineral: str, form: str | None, scope: Scope, contains: Composition) -> Reply:
        """The question that a line asks of a mineral, and the answer.

        Raises ``NotAnExport`` when origin and destination are the same or lie in one union.
        """
        asked = (mineral, form, scope, contains)
        reply = self._replies.get(asked)
        if reply is None:
            question = _question(form, scope, contains, scope.destination)
            anywhere = _question(form, scope, contains, None)
            reply = self._replies[asked] = Reply(question, self._decide(mineral, question, anywhere))
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
            links = {} if question.contains else {"status": permalink(self._here, mineral, question)}
            scoped = self.understood(scope, question.form, question.contains)
            told = self._told[asked] = Told(scoped, spoken(summary), links)
        return told

    def understood(self, scope: Scope, form: str | None, contains: Composition) -> bytes:
        """What a line asks, as understood."""
        asked = (scope, form, contains)
        if asked not in self._understood:
            self._understood[asked] = understood(*asked)
        return self._understood[asked]

    def _decide(self, ident: str, question: Question, anywhere: Question) -> Decided:
        """The answer to ``question``, decided once for all destinations that fare alike.

        ``anywhere`` is the same question without its destination.
        """
        repository = self._here.repository
        mineral = repository.mineral_of(ident)
        records = [repository.record(member) for member in mineral.members or (mineral.id,)]
        way = (mineral.id, question.origin, question.destination)
        if way not in self._ways:
            check_is_export(records[0], question)
            self._ways[way] = tuple(fares(record, question) for record in records)
        alike = (mineral.id, anywhere, self._ways[way])
        if alike not in self._decided:
            held = {record.mineral.id: repository.memory(record.mineral.id) for record in records}
            if mineral.members:
                answer = resolve_group(mineral, records, question, held)
            else:
                answer = resolve(records[0], question, held[mineral.id])
            self._decided[alike] = decide(answer, self._words)
        return self._decided[alike]


def _question(form: str | None, scope: Scope, contains: Composition, destination: str | None) -> Question:
    """What is asked of a mineral in ``scope`` but for its destination, which is ``destination``."""
    return Question(
        as_of=scope.as_of,
        origin=scope.origin,
        destination=destination,
        end_use=scope.end_use,
        form=form,
        movement=scope.movement,
        contains=contains,
    )
