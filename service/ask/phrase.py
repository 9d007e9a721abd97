"""One reading of a question, as it was said: its fixed words, its names and its times."""

from __future__ import annotations

from service.ask.dates import Stretch
from service.ask.errors import Refusal
from service.domain.frozen import frozen


@frozen
class When:
    """A time as it was said: how it stands to the question (``on``, ``in``, ``since`` …), and one or two stretches."""

    relation: str
    text: str
    first: Stretch
    second: Stretch | None = None


@frozen
class Named:
    """A run of words in a role: ``mineral``, ``destination``, ``origin``, ``end_use``, ``form``, ``source``."""

    role: str
    words: str
    text: str


@frozen
class Phrase:
    """One reading of a question before its names are looked up.

    ``marks`` are the fixed words that stand outside names and times, by the name of their terminal.
    """

    kind: str
    marks: dict[str, str]
    names: tuple[Named, ...]
    times: tuple[When, ...]
    known_at: tuple[When, ...]

    def named(self, role: str) -> Named | None:
        """The one name in this role, or None. Raises :class:`Refusal` when two different ones are given."""
        found = [name for name in self.names if name.role == role]
        if len({name.words.casefold() for name in found}) > 1:
            raise Refusal(f"it names more than one {role.replace('_', ' ')}: {' and '.join(n.words for n in found)}")
        return found[0] if found else None

    def when(self) -> When | None:
        """The one time, or None. Raises :class:`Refusal` when two different ones are given."""
        return _only(self.times, "time")

    def known(self) -> When | None:
        """The day by which something must have been known, or None. Raises :class:`Refusal` when there are two."""
        return _only(self.known_at, "day of knowledge")

    def said(self, *marks: str) -> str | None:
        """The words of the first of ``marks`` that was said, or None."""
        return next((self.marks[mark] for mark in marks if mark in self.marks), None)


def _only(times: tuple[When, ...], what: str) -> When | None:
    if len({(time.relation, time.first.start, time.first.end, time.second) for time in times}) > 1:
        raise Refusal(f"it names more than one {what}: {' and '.join(time.text for time in times)}")
    return times[0] if times else None
