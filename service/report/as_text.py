"""A comparison as rows for a shell: tab-separated, ``-`` for null, a line after ``#`` before each part.

A fact that came or went: ``added`` or ``removed``, kind, id, headline, parts. One that is altered, a row a field:
``altered``, kind, id, field, before, after. An answer: ``answer``, the weightiest of what differs, mineral, origin,
destinations, end use, forms, movements, from, until, and before and after of status, of certainty and of conditional.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from service.domain.difference import Aspect, Stretch, Told
from service.domain.editions import Comparison
from service.domain.facts import Altered, Branch
from service.http import tables
from service.http.present import destinations
from service.report.wording import headline, parts, sides, told_beneath

Row = list[Any]
_WEIGHTS = {
    Aspect.STATUS: "of another status",
    Aspect.CONDITIONAL: "of another condition alone",
    Aspect.CERTAINTY: "of another certainty alone",
}


def page(found: Comparison) -> str:
    """The whole page."""
    facts, answers = found.facts, found.answers
    head = f"from dataset {found.old} to {found.new}" + (": alike" if found.is_alike else "")
    weights = ", ".join(f"{sum(one.weight is aspect for one in answers)} {words}" for aspect, words in _WEIGHTS.items())
    of_answers = f"answers, by stretches of days: {weights}"
    of_facts = f"facts: {len(facts.added)} added, {len(facts.removed)} removed, {len(facts.altered)} altered"
    rows = [*_branches("added", facts.added), *_branches("removed", facts.removed), *_altered(facts.altered)]
    written = [tables.text([], head), tables.text(rows, of_facts), tables.text(map(_answer, answers), of_answers)]
    return b"".join(written).decode()


def _branches(word: str, branches: Iterable[Branch]) -> Iterator[Row]:
    for branch in branches:
        entry = branch.entry
        yield [word, entry.ref.kind, entry.ref.id, headline(entry), parts(branch)]
        yield from _branches(word, told_beneath(branch))


def _altered(entries: Iterable[Altered]) -> Iterator[Row]:
    for entry in entries:
        for change in entry.fields:
            yield ["altered", entry.ref.kind, entry.ref.id, change.field, *sides(change)]


def _answer(stretch: Stretch) -> Row:
    span = stretch.span
    before, after = span.found.before, span.found.after
    origin = stretch.origin + (f" ({','.join(stretch.members)})" if stretch.members else "")
    to = stretch.destinations
    where = None if to is None else tables.words(destinations(to)) or "each"
    case = [where, stretch.end_use, ",".join(stretch.forms), ",".join(stretch.movements)]
    return [
        "answer",
        stretch.weight,
        stretch.mineral,
        origin,
        *case,
        span.start,
        span.until,
        *(told and told.status for told in (before, after)),
        *(told and told.certainty for told in (before, after)),
        *(_conditional(told) for told in (before, after)),
    ]


def _conditional(told: Told | None) -> str | None:
    return "conditional" if told is not None and told.conditional else None
