"""A list is the same whether it is read whole or by pages, and its filters are those of the words that tell them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from service.store.dataset import Dataset
from service.store.evidence import Evidence
from service.store.repository import MINERAL_ORDERS, Repository
from tests.http.asked import addresses, words_of


def test_the_pages_of_any_list_are_its_parts(client: FlaskClient, repository: Repository) -> None:
    """Of whatever filters: the entries of all pages are those of one page, in its order, and `total` counts them."""
    several = 0
    for address in islice(addresses(Random(8), words_of(repository.dataset)), 400):  # noqa: S311 - questions, no secret
        route, _, query = address.partition("?")
        kept = "&".join(part for part in query.split("&") if not part.startswith(("limit=", "format=")))
        whole = client.get(f"{route}?{kept}&limit=500").get_json()
        pages, following = [], f"{route}?{kept}&limit=37"
        while following is not None:
            page = client.get(following).get_json()
            pages.append(page["data"])
            assert page["total"] == whole["total"]
            following = page["links"].get("next")
        assert [row for page in pages for row in page][:500] == whole["data"], address
        assert sum(len(page) for page in pages) == whole["total"], address
        several += len(pages) > 1
    assert several > 30


@pytest.fixture(scope="module")
def evidence(database: Path) -> Evidence:
    """What stands beside the law."""
    return Evidence(Dataset(database))


def test_events_of_a_window_are_those_that_overlap_it(evidence: Evidence) -> None:
    """An event known to a month or a year stands for every day of it, in the index as in the words."""
    every, chance = list(evidence.events()), Random(9)  # noqa: S311 - as above
    assert {event.precision for event in every} >= {"month", "day"}
    for _ in range(500):
        start = date(2014, 1, 1) + timedelta(days=chance.randrange(365 * 13))
        end = start + timedelta(days=chance.randrange(200))
        for window in ((start, end), (start, None), (None, end)):
            found = evidence.events(None, None, None, *window)
            assert [event.id for event in found] == [event.id for event in every if event.overlaps(*window)]
            backwards = evidence.events(None, None, None, *window, latest_first=True)
            assert [event.id for event in backwards] == [event.id for event in found][::-1]


def test_minerals_without_an_atomic_number_come_last_and_the_others_in_order(repository: Repository) -> None:
    """Each order is that of its words."""
    every = repository.all_minerals
    for order in MINERAL_ORDERS:
        name = order.lstrip("-")
        known = [mineral for mineral in every if getattr(mineral, name) is not None]
        known.sort(key=lambda mineral: getattr(mineral, name), reverse=order.startswith("-"))
        assert list(repository.minerals_by(order)) == known + [m for m in every if getattr(m, name) is None]


def test_counts_that_were_summed_up_are_those_of_the_tables(repository: Repository) -> None:
    """Of every kind that is listed without a filter."""
    for kind in ("mineral", "instrument", "measure", "source", "event", "claim", "figure", "critical_list"):
        (count,) = repository.dataset.one(f"SELECT count(*) FROM {kind}")  # noqa: S608 - the test's own words
        assert repository.dataset.summary(kind) == count
