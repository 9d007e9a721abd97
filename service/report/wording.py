"""The parts of a comparison in words, as both pages for people have them."""

from __future__ import annotations

from collections import Counter

from service.domain.facts import Branch, Entry, FieldChange, Kind, Value


def counted(number: int, word: str) -> str:
    """``1 fact``, ``2 facts``."""
    return f"{number} {word.replace('_', ' ')}{'' if number == 1 else 's'}"


def told_beneath(branch: Branch) -> tuple[Branch, ...]:
    """The parts that are told one by one: measures and readings. The others are counted."""
    return tuple(part for part in branch.beneath if part.entry.ref.kind in (Kind.MEASURE, Kind.READING))


def parts(branch: Branch) -> str | None:
    """How many parts of each kind came or went with the entry, those told one by one left out; None: none."""
    alone = {part.entry.ref for part in told_beneath(branch)}
    kinds: Counter[Kind] = Counter()
    waiting = [part for part in branch.beneath if part.entry.ref not in alone]
    while waiting:
        part = waiting.pop()
        kinds[part.entry.ref.kind] += 1
        waiting.extend(part.beneath)
    return ", ".join(counted(kinds[kind], kind) for kind in Kind if kinds[kind]) or None


def headline(entry: Entry) -> str:
    """An entry that came or went in one line; of a measure also what it does, to whom and when."""
    if entry.ref.kind is not Kind.MEASURE:
        return entry.title
    of = entry.fields
    days = f"from {of['from'] or of['verified_on'] or 'an unknown day'}"
    days += f" until {of['until']}" if of["until"] else f", end {of['end']}"
    uses = f", {of['end_use']} end use" if of["end_use"] else ""
    return f"{entry.title}: {of['type']} ({of['regime']}), destinations {of['destinations']}{uses}, {days}"


def sides(change: FieldChange) -> tuple[str | None, str | None]:
    """What a field held and holds. Of two lists with other members, only what goes and what comes."""
    before, after = change.before, change.after
    if isinstance(before, tuple) and isinstance(after, tuple) and set(before) != set(after):
        before = tuple(text for text in before if text not in after)
        after = tuple(text for text in after if text not in change.before)  # type: ignore[operator]
    return _text(before), _text(after)


def _text(value: Value) -> str | None:
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
