"""Values that never change: what ``service.domain.frozen`` promises, held against what a frozen dataclass does."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from service.domain.frozen import frozen


@frozen
class Place:
    """A value with a default, one that is made, and a method."""

    name: str
    code: str | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    def label(self) -> str:
        """The name with the code."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True, slots=True)
class Peer:
    """The same by the standard library."""

    name: str
    code: str | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)


@frozen
class Single:
    """A value with one field."""

    only: list[int] = field(default_factory=list)


@frozen
class Nothing:
    """A value without fields."""


@frozen
class Loud:
    """A value that tells of itself in its own way."""

    word: str

    def __repr__(self) -> str:
        return self.word.upper()


@pytest.mark.parametrize("given", [{"name": "a"}, {"name": "a", "code": "b"}, {"name": "a", "notes": ("c",)}])
def test_it_is_what_a_frozen_dataclass_is(given: dict[str, Any]) -> None:
    """The same fields, words, hash and equality."""
    ours, theirs = Place(**given), Peer(**given)
    other: object = theirs
    assert [(f.name, getattr(ours, f.name)) for f in fields(ours)] == [
        (f.name, getattr(theirs, f.name)) for f in fields(theirs)
    ]
    assert repr(ours) == repr(theirs).replace("Peer", "Place")
    assert hash(ours) == hash(theirs)
    assert ours == Place(**given)
    assert ours != other
    assert ours != replace(ours, code="other")
    assert Place.__match_args__ == Peer.__match_args__


def test_fields_are_taken_in_their_order_or_by_name() -> None:
    """And one too few, one too many or one unknown is refused."""
    assert Place("a", "b") == Place(code="b", name="a")
    assert Place("a", "b").label() == "a (b)"
    for given, named in (((), {}), (("a", "b", (), 1), {}), (("a",), {"colour": "red"})):
        with pytest.raises(TypeError):
            Place(*given, **named)  # type: ignore[arg-type]  # what is tried


def test_nothing_of_it_can_be_altered_or_added() -> None:
    """Nor taken away; there is no room for anything else."""
    place = Place("a")
    for name in ("name", "colour"):
        with pytest.raises(FrozenInstanceError):
            setattr(place, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(place, name)
    assert not hasattr(place, "__dict__")


def test_a_copy_is_equal() -> None:
    """By each way there is."""
    place = Place("a", notes=("b",))
    assert copy.copy(place) == copy.deepcopy(place) == pickle.loads(pickle.dumps(place)) == place  # noqa: S301 - our own


def test_what_is_made_for_one_is_not_shared_with_another() -> None:
    """As a default that is a list would be."""
    first, second = Single(), Single()
    first.only.append(1)
    assert (first.only, second.only) == ([1], [])
    with pytest.raises(TypeError):
        hash(first)


def test_a_value_without_fields_equals_its_like() -> None:
    """There is nothing to tell them apart."""
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_defines_itself_stays() -> None:
    """All but the constructor."""
    assert repr(Loud("hush")) == "HUSH"
