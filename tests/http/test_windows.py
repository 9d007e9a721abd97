"""What is found by index for a window of days is never too little: beside a search of the whole record, at random."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from service.domain.answer import listed_origins
from service.domain.changes import changes_within
from service.domain.decision import OriginView
from service.domain.model import Question
from service.domain.restrictions import Catalogue, Search, Wanted, Window
from service.domain.states import as_known, disputes_as_known, measures_as_known
from service.domain.survey import Survey
from service.domain.vocabulary import Basis, EndUse, Status
from service.domain.windows import choose
from service.store.dataset import Dataset
from service.store.repository import Repository
from service.store.windows import StoredSearch, minerals_turning, whole, years
from tests.http.test_sweep import minerals

ORIGINS = ("CN", "ID", "ZW", "CD", "EU", "DE", "RU", "US")
DESTINATIONS = ("US", "JP", "EU", "RU", "TW")
KINDS = ("renewals", "end_user_lists", "related", "formalities")
TIMES = 150


@pytest.fixture(scope="module", params=["once", "three times over"])
def record(request: pytest.FixtureRequest, repository: Repository) -> Repository:
    """The real record, and a larger one in which most is not about what is asked."""
    return repository if request.param == "once" else Repository(Dataset(request.getfixturevalue("threefold")))


@pytest.fixture(scope="module")
def catalogue(record: Repository) -> Catalogue:
    """All of it."""
    return whole(record)


def known(catalogue: Catalogue, known_at: date | None) -> Catalogue:
    """What of it was public by a day."""
    if known_at is None:
        return catalogue
    measures = measures_as_known(catalogue.measures, known_at)
    disputes = disputes_as_known(catalogue.disputes, known_at)
    return Catalogue(
        measures, disputes, catalogue.minerals, catalogue.jurisdictions, catalogue.unions, catalogue.forms
    )  # fmt: skip


def any_day(chance: Random) -> date:
    """A day at which the record speaks, or shortly before or after."""
    return date(2012, 1, 1) + timedelta(days=chance.randrange(365 * 20))


def any_wanted(chance: Random, catalogue: Catalogue) -> Wanted:
    """A question about restrictions."""
    names = sorted(catalogue.minerals)
    mineral = catalogue.minerals[chance.choice(names)] if chance.random() < 0.4 else None
    return Wanted(
        basis=chance.choice(list(Basis)),
        origin=chance.choice(ORIGINS) if chance.random() < 0.4 else None,
        destination=chance.choice(DESTINATIONS) if chance.random() < 0.3 else None,
        end_use=chance.choice(list(EndUse)) if chance.random() < 0.2 else None,
        minerals=frozenset((mineral.id, *mineral.members, *mineral.groups) if mineral else ()),
        known_at=any_day(chance) if chance.random() < 0.3 else None,
        include=frozenset(chance.sample(KINDS, chance.randrange(5))),
        status=chance.choice(list(Status)) if chance.random() < 0.1 else None,
    )


def test_restrictions_are_those_of_the_whole_record(record: Repository, catalogue: Catalogue) -> None:
    """In any window, for any basis and scope, as known on any day; and what is doubted."""
    chance, told = Random(3), 0  # noqa: S311 - questions, no secret
    for _ in range(TIMES):
        wanted, start = any_wanted(chance, catalogue), any_day(chance)
        window = Window(start, start + timedelta(days=chance.choice((0, 30, 400, 3650))))
        every, found = Search(known(catalogue, wanted.known_at), wanted), StoredSearch(record, wanted)
        assert found.within(window) == every.within(window), (wanted, window)
        assert found.doubts(window) == every.doubts(window), (wanted, window)
        told += bool(every.within(window))
    assert told > TIMES / 4


def test_a_month_without_a_year_is_that_of_the_whole_record(record: Repository, catalogue: Catalogue) -> None:
    """One search for many windows, whose years come from what the build has summed up."""
    chance = Random(4)  # noqa: S311 - as above
    for _ in range(20):
        wanted, month, today = any_wanted(chance, catalogue), f"{chance.randrange(1, 13):02}", any_day(chance)
        every = Search(known(catalogue, wanted.known_at), wanted)
        assert choose(StoredSearch(record, wanted), month, None, None, today) == choose(
            every, month, None, None, today
        ), (wanted, month)


def test_the_years_of_the_record_are_those_of_what_was_public(record: Repository, catalogue: Catalogue) -> None:
    """On any day, before anything was public too."""
    chance = Random(5)  # noqa: S311 - as above
    for known_at in (None, date.min, date(1980, 1, 1), *(any_day(chance) for _ in range(200))):
        assert years(record, known_at) == Search(known(catalogue, known_at), Wanted()).boundary_years(), known_at


def test_no_mineral_changes_in_a_window_in_which_none_of_its_days_lies(repository: Repository) -> None:
    """Whose status changes is among those found, for any scope, as known on any day."""
    chance, changed, passed_over = Random(6), 0, 0  # noqa: S311 - as above
    every = minerals(repository)
    for _ in range(120):
        start, origin = any_day(chance), chance.choice(ORIGINS) if chance.random() < 0.5 else None
        end = start + timedelta(days=chance.choice((0, 10, 100, 1000)))
        question = Question(
            as_of=start,
            known_at=any_day(chance) if chance.random() < 0.3 else None,
            origin=origin,
            destination=chance.choice(("US", "JP", "TW")) if origin not in ("US", None) else None,
            end_use=chance.choice(list(EndUse)) if chance.random() < 0.2 else None,
        )
        found = set(minerals_turning(repository, start, end, origin, question.known_at))
        assert found <= set(every)
        for ident in chance.sample(every, 25):
            record = as_known(repository.record(ident), question.known_at)
            views = (OriginView(record, code) for code in listed_origins(record, question))
            if any(True for view in views for _ in changes_within(Survey(view, question), start, end)):
                assert ident in found, (ident, question, end)
                changed += 1
            passed_over += ident not in found
    assert changed > 40
    assert passed_over > 100
