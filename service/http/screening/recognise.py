"""Which minerals the lines of a list mean: by exact names and codes, looked up in one pass, and never by nearness."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain
from typing import Any

from service.domain.composition import Composition
from service.domain.identify import NameHit, key, own_first
from service.http.context import Service
from service.http.screening.goods import Candidate, Goods, Recognised
from service.http.screening.lines import Asked, Names
from service.http.screening.words import LONGEST, MOST, phrase, runs, telling
from service.store.codes import CodeMatch
from service.way import WAY

_SUGGESTED = 500
"""Distinct misses for which near names are sought: a list of junk must not cost more than a list of parts."""
_AT_ONCE = 20
"""Misses for which near names are sought, or texts that are read, at once: more would hold others up for too long."""
_NAMES = frozenset({"material", "symbol", "cas"})
_BY_CODE = frozenset({"hs_code", "control_code"})
_WORLDWIDE = 6
"""Digits of a customs code that mean the same everywhere; what follows is the country's own."""
_HEADING = 4
"""Digits of a customs heading."""
_A_GOOD = 8
"""Digits from which on a customs code stands for a good narrow enough to imply its form."""


class Recogniser:
    """Looks up the names of one list, all in a few passes over the index, before any of its lines is written."""

    def __init__(self, here: Service, asked: Collection[Asked]) -> None:
        self._here = here
        self._codes: dict[tuple[str, str | None], Mapping[str, tuple[CodeMatch, ...]]] = {}
        self._goods: dict[tuple[Any, ...], Goods] = {}
        self._meant: dict[Recognised, tuple[str, ...]] = {}
        self._named: dict[str, tuple[NameHit, ...]] = {}
        self._starts: frozenset[str] = frozenset()
        naming = dict.fromkeys(map(_naming, WAY.each(asked)))
        self._look_up({said for names in {names for names, _, _ in naming} for said in names.said})
        self._recognised = {named: self._recognise(*named) for named in naming}
        distinct = dict.fromkeys(WAY.each(self._recognised.values()))
        missed = dict.fromkeys(chain.from_iterable(one.missed for one in WAY.each(distinct)))
        self._near = {
            name: tuple(dict.fromkeys(one.mineral for one in self._in_prose(name)))
            for name in WAY.each(missed, _AT_ONCE)
        }
        unlike = [name for name, within in self._near.items() if not within]
        self.without_suggestions = len(unlike[_SUGGESTED:])
        """Names that were not found and for which, beyond ``_SUGGESTED``, near ones were not sought."""
        for some in WAY.lots(unlike[:_SUGGESTED], _AT_ONCE):
            self._near |= here.repository.names.like(some)

    def _look_up(self, said: Set[tuple[str, str]]) -> None:
        """Find what names of minerals stand in ``said``, fields with what is said in them."""
        names = self._here.repository.names
        self._named = names.spelt(key(value) for field, value in WAY.each(said) if field in _NAMES)
        # A name that was not found is read like a description, to suggest what stands in it.
        prose = [runs(value) for field, value in WAY.each(said, _AT_ONCE) if self._is_prose(field, value)]
        self._starts = names.starting(key(word) for words in WAY.each(prose, _AT_ONCE) for word in words)
        phrases = (
            said for words in WAY.each(prose, _AT_ONCE) for at in self._places(words) for _, said in _phrases(words, at)
        )
        self._named |= names.spelt(map(key, phrases))

    def _is_prose(self, field: str, value: str) -> bool:
        return field == "description" or (field == "material" and key(value) not in self._named)

    def recognised(self, line: Asked) -> Recognised:
        """What ``line``, one of those that were given, was found to name."""
        return self._recognised[_naming(line)]

    def _recognise(self, given: Names, contains: Composition, origin: str | None) -> Recognised:
        """What lines name that give these names of goods made of this, from this origin.

        A name, a symbol and a CAS number say what a good is. A code says it where none of these was found, and else
        must not speak against them: then all that they say stand. A description speaks where nothing else does, and
        else only raises doubt by what it names besides.
        """
        WAY.give()
        names: dict[str, list[Candidate]] = {}
        codes: dict[str, list[Candidate]] = {}
        described: list[Candidate] = []
        unknown: list[tuple[str, str]] = []
        cut = False
        for field, value in given.said:
            if field == "description":
                described, cut = list(self._in_prose(value)), len(runs(value)) >= MOST
                continue
            hits = list(self._by_code(field, value, origin) if field in _BY_CODE else self._by_name(field, value))
            if hits:
                (codes if field in _BY_CODE else names)[field] = hits
            else:
                unknown.append((field, value))
        found, differing = _agreed(names or codes)
        for hits in codes.values() if names else ():
            if not any(self._agree(one.mineral, other) for one in found for other in hits):
                found, differing = [*found, *hits], True
        besides = [
            one.mineral for one in described if not any(self._related(one.mineral, other.mineral) for other in found)
        ]
        holding, lacking = self._composed(contains, found or described)
        misread = any(field != "hs_code" for field, _ in unknown)
        candidates = _distinct(found or described)
        unsure = not found or bool(misread or besides or cut or lacking) or all(one.heading for one in found)
        meant = tuple((one.mineral, one.form) for one in candidates)
        asked = (meant, contains, differing, holding, unsure)
        if asked not in self._goods:
            self._goods[asked] = Goods(*asked)
        return Recognised(
            self._goods[asked], candidates, tuple(unknown), tuple(dict.fromkeys(besides)) if found else (), lacking
        )

    def _composed(self, contains: Composition, goods: Sequence[Candidate]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the composition names that no good of these names is, or is made of; and what it lacks to be one."""
        if not contains:
            return (), ()
        mineral_of = self._here.repository.mineral_of
        made_of = {part for good in goods for part in mineral_of(good.mineral).made_of}
        parts = {part.mineral for part in contains if part.share is None or part.share > 0}
        own = {part for part in parts if part in made_of or any(self._related(part, good.mineral) for good in goods)}
        # A product of which only one element is told, or none of those that make it, is no product of that name.
        lacking = made_of - parts if len(parts) == 1 or not made_of & parts else set()
        return tuple(sorted(parts - own)), tuple(sorted(lacking))

    def _agree(self, mineral: str, coded: Candidate) -> bool:
        """Whether a name and a code may mean one good: the record lists few of the goods under a heading."""
        if self._related(mineral, coded.mineral):
            return True
        headings = self._here.repository.mineral_of(mineral).hs_headings
        return coded.by == "hs_code" and any(
            heading[:_HEADING] == (coded.matched or "")[:_HEADING] for heading in headings
        )

    def _related(self, one: str, other: str) -> bool:
        """Whether two minerals are the same, or one is a group that holds the other."""
        if one == other:
            return True
        mineral_of = self._here.repository.mineral_of
        return other in mineral_of(one).members or one in mineral_of(other).members

    def _by_name(self, field: str, value: str) -> Iterator[Candidate]:
        hits = list(self._named.get(key(value), ()))
        if field in ("symbol", "cas"):
            hits = [hit for hit in hits if hit.kind == field or (field == "symbol" and hit.kind == "synonym")]
        for hit in own_first(hits):
            yield Candidate(hit.mineral, hit.kind, hit.form)

    def _by_code(self, field: str, value: str, origin: str | None) -> Iterator[Candidate]:
        if (value, origin) not in self._codes:
            self._codes[value, origin] = self._matching(value, origin)
        for mineral, matches in self._codes[value, origin].items():
            forms = {form for match in matches for form in match.forms or (None,)}
            narrow = field == "control_code" or all(len(match.code) >= _A_GOOD for match in matches)
            # A code that is shorter than the line's stands for more goods than the line is about.
            within = narrow and all(value.startswith(match.code) for match in matches)
            yield Candidate(mineral, field, forms.pop() if len(forms) == 1 and within else None, matches[0].code)
        if field == "hs_code" and not self._codes[value, origin]:
            for mineral, heading in self._here.codes.headed(value):
                yield Candidate(mineral, field, None, heading, heading=True)

    def _matching(self, code: str, origin: str | None) -> Mapping[str, tuple[CodeMatch, ...]]:
        """What the record lists under a code; under its first six digits where the rest may be another country's."""
        found = self._here.codes.matching(code)
        while not found and "." in code:
            code = code.rpartition(".")[0]
            found = self._here.codes.matching(code)
        its_own = any(
            len(match.code) > _WORLDWIDE and match.origin == origin for matches in found.values() for match in matches
        )
        if code.isdigit() and len(code) > _WORLDWIDE and not its_own:
            return self._here.codes.matching(code[:_WORLDWIDE])
        return found

    def _in_prose(self, text: str) -> Iterator[Candidate]:
        """The names in a description, the longest first at each place; a symbol only as it is written, such as Dy."""
        words = runs(text)
        behind = 0
        for at in self._places(words):
            if at < behind:
                continue
            for length, said in _phrases(words, at):
                hits = [hit for hit in self._named.get(key(said), ()) if telling(said, hit.kind)]
                if hits:
                    for hit in own_first(hits):
                        yield Candidate(hit.mineral, "description", hit.form, said)
                    behind = at + length
                    break

    def _places(self, words: Sequence[str]) -> Iterator[int]:
        """Where in ``words`` a name may begin."""
        return (at for at, word in enumerate(words) if key(word) in self._starts)

    def meant(self, recognised: Recognised) -> tuple[str, ...]:
        """Ids of minerals that the materials which were not found may mean: named in them, or called like them."""
        if not recognised.unknown:
            return ()
        if recognised not in self._meant:
            near = (name for value in recognised.missed for name in self._near[value])
            self._meant[recognised] = tuple(dict.fromkeys(near))
        return self._meant[recognised]


def _naming(line: Asked) -> tuple[Names, Composition, str | None]:
    """What of ``line`` names a good: lines that have it in common name the same."""
    return line.names, line.contains, line.scope.origin


def _phrases(words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """What may be a name from ``at`` on, the longest first, each after its length in words."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        yield length, phrase(words[at : at + length])


def _agreed(found: Mapping[str, Sequence[Candidate]]) -> tuple[list[Candidate], bool]:
    """What all fields say in common or, where they have nothing in common, everything that they say; and which."""
    if not found:
        return [], False
    common = set.intersection(*({candidate.mineral for candidate in hits} for hits in found.values()))
    kept = [one for hits in found.values() for one in hits if not common or one.mineral in common]
    return kept, not common


def _distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One candidate a mineral; a form stands where all that name it imply the same one, or the others imply none."""
    first: dict[str, Candidate] = {}
    forms: dict[str, set[str]] = {}
    for candidate in candidates:
        first.setdefault(candidate.mineral, candidate)
        if candidate.form is not None:
            forms.setdefault(candidate.mineral, set()).add(candidate.form)
    return tuple(
        replace(one, form=next(iter(implied)) if len(implied) == 1 else None)
        for one in first.values()
        for implied in [forms.get(one.mineral, set())]
    )
