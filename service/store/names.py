"""The names on record: found as they are spelt, or by their beginning, through the index; by likeness only to suggest.

Nothing here holds all names in memory where these are many: a list asks for its own, in one pass over the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

import orjson

from service.domain.identify import NameHit, key
from service.likeness import likest
from service.store.dataset import Dataset

_NEAR_ENOUGH = 75
"""Below this likeness (0 to 100) a name is no suggestion: 'unobtainium' must not suggest 'uranium'."""
_FEW = 5_000
"""Up to so many names each is compared with a name that was not found, which then takes less time than any index."""
_COMPARED = 500
"""Of more names so many are compared: those that share the rarest groups of letters with the one that was not found."""
_AT_ONCE = 20_000
"""Names that are looked up by one statement."""
SUGGESTED = ("id", "name", "name_zh", "synonym")
"""Kinds of names that are suggested: a slip of the key makes a symbol or a CAS number another one."""


class Names:
    """The names of one dataset. ``few``: up to how many are compared one by one; a test of the other way gives 0."""

    def __init__(self, dataset: Dataset, few: int = _FEW) -> None:
        self._dataset = dataset
        self._few = few
        self._reaching: dict[int, tuple[Sequence[str], Sequence[str]]] = {}

    def spelt(self, spellings: Iterable[str]) -> dict[str, tuple[NameHit, ...]]:
        """By spelling (``identify.key``) what carries that name, of those of ``spellings`` that are on record."""
        found: dict[str, dict[int, NameHit]] = defaultdict(dict)
        for some in _lots(spellings):
            for row in self._dataset.all(
                "SELECT n.rowid, n.key, n.mineral, n.kind, n.form FROM json_each(?) AS sought"
                " CROSS JOIN mineral_name AS n ON n.key = sought.value ORDER BY n.key, n.mineral, n.rowid",
                some,
            ):
                found[row["key"]][row["rowid"]] = NameHit(row["mineral"], row["kind"], row["form"])
        return {spelling: tuple(hits.values()) for spelling, hits in found.items()}

    def starting(self, words: Iterable[str]) -> frozenset[str]:
        """Those of ``words``, spelt as names are, that are the first word, or the first sign, of a name on record."""
        # The first sign after '-' in the order of the index is '.'.
        sql = (
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM mineral_name WHERE key = value)"
            " OR EXISTS (SELECT 1 FROM mineral_name WHERE key >= value || '-' AND key < value || '.')"
            " OR length(value) = 1 AND"
            "    EXISTS (SELECT 1 FROM mineral_name WHERE key >= value AND key < value || char(0x10FFFF))"
        )
        return frozenset(row["value"] for some in _lots(words) for row in self._dataset.all(sql, some))

    def like(self, names: Iterable[str], limit: int = 3) -> dict[str, tuple[str, ...]]:
        """For each of ``names`` the ids of minerals with a name like it, the likest first."""
        sought = {name: key(name) for name in names}
        groups = {} if self._all_of_few is not None else self._rarest_first(sought.values())
        found = {}
        for name, spelling in sought.items():
            known = self._of_length(len(spelling)) if self._all_of_few is not None else self._sharing(groups[spelling])
            near = likest(spelling, known[0], least=_NEAR_ENOUGH, most=limit * 4)
            found[name] = tuple(dict.fromkeys(known[1][place] for place in near))[:limit]
        return found

    @cached_property
    def _all_of_few(self) -> Sequence[tuple[str, str]] | None:
        """All names that may be suggested, spelt, with whose they are; None where they are more than a few."""
        rows = self._dataset.all(
            "SELECT key, mineral FROM mineral_name WHERE kind IN (SELECT value FROM json_each(?))"
            " ORDER BY key, mineral, kind LIMIT ?",
            _as_json(SUGGESTED),
            self._few + 1,
        )
        return [tuple(row) for row in rows] if len(rows) <= self._few else None

    def _of_length(self, length: int) -> tuple[Sequence[str], Sequence[str]]:
        """Names, spelt, and whose they are, but those too long or too short to be like one of ``length`` letters."""
        if length not in self._reaching:
            unlike = 100 - _NEAR_ENOUGH
            self._reaching[length] = _parted(
                [
                    (spelling, mineral)
                    for spelling, mineral in self._all_of_few or ()
                    if abs(len(spelling) - length) * 100 <= unlike * (len(spelling) + length)
                ]
            )
        return self._reaching[length]

    def _rarest_first(self, spellings: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
        """The groups of letters in each of ``spellings`` that stand in names, each after the number of these."""
        held = {spelling: groups_of_letters(spelling) for spelling in spellings}
        rows = self._dataset.all(
            "SELECT term, doc FROM json_each(?) AS sought CROSS JOIN mineral_letters_counted ON term = sought.value",
            _as_json(set().union(*held.values())),
        )
        counted = {row["term"]: row["doc"] for row in rows}
        return {
            spelling: sorted((counted[group], group) for group in groups if group in counted)
            for spelling, groups in held.items()
        }

    def _sharing(self, groups: Sequence[tuple[int, str]]) -> tuple[Sequence[str], Sequence[str]]:
        """Names that hold the rarest of ``groups``, spelt, and whose they are."""
        chosen: list[str] = []
        names = 0
        for count, group in groups:
            if chosen and names + count > _COMPARED:
                break
            chosen.append('"' + group.replace('"', '""') + '"')
            names += count
        if not chosen:
            return (), ()
        rows = self._dataset.all(
            "SELECT key, mineral FROM mineral_letters WHERE mineral_letters MATCH ? LIMIT ?",
            " OR ".join(chosen),
            _COMPARED,
        )
        return _parted(sorted(rows, key=tuple))  # of equal likeness the first by spelling, as where all are compared


def letters(spelling: str) -> str:
    """A spelling as its letters are indexed: blanks around it make its beginning and its end count."""
    return f"  {spelling} "


def groups_of_letters(spelling: str) -> set[str]:
    """The groups of three letters in ``spelling`` as it is indexed."""
    text = letters(spelling)
    return {text[place : place + 3] for place in range(len(text) - 2)}


def _parted(rows: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [row[0] for row in rows], [row[1] for row in rows]


def _lots(texts: Iterable[str]) -> Iterator[str]:
    """``texts`` as JSON, in lots: what may stand in a list of descriptions is many times as long as the list."""
    rest = iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        yield _as_json(dict.fromkeys(some))


def _as_json(texts: Iterable[str]) -> str:
    return orjson.dumps(list(texts)).decode()
