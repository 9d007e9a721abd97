"""What a composition settles: presence by naming, absence only by being whole, and nothing by what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.domain.composition import Composition, Finding, Part, finding, overfull, settled
from service.domain.measure import Content, Item
from service.domain.vocabulary import ShareBasis

MASS, VALUE = ShareBasis.MASS, ShareBasis.VALUE
HOLDS, FAILS, OPEN = Finding.HOLDS, Finding.FAILS, Finding.OPEN
ANY = Content(frozenset({"dy", "tb"}))
SHARE = Content(frozenset({"dy", "tb"}), Decimal("0.001"))
WORTH = Content(frozenset({"dy", "tb"}), Decimal("0.001"), VALUE)


def parts(text: str) -> Composition:
    """Parts such as ``dy=0.02 nd fe=0.5$``: without a share where none stands, a share of the value with ``$``."""
    found = []
    for word in text.split():
        mineral, _, share = word.partition("=")
        basis = VALUE if share.endswith("$") else MASS
        found.append(Part(mineral, Decimal(share.rstrip("$")) if share else None, basis))
    return tuple(found)


@pytest.mark.parametrize(
    ("composition", "said"),
    [
        pytest.param("dy", HOLDS, id="named without a share"),
        pytest.param("tb=0.0000001", HOLDS, id="any share"),
        pytest.param("fe=0.3 dy=0.1$", HOLDS, id="a share by whatever basis"),
        pytest.param("fe=1 dy", HOLDS, id="named beside the whole"),
        pytest.param("dy=0 tb=0.1", HOLDS, id="the other one"),
        pytest.param("", OPEN, id="nothing told"),
        pytest.param("fe", OPEN, id="another one"),
        pytest.param("dy=0", OPEN, id="share 0 alone"),
        pytest.param("dy=0 fe=0.9", OPEN, id="share 0 and a rest"),
        pytest.param("dy=0 fe=1", FAILS, id="share 0 in the whole"),
        pytest.param("fe=0.7 nd=0.3", FAILS, id="left out of the whole"),
        pytest.param("fe=0.7$ nd=0.3$", FAILS, id="left out of the whole by value"),
        pytest.param("fe=0.7 nd=0.299", OPEN, id="short of the whole"),
        pytest.param("fe=0.7 nd=0.2999999", OPEN, id="short of it by little"),
        pytest.param("fe=0.7 nd=0.3$", OPEN, id="whole by two bases only"),
        pytest.param("fe=1 nd=0.3$", OPEN, id="whole beside another basis"),
        pytest.param("fe=1 nd", OPEN, id="whole beside a part without a share"),
    ],
)
def test_presence_is_proven_by_naming_and_absence_by_the_whole(composition: str, said: Finding) -> None:
    """A condition on one of the minerals at all."""
    assert finding(ANY, parts(composition)) is said


@pytest.mark.parametrize(
    ("composition", "said"),
    [
        pytest.param("dy=0.001", HOLDS, id="exactly"),
        pytest.param("dy=0.0009999", OPEN, id="just below, with a rest"),
        pytest.param("dy=0.0009999 fe=0.9990001", FAILS, id="just below, in the whole"),
        pytest.param("dy=0.0005 tb=0.0005", HOLDS, id="two that come to it"),
        pytest.param("dy=0.0005 dy=0.0003 tb=0.0002", HOLDS, id="three, one of them twice"),
        pytest.param("dy=0.0005 tb=0.0004 fe=0.9991", FAILS, id="two that do not"),
        pytest.param("dy=0.0005 nd=0.0005", OPEN, id="another one adds nothing"),
        pytest.param("dy=0 fe=1", FAILS, id="share 0 in the whole"),
        pytest.param("dy=0", OPEN, id="share 0 alone"),
        pytest.param("fe=1", FAILS, id="left out of the whole"),
        pytest.param("fe=0.999", OPEN, id="left out, with a rest as large as the threshold"),
        pytest.param("dy", OPEN, id="without a share"),
        pytest.param("dy fe=1", OPEN, id="without a share beside the whole"),
        pytest.param("dy=0.0005 tb", OPEN, id="one measured, one not"),
        pytest.param("dy=0.001 tb", HOLDS, id="one measured is enough"),
        pytest.param("dy=0.5$", OPEN, id="by another basis"),
        pytest.param("dy=0.0005 tb=0.0005$", OPEN, id="by two bases"),
        pytest.param("fe=1$", OPEN, id="whole by another basis"),
        pytest.param("", OPEN, id="nothing told"),
    ],
)
def test_a_share_is_reached_by_the_sum_and_missed_only_in_the_whole(composition: str, said: Finding) -> None:
    """The threshold is 0.1 percent, and reached by exactly that much."""
    assert finding(SHARE, parts(composition)) is said


@pytest.mark.parametrize("by_mass", ["dy=0.5", "dy=1", "fe=1", "dy=0 fe=1", "dy=0.0005 fe=0.9995", "dy tb fe"])
def test_shares_of_the_mass_never_settle_a_share_of_the_value(by_mass: str) -> None:
    """Neither way: a trace may be worth most of a good. By value they do."""
    composition = parts(by_mass)
    assert finding(WORTH, composition) is OPEN
    by_value = tuple(replace(part, basis=VALUE) for part in composition)
    assert finding(WORTH, by_value) is finding(SHARE, composition)
    assert finding(SHARE, by_value) is OPEN


shares = st.one_of(
    st.none(),
    st.sampled_from(["0", "0.0005", "0.001", "0.05", "0.3", "0.7", "0.949", "0.998", "0.999"]).map(Decimal),
)
some_parts = st.lists(st.builds(Part, st.sampled_from(["dy", "tb", "nd", "fe"]), shares, st.sampled_from(ShareBasis)))


def no_more_than_all(parted: list[Part]) -> Composition:
    """The parts that, one after the other, do not come to more than everything by their basis."""
    sums = dict.fromkeys(ShareBasis, Decimal(0))
    kept = []
    for part in parted:
        sums[part.basis] += part.share or 0
        if sums[part.basis] <= 1:
            kept.append(part)
        else:
            sums[part.basis] -= part.share or 0
    return tuple(kept)


@settings(deadline=None, derandomize=True, database=None)
@given(
    content=st.builds(
        Content,
        st.sampled_from([frozenset({"dy"}), frozenset({"dy", "tb"})]),
        st.sampled_from([None, Decimal("0.001"), Decimal("0.05")]),
        st.sampled_from(ShareBasis),
    ),
    first=some_parts,
    more=some_parts,
)
def test_what_holds_goes_on_to_hold_whatever_else_is_in_the_good(
    content: Content, first: list[Part], more: list[Part]
) -> None:
    """More parts only ever add; their order is nothing."""
    known = no_more_than_all(first)
    assume(finding(content, known) is HOLDS)
    fuller = no_more_than_all([*known, *more])
    assert fuller[: len(known)] == known
    assert finding(content, fuller) is HOLDS
    assert finding(content, fuller[::-1]) is HOLDS


def line(*contents: Content, forms: tuple[str, ...] = ("magnet",), rest: str | None = None) -> Item:
    """A line on ``forms`` whose condition is ``contents``, and ``rest`` besides."""
    said = "; ".join([*(f"holds {sorted(content.any_of)}" for content in contents), *([rest] if rest else [])])
    return Item("goods of " + ", ".join(forms), forms, condition=said or None, contents=contents, rest=rest)


def test_without_a_composition_every_line_stays_as_it_was() -> None:
    """What was not told settles nothing, not even between lines."""
    lines = (line(), line(ANY), line(ANY, SHARE, rest="of a grade"), line(forms=()))
    assert settled(lines, ()) == lines
    assert settled(iter(lines), ()) == lines


def test_a_line_whose_content_fails_is_left_out() -> None:
    """One that fails is enough, whatever holds or is open beside it."""
    iron = Content(frozenset({"fe"}))
    lines = (line(ANY), line(iron, ANY), line(WORTH, ANY), line(ANY, rest="of a grade"))
    assert settled(lines, parts("fe=0.7 nd=0.3")) == ()


def test_a_line_whose_content_holds_keeps_what_else_it_turns_on() -> None:
    """The rest is its condition, and with no rest it has none."""
    graded, plain = line(ANY, SHARE, rest="of a grade"), line(ANY, SHARE, forms=("metal",))
    assert settled((graded, plain), parts("dy=0.01")) == (
        replace(graded, condition="of a grade", contents=()),
        replace(plain, condition=None, contents=()),
    )


def test_a_line_that_stays_open_is_as_it_was() -> None:
    """Nothing of its condition is taken away where only some of it holds."""
    lines = (line(SHARE, rest="of a grade"), line(ANY, WORTH, forms=("metal",)))
    assert settled(lines, parts("dy fe=0.3")) == lines


@pytest.mark.parametrize("composition", ["dy=1", "fe=1", "fe"])
def test_a_line_without_content_is_as_it_was(composition: str) -> None:
    """Its condition, if it has one, is not on what a good is made of."""
    lines = (line(), line(rest="of a grade"))
    assert settled(lines, parts(composition)) == lines


def test_a_line_that_holds_makes_open_lines_on_the_same_forms_needless() -> None:
    """What is covered in any case needs no line that may cover it too; on other forms it does."""
    held, needless, elsewhere = line(SHARE), line(WORTH), line(WORTH, forms=("metal",))
    covered = replace(held, condition=None, contents=())
    for lines in ((held, needless, elsewhere), (needless, held, elsewhere)):
        assert settled(lines, parts("dy=0.01")) == (covered, elsewhere)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(line(SHARE, rest="of a grade"), id="held with a rest"),
        pytest.param(line(WORTH, SHARE), id="itself open"),
        pytest.param(line(), id="without content"),
        pytest.param(line(SHARE, forms=("magnet", "metal")), id="on more forms"),
    ],
)
def test_only_a_line_that_covers_in_any_case_makes_another_needless(other: Item) -> None:
    """The open line stays beside every other one."""
    waiting = line(WORTH)
    assert waiting in settled((other, waiting), parts("dy=0.01"))


def test_a_line_that_holds_leaves_lines_that_turn_on_no_content() -> None:
    """Only what waits for the content is needless."""
    graded, plain = line(rest="of a grade"), line()
    assert settled((graded, line(SHARE), plain), parts("dy=0.01"))[::2] == (graded, plain)


@pytest.mark.parametrize(
    ("composition", "told"),
    [
        ("", False),
        ("dy fe", False),
        ("dy=0.4 fe=0.6", False),
        ("dy=0.4 fe=0.601", False),
        ("dy=0.4 fe=0.6011", True),
        ("dy=0.4$ fe=0.6011$", True),
        ("dy=0.6 fe=0.6$", False),
        ("dy=1.1 fe", True),
    ],
)
def test_shares_by_one_basis_come_to_no_more_than_the_whole_but_for_rounding(composition: str, told: bool) -> None:
    """A thousandth is rounding; the two bases are summed apart."""
    assert overfull(parts(composition)) is told
