"""From a name to a mineral: exactly, or not at all. Nearness only ever feeds suggestions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from service.domain.errors import AmbiguousName
from service.domain.frozen import frozen

_GAPS = re.compile(r"[\s_\-\u2010-\u2015]+")
_IDENTITY = frozenset({"id", "name", "name_zh"})
"""A mineral's own names outrank symbols, CAS numbers and synonyms: synthetic diamond is the mineral of that name."""


@frozen
class NameHit:
    """A mineral that carries the name that was looked up, as what, and the form that the name implies."""

    mineral: str
    kind: str
    form: str | None


def key(name: str) -> str:
    """The spelling under which names are compared: Unicode NFKC, case folded, gaps and hyphens as one hyphen."""
    return _GAPS.sub("-", unicodedata.normalize("NFKC", name).strip()).casefold()


def own_first(hits: Sequence[NameHit]) -> list[NameHit]:
    """Those of ``hits`` by a mineral's own names, or all of them where there are none."""
    return [hit for hit in hits if hit.kind in _IDENTITY] or list(hits)


def choose(name: str, hits: Sequence[NameHit]) -> NameHit | None:
    """The one mineral that ``hits`` mean, or None when there are none.

    Raises :class:`AmbiguousName` when they mean several.
    """
    found = own_first(hits)
    minerals = sorted({hit.mineral for hit in found})
    if len(minerals) > 1:
        raise AmbiguousName(name, minerals)
    if not found:
        return None
    forms = {hit.form for hit in found}
    return NameHit(minerals[0], found[0].kind, forms.pop() if len(forms) == 1 else None)
