"""The record as its upkeep looks at it."""

from __future__ import annotations

from service.domain.hygiene import Shelf
from service.store.dataset import Dataset
from service.store.evidence import Evidence
from service.store.repository import Repository
from service.store.windows import whole


def shelf(dataset: Dataset) -> Shelf:
    """Every enacted measure, every instrument, dispute, jurisdiction and source of ``dataset``."""
    repository, evidence = Repository(dataset), Evidence(dataset)
    catalogue = whole(repository)
    return Shelf(
        instruments=tuple(evidence.instruments()),
        measures=catalogue.measures,
        disputes=catalogue.disputes,
        jurisdictions=catalogue.jurisdictions,
        opened={source.id: source.opened for source in evidence.sources()},
    )
