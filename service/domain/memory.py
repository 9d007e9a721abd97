"""What was decided about a record, so that questions which cannot differ in their answer share the work.

Two questions have one answer from an origin, but for what they echo, where no date on record lies between their days
and every measure of the origin binds both their destinations alike. Nothing else is taken to be alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from service.domain.composition import Composition
from service.domain.decision import OriginView
from service.domain.model import Question, Record
from service.domain.results import OriginAnswer
from service.domain.states import as_known

_VIEWS = 32
"""How many views of a record are kept: days of ``known_at`` have no end."""

Answering = Callable[[OriginView, Question], OriginAnswer]
"""Finds one origin's share of an answer, which echoes neither the day nor the destination."""


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """An origin's view with the days from which its answers may differ, and a destination for each way to be bound."""

    seen: OriginView
    turns: tuple[date, ...]
    bound: dict[tuple[bool, ...], str] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)

    def stretch(self, day: date) -> date:
        """The first day of the stretch that holds ``day``, in which every answer is the same."""
        place = bisect_right(self.turns, day)
        return self.turns[place - 1] if place else date.min

    def destination(self, asked: str | None) -> str | None:
        """``asked``, or the first destination that was asked about and that every measure binds as it binds this."""
        if asked is None or asked in self.seen.record.unions:
            return asked
        if asked not in self.alike:  # there are no more codes than places in the world
            ways = tuple(measure.destinations.include(asked) for measure in self.seen.measures)
            self.alike[asked] = self.bound.setdefault(ways, asked)
        return self.alike[asked]


def remembering(size: int, answer: Answering) -> Answering:
    """``answer`` with its last ``size`` answers kept, to be shared by the memories of many records."""
    return lru_cache(size)(answer)


class Memory:
    """One record, with the views of it that questions needed, asked through ``answer``. Threads may share it."""

    def __init__(self, record: Record, answer: Answering) -> None:
        known = lru_cache(_VIEWS)(lambda known_at: as_known(record, known_at))

        def view(code: str, contains: Composition, known_at: date | None) -> _View:
            seen = OriginView(known(known_at), code, contains)
            return _View(seen, tuple(sorted({day for day in _turns(seen, known_at) if day is not None})))

        # No method of its own is kept: a memory must go with its last user, and not when a collector comes round.
        self._known, self._views, self._answer = known, lru_cache(_VIEWS)(view), answer

    def known(self, known_at: date | None) -> Record:
        """The record as it was known on ``known_at``; all of it for None."""
        return self._known(known_at)

    def answer(self, code: str, question: Question) -> OriginAnswer:
        """The share of the origin ``code`` in the answer to ``question``."""
        view = self._views(code, question.contains, question.known_at)
        asked = Question(  # spelt out, for ``replace`` takes as long as all the rest
            view.stretch(question.as_of),
            question.known_at,
            question.origin,
            view.destination(question.destination),
            question.end_use,
            question.form,
            question.movement,
            question.contains,
        )
        return self._answer(view.seen, asked)


def _turns(view: OriginView, known_at: date | None) -> Iterator[date | None]:
    """Every day from which an answer may differ from the day before: all that the resolver compares a day with."""
    for measure in view.measures:
        yield from (measure.published, measure.start, measure.verified_on, measure.until, measure.ended_by)
        for pause in measure.suspensions:
            yield from (pause.start, pause.until)
    for dispute in view.disputes:
        yield from (dispute.start, dispute.until)
    for proposal in view.proposals:
        yield proposal.published
    if view.coverage is not None:
        yield view.coverage.since
        for gap in view.coverage.left_out:
            yield from (gap.start, gap.until)
    for last in (view.reviewed_through, known_at):
        if last is not None and last < date.max:
            yield last + date.resolution  # both are the last day of what they speak of
