"""A synthetic record, many times as large as the real one, as seed files that the ordinary build takes.

It is the real seed over and over: every copy has ids and names of its own and refers to nothing but itself, so that it
is as consistent, and every mineral has as many measures, names and claims, as the real one. What cannot be told apart
by a name is there once, as in the world: places, forms, wordings, and the measures on any dual-use item, which bear on
the copies as well. The same number of times makes the same files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from service.build.reading import parse_yaml
from service.domain.measure import ANY_DUAL_USE

Row = dict[str, Any]

_RENAMED = {
    *("id", "mineral", "minerals", "groups", "made_of", "of", "any_of", "items_of", "renews"),
    *("by", "instrument", "instruments", "record", "claim", "source"),
}
"""The fields whose words may be ids of what is copied; a word that is no such id stays."""
_MEASURES, _CLAIMS = 300, 1000
"""How many of each a copy is to have at least: a record grows more in law and in talk than in minerals."""


def write_seed(real: Path, larger: Path, times: int) -> None:
    """Write to the new folder ``larger`` the seed of ``real``, ``times`` over."""
    seed = _Seed(real)
    shutil.copytree(real, larger)
    for name in ("minerals", "sources", "events", "figures", "readings"):
        _write(larger / f"{name}.yaml", (seed.copied(entry, n) for n in range(times) for entry in seed.lists[name]))
    _write(larger / "jurisdictions.yaml", (seed.covering(entry, times) for entry in seed.lists["jurisdictions"]))
    _write(larger / "critical_lists.yaml", (seed.listing(entry, times) for entry in seed.lists["critical_lists"]))
    for number in range(1, times):
        for instrument in seed.instruments_of(number):
            _write_one(larger / "instruments" / f"{instrument['id']}.yaml", instrument)
        _write(larger / "claims" / f"copy-{number}.yaml", seed.claims_of(number))


def _write(path: Path, entries: Iterable[Row]) -> None:
    """A list of entries, each as a line of JSON, which is YAML: what was text is text again."""
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(f"- {json.dumps(entry, ensure_ascii=False)}\n")


def _write_one(path: Path, entry: Row) -> None:
    path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


class _Seed:
    """The files of the real seed, and copies of their entries by number; copy 0 is the real one."""

    def __init__(self, root: Path) -> None:
        names = ("minerals", "sources", "events", "figures", "readings", "jurisdictions", "critical_lists")
        self.lists: dict[str, list[Row]] = {name: _read(root / f"{name}.yaml") for name in names}
        self._instruments: list[Row] = [_read(path) for path in sorted((root / "instruments").glob("*.yaml"))]
        self._claims: list[Row] = [claim for path in sorted((root / "claims").glob("*.yaml")) for claim in _read(path)]
        measures = [measure for instrument in self._instruments for measure in instrument["measures"]]
        self._once = {measure["id"] for measure in measures if _is_for_all(measure)}
        named = [*(entry for name in names[:5] for entry in self.lists[name]), *self._instruments, *self._claims]
        self._ids = {entry["id"] for entry in [*named, *measures]}
        self._ids |= {measure["renews"] for measure in measures if measure.get("renews")}

    def copied(self, entry: Row, number: int) -> Row:
        """An entry of one of the lists, with its names."""
        made: Row = self._renamed(entry, number)
        if number and "name_zh" in entry:
            made["name"] += f" {number}"
            for name in ("name_zh", "symbol"):
                made[name] = f"{entry[name]}{number}" if entry.get(name) else None
            made["cas"] = (
                f"{entry['cas'].split('-')[0][:4]}{number:03}-{number % 100:02}-0" if entry.get("cas") else None
            )
            made["synonyms"] = [{**one, "name": f"{one['name']} {number}"} for one in entry.get("synonyms", ())]
        return made

    def covering(self, jurisdiction: Row, times: int) -> Row:
        """A jurisdiction whose record covers every copy as it covers the real minerals."""
        covered = [
            {**one, "minerals": [self._word(name, n) for n in range(times) for name in one["minerals"]]}
            for one in jurisdiction["coverage"]
        ]
        return {**jurisdiction, "coverage": covered}

    def listing(self, listed: Row, times: int) -> Row:
        """A list of critical minerals that names every copy."""
        entries = [
            {**one, "mineral": self._word(one["mineral"], n)}
            | ({"named_as": f"{one.get('named_as') or one['mineral']}-x{n}"} if n else {})
            for n in range(times)
            for one in listed["entries"]
        ]
        return {**listed, "entries": entries, "count": str(int(listed["count"]) * times)}

    def instruments_of(self, number: int) -> Iterator[Row]:
        """The instruments of a copy, and as many more on goods that no mineral on record is as its measures lack."""
        lacking = _MEASURES
        for instrument in self._instruments:
            kept = [measure for measure in instrument["measures"] if measure["id"] not in self._once]
            lacking -= len(kept)
            yield self._renamed({**instrument, "measures": kept}, number)
        for turn in count(1):
            for instrument in self._instruments:
                others = [_on_others(one) for one in instrument["measures"] if one["id"] not in self._once][:lacking]
                if others:
                    lacking -= len(others)
                    yield self._renamed({**instrument, "measures": others, "links": []}, number, f"-other-{turn}")
            if not lacking:
                return

    def claims_of(self, number: int) -> Iterator[Row]:
        """The claims of a copy, and more that are about no mineral."""
        for claim in self._claims:
            yield self._renamed(claim, number)
        further = ({**claim, "minerals": [], "record": []} for _ in count() for claim in self._claims)
        for place, claim in enumerate(islice(further, _CLAIMS - len(self._claims))):
            yield self._renamed(claim, number) | {"id": f"{claim['id']}-{number}-{place}"}

    def _renamed(self, entry: Any, number: int, more: str = "") -> Any:
        """``entry`` with the ids of copy ``number``, at whatever depth."""
        if not number:
            return entry
        return self._within(entry, number, more)

    def _within(self, node: Any, number: int, more: str, field: str = "") -> Any:
        if isinstance(node, dict):
            if field == "states":
                return {self._word(name, number): state for name, state in node.items() if name not in self._once}
            return {name: self._within(inner, number, more, name) for name, inner in node.items()}
        if isinstance(node, list):
            return [self._within(inner, number, more, field) for inner in node]
        if field not in _RENAMED or not isinstance(node, str):
            return node
        return self._word(node, number, more if field == "id" else "")

    def _word(self, word: str, number: int, more: str = "") -> str:
        """The id of copy ``number``: that of a measure goes on from its instrument's."""
        if not number or word not in self._ids:
            return word
        stem, dot, rest = word.partition(".") if word[:1].isalpha() else (word, "", "")
        return f"{stem}-x{number}{more}{dot}{rest}"


def _read(path: Path) -> Any:
    return parse_yaml(path.read_text(encoding="utf-8"))


def _is_for_all(measure: Row) -> bool:
    return any(cover["of"] == ANY_DUAL_USE for cover in measure.get("covers", ()))


def _on_others(measure: Row) -> Row:
    """A measure like it, on goods of which the record says nothing but in words."""
    left_out = {"amounts", "excludes", "suspensions", "renews"}
    kept = {name: value for name, value in measure.items() if name not in left_out}
    return {**kept, "covers": [], "scopes": ["goods that no mineral on record is"], "destinations": {"mode": "all"}}
