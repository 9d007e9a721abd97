"""Small records for tables of boundary days: one mineral, one origin, and what a test adds."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.domain.forms import FormTree
from service.domain.measure import Cover, Destinations, Item, Measure, Suspension
from service.domain.model import Coverage, Dispute, Jurisdiction, Mineral, Record
from service.domain.vocabulary import DestinationMode, End, MeasureType, Movement, Regime, Subject

TREE = FormTree(
    {
        "metal": None,
        "powder": "metal",
        "compound": None,
        "oxide": "compound",
        "ore": None,
        "scrap": None,
        "magnet": None,
    },
    frozenset({"ore", "scrap"}),
)


def day(text: str) -> date:
    """A day of 2025 written as MM-DD, or any day in full."""
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


def only(*codes: str) -> Destinations:
    """These destinations and no other."""
    return Destinations(DestinationMode.ONLY, frozenset(codes))


def item(*forms: str, condition: str | None = None) -> Item:
    """A line that names ``forms``."""
    return Item(goods=" and ".join(forms) or "listed goods", forms=forms, condition=condition)


def pause(start: str, until: str | None, published: str | None = None) -> Suspension:
    """A pause, published on its first day unless told."""
    return Suspension(day(start), day(until) if until else None, "pause", day(published or start))


def measure(name: str = "m", **changes: Any) -> Measure:
    """A dual-use licence on all forms to everywhere from 10 March 2025, published on 1 March; and what differs."""
    words: dict[str, Any] = {
        "id": name,
        "instrument": f"instrument-{name}",
        "origin": "CN",
        "type": MeasureType.LICENCE,
        "regime": Regime.DUAL_USE,
        "subject": Subject.GOODS,
        "binds": frozenset({Movement.EXPORT}),
        "destinations": Destinations(),
        "end_use": None,
        "published": day("03-01"),
        "start": day("03-10"),
        "until": None,
        "end": End.OPEN,
        "covers": (Cover("foolium", True, (item("metal", "compound"),)),),
        "title": name,
        "summary": name,
        **changes,
    }
    return Measure(**words)


def record(*measures: Measure, disputes: tuple[Dispute, ...] = (), **changes: Any) -> Record:
    """A record of foolium from China, covered since 2020 and reviewed through 2025."""
    words: dict[str, Any] = {
        "mineral": Mineral("foolium", "Foolium", None, "Fo", None, None, "minor_metal"),
        "measures": measures,
        "disputes": disputes,
        "coverage": {"CN": Coverage("CN", "foolium", date(2020, 1, 1), "read")},
        "jurisdictions": {"CN": Jurisdiction("CN", "China", date(2025, 12, 31), "complete")},
        "forms": TREE,
        "unions": {"EU": frozenset({"DE", "FR"})},
        **changes,
    }
    return Record(**words)
