"""The names on record as a list looks them up: what is found is what a search of every name would find."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from service.domain.identify import key
from service.store.codes import Codes
from service.store.dataset import Dataset
from service.store.names import SUGGESTED, Names

STRANGE = ("", "-", "\0", "gallium\0", 'a"b', "稀", "%", "_", "tung", "x" * 300, "Ga", "gallium-")
"""Spellings that none is called by, or that an index may take for others."""


@pytest.fixture(scope="module")
def dataset(database: Path) -> Dataset:
    """The real record."""
    return Dataset(database)


@pytest.fixture(scope="module")
def names(dataset: Dataset) -> Names:
    """Its names."""
    return Names(dataset)


@pytest.fixture(scope="module")
def spellings(dataset: Dataset) -> list[str]:
    """Every spelling on record."""
    return [row["key"] for row in dataset.all("SELECT DISTINCT key FROM mineral_name ORDER BY 1")]


def test_every_name_is_found_and_nothing_else(dataset: Dataset, names: Names, spellings: list[str]) -> None:
    """With all that carry it, in a fixed order; a part of a name, or a name with something behind it, is none."""
    found = names.spelt([*spellings, *STRANGE])
    assert list(found) == spellings
    rows = dataset.all("SELECT key, mineral, kind, form FROM mineral_name ORDER BY key, mineral, rowid")
    told = [(said, one.mineral, one.kind, one.form) for said, hits in found.items() for one in hits]
    assert told == [tuple(row) for row in rows]


def test_what_a_name_begins_with_is_its_first_word_or_its_first_sign(names: Names, spellings: list[str]) -> None:
    """Not a part of the word, and not the word with a hyphen behind it."""
    starts = {start for spelling in spellings for start in (spelling.split("-")[0], spelling[0])} - {""}
    parts = {spelling[:length] for spelling in spellings for length in range(1, len(spelling))}
    asked = {*starts, *parts, *STRANGE} - {""}
    assert {one for one in names.starting(asked) if "-" not in one} == {one for one in starts & asked if "-" not in one}


def mistyped(chance: Random, name: str) -> str:
    """``name`` with one to three slips of the key."""
    letters = list(name)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        place, letter = chance.randrange(len(letters)), chance.choice("abcdefghijklmnopqrstuvwxyz稀")
        slip = chance.randrange(4)
        if slip == 0 and len(letters) > 1:
            del letters[place]
        elif slip == 1:
            letters.insert(place, letter)
        elif slip == 2 and place:
            letters[place - 1], letters[place] = letters[place], letters[place - 1]
        else:
            letters[place] = letter
    return "".join(letters)


def test_of_many_names_those_that_share_rare_letters_are_as_good_as_all(dataset: Dataset, names: Names) -> None:
    """Of two thousand slips nearly every one gets the suggestions that comparing with every name gives."""
    chance = Random(3)  # noqa: S311 - slips of the key, no secret
    known = [
        row["text"]
        for row in dataset.all(f"SELECT text FROM mineral_name WHERE kind IN {SUGGESTED} ORDER BY 1")  # noqa: S608
    ]
    slips = list(dict.fromkeys(mistyped(chance, chance.choice(known)) for _ in range(2_000)))
    every, some = names.like(slips), Names(dataset, few=0).like(slips)
    assert sum(map(bool, every.values())) > len(slips) * 0.8
    assert sum(every[slip] != some[slip] for slip in slips) < len(slips) * 0.005


@pytest.mark.parametrize("few", [0, 5_000])
def test_nothing_is_suggested_for_what_is_like_no_name(dataset: Dataset, few: int) -> None:
    """Nor for signs that mean something to the index of letters."""
    strange = ("", "-", "\0", 'q"q', "%", "qqqqqqqq", '" OR "', "* NOT (", "q" * 300)
    assert set(Names(dataset, few).like(strange).values()) == {()}


def test_no_statement_reads_all_names(dataset: Dataset) -> None:
    """Where they are many: every table of names is searched by its index."""
    many = Names(dataset, few=0)
    many.like(["tin"])  # which finds out once that there are more than a few
    asked: list[str] = []
    connection = dataset._connection()
    connection.set_trace_callback(asked.append)
    many.spelt(["gallium"])
    many.starting(["gallium"])
    many.like(["galium"])
    Codes(dataset).headed("2846")
    connection.set_trace_callback(None)
    asked = [sql for sql in asked if not sql.startswith("--")]  # what the index of letters asks of its own tables
    steps = [row[3] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(asked) == 5
    assert not [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step]


def test_the_letters_of_a_name_are_indexed_from_end_to_end(names: Names) -> None:
    """So that names of two letters are suggested as well."""
    assert key("irn") == "irn"
    assert names.like(["irn"]) == {"irn": ("iron",)}


def test_minerals_under_a_heading(dataset: Dataset) -> None:
    """The code's own heading, and headings that lie under it; by id."""
    codes = Codes(dataset)
    rows = dataset.all("SELECT mineral, code FROM mineral_hs_heading ORDER BY 1, 2")
    for code in ("28", "2846", "284690", "28469016", "2846901600", "9999", "811292"):
        wanted = [(m, held) for m, held in rows if code.startswith(held) or held.startswith(code)]
        assert list(codes.headed(code)) == wanted, code
