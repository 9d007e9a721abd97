"""Where facts were read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from service.domain.measure import SourceRef
from service.store.dataset import Dataset


class Citations:
    """The sources of many facts of one kind, fetched at once."""

    def __init__(self, dataset: Dataset, kind: str, owners: Iterable[object]) -> None:
        self._of: dict[str, list[SourceRef]] = defaultdict(list)
        rows = dataset.all(
            "SELECT owner, source, locator FROM citation"
            " WHERE owner_kind = ? AND owner IN (SELECT value FROM json_each(?)) ORDER BY owner, position",
            kind,
            json.dumps([str(owner) for owner in owners]),
        )
        for row in rows:
            self._of[row["owner"]].append(SourceRef(row["source"], row["locator"]))

    def of(self, owner: object) -> tuple[SourceRef, ...]:
        """The sources of one fact."""
        return tuple(self._of[str(owner)])
