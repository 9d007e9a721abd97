"""The facts of one edition of the record as entries with named fields, and what two editions hold differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from service.domain.frozen import frozen

Value = str | int | bool | None | tuple[str, ...]
"""What a field holds, readable as it stands."""


class Kind(StrEnum):
    """What sort of fact an entry is, in the order of the page."""

    DATASET = "dataset"
    INSTRUMENT = "instrument"
    MEASURE = "measure"
    COVER = "cover"
    ITEM = "item"
    EXCLUSION = "exclusion"
    SUSPENSION = "suspension"
    AMOUNT = "amount"
    DISPUTE = "dispute"
    READING = "reading"
    MINERAL = "mineral"
    NAME = "name"
    JURISDICTION = "jurisdiction"
    COVERAGE = "coverage"
    DESTINATION_GROUP = "destination_group"
    COUNTRY = "country"
    FORM = "form"
    CRITICAL_LIST = "critical_list"
    LISTING = "listing"
    EVENT = "event"
    CLAIM = "claim"
    FIGURE = "figure"
    SOURCE = "source"


@frozen
class Ref:
    """Which entry: its kind, and its id among its kind."""

    kind: Kind
    id: str


@frozen
class Entry:
    """One fact. ``fields`` are named as in the seed; ``title`` says it in a few words.

    ``under`` is the entry that it is a part of (a measure's instrument), which is told with it when both come or go.
    """

    ref: Ref
    title: str
    fields: Mapping[str, Value]
    under: Ref | None = None


@frozen
class Branch:
    """An entry that came or went, with the parts of it that did so with it."""

    entry: Entry
    beneath: tuple[Branch, ...]


@frozen
class FieldChange:
    """A field that holds something else; None: nothing."""

    field: str
    before: Value
    after: Value


@frozen
class Altered:
    """An entry that both editions hold, with what differs in it."""

    ref: Ref
    title: str
    fields: tuple[FieldChange, ...]


@frozen
class FactChanges:
    """What one edition holds and the other does not, and what both hold differently."""

    added: tuple[Branch, ...]
    removed: tuple[Branch, ...]
    altered: tuple[Altered, ...]


def compare_facts(old: Iterable[Entry], new: Iterable[Entry]) -> FactChanges:
    """What became of the entries of ``old`` in ``new``, by kind and id."""
    before = {entry.ref: entry for entry in old}
    after = {entry.ref: entry for entry in new}
    both = sorted(before.keys() & after.keys(), key=_place)
    altered = (Altered(ref, after[ref].title, tuple(_fields(before[ref], after[ref]))) for ref in both)
    return FactChanges(
        added=_branches(after, after.keys() - before.keys()),
        removed=_branches(before, before.keys() - after.keys()),
        altered=tuple(one for one in altered if one.fields),
    )


def _place(ref: Ref) -> tuple[int, str]:
    return list(Kind).index(ref.kind), ref.id


def _fields(before: Entry, after: Entry) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*before.fields, *after.fields)):
        was, is_now = before.fields.get(name), after.fields.get(name)
        if was != is_now:
            yield FieldChange(name, was, is_now)


def _branches(entries: Mapping[Ref, Entry], chosen: Iterable[Ref]) -> tuple[Branch, ...]:
    """The chosen entries, each beneath the one that it is a part of where that is chosen too."""
    refs = sorted(chosen, key=_place)
    together = set(refs)
    parts: dict[Ref | None, list[Ref]] = defaultdict(list)
    for ref in refs:
        under = entries[ref].under
        parts[under if under in together else None].append(ref)

    def branch(ref: Ref) -> Branch:
        return Branch(entries[ref], tuple(branch(part) for part in parts[ref]))

    return tuple(branch(ref) for ref in parts[None])
