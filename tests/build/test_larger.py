"""The synthetic record of the benchmarks: as consistent as the real one, and the same on every run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from service.domain.answer import resolve
from service.domain.model import Question
from service.store.dataset import Dataset
from service.store.repository import Repository
from tests.benchmarks.larger import write_seed
from tests.conftest import ROOT

COPY = re.compile(r"-x[0-9]+\b")
DAYS = (date(2020, 1, 1), date(2024, 12, 15), date(2025, 4, 10), date(2025, 12, 1), date(2026, 11, 22))


def test_every_copy_fares_as_the_mineral_that_it_is_a_copy_of(repository: Repository, threefold: Path) -> None:
    """And a mineral of the real record as it did: by as many measures, names and claims."""
    larger = Repository(Dataset(threefold))
    compared = 0
    for mineral in larger.minerals():
        if mineral.members:
            continue
        own, alike = larger.record(mineral.id), repository.record(COPY.sub("", mineral.id))
        assert [COPY.sub("", one.id) for one in own.measures] == [one.id for one in alike.measures]
        assert len(own.mineral.names) == len(alike.mineral.names)
        for day in DAYS:
            question = Question(as_of=day, destination="US")
            ours, theirs = resolve(own, question), resolve(alike, question)
            assert (ours.status, ours.certainty, ours.conditional) == (
                theirs.status, theirs.certainty, theirs.conditional,
            ), (mineral.id, day)  # fmt: skip
            compared += 1
    assert compared > 1000


def test_it_is_three_times_as_large_with_more_law_and_more_talk(repository: Repository, threefold: Path) -> None:
    """As many minerals as three records; of measures and claims as many more as a large record is to have."""
    real, larger = repository.counts(), Repository(Dataset(threefold)).counts()
    assert larger["minerals"] == 3 * real["minerals"]
    assert larger["measures"] == real["measures"] + 2 * 300
    assert larger["claims"] == real["claims"] + 2 * 1000


def test_the_same_number_of_times_makes_the_same_files(tmp_path: Path) -> None:
    """Nothing of it is drawn by chance."""
    for name in ("one", "two"):
        write_seed(ROOT / "seed_data", tmp_path / name, 2)
    files = [path.relative_to(tmp_path / "one") for path in sorted((tmp_path / "one").rglob("*.yaml"))]
    assert len(files) > 200
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
