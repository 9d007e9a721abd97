"""A buyer and the lists of parties: named exactly or not checked, and never clear."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.matching import NO_LINES, Match
from service.domain.model import Question
from service.domain.parties import ListChecked, PartyWord, check, lists_on, spelling
from service.domain.vocabulary import End, MeasureType, Regime, State
from tests.domain.making import day, measure, pause, record

LIST: dict[str, Any] = {"type": MeasureType.END_USER_LIST, "regime": Regime.END_USER_LIST}
ACME = "Acmé Métaux S.A. (中国), Ltd."


def listed(*names: str, count: int | None = None, name: str = "list") -> Match:
    """A list in force with ``names`` on record."""
    held = measure(name, **LIST, names_listed=count, names_on_record=names)
    return Match(held, State.IN_FORCE, NO_LINES)


def word(party: str, *names: str) -> PartyWord:
    """What a list of ``names`` says of ``party``."""
    (checked,) = check(party, [listed(*names)])
    return checked.word


@pytest.mark.parametrize(
    "party",
    [
        ACME,
        "ACMÉ MÉTAUX S.A. (中国), LTD.",
        "acme metaux s a 中国 ltd",
        "Acme\u0301 Me\u0301taux S.A. (中国), Ltd.",
        "  Acmé-Métaux\tS.A.\n中国; Ltd",
        "Ａｃｍé　Ｍéｔａｕｘ　Ｓ．Ａ．（中国），Ｌｔｄ．",
    ],
    ids=["itself", "upper case", "bare", "combining accents", "other punctuation", "full width"],
)
def test_a_party_is_named_whatever_the_case_accents_punctuation_and_width(party: str) -> None:
    """What is folded is how a name is typed, on the line and on the list alike."""
    assert word(party, "Other Ltd", ACME) is PartyWord.NAMED
    assert word(ACME, party) is PartyWord.NAMED


@pytest.mark.parametrize(
    "party",
    [
        "Acmés Métaux S.A. (中国), Ltd.",
        "Acm Métaux S.A. (中国), Ltd.",
        "Acmé Métaux S.A. (中國), Ltd.",
        "Acmé Métaux S.A. (中国)",
        "Acmé Métaux S.A. (中国), Ltd. 2",
        "Métaux Acmé S.A. (中国), Ltd.",
        "AcméMétaux S.A. (中国), Ltd.",
        "Acmé",
        "",
        "…",
    ],
)
def test_a_party_is_never_named_by_nearness(party: str) -> None:
    """A letter more or less, a word more, less or elsewhere is another name; no name at all names nobody."""
    assert word(party, "Other Ltd", ACME) is PartyWord.NOT_CHECKED


def test_a_name_that_is_not_there_is_not_checked_and_there_is_no_word_for_clear() -> None:
    """Neither where all names are on record, nor where some or none are."""
    assert set(PartyWord) == {"named", "not_checked"}
    lists = [listed("Foo", count=1), listed("Foo", count=20), listed(count=20), listed()]
    assert [one.word for one in check("Bar", lists)] == [PartyWord.NOT_CHECKED] * 4


def test_each_list_tells_its_counts_and_speaks_for_itself() -> None:
    """How many names it has, how many are on record, and which of the lists names the party, in their order."""
    lists = [listed("Foo", "Bar", count=20, name="one"), listed("Baz", name="two"), listed(count=7, name="three")]
    assert check("BAR", lists) == (
        ListChecked("one", "instrument-one", State.IN_FORCE, 20, 2, PartyWord.NAMED),
        ListChecked("two", "instrument-two", State.IN_FORCE, None, 1, PartyWord.NOT_CHECKED),
        ListChecked("three", "instrument-three", State.IN_FORCE, 7, 0, PartyWord.NOT_CHECKED),
    )
    assert check("Bar", []) == ()


@pytest.mark.parametrize(("on", "state"), [("03-01", State.ANNOUNCED), ("03-10", State.IN_FORCE)])
def test_the_lists_of_an_answer_are_checked_with_their_state(on: str, state: State) -> None:
    """A list that is only announced names its parties already, and says that it is not in force."""
    held = measure("list", **LIST, names_on_record=("Foo",))
    answer = resolve(record(measure(), held), Question(as_of=day(on)))
    (checked,) = check("foo", answer.origins[0].end_user_lists)
    assert (checked.word, checked.state) == (PartyWord.NAMED, state)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Straße & Söhne", "strasse sohne"), ("A/S «Foo»", "a s foo"), ("ﬁrm №5", "firm no5"), (" -- ", "")],
)
def test_the_spelling_keeps_letters_and_digits_alone(name: str, folded: str) -> None:
    """And is its own spelling, so folding twice changes nothing."""
    assert spelling(name) == folded
    assert spelling(folded) == folded


def test_the_lists_of_a_day_are_those_that_are_known_and_not_over_whatever_their_goods() -> None:
    """In force, paused or announced; neither what ended, nor what was not public yet, nor what names no parties."""
    held = [
        measure("runs", **LIST, covers=()),
        measure("over", **LIST, until=day("04-01"), end=End.DATED),
        measure("paused", **LIST, suspensions=(pause("03-20", None),)),
        measure("next", **LIST, start=day("05-01")),
        measure("unheard", **LIST, start=day("05-01"), published=day("04-02")),
        measure("whenever", **LIST, start=None),
        measure("licence"),
    ]
    assert [(one.measure.id, one.state, one.hit) for one in lists_on(held, day("04-01"))] == [
        ("runs", State.IN_FORCE, NO_LINES),
        ("paused", State.SUSPENDED, NO_LINES),
        ("next", State.ANNOUNCED, NO_LINES),
    ]
