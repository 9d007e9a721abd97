"""What was decided for parts lists, kept for the lists after: by the ways in which a destination can matter.

Lists of one dataset ask the same goods for the same day again, the same list sent once more above all.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from service.domain.answer import check_is_export, fares, resolve, resolve_group
from service.domain.explain import Words
from service.domain.model import Question
from service.http.screening.decided import Decided, decide
from service.store.repository import Repository

_WAYS_KEPT, _DECIDED_KEPT = 1024, 2048
"""Of how many minerals from an origin the ways, and how many answers, are kept: some four megabytes when full."""


class Way:
    """Destinations for which a mineral from an origin fares alike, one of them in their place; compared as itself."""

    __slots__ = ("destination", "mineral")

    def __init__(self, mineral: str, destination: str | None) -> None:
        self.mineral = mineral
        self.destination = destination


class Decisions:
    """What is decided on the record of ``repository``. Threads may share it."""

    def __init__(self, repository: Repository, words: Words) -> None:
        # No method of its own is kept: what is kept must go with the dataset, and not when a collector comes round.
        self._ways = lru_cache(_WAYS_KEPT)(lambda mineral, origin: _Ways(repository, mineral, origin))
        self._decided = lru_cache(_DECIDED_KEPT)(lambda way, anywhere: _resolved(repository, words, way, anywhere))

    def way(self, mineral: str, origin: str | None, destination: str | None) -> Way:
        """The way in which a mineral from ``origin`` fares at ``destination``.

        Raises ``NotAnExport`` when origin and destination are the same or lie in one union.
        """
        ways: _Ways = self._ways(mineral, origin)
        return ways.of(destination)

    def decided(self, way: Way, anywhere: Question) -> Decided:
        """The answer to ``anywhere``, a question without its destination, at the destinations of ``way``.

        ``way`` must be one of the question's own origin.
        """
        decided: Decided = self._decided(way, anywhere)
        return decided


class _Ways:
    """The ways of a mineral from an origin."""

    def __init__(self, repository: Repository, mineral: str, origin: str | None) -> None:
        self._repository, self._mineral, self._origin = repository, mineral, origin
        self._by_destination: dict[str | None, Way] = {}  # there are no more codes than places in the world
        self._alike: dict[Hashable, Way] = {}

    def of(self, destination: str | None) -> Way:
        """The way of ``destination``. Raises ``NotAnExport``."""
        way = self._by_destination.get(destination)
        if way is None:
            mineral = self._repository.mineral_of(self._mineral)
            records = [self._repository.record(member) for member in mineral.members or (mineral.id,)]
            question = Question(date.min, origin=self._origin, destination=destination)  # the day tells none apart
            check_is_export(records[0], question)
            alike = tuple(fares(record, question) for record in records)
            way = self._by_destination[destination] = self._alike.setdefault(alike, Way(mineral.id, destination))
        return way


def _resolved(repository: Repository, words: Words, way: Way, anywhere: Question) -> Decided:
    question = replace(anywhere, destination=way.destination)
    mineral = repository.mineral_of(way.mineral)
    if not mineral.members:
        return decide(resolve(repository.record(mineral.id), question, repository.memory(mineral.id)), words)
    records = [repository.record(member) for member in mineral.members]
    held = {member: repository.memory(member) for member in mineral.members}
    return decide(resolve_group(mineral, records, question, held), words)
