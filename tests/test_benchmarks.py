"""The judge of the benchmarks: what a row tells, when it is under its floor, which rounds count; and who is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.answering import asked
from tests.benchmarks.load import Slice
from tests.benchmarks.rounds import ENOUGH, kept
from tests.benchmarks.table import BEGIN, END, Row, missed, placed, written


def test_a_row_tells_its_median_and_its_middle_half() -> None:
    """And whether the promise holds."""
    row = Row("hot status", (1.0, 1.5, 2.0, 2.5, 9.0), 1.6, 1.75, beside="2 and 1 a second")
    assert row.cells() == ["hot status", "2.00", "1.50 to 2.50", "1.60", "1.75", "yes", "2 and 1 a second"]


@pytest.mark.parametrize(
    ("values", "floor", "less_is_better", "met"),
    [
        ((1.6, 1.6, 9.0), 1.6, False, True),
        ((1.59,), 1.6, False, False),
        ((0.8, 0.8, 0.1), 0.8, True, True),
        ((0.81,), 0.8, True, False),
        ((0.0,), None, False, True),
    ],
)
def test_a_floor_is_the_worst_that_is_allowed(
    values: tuple[float, ...], floor: float | None, less_is_better: bool, met: bool
) -> None:
    """The least, or the most where less is better; where nothing is promised all is well."""
    row = Row("it", values, floor, less_is_better=less_is_better)
    assert row.met is met
    assert missed([row]) == ([] if met else [row])


def test_what_must_stay_below_says_so_and_a_miss_stands_out() -> None:
    """In the table itself."""
    table = written([Row("p99", (1.2,), 0.8, 0.5, less_is_better=True)], "today:")
    assert table.startswith("today:\n\n| what |")
    assert table.endswith("| p99 | 1.20 | 1.20 to 1.20 | at most 0.80 | 0.50 | **no** |  |")


def test_the_table_takes_the_place_between_its_marks() -> None:
    """Whatever stood there, and nothing else; a page without the place is refused."""
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert placed(page, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    for bad in ("nothing", f"{END} {BEGIN}", page + page):
        with pytest.raises(ValueError, match="once"):
            placed(bad, "new")


def round_of(*others: float) -> dict[str, Slice]:
    """A round whose slices others disturbed so much."""
    return {str(number): Slice(1, 1.0, 1.0, 1.0, noise) for number, noise in enumerate(others)}


def test_noisy_rounds_count_only_where_there_are_no_better() -> None:
    """One noisy slice spoils its round, for the ratio is taken within it."""
    quiet = [round_of(0.1, 0.2) for _ in range(ENOUGH)]
    noisy = [round_of(0.1, 0.9), round_of(0.3, 0.3)]
    assert kept([*noisy, *quiet]) == quiet
    assert kept([*noisy, *quiet[1:]]) == [*quiet[1:], noisy[1]]


def test_a_process_keeps_of_its_answers_what_it_is_told_to(database: Path) -> None:
    """All, so that the second is there; what it was made of; or nothing, so that the record is read again."""
    address = "/v1/minerals/dysprosium/status?as_of=2025-12-01&origin=CN"
    with asked(database) as one:
        one.ask([address] * 2)
        ready = one.ask([address] * 5)
        made = one.ask([address] * 5, keeps="parts")
        read = [one.ask([address], keeps="nothing")["seconds"] for _ in range(5)]
        posted = one.ask(["/v1/screenings"], body={"lines": [{"material": "gallium"}]})
    assert 0 < ready["seconds"] < made["seconds"] < max(read)
    assert posted["memory"] > 10
