"""What an answer consists of: the values that the resolver makes and everything after it reads."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from service.domain.changes import Change
from service.domain.decision import Outcome
from service.domain.exceptions import ExceptionEntry
from service.domain.frozen import frozen
from service.domain.matching import Match
from service.domain.measure import SourceRef
from service.domain.model import Mineral, Question
from service.domain.vocabulary import Certainty, Status


@frozen
class Notice:
    """A published code, what it means here, and the ids it points to.

    These are minerals for ``see_mineral``, instruments for ``proposal``, and measures for every other code.
    """

    code: str
    detail: str
    about: tuple[str, ...] = ()


@frozen
class ReadingEntry:
    """One rival reading of an origin's record that leads to a status of its own."""

    origin: str
    status: Status
    reason: str
    start: date
    until: date
    sources: tuple[SourceRef, ...]
    measures: tuple[str, ...]


@frozen
class OriginAnswer:
    """One origin's answer with the measures behind it, each with its state on the day.

    ``counts`` is the outcome that counts for the overall answer: raw forms never set that unless their origin was
    asked (3.6), so it may be laxer than the origin's own status, or None. ``ground`` is the measure to name for the
    status, and ``since`` the first day of the stretch in which it has made it.
    """

    origin: str
    status: Status
    certainty: Certainty
    conditional: bool
    conditions: tuple[str, ...]
    reviewed_through: date | None
    covered_since: date | None
    in_force: tuple[Match, ...]
    suspended: tuple[Match, ...]
    announced: tuple[Match, ...]
    related: tuple[Match, ...]
    end_user_lists: tuple[Match, ...]
    outcome: Outcome
    counts: Outcome | None
    ground: Match | None
    since: date | None
    reason: str | None
    exceptions: tuple[ExceptionEntry, ...]
    readings: tuple[ReadingEntry, ...]
    next_change: Change | None
    warnings: tuple[Notice, ...] = ()


@frozen
class MemberAnswer:
    """What one member of a group gets."""

    mineral: Mineral
    status: Status
    certainty: Certainty
    conditional: bool
    next_change: Change | None


@frozen
class Answer:
    """The whole answer. For a group ``members`` is not empty and the rest is that of the strictest member."""

    mineral: Mineral
    question: Question
    status: Status
    certainty: Certainty
    conditional: bool
    conditions: tuple[str, ...]
    origins: tuple[OriginAnswer, ...]
    not_covered: int
    exceptions: tuple[ExceptionEntry, ...]
    readings: tuple[ReadingEntry, ...]
    next_change: Change | None
    warnings: tuple[Notice, ...]
    members: tuple[MemberAnswer, ...] = field(default=())
    decided_by: str | None = None
