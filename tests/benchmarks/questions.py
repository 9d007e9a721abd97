"""What is asked: a few dozen status questions again and again, or as many that nobody asked before."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from urllib.parse import urlencode

from service.store.repository import Repository

MINERALS = (
    *("antimony", "cobalt", "dysprosium", "gallium", "germanium", "graphite", "lithium", "neodymium", "nickel"),
    *("samarium", "terbium", "tungsten"),
)
DATED: tuple[dict[str, str], ...] = (
    {"as_of": "2025-12-01", "origin": "CN", "destination": "US"},
    {"as_of": "2025-06-01", "origin": "CN", "destination": "DE", "end_use": "civil"},
)
TODAY: tuple[dict[str, str], ...] = ({"origin": "CN", "destination": "JP"}, {"destination": "DE", "end_use": "civil"})
FIRST_DAY, DAYS = date(2015, 1, 1), 4300
"""The days that are asked about: from the first of the record into 2026."""


def path(mineral: str, scope: dict[str, str]) -> str:
    """The address of a status question."""
    return f"/v1/minerals/{mineral}/status?{urlencode(scope)}"


def dated() -> list[str]:
    """Two dozen questions that name their day."""
    return [path(mineral, scope) for mineral, scope in product(MINERALS, DATED)]


def hot() -> list[str]:
    """Four dozen: these, and as many for today."""
    return [path(mineral, scope) for mineral, scope in product(MINERALS, (*DATED, *TODAY))]


def cold(repository: Repository) -> list[str]:
    """Over a hundred thousand questions, the same in every run, each for some day.

    No two share mineral, origin, destination and end use, so that a cache which knew from when to when an answer holds
    would have none of them either.
    """
    chance = random.Random(7)  # noqa: S311 - a list of questions, no secret
    return [
        path(mineral, {"as_of": str(FIRST_DAY + timedelta(days=chance.randrange(DAYS))), **scope})
        for mineral, scope in cold_scopes(repository)
    ]


def cold_scopes(repository: Repository) -> list[tuple[str, dict[str, str]]]:
    """Every mineral from China and from anywhere to every other place for every end use, in a shuffled order."""
    minerals = [mineral.id for mineral in repository.minerals()]
    places = [code for code in sorted(repository.jurisdiction_names) if code != "CN"]
    uses: tuple[dict[str, str], ...] = ({}, {"end_use": "civil"}, {"end_use": "military"})
    scopes = [
        (mineral, {**origin, "destination": place, **use})
        for mineral, origin, place, use in product(minerals, ({"origin": "CN"}, {}), places, uses)
    ]
    random.Random(8).shuffle(scopes)  # noqa: S311 - as above
    return scopes
