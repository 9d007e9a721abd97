"""Which minerals the lines of a list mean: by exact names and codes, looked up in one pass, and never by nearness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from service.domain.identify import key, own_first
from service.http.context import Service
from service.http.screening.lines import Asked
from service.http.screening.words import LONGEST, MOST, phrase, runs, telling
from service.store.codes import CodeMatch

_SUGGESTED = 500
"""Distinct misses for which near names are sought: a list of junk must not cost more than a list of parts."""
_BY_CODE = frozenset({"hs_code", "control_code"})
_WORLDWIDE = 6
"""Digits of a customs code that mean the same everywhere; what follows is the country's own."""
_HEADING = 4
"""Digits of a customs heading."""
_A_GOOD = 8
"""Digits from which on a customs code stands for a good narrow enough to imply its form."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mineral that a line may mean, by what it was found, and the form that the name or the code implies.

    ``heading`` says that a code matched no line of a measure but the mineral's customs heading, where other goods are.
    """

    mineral: str
    by: str
    form: str | None = None
    matched: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a line names: its candidates (none: not recognised), and what about them is not as it should be.

    ``unknown`` are names and codes that were not found, ``differing`` says that names and codes exclude each other,
    ``besides`` are minerals that only the description names, ``holding`` such that only the composition names, and
    ``lacking`` what a good of this name may be made of, where the composition is none of it. ``unsure`` says that
    what was not read, or was read in prose or in a mere heading alone, may be what is controlled.
    """

    candidates: tuple[Candidate, ...]
    unknown: tuple[tuple[str, str], ...] = ()
    differing: bool = False
    besides: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unsure: bool = False


class Recogniser:
    """Looks up the names of one list."""

    def __init__(self, here: Service) -> None:
        self._here = here
        self._codes: dict[tuple[str, str | None], Mapping[str, tuple[CodeMatch, ...]]] = {}
        self._names = here.repository.names
        self._starts = here.repository.name_starts

    def recognise(self, line: Asked) -> Recognised:
        """What ``line`` names.

        A name, a symbol and a CAS number say what a good is. A code says it where none of these was found, and else
        must not speak against them: then all that they say stand. A description speaks where nothing else does, and
        else only raises doubt by what it names besides.
        """
        names: dict[str, list[Candidate]] = {}
        codes: dict[str, list[Candidate]] = {}
        described: list[Candidate] = []
        unknown: list[tuple[str, str]] = []
        cut = False
        for field, value in line.names:
            if field == "description":
                described, cut = list(self._in_prose(value)), len(runs(value)) >= MOST
                continue
            hits = list(self._by_code(field, value, line.origin) if field in _BY_CODE else self._by_name(field, value))
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
        holding, lacking = self._composed(line, found or described)
        misread = any(field != "hs_code" for field, _ in unknown)
        if not found:
            return Recognised(_distinct(described), tuple(unknown), holding=holding, lacking=lacking, unsure=True)
        return Recognised(
            _distinct(found),
            tuple(unknown),
            differing,
            tuple(dict.fromkeys(besides)),
            holding,
            lacking,
            unsure=bool(misread or besides or cut or lacking) or all(one.heading for one in found),
        )

    def _composed(self, line: Asked, goods: Sequence[Candidate]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the composition names that no good of these names is, or is made of; and what it lacks to be one."""
        if not line.contains:
            return (), ()
        mineral_of = self._here.repository.mineral_of
        made_of = {part for good in goods for part in mineral_of(good.mineral).made_of}
        parts = {part.mineral for part in line.contains if part.share is None or part.share > 0}
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
        hits = list(self._names.get(key(value), ()))
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
            for known in self._here.repository.all_minerals:
                for heading in known.hs_headings:
                    if value.startswith(heading) or heading.startswith(value):
                        yield Candidate(known.id, field, None, heading, heading=True)

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
        at = 0
        while at < len(words):
            if key(words[at]) not in self._starts:
                at += 1
                continue
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                said = phrase(words[at : at + length])
                hits = [hit for hit in self._names.get(key(said), ()) if telling(said, hit.kind)]
                if hits:
                    for hit in own_first(hits):
                        yield Candidate(hit.mineral, "description", hit.form, said)
                    at += length - 1
                    break
            at += 1

    def near(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Ids of minerals that each of ``names`` may mean: what is named in it, or has a name like it.

        The latter is sought for the first of them only: see ``_SUGGESTED``.
        """
        sought = list(dict.fromkeys(names))
        within = {name: tuple(dict.fromkeys(one.mineral for one in self._in_prose(name))) for name in sought}
        alike = self._here.repository.similar_to(islice((name for name in sought if not within[name]), _SUGGESTED))
        return {name: within[name] or alike.get(name, ()) for name in sought}


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
