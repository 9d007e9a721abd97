"""The names that questions are read with: those of the real record."""

from __future__ import annotations

import pytest

from service.ask.words import jurisdiction_code
from service.store.repository import Repository


class RecordLexicon:
    """The record's own names; of the sources only those whose id or publisher is one word."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def mineral(self, words: str) -> str:
        """The id of a mineral by any of its names."""
        return self._repository.mineral_named(words).mineral

    def jurisdiction(self, words: str) -> str | None:
        """The code of a jurisdiction by its code, its name or a usual one."""
        return jurisdiction_code(words, self._repository.jurisdiction_names)

    def source(self, words: str) -> str | None:
        """The id of a source by its id or publisher."""
        row = self._repository.dataset.one(
            "SELECT id FROM source WHERE id = ?1 COLLATE NOCASE OR publisher = ?1 COLLATE NOCASE ORDER BY id", words
        )
        return None if row is None else str(row["id"])

    def form(self, words: str) -> str | None:
        """A form by its id or title."""
        titles = self._repository.form_titles
        return next((form for form, title in titles.items() if words.casefold() in {form, title.casefold()}), None)


@pytest.fixture(scope="session")
def lexicon(repository: Repository) -> RecordLexicon:
    """The names of the real record."""
    return RecordLexicon(repository)
