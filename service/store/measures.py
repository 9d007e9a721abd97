"""Measures with all that is said of them, as domain values: one row each, as the build has told it (told.sql)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from service.domain.frozen import frozen
from service.domain.measure import (
    ANY_DUAL_USE,
    Amount,
    Content,
    Cover,
    Derived,
    Destinations,
    Exclusion,
    HsCode,
    Item,
    Measure,
    Suspension,
)
from service.domain.model import Proposal
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    ShareBasis,
    Subject,
)
from service.store.dataset import Dataset
from service.store.told import Told, day, known_day, sources, told


def in_order(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    """The ids of measures by instrument and place in it."""
    sql = "SELECT id FROM measure WHERE id IN (SELECT value FROM json_each(?)) ORDER BY instrument, position"
    return [row["id"] for row in dataset.all(sql, json.dumps(list(ids)))]


@frozen
class Bearing:
    """What bears on some minerals and groups: measures, proposals, and the ids of disputes about the measures."""

    measures: tuple[Measure, ...]
    proposals: tuple[Proposal, ...]
    disputes: frozenset[str]


def bearing_on(dataset: Dataset, subjects: Collection[str]) -> Bearing:
    """All of the law, and of what may become law, that covers one of ``subjects`` or any dual-use item.

    A measure holds only what it says of these.
    """
    covers = _by_measure(
        dataset,
        "SELECT measure, said FROM told_cover WHERE covers IN (SELECT value FROM json_each(?)) ORDER BY cover",
        [*subjects, ANY_DUAL_USE],
    )
    found = _in_order(
        dataset, "SELECT number, said FROM told_measure WHERE number IN (SELECT value FROM json_each(?))", covers
    )
    law = [(number, said) for number, said in found if said["lifecycle"] == "enacted"]
    coming = {said["instrument"]: said for _, said in found if said["lifecycle"] != "enacted"}
    return Bearing(
        tuple(_measure(said, covers[number], subjects) for number, said in law),
        tuple(map(_proposal, coming.values())),
        frozenset(dispute for _, said in law for dispute in said["disputes"]),
    )


def measures(dataset: Dataset, ids: Iterable[str]) -> tuple[Measure, ...]:
    """The measures with these ids, with all that they cover, by instrument and place in it."""
    found = _in_order(
        dataset, "SELECT number, said FROM told_measure WHERE measure IN (SELECT value FROM json_each(?))", ids
    )
    covers = _by_measure(
        dataset,
        "SELECT measure, said FROM told_cover WHERE measure IN (SELECT value FROM json_each(?)) ORDER BY cover",
        [number for number, _ in found],
    )
    return tuple(_measure(said, covers[number]) for number, said in found)


def _in_order(dataset: Dataset, sql: str, keys: Iterable[object]) -> list[tuple[int, Told]]:
    """Measures by instrument and place in it, each with its number."""
    return sorted(told(dataset, sql, keys), key=lambda one: (one[1]["instrument"], one[1]["position"]))


def _by_measure(dataset: Dataset, sql: str, keys: Iterable[object]) -> dict[int, list[Told]]:
    """What is covered, in the order of the record, by the number of the measure."""
    found: dict[int, list[Told]] = defaultdict(list)
    for number, said in told(dataset, sql, keys):
        found[number].append(said)
    return found


def _proposal(said: Told) -> Proposal:
    return Proposal(
        said["instrument"],
        said["jurisdiction"],
        said["instrument_title"],
        said["lifecycle"],
        day(said["instrument_published"]),
    )


def _measure(said: Told, covers: Iterable[Told], about: Collection[str] | None = None) -> Measure:
    """A measure; with ``about`` only what it excludes of these minerals."""
    return Measure(
        id=said["id"],
        instrument=said["instrument"],
        origin=said["origin"],
        type=MeasureType(said["type"]),
        regime=Regime(said["regime"]),
        subject=Subject(said["subject"]),
        binds=frozenset(map(Movement, said["binds"])),
        destinations=Destinations(
            DestinationMode(said["destination_mode"]), frozenset(said["destinations"]), said["destination_group"]
        ),
        end_use=None if said["end_use"] is None else EndUse(said["end_use"]),
        published=day(said["published"]),
        start=day(said["starts"]),
        until=day(said["until"]),
        end=End(said["end_known"]),
        covers=tuple(map(_cover, covers)),
        title=said["title"],
        summary=said["summary"],
        wto_qr=said["wto_qr"],
        gta_type=said["gta_type"],
        article=said["article"],
        verified_on=day(said["verified_on"]),
        ended_by=day(said["ended_by"]),
        end_published=day(said["end_published"]),
        renews=said["renews"],
        condition=said["condition"],
        suspensions=tuple(map(_suspension, said["suspensions"])),
        excludes=tuple(_exclusion(one) for one in said["excludes"] if about is None or one["mineral"] in about),
        names_listed=said["names_listed"],
        names_on_record=tuple(said["names"]),
        amounts=tuple(map(_amount, said["amounts"])),
        derived=tuple(Derived(*one) for one in said["derived"]),
        scopes=tuple(said["scopes"]),
        note=said["note"],
        sources=sources(said),
        instrument_title=said["instrument_title"],
        instrument_number=said["instrument_number"],
        url=said["instrument_url"],
    )


def _suspension(said: Told) -> Suspension:
    return Suspension(
        known_day(said["starts"]),
        day(said["until"]),
        said["paused_by"],
        known_day(said["published"]),
        sources(said),
        said["note"],
    )


def _exclusion(said: Told) -> Exclusion:
    return Exclusion(said["mineral"], tuple(said["forms"]), said["why"], sources(said))


def _amount(said: Told) -> Amount:
    return Amount(
        value=_decimal(said["value"]),
        value_reason=said["value_reason"],
        unit=said["unit"],
        of=said["of_what"],
        value_to=_decimal(said["value_to"]),
        mineral=said["mineral"],
        start=day(said["starts"]),
        until=day(said["until"]),
        usable_until=day(said["usable_until"]),
        verified=bool(said["verified"]),
        note=said["note"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _cover(said: Told) -> Cover:
    return Cover(said["of"], bool(said["all_forms"]), tuple(map(_item, said["items"])))


def _item(said: Told) -> Item:
    return Item(
        goods=said["goods"],
        forms=tuple(said["forms"]),
        control_code=said["control_code"],
        control_code_basis=said["control_code_basis"],
        hs_codes=tuple(HsCode(*one) for one in said["hs_codes"]),
        condition=said["condition"],
        contents=tuple(
            Content(frozenset(one["any_of"]), _decimal(one["at_least"]), ShareBasis(one["basis"]))
            for one in said["contents"]
        ),
        rest=said["rest"],
        note=said["note"],
        sources=sources(said),
    )
