"""The tree of forms in which a mineral is traded.

A measure that names a form covers the forms below it; asked for a form above the one it names, it applies to a part of
what is asked and therefore conditionally (contract, "Forms").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from service.domain.frozen import frozen


class Fit(Enum):
    """How a named form relates to the one that is asked for."""

    COVERED = "covered"
    PARTLY = "partly"
    APART = "apart"


@frozen
class FormTree:
    """``parents`` maps each form to the one above it, or None at the top; ``raw`` are the raw forms at the top."""

    parents: Mapping[str, str | None]
    raw: frozenset[str] = frozenset()

    def __contains__(self, form: object) -> bool:
        return form in self.parents

    def line(self, form: str) -> tuple[str, ...]:
        """``form`` and every form above it, nearest first. ``form`` must be in the tree."""
        found = [form]
        while (parent := self.parents[found[-1]]) is not None:
            found.append(parent)
        return tuple(found)

    def fit(self, named: str, asked: str) -> Fit:
        """How far a measure naming ``named`` covers goods asked about as ``asked``."""
        if named in self.line(asked):
            return Fit.COVERED
        if asked in self.line(named):
            return Fit.PARTLY
        return Fit.APART

    def is_raw(self, form: str) -> bool:
        """Whether ``form`` is ore, concentrate, waste or scrap, or below one of these."""
        return self.line(form)[-1] in self.raw

    def all_raw(self, forms: Iterable[str]) -> bool:
        """Whether there are forms and every one of them is raw."""
        listed = tuple(forms)
        return bool(listed) and all(self.is_raw(form) for form in listed)
