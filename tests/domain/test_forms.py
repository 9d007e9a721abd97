"""How the forms of the tree stand to each other; the oracle takes this from here, so it is proven by itself."""

from __future__ import annotations

import pytest

from service.domain.forms import Fit, FormTree

TREE = FormTree(
    {"ore": None, "concentrate": "ore", "metal": None, "powder": "metal", "fine": "powder", "scrap": None},
    frozenset({"ore", "scrap"}),
)


def test_a_tree_holds_its_forms_and_no_other() -> None:
    """At the top or below."""
    assert "ore" in TREE
    assert "fine" in TREE
    assert "magnet" not in TREE


def test_the_line_of_a_form_leads_to_the_top() -> None:
    """Nearest first, the form itself included."""
    assert TREE.line("fine") == ("fine", "powder", "metal")
    assert TREE.line("scrap") == ("scrap",)


@pytest.mark.parametrize(
    ("named", "asked", "fit"),
    [
        ("metal", "metal", Fit.COVERED),
        ("metal", "powder", Fit.COVERED),
        ("metal", "fine", Fit.COVERED),
        ("fine", "metal", Fit.PARTLY),
        ("powder", "metal", Fit.PARTLY),
        ("powder", "ore", Fit.APART),
        ("ore", "scrap", Fit.APART),
    ],
)
def test_a_named_form_covers_those_below_it_and_part_of_those_above(named: str, asked: str, fit: Fit) -> None:
    """Beside them it is apart."""
    assert TREE.fit(named, asked) is fit


def test_forms_are_raw_by_what_stands_at_their_top() -> None:
    """Some forms are all raw when each is, and no forms are not."""
    assert [form for form in TREE.parents if TREE.is_raw(form)] == ["ore", "concentrate", "scrap"]
    assert [TREE.all_raw(forms) for forms in (("ore", "scrap"), ("ore", "fine"), ())] == [True, False, False]
