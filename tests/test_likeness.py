"""Words like a mistyped one: where they stand, the likest first, and none that is too unlike."""

from __future__ import annotations

from service.likeness import likest

KNOWN = ["terbium", "erbium", "ytterbium", "gallium", "terbium"]


def test_the_likest_come_first_and_of_equals_the_first() -> None:
    """By where they stand, so that what goes with a word is found beside it."""
    assert likest("terbium", KNOWN, most=5) == [0, 4, 1, 2, 3]
    assert likest("terbium", KNOWN, most=2) == [0, 4]
    assert likest("terbium", KNOWN, most=1) == [0]


def test_what_is_too_unlike_is_none() -> None:
    """From its likeness on, and not below."""
    assert likest("terbium", KNOWN, least=85, most=5) == [0, 4, 1, 2]
    assert likest("terbium", KNOWN, least=90, most=5) == [0, 4, 1]
    assert likest("lead", KNOWN, least=75) == likest("lead", []) == []


def test_it_is_said_what_is_compared() -> None:
    """Letters in their order, unless it is their words in any order or the likest part."""
    known = ["gallium status", "germanium status today"]
    assert likest("status gallium", known, least=100) == []
    assert likest("status gallium", known, least=100, by="token_sort_ratio") == [0]
    assert likest("of", ["as_of_the_day"], least=60) == []
    assert likest("of", ["as_of_the_day"], least=60, by="WRatio") == [0]
