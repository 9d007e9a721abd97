"""From a name to a mineral: exactly, by its own names first, and never by nearness."""

from __future__ import annotations

import pytest

from service.domain.errors import AmbiguousName
from service.domain.identify import NameHit, choose, key, own_first


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Dysprosium", "dysprosium"),
        ("  rare earths ", "rare-earths"),
        ("rare_earths", "rare-earths"),
        ("rare -\u2013 earths", "rare-earths"),
        ("rare\u2010earths", "rare-earths"),
        ("rare\u2015earths", "rare-earths"),
        ("\uff24\uff59\u2082\uff2f\u2083", "dy2o3"),
        ("\u954d", "\u954d"),
        ("GROSSE", "grosse"),
        ("Gro\u00dfe", "grosse"),
        ("7429-91-6", "7429-91-6"),
    ],
)
def test_names_are_compared_without_case_width_and_the_kind_of_gap(name: str, spelt: str) -> None:
    """Blanks, underscores and every hyphen are one hyphen; the spelling is its own spelling."""
    assert key(name) == spelt
    assert key(spelt) == spelt


DIAMOND = NameHit("diamond", "name", None)
OXIDE, METAL = NameHit("dysprosium", "synonym", "oxide"), NameHit("dysprosium", "synonym", "metal")
PLAIN, SYMBOL = NameHit("dysprosium", "synonym", None), NameHit("dysprosium", "symbol", None)
OTHER = NameHit("superhard-materials", "synonym", "crystal")


@pytest.mark.parametrize("kind", ["id", "name", "name_zh"])
def test_a_minerals_own_names_outrank_all_others(kind: str) -> None:
    """Where there are none, all that carry the name are left."""
    own = NameHit("diamond", kind, None)
    assert own_first([OTHER, own, OXIDE]) == [own]
    assert own_first([OTHER, OXIDE]) == [OTHER, OXIDE]
    assert own_first([]) == []


@pytest.mark.parametrize(
    ("hits", "meant"),
    [
        ([], None),
        ([OXIDE], OXIDE),
        ([OTHER, DIAMOND], DIAMOND),
        ([SYMBOL, PLAIN], SYMBOL),
        ([OXIDE, OXIDE], OXIDE),
        ([OXIDE, METAL], PLAIN),
        ([OXIDE, PLAIN], PLAIN),
    ],
)
def test_a_name_means_the_one_mineral_that_carries_it(hits: list[NameHit], meant: NameHit | None) -> None:
    """As what it was found first; a form is implied only where every reading of the name implies it."""
    assert choose("foo", hits) == meant


def test_a_name_that_fits_several_minerals_is_refused_with_all_of_them() -> None:
    """In the order of their ids, each once."""
    with pytest.raises(AmbiguousName) as caught:
        choose("foo", [OTHER, OXIDE, METAL])
    assert (caught.value.name, caught.value.candidates) == ("foo", ("dysprosium", "superhard-materials"))
