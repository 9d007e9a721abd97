"""Questions in plain English and the plain question that each is read into."""

from __future__ import annotations

from typing import Any

import pytest

from service.ask.interpret import EXAMPLES, Interpretation, Kind, Lexicon, NotUnderstood, UnknownPlace, interpret
from service.domain.errors import DomainError, UnknownMineral
from service.domain.vocabulary import Status
from tests.ask.questions import OTHERS, RESTRICTED, RESTRICTIONS, STATUS_QUESTIONS, TODAY, TRAPS, YES_OR_NO


def read(question: str, lexicon: Lexicon) -> tuple[Kind, str, dict[str, str], Status | None]:
    """What a question is read into, without the slots."""
    found = interpret(question, TODAY, lexicon)
    return found.kind, found.route, found.params, found.asked_status


@pytest.mark.parametrize(("question", "route", "params"), STATUS_QUESTIONS)
def test_a_question_about_a_status(lexicon: Lexicon, question: str, route: str, params: dict[str, str]) -> None:
    """The mineral, the day, the destination and the rest are found wherever they stand."""
    assert read(question, lexicon) == (Kind.STATUS, route, params, None)


@pytest.mark.parametrize(("question", "route", "params", "asked"), YES_OR_NO)
def test_a_question_whether_a_status_is_so(
    lexicon: Lexicon, question: str, route: str, params: dict[str, str], asked: Status | None
) -> None:
    """The same with the status that the word asks about; `restricted` is about any."""
    assert read(question, lexicon) == (Kind.IS_STATUS, route, params, asked)


@pytest.mark.parametrize(("question", "params", "asked"), RESTRICTED)
def test_a_question_what_was_restricted(
    lexicon: Lexicon, question: str, params: dict[str, str], asked: Status | None
) -> None:
    """The window, the basis and the scope."""
    assert read(question, lexicon) == (Kind.RESTRICTIONS, RESTRICTIONS, params, asked)


@pytest.mark.parametrize(("question", "reading"), [(question, tuple(reading)) for question, *reading in OTHERS])
def test_a_question_about_first_times_changes_and_reports(
    lexicon: Lexicon, question: str, reading: tuple[object, ...]
) -> None:
    """When first, what next, what changes in some days, and what sources say."""
    assert read(question, lexicon) == reading


@pytest.mark.parametrize(("question", "error", "part"), TRAPS)
def test_what_cannot_be_read_whole_is_refused(
    lexicon: Lexicon, question: str, error: type[DomainError], part: str
) -> None:
    """No word is skipped, no name is matched by nearness, no date is guessed; the error says what is wrong."""
    with pytest.raises(error) as caught:
        interpret(question, TODAY, lexicon)
    assert part in str(caught.value)
    assert caught.value.parameter == "q"


def test_a_refusal_shows_what_can_be_asked(lexicon: Lexicon) -> None:
    """The forms that are understood, and the one most like the question."""
    with pytest.raises(NotUnderstood) as caught:
        interpret("which minerals were restricted during the summer?", TODAY, lexicon)
    assert caught.value.forms == EXAMPLES
    assert caught.value.nearest == "Which minerals were restricted in April?"


@pytest.mark.parametrize(
    ("question", "suggestions"),
    [
        ("status of disprosium", ("dysprosium",)),
        ("status of gallium from Congo", ("Democratic Republic of the Congo", "Republic of the Congo")),
        ("status of gallium to Britian", ("Britain",)),
    ],
)
def test_near_names_are_suggested(lexicon: Lexicon, question: str, suggestions: tuple[str, ...]) -> None:
    """And never answered."""
    with pytest.raises((UnknownMineral, UnknownPlace)) as caught:
        interpret(question, TODAY, lexicon)
    assert getattr(caught.value, "suggestions", None) == suggestions


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_is_understood(lexicon: Lexicon, question: str) -> None:
    """What a refusal shows can be asked."""
    assert isinstance(interpret(question, TODAY, lexicon), Interpretation)


def slots_of(question: str, lexicon: Lexicon) -> dict[str, tuple[Any, Any, Any]]:
    """The slots of a question by name."""
    return {slot.name: (slot.value, slot.text, slot.assumed) for slot in interpret(question, TODAY, lexicon).slots}


def test_slots_name_the_words_they_were_read_from(lexicon: Lexicon) -> None:
    """Each part of the answer's question points to the words behind it."""
    assert slots_of("Is gallium banned to the US on 10 December 2024?", lexicon) == {
        "mineral": ("gallium", "gallium", None),
        "as_of": ("2024-12-10", "on 10 December 2024", None),
        "destination": ("US", "US", None),
        "asked_status": ("prohibited", "banned", None),
    }


@pytest.mark.parametrize(
    ("question", "slot", "value", "assumed"),
    [
        ("status of gallium", "as_of", "2026-11-22", "no day was given, so today"),
        (
            "status of gallium in March 2025",
            "as_of",
            "2025-03-31",
            "a status is given for one day: the last of the month",
        ),
        ("status of gallium in November 2026", "as_of", "2026-11-22", "the month is not over, so today"),
        (
            "status of gallium in December",
            "as_of",
            "2025-12-31",
            (
                "no year was said, so 2025-12, the latest December that has begun; "
                "a status is given for one day: the last of the month"
            ),
        ),
        (
            "which minerals were restricted in April",
            "month",
            "04",
            "no year was said, so the latest such month up to today in which something matches",
        ),
        (
            "which minerals were restricted last April",
            "month",
            "2026-04",
            "'last April' is read as 2026-04, the latest April that is over before 2026-11-22",
        ),
        ("restricted since 2026", "to", "2026-11-22", "no end was given, so today"),
        ("which minerals are restricted", "basis", "in_force", "said of the present, so what is in force"),
        ("is gallium restricted", "asked_status", None, "any status of charge_only or stricter"),
        (
            "are exports of gallium suspended",
            "asked_status",
            "prohibited",
            "a suspension of exports, not of a control, bars them",
        ),
        ("which metals were restricted in April", "minerals", None, "every mineral on record"),
    ],
)
def test_what_the_words_leave_open_is_said(
    lexicon: Lexicon, question: str, slot: str, value: str | None, assumed: str
) -> None:
    """Every default stands among the slots with its reason."""
    found = slots_of(question, lexicon)[slot]
    assert (found[0], found[2]) == (value, assumed)
