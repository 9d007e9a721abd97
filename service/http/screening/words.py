"""The words of a description, as far as a name of a mineral may stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

LONGEST = 6
"""Words, or Chinese signs, of the longest name that is sought in a description."""
MOST = 80
"""Words and signs of a description that are looked at."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NO_NAMES = re.compile("金属|合金")
"""Metal and alloy: the sign of gold stands in both, and means none."""
_OTHER_WORDS = frozenset({"In", "As", "He", "Be", "At", "No", "Co", "Am", "Pm", "La", "Es"})
"""Symbols that are a word or an abbreviation at the start of a sentence as well."""


@cache
def _word() -> re.Pattern[str]:
    """A Chinese sign, or a word in other letters. Compiled for the first list: so many signs take milliseconds."""
    return re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")


@cache
def _between_signs() -> re.Pattern[str]:
    """A space between two Chinese signs; compiled when it is first sought, as above."""
    return re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")


def runs(text: str) -> list[str]:
    """The words and Chinese signs of ``text`` in order, parted at all that is neither; at most ``MOST`` of them."""
    return _word().findall(_NO_NAMES.sub(" ", text))[:MOST]


def phrase(words: Sequence[str]) -> str:
    """Some of them as they would be written together."""
    return _between_signs().sub("", " ".join(words))


def telling(said: str, kind: str) -> bool:
    """Whether a hit on ``said`` means the mineral: prose holds words that are symbols too, such as "as" and "in"."""
    if kind == "symbol":
        return len(said) > 1 and said[0].isupper() and said[1:].islower() and said not in _OTHER_WORDS
    return len(said) > 2 or not said.isascii()
