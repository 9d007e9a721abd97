"""Two editions of the record, and all that differs between them: facts and answers."""

from __future__ import annotations

from service.domain.comparison import Records, compare_answers
from service.domain.difference import Stretch
from service.domain.facts import Entry, FactChanges, compare_facts
from service.domain.frozen import frozen


@frozen
class Edition:
    """One state of the record. ``records`` are those of every mineral that is no group, ``countries`` all ISO codes."""

    version: str
    entries: tuple[Entry, ...]
    records: Records
    countries: frozenset[str]


@frozen
class Comparison:
    """What differs from the edition ``old`` to the edition ``new``, by their versions."""

    old: str
    new: str
    facts: FactChanges
    answers: tuple[Stretch, ...]

    @property
    def is_alike(self) -> bool:
        """Whether nothing differs: no fact, and so no answer."""
        return not (self.facts.added or self.facts.removed or self.facts.altered or self.answers)


def compare(old: Edition, new: Edition) -> Comparison:
    """All that differs: what each holds, and what each answers."""
    return Comparison(
        old=old.version,
        new=new.version,
        facts=compare_facts(old.entries, new.entries),
        answers=compare_answers(old.records, new.records, old.countries | new.countries),
    )
