"""Words that are like another: what a caller who mistyped may have meant. They are suggested and never answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

By = Literal["ratio", "WRatio", "token_sort_ratio"]
"""What is compared, in rapidfuzz's words: letters in their order, the likest parts of each, or words in any order."""


def likest(word: str, known: Sequence[str], *, least: float = 0, most: int = 3, by: By = "ratio") -> list[int]:
    """The places of those of ``known`` that are like ``word``, the likest first and of equals the first.

    There are ``most`` at most, each with a likeness of ``least`` or more, from 0 to 100.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most callers spell well, and it took a fiftieth of a start

    found = process.extract(word, known, scorer=getattr(fuzz, by), score_cutoff=least, limit=most)
    return [place for _, _, place in found]
