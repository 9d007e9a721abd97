"""The table of what was measured: one row a promise, its floor, and whether that is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

BEGIN, END = "<!-- measured: written by python -m tests.benchmarks -->", "<!-- end of measured -->"


@dataclass(frozen=True)
class Row:
    """One figure: the middle of its rounds, between which two half of them lie, and what was promised.

    ``floor`` is the worst that is allowed: the least, or the most where ``less_is_better``; None where nothing is
    promised. ``beside`` tells absolute figures, which depend on the machine.
    """

    what: str
    values: tuple[float, ...]
    floor: float | None = None
    aim: float | None = None
    less_is_better: bool = False
    unit: str = "x"
    beside: str = ""

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def quarters(self) -> tuple[float, float]:
        """The first and the third quartile."""
        if len(self.values) == 1:
            return self.values[0], self.values[0]
        first, _, third = quantiles(self.values, n=4, method="inclusive")
        return first, third

    @property
    def met(self) -> bool:
        """Whether the floor holds."""
        if self.floor is None:
            return True
        return self.middle <= self.floor if self.less_is_better else self.middle >= self.floor

    def cells(self) -> list[str]:
        """The row as the table tells it."""
        low, high = (_told(value) for value in self.quarters)
        word = "at most " if self.less_is_better else ""
        promised = ["", "", ""]
        if self.floor is not None:
            aim = "" if self.aim is None else _told(self.aim)
            promised = [word + _told(self.floor), aim, "yes" if self.met else "**no**"]
        unit = "" if self.unit == "x" else f" {self.unit}"
        return [self.what, f"{_told(self.middle)}{unit}", f"{low} to {high}", *promised, self.beside]


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def written(rows: Iterable[Row], about: str) -> str:
    """The table in Markdown under a line that tells when and where."""
    head = ["what", "measured", "half of the rounds", "floor", "aim", "met", "beside"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return "\n".join([about, "", *("| " + " | ".join(cells) + " |" for cells in lines)])


def placed(page: str, table: str) -> str:
    """``page`` with ``table`` between its two marks. Raises ``ValueError`` where it has not just one of each."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in rest or END in after:
        raise ValueError(f"the page must have {BEGIN} and then {END}, each once")
    return f"{before}{begin}\n{table}\n{end}{after}"


def missed(rows: Sequence[Row]) -> list[Row]:
    """The rows whose floor does not hold."""
    return [row for row in rows if not row.met]
