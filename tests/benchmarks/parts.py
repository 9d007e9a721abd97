"""The parts list of the benchmarks: ten thousand lines by names, CAS numbers and codes, and junk among them."""

from __future__ import annotations

import random
from itertools import cycle, islice
from typing import Any

from service.store.repository import Repository

LINES = 10_000
DESTINATIONS = (
    "US", "DE", "JP", "FR", "GB", "KR", "IN", "BR", "MX", "CA",
    "AU", "IT", "ES", "NL", "SE", "PL", "CH", "TR", "TH", "VN",
)  # fmt: skip


def parts(repository: Repository) -> list[dict[str, Any]]:
    """The list: the same on every run; 40 minerals, 20 destinations."""
    chance = random.Random(5)  # noqa: S311 - a list, no secret
    minerals = [mineral for mineral in repository.minerals() if mineral.symbol][:40]
    lines = []
    for number, mineral in enumerate(islice(cycle(minerals), LINES)):
        naming: list[dict[str, Any]] = [
            {"material": mineral.name}, {"symbol": mineral.symbol}, {"material": mineral.name_zh},
            {"cas": mineral.cas} if mineral.cas else {"material": mineral.id},
            {"hs_code": chance.choice(("2604", "28053019", "2846", "811292"))},
            {"material": f"junk {number % 300}"},
        ]  # fmt: skip
        lines.append(
            {
                "ref": f"P-{number}",
                **chance.choice(naming),
                "origin": "CN",
                "destination": chance.choice(DESTINATIONS),
                "date": "2025-12-01",
                "quantity": chance.randint(1, 500),
            }
        )
    return lines
