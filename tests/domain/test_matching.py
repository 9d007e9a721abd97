"""Which destinations lie within which, and under what conditions, in words, a measure fits the form asked."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.forms import FormTree
from service.domain.matching import Goods, Hit, within
from service.domain.measure import ANY_DUAL_USE, Cover, Destinations, Item, Measure
from service.domain.model import Mineral
from service.domain.vocabulary import DestinationMode, State
from tests.domain.making import TREE, day, measure, only

FOOLIUM = Mineral("foolium", "Foolium", None, None, None, None, "minor_metal")
ALL = Destinations()
US, US_JP = only("US"), only("US", "JP")
BUT_US = Destinations(DestinationMode.EXCEPT, frozenset({"US"}))
BUT_US_JP = Destinations(DestinationMode.EXCEPT, frozenset({"US", "JP"}))
GROUP = Destinations(DestinationMode.GROUP, frozenset({"US", "JP"}), "two")


@pytest.mark.parametrize(
    ("narrow", "wide", "inside"),
    [
        (ALL, ALL, True),
        (US, ALL, True),
        (ALL, US, False),
        (ALL, BUT_US, False),
        (US, US, True),
        (US, US_JP, True),
        (US, GROUP, True),
        (US_JP, US, False),
        (US, BUT_US, False),
        (only("DE"), BUT_US, True),
        (only("DE", "US"), BUT_US, False),
        (BUT_US, BUT_US, True),
        (BUT_US_JP, BUT_US, True),
        (BUT_US, BUT_US_JP, False),
        (BUT_US, US, False),
        (BUT_US_JP, US, False),
        (BUT_US, ALL, True),
    ],
)
def test_destinations_lie_within_others_when_each_of_them_does(
    narrow: Destinations, wide: Destinations, inside: bool
) -> None:
    """All but some places are never within a list of places, however long."""
    assert within(narrow, wide) is inside


def line(goods: str, *forms: str, condition: str | None = None) -> Item:
    """A line of a measure with its wording."""
    return Item(goods, forms, condition=condition)


PLAIN, POWDER = line("ingots", "metal"), line("fine powder", "powder", condition="99.99 % and up")
OXIDE, UNREAD = line("oxides", "oxide", condition="sintered"), line("goods of the annex")
ORE = line("ores", "ore")


def covering(*lines: Item, whole: bool = False, **changes: Any) -> Measure:
    """A measure on these lines; ``whole`` says that they leave out no traded form."""
    return measure(**{"covers": (Cover("foolium", whole, lines),), **changes})


def fit(one: Measure, form: str | None, *carriers: Measure, on: str = "04-01", **states: State) -> Hit | None:
    """The lines of a measure that fit, beside others of its origin."""
    return Goods(FOOLIUM, TREE, (one, *carriers)).hit(one, form, day(on), states)


HITS: dict[str, tuple[Measure, str | None, Hit | None]] = {
    "no form, every form": (covering(PLAIN, whole=True), None, Hit((PLAIN,))),
    "no form, some forms": (
        covering(PLAIN, OXIDE),
        None,
        Hit((PLAIN, OXIDE), ("only these goods: ingots; oxides", "oxides: sintered")),
    ),
    "no form, every line on condition": (
        covering(POWDER, OXIDE),
        None,
        Hit((POWDER, OXIDE), ("fine powder: 99.99 % and up", "oxides: sintered")),
    ),
    "no form, every form, one line on condition": (
        covering(PLAIN, OXIDE, whole=True),
        None,
        Hit((PLAIN, OXIDE), ("oxides: sintered",)),
    ),
    "no form, the same goods twice": (
        covering(PLAIN, line("ingots", "oxide")),
        None,
        Hit((PLAIN, line("ingots", "oxide")), ("only these goods: ingots",)),
    ),
    "no form, a condition of the measure": (
        covering(PLAIN, OXIDE, condition="above a quota"),
        None,
        Hit((PLAIN, OXIDE), ("above a quota", "only these goods: ingots; oxides", "oxides: sintered")),
    ),
    "no form, raw forms alone": (covering(ORE), None, Hit((ORE,), ("only these goods: ores",), raw_only=True)),
    "no lines": (covering(), None, None),
    "the form named": (covering(PLAIN, OXIDE), "metal", Hit((PLAIN,))),
    "a form below the one named": (covering(PLAIN, OXIDE), "powder", Hit((PLAIN,))),
    "a plain line beside one on condition": (covering(PLAIN, POWDER), "powder", Hit((PLAIN, POWDER))),
    "a line on condition": (covering(PLAIN, OXIDE), "oxide", Hit((OXIDE,), ("oxides: sintered",))),
    "a condition of the measure": (
        covering(PLAIN, condition="above a quota"),
        "metal",
        Hit((PLAIN,), ("above a quota",)),
    ),
    "a form above the one named": (
        covering(POWDER, OXIDE),
        "metal",
        Hit((POWDER,), ("only as fine powder: 99.99 % and up",)),
    ),
    "a form above a plain one": (
        covering(line("grit", "powder")),
        "metal",
        Hit((line("grit", "powder"),), ("only as grit",)),
    ),
    "forms that were not read": (covering(UNREAD), "magnet", Hit((UNREAD,), ("only as goods of the annex",))),
    "a raw form": (covering(ORE), "ore", Hit((ORE,), raw_only=True)),
    "a form apart": (covering(PLAIN, OXIDE), "magnet", None),
}


@pytest.mark.parametrize(("one", "form", "hit"), HITS.values(), ids=HITS)
def test_a_measure_fits_with_the_lines_that_do_and_says_under_what_condition(
    one: Measure, form: str | None, hit: Hit | None
) -> None:
    """In the words of its lines, each condition once; with none it fits whatever else is true."""
    assert fit(one, form) == hit


def test_a_form_below_a_raw_one_is_raw_and_fits_it_in_part() -> None:
    """Asked for ore, a measure on concentrate alone."""
    tree = FormTree({"ore": None, "concentrate": "ore"}, frozenset({"ore"}))
    lines = (line("concentrates", "concentrate"),)
    told = Goods(FOOLIUM, tree, (covering(*lines),)).hit(covering(*lines), "ore", day("04-01"), {})
    assert told == Hit(lines, ("only as concentrates",), raw_only=True)


ANY = measure("any", covers=(Cover(ANY_DUAL_USE, False, ()),))


@pytest.mark.parametrize(
    ("carriers", "form", "hit"),
    [
        ((), None, None),
        ((covering(PLAIN, whole=True),), None, Hit((PLAIN,))),
        ((covering(PLAIN),), "metal", Hit((PLAIN,))),
        ((covering(PLAIN),), "magnet", None),
        ((covering(OXIDE, id="a"), covering(ORE, id="b")), "oxide", Hit((OXIDE,), ("oxides: sintered",))),
        (
            (covering(OXIDE, id="a"), covering(line("any oxide", "compound"), id="b")),
            "oxide",
            Hit((OXIDE, line("any oxide", "compound"))),
        ),
        (
            (covering(OXIDE, id="a"), covering(OXIDE, line("fired oxide", "oxide", condition="fired"), id="b")),
            "oxide",
            Hit(
                (OXIDE, line("fired oxide", "oxide", condition="fired")),
                ("oxides: sintered", "fired oxide: fired"),
            ),
        ),
        ((covering(ORE),), None, Hit((ORE,), ("only these goods: ores",), raw_only=True)),
        (
            (covering(ORE, id="a"), covering(PLAIN, whole=True, id="b")),
            None,
            Hit((ORE, PLAIN)),
        ),
    ],
)
def test_a_measure_on_any_dual_use_item_fits_as_the_measures_that_make_the_goods_dual_use(
    carriers: tuple[Measure, ...], form: str | None, hit: Hit | None
) -> None:
    """All their lines, each once; unconditionally where one of them is, raw where all of them are."""
    assert fit(ANY, form, *carriers) == hit


def test_a_measure_on_any_dual_use_item_puts_its_own_condition_before_those_it_takes_over() -> None:
    """And fits nothing where nothing is dual-use."""
    own = measure("any", covers=ANY.covers, condition="for a listed use")
    assert fit(own, "oxide", covering(OXIDE)) == Hit((OXIDE,), ("for a listed use", "oxides: sintered"))
    assert fit(own, "oxide", covering(OXIDE), on="03-09") is None
    assert fit(own, "oxide", covering(OXIDE), m=State.ENDED) is None
    assert fit(own, "magnet", covering(OXIDE)) is None
