"""The words of one dataset: forms, places, groups of destinations, origins. Small, and the same for every question."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from service.domain.forms import FormTree
from service.domain.model import Jurisdiction
from service.store.dataset import Dataset
from service.store.told import known_day


class Vocabulary:
    """What the answers from one dataset are worded with."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def forms(self) -> FormTree:
        """The tree of forms."""
        rows = self.dataset.all("SELECT id, parent, raw FROM form ORDER BY id")
        return FormTree({r["id"]: r["parent"] for r in rows}, frozenset(r["id"] for r in rows if r["raw"]))

    @cached_property
    def form_titles(self) -> dict[str, str]:
        """The readable name of each form."""
        return {row["id"]: row["title"] for row in self.dataset.all("SELECT id, title FROM form ORDER BY id")}

    @cached_property
    def unions(self) -> dict[str, frozenset[str]]:
        """The members of each union of jurisdictions."""
        found: dict[str, set[str]] = defaultdict(set)
        sql = (
            "SELECT g.id, m.code FROM destination_group g JOIN destination_group_member m ON m.destination_group = g.id"
            " WHERE g.is_union"
        )
        for row in self.dataset.all(sql):
            found[row["id"]].add(row["code"])
        return {union: frozenset(codes) for union, codes in found.items()}

    @cached_property
    def jurisdiction_names(self) -> dict[str, str]:
        """The English name of every code that may be an origin or a destination."""
        rows = self.dataset.all(
            "SELECT code, name FROM country UNION ALL SELECT id, name FROM destination_group WHERE is_union ORDER BY 1"
        )
        return {row["code"]: row["name"] for row in rows}

    @cached_property
    def groups(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The name of each destination group, unions included, and its members' codes."""
        codes: dict[str, list[str]] = defaultdict(list)
        for row in self.dataset.all("SELECT destination_group, code FROM destination_group_member ORDER BY 1, 2"):
            codes[row["destination_group"]].append(row["code"])
        rows = self.dataset.all("SELECT id, name FROM destination_group ORDER BY id")
        return {row["id"]: (row["name"], tuple(codes[row["id"]])) for row in rows}

    @cached_property
    def jurisdictions(self) -> dict[str, Jurisdiction]:
        """Every origin on record."""
        rows = self.dataset.all("SELECT * FROM jurisdiction ORDER BY code")
        return {
            r["code"]: Jurisdiction(
                r["code"], r["name"], known_day(r["reviewed_through"]), r["completeness"], r["review_derived"]
            )
            for r in rows
        }

    def counts(self) -> dict[str, int]:
        """How many entries of each countable kind the dataset holds."""
        kinds = ("mineral", "instrument", "measure", "source", "event", "claim", "figure")
        return {f"{kind}s": self.dataset.summary(kind) for kind in kinds}
