"""Named sets of destinations as codes: one model for unions, chart columns and "all except", expanded once here."""

from __future__ import annotations

from service.build.seed import Seed


def destination_codes(seed: Seed) -> dict[str, frozenset[str]]:
    """The ISO 3166-1 alpha-2 codes of each destination group of a checked seed, by the group's id.

    A group lists its members or, under ``all_except``, whatever else the list of countries holds; both may name a
    group that stands before it.
    """
    expanded: dict[str, frozenset[str]] = {}
    for group in seed.destination_groups:
        listed = group["codes"] or group["all_except"]
        codes = frozenset(code for name in listed for code in expanded.get(name, frozenset({name})))
        expanded[group["id"]] = codes if group["codes"] else frozenset(seed.countries) - codes
    return expanded
