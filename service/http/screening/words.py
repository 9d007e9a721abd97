"""The words of a description, as far as a name of a mineral may stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 6
"""Words, or Chinese signs, of the longest name that is sought in a description."""
MOST = 80
"""Words and signs of a description that are looked at."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_BETWEEN_SIGNS = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_NO_NAMES = re.compile("金属|合金")
"""Metal and alloy: the sign of gold stands in both, and means none."""
_OTHER_WORDS = frozenset({"In", "As", "He", "Be", "At", "No", "Co", "Am", "Pm", "La", "Es"})
"""Symbols that are a word or an abbreviation at the start of a sentence as well."""


def runs(text: str) -> list[str]:
    """The words and Chinese signs of ``text`` in order, parted at all that is neither; at most ``MOST`` of them."""
    return _WORD.findall(_NO_NAMES.sub(" ", text))[:MOST]


def phrase(words: Sequence[str]) -> str:
    """Some of them as they would be written together."""
    return _BETWEEN_SIGNS.sub("", " ".join(words))


def telling(said: str, kind: str) -> bool:
    """Whether a hit on ``said`` means the mineral: prose holds words that are symbols too, such as "as" and "in"."""
    if kind == "symbol":
        return len(said) > 1 and said[0].isupper() and said[1:].islower() and said not in _OTHER_WORDS
    return len(said) > 2 or not said.isascii()
