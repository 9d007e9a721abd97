"""Interleaved rounds: each asks every server for a moment, so that what disturbs the machine disturbs all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Slice

QUIET = 0.25
"""Processors that others may keep busy in a slice, lest its round be noisy."""
ENOUGH = 5
"""Rounds that count at the least: the quiet ones or, where these are fewer, the quietest."""

Ask = Callable[[], Slice]


@dataclass(frozen=True)
class Rounds:
    """What the rounds that count came to: for each the slices by the name of what was asked."""

    kept: tuple[Mapping[str, Slice], ...]
    of: int

    def ratios(self, one: str, other: str, figure: str = "rate") -> tuple[float, ...]:
        """A figure of ``one`` to that of ``other``, round by round."""
        return tuple(getattr(each[one], figure) / getattr(each[other], figure) for each in self.kept)

    def middle(self, name: str, figure: str = "rate") -> float:
        """The median of a figure."""
        found: float = median(getattr(each[name], figure) for each in self.kept)
        return found

    def beside(self, one: str, other: str) -> str:
        """The absolute figures behind a ratio."""
        quiet = f"{len(self.kept)} of {self.of} rounds"
        return f"{self.middle(one):,.0f} and {self.middle(other):,.0f} a second; {quiet}"

    def beside_late(self, one: str, other: str) -> str:
        """The same of the slowest in a hundred."""
        quiet = f"{len(self.kept)} of {self.of} rounds"
        return f"{self.middle(one, 'p99'):.2f} and {self.middle(other, 'p99'):.2f} ms; {quiet}"


def interleaved(asks: Mapping[str, Ask], count: int) -> Rounds:
    """Ask all once to warm up, then ``count`` rounds, each in another order."""
    for ask in asks.values():
        ask()
    names = list(asks)
    held = []
    for number in range(count):
        turned = names[number % len(names) :] + names[: number % len(names)]
        held.append({name: asks[name]() for name in turned})
    return Rounds(tuple(kept(held)), count)


def kept(held: list[dict[str, Slice]]) -> list[dict[str, Slice]]:
    """The rounds in which others let the machine alone, or the least disturbed ones where these are too few."""
    quietest = sorted(held, key=_noise)
    quiet = [each for each in quietest if _noise(each) <= QUIET]
    return quiet if len(quiet) >= ENOUGH else quietest[:ENOUGH]


def _noise(slices: Mapping[str, Slice]) -> float:
    return max(each.others for each in slices.values())
