"""Minerals and what of the record is about one alone, as domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from service.domain.frozen import frozen
from service.domain.model import RAW_BY_NATURE, Coverage, LeftOut, Listing, Mineral, Name
from service.domain.vocabulary import Movement
from service.store.dataset import Dataset
from service.store.told import Told, day, sources, told


def minerals(dataset: Dataset, ids: Iterable[str]) -> tuple[Mineral, ...]:
    """The minerals with these ids, by id."""
    sql = "SELECT mineral, said FROM told_mineral WHERE mineral IN (SELECT value FROM json_each(?)) ORDER BY mineral"
    return tuple(_mineral(said) for _, said in told(dataset, sql, ids))


def _mineral(said: Told) -> Mineral:
    return Mineral(
        id=said["id"],
        name=said["name"],
        name_zh=said["name_zh"],
        symbol=said["symbol"],
        cas=said["cas"],
        atomic_number=said["atomic_number"],
        category=said["category"],
        is_raw=said["category"] in RAW_BY_NATURE,
        groups=tuple(said["groups"]),
        members=tuple(said["members"]),
        hs_headings=tuple(said["hs_headings"]),
        listings=tuple(
            Listing(name, title, named_as, grade, bool(verified))
            for name, title, named_as, grade, verified in said["listings"]
        ),
        names=tuple(Name(*one) for one in said["names"]),
        product_form=said["product_form"],
        made_of=tuple(said["made_of"]),
        note=said["note"],
        sources=sources(said),
    )


@frozen
class Beside:
    """What else the record holds of a mineral alone: coverage by jurisdiction, and its products' ids by their form."""

    coverage: dict[str, Coverage]
    products: dict[str, tuple[str, ...]]


def beside(dataset: Dataset, ident: str) -> Beside:
    """What is told beside the mineral with this id, which must exist."""
    sql = "SELECT mineral, beside FROM told_mineral WHERE mineral IN (SELECT value FROM json_each(?))"
    ((_, said),) = told(dataset, sql, [ident])
    products: dict[str, list[str]] = defaultdict(list)
    for form, product in said["products"]:
        products[form].append(product)
    return Beside(
        {one["jurisdiction"]: _coverage(ident, one) for one in said["coverage"]},
        {form: tuple(ids) for form, ids in products.items()},
    )


def _coverage(mineral: str, said: Told) -> Coverage:
    left_out = tuple(
        LeftOut(what, why, day(starts), day(until), None if movement is None else Movement(movement))
        for what, why, starts, until, movement in said["left_out"]
    )
    return Coverage(said["jurisdiction"], mineral, day(said["since"]), said["why"], left_out)
