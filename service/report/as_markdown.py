"""A comparison as Markdown, fit for a pull request: headings, a list of what came and went, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from service.domain.difference import Aspect, Stretch, Told
from service.domain.editions import Comparison
from service.domain.facts import Altered, Branch
from service.http import tables
from service.http.present import destinations, iso
from service.report.wording import headline, parts, sides, told_beneath

_HEADINGS = {
    Aspect.STATUS: "Another status",
    Aspect.CONDITIONAL: "The same status, another condition",
    Aspect.CERTAINTY: "Another certainty alone",
}


def page(found: Comparison) -> str:
    """The whole page; nothing of the record can break out of its cell or line."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    facts = found.facts
    yield "# What the data change does"
    yield ""
    yield f"From dataset `{found.old}` to `{found.new}`."
    if found.is_alike:
        yield ""
        yield "The two are alike: every fact and every answer is the same."
        return
    yield ""
    yield f"## Facts: {len(facts.added)} added, {len(facts.removed)} removed, {len(facts.altered)} altered"
    for heading, branches in (("Added", facts.added), ("Removed", facts.removed)):
        if branches:
            yield from ("", f"### {heading}", "", *_list(branches))
    if facts.altered:
        yield from ("", "### Altered", "")
        yield from _table(("kind", "id", "field", "before", "after"), _altered(facts.altered))
    yield ""
    yield "## Answers: " + ("the same on every day" if not found.answers else "these differ")
    for aspect, heading in _HEADINGS.items():
        stretches = [stretch for stretch in found.answers if stretch.weight is aspect]
        if stretches:
            yield from ("", f"### {heading}", "")
            yield from _table(("mineral", "origin", "case", "from", "until", "before", "after"), _answers(stretches))


def _list(branches: Iterable[Branch], indent: str = "") -> Iterator[str]:
    for branch in branches:
        ref, title, beside = branch.entry.ref, headline(branch.entry), parts(branch)
        yield (
            f"{indent}- {_words(ref.kind)} {_code(ref.id)}"
            + (f": {_escaped(title)}" if title else "")
            + (f" ({beside})" if beside else "")
        )
        yield from _list(told_beneath(branch), indent + "  ")


def _altered(entries: Iterable[Altered]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        for change in entry.fields:
            before, after = sides(change)
            yield _words(entry.ref.kind), _code(entry.ref.id), change.field, _cell(before), _cell(after)


def _answers(stretches: Iterable[Stretch]) -> Iterator[tuple[str, ...]]:
    """A row a stretch; the minerals that fare alike share one."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in stretches:
        span = one.span
        origin = f"members of {one.origin}: {', '.join(one.members)}" if one.members else one.origin
        days = (iso(span.start) or "ever before", iso(span.until) or "for good")
        row: tuple[str, ...] = (origin, _escaped(_case(one)), *days, _told(span.found.before), _told(span.found.after))
        rows.setdefault(row, []).append(one.mineral)
    for row, minerals in rows.items():
        yield ", ".join(minerals), *row


def _case(stretch: Stretch) -> str:
    to = stretch.destinations
    where = "whatever the destination" if to is None else f"to {tables.words(destinations(to)) or 'each destination'}"
    use = [f"{stretch.end_use} end use"] if stretch.end_use else []
    form = [f"as {', '.join(stretch.forms)}"] if stretch.forms else []
    return "; ".join([" and ".join(stretch.movements), where, *use, *form])


def _told(told: Told | None) -> str:
    if told is None:
        return "cannot be asked"
    beside = [str(told.certainty), *(["conditional"] if told.conditional else [])]
    return f"{_code(told.status)} ({', '.join(beside)})"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "| " + " | ".join("---" for _ in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _cell(text: str | None) -> str:
    return "-" if text is None else _escaped(text)


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _escaped(text: str) -> str:
    """``text`` in one line, with every sign that Markdown or HTML would act on taken literally."""
    return re.sub(r"([\\`*_{}\[\]<>|#~&])", r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """An id as code, which only a backtick could end; a bar would end its cell all the same."""
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "\\|") + "`"
