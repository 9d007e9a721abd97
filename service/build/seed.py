"""The seed as one validated value, and its canonical form, whose hash is the dataset's version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas import seed as shapes
from schemas.seed_law import InstrumentSeed
from service.build.reading import Problem, SeedErrors, read_countries, read_file

Row = dict[str, Any]

_LISTS = {
    "forms": shapes.FormSeed,
    "form_terms": shapes.FormTermSeed,
    "sources": shapes.SourceSeed,
    "minerals": shapes.MineralSeed,
    "critical_lists": shapes.CriticalListSeed,
    "destination_groups": shapes.DestinationGroupSeed,
    "jurisdictions": shapes.JurisdictionSeed,
    "readings": shapes.DisputeSeed,
    "events": shapes.EventSeed,
    "figures": shapes.FigureSeed,
}


@dataclass(slots=True)
class Seed:
    """Every validated entry by kind, as the schemas loaded it. ``files`` tells which file an entry is in."""

    dataset: Row = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    forms: list[Row] = field(default_factory=list)
    form_terms: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    minerals: list[Row] = field(default_factory=list)
    critical_lists: list[Row] = field(default_factory=list)
    destination_groups: list[Row] = field(default_factory=list)
    jurisdictions: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    instruments: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def measures(self) -> list[Row]:
        """Every measure of every instrument, in file order."""
        return [measure for instrument in self.instruments for measure in instrument["measures"]]

    def counts(self) -> dict[str, int]:
        """How many entries of each countable kind there are."""
        kinds = ("minerals", "instruments", "measures", "sources", "events", "claims", "figures")
        return {kind: len(getattr(self, kind)) for kind in kinds}

    def version(self) -> str:
        """The dataset version: the first 16 hex digits of the SHA-256 of the canonical seed."""
        digest = hashlib.sha256()
        for part in self._canonical():
            digest.update(part.encode())
        return digest.hexdigest()[:16]

    def _canonical(self) -> Iterator[str]:
        """The canonical JSON, an entry at a time: the whole would take as much memory again as the seed."""
        opening = "{"
        for name in sorted(set(self.__slots__) - {"files"}):
            held = getattr(self, name)
            yield f"{opening}{_json(name)}:"
            if isinstance(held, list):
                yield "["
                for number, entry in enumerate(held):
                    yield ("," if number else "") + _json(entry)
                yield "]"
            else:
                yield _json(held)
            opening = ","
        yield "}"


def _json(value: object) -> str:
    return json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def read_seed(root: Path) -> tuple[Seed, list[Problem]]:
    """Read every seed file under ``root``. Returns what could be validated and every problem found on the way.

    Raises :class:`SeedErrors` when ``root`` is no folder.
    """
    if not root.is_dir():
        raise SeedErrors([Problem(str(root), "", "is no folder with seed data")])
    seed = Seed()
    problems: list[Problem] = []
    seed.countries = read_countries(root, problems)
    seed.dataset = read_file(root, root / "dataset.yaml", shapes.DatasetSeed(), problems) or {}
    for name, schema in _LISTS.items():
        setattr(seed, name, read_file(root, root / f"{name}.yaml", schema(many=True), problems) or [])
    instrument, claims = InstrumentSeed(), shapes.ClaimSeed(many=True)
    for path in sorted((root / "instruments").glob("*.yaml")):
        loaded = read_file(root, path, instrument, problems)
        if loaded is not None:
            if loaded["id"] != path.stem:
                problems.append(
                    Problem(path.relative_to(root).as_posix(), "id", f"{loaded['id']!r} is not the file's name")
                )
            seed.files[loaded["id"]] = path.relative_to(root).as_posix()
            seed.instruments.append(loaded)
    for path in sorted((root / "claims").glob("*.yaml")):
        for claim in read_file(root, path, claims, problems) or []:
            seed.files[claim["id"]] = path.relative_to(root).as_posix()
            seed.claims.append(claim)
    return seed, problems
