"""Words outside the grammar: usual names of jurisdictions, and words that would turn a name into something else."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from service.likeness import likest

SHORT_NAMES: dict[str, str] = {
    "america": "US",
    "united states of america": "US",
    "us": "US",
    "usa": "US",
    "britain": "GB",
    "great britain": "GB",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "europe": "EU",
    "european union": "EU",
    "china mainland": "CN",
    "mainland china": "CN",
    "peoples republic of china": "CN",
    "prc": "CN",
    "hongkong": "HK",
    "macau": "MO",
    "korea": "KR",
    "republic of korea": "KR",
    "rok": "KR",
    "s korea": "KR",
    "democratic peoples republic of korea": "KP",
    "dprk": "KP",
    "n korea": "KP",
    "congo kinshasa": "CD",
    "dr congo": "CD",
    "drc": "CD",
    "dem rep congo": "CD",
    "congo brazzaville": "CG",
    "republic of congo": "CG",
    "republic of the congo": "CG",
    "brunei": "BN",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "east timor": "TL",
    "emirates": "AE",
    "uae": "AE",
    "falkland islands": "FK",
    "holland": "NL",
    "ivory coast": "CI",
    "lao pdr": "LA",
    "macedonia": "MK",
    "micronesia": "FM",
    "palestine": "PS",
    "russia": "RU",
    "saudi": "SA",
    "swaziland": "SZ",
    "turkey": "TR",
    "vatican": "VA",
    "viet nam": "VN",
}
"""Usual names of jurisdictions beside their codes and English names, in the spelling that ``_plain`` makes."""

SEVERAL: dict[str, tuple[str, ...]] = {
    "congo": ("Democratic Republic of the Congo", "Republic of the Congo"),
}
"""Names that people use for more than one jurisdiction: asked back, never chosen."""

RESERVED = frozenset(
    [
        "again",
        "always",
        "anything",
        "apart",
        "besides",
        "both",
        "but",
        "cannot",
        "either",
        "else",
        "ever",
        "every",
        "everything",
        "excepting",
        "except",
        "excluding",
        "import",
        "imported",
        "importing",
        "imports",
        "include",
        "including",
        "instead",
        "least",
        "less",
        "longer",
        "many",
        "more",
        "most",
        "much",
        "neither",
        "never",
        "no",
        "none",
        "nor",
        "not",
        "only",
        "or",
        "other",
        "otherwise",
        "re-export",
        "re-exported",
        "re-exporting",
        "re-exports",
        "reexport",
        "reexports",
        "sometimes",
        "than",
        "unless",
        "versus",
        "vs",
        "when",
        "where",
        "while",
        "who",
        "whose",
        "why",
        "without",
    ]
)
"""Words that change what a question means. The grammar does not know them, and they are never part of a name."""

_NEAR_ENOUGH = 75


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.replace("&", " and ")).casefold()
    kept = "".join(
        " " if letter in "-_/," else letter
        for letter in letters
        if not unicodedata.combining(letter) and letter not in ".'()"
    )
    parts = kept.split()
    if parts[:1] == ["the"]:
        parts = parts[1:]
    return " ".join("saint" if part == "st" else part for part in parts)


def jurisdiction_code(words: str, names: Mapping[str, str]) -> str | None:
    """The code of the jurisdiction that ``words`` mean: a code, an English name or a usual short name, in any case.

    ``names`` maps each code on record to its English name. None for a name that none, or more than one, has.
    """
    wanted = _plain(words)
    if not wanted or wanted in SEVERAL:
        return None
    if (code := wanted.upper()) in names:
        return code
    for code, name in names.items():
        if _plain(name) == wanted:
            return code
    short = SHORT_NAMES.get(wanted)
    return short if short in names else None


def similar_places(words: str, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Names of jurisdictions like ``words``, the likest first: suggestions, never answers."""
    wanted = _plain(words)
    if wanted in SEVERAL:
        return SEVERAL[wanted]
    known = {_plain(name): name for name in (names or {}).values()}
    known.update({short: short.title() for short in SHORT_NAMES if len(short) > 3 and short not in known})
    shown = list(known.values())
    return tuple(shown[place] for place in likest(wanted, list(known), least=_NEAR_ENOUGH))
