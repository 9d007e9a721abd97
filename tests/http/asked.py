"""Addresses of questions that go over many minerals, drawn by chance from the words of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from urllib.parse import urlencode

from schemas.queries import MineralSort
from service.domain.evidence import BEARS_ON_STATUS
from service.domain.vocabulary import Basis, EndUse, Standing, Status
from service.store.dataset import Dataset

Words = Mapping[str, Sequence[str]]
Asked = dict[str, str | None]
_ORIGINS = ("CN", "ID", "ZW", "CD", "EU", "US", "RU", "AU", "DE", "ZA")
_DESTINATIONS = ("US", "DE", "JP", "EU", "RU", "CN", "TW", "GB")
_KINDS = ("renewals", "end_user_lists", "related", "formalities")


def words_of(dataset: Dataset) -> Words:
    """What the record knows, by the parameter that takes it."""
    columns = {
        "mineral": "SELECT id FROM mineral",
        "group": "SELECT DISTINCT member_of FROM mineral_group",
        "instrument": "SELECT id FROM instrument",
        "source": "SELECT id FROM source",
        "list": "SELECT id FROM critical_list",
        "event kind": "SELECT DISTINCT kind FROM event",
        "figure kind": "SELECT DISTINCT kind FROM figure",
        "source kind": "SELECT DISTINCT kind FROM source",
        "q": "SELECT DISTINCT substr(key, 1, 4) FROM mineral_name WHERE length(key) > 4",
        "code": "SELECT DISTINCT substr(code, 1, 4) FROM item_hs_code UNION SELECT DISTINCT control_code FROM item"
        " WHERE control_code GLOB '[0-9][A-E][0-9]*'",
    }
    return {name: [row[0] for row in dataset.all(f"{sql} ORDER BY 1")] for name, sql in columns.items()}


def addresses(chance: Random, words: Words) -> Iterator[str]:
    """Addresses without end, in turn on each of the routes."""
    routes: dict[str, Callable[[Random, Words], Asked]] = {
        "/v1/restrictions": _restrictions,
        "/v1/changes": _changes,
        "/v1/minerals": _minerals,
        "/v1/instruments": _instruments,
        "/v1/events": _events,
        "/v1/claims": _claims,
        "/v1/figures": _figures,
        "/v1/sources": _sources,
        "/v1/jurisdictions": _jurisdictions,
        "/v1/lists": _lists,
    }
    while True:
        for route, draw in routes.items():
            asked = draw(chance, words) | {
                "limit": str(chance.choice((1, 3, 20, 50, 500))),
                "format": _some(chance, ("csv", "text"), 0.2),
            }
            yield f"{route}?{urlencode({name: value for name, value in asked.items() if value is not None})}"


def _some(chance: Random, words: Sequence[str], share: float) -> str | None:
    """One of ``words`` in this share of the cases, else none."""
    return chance.choice(words) if chance.random() < share else None


def _day(chance: Random, first: int = 2012) -> date:
    return date(first, 1, 1) + timedelta(days=chance.randrange(365 * (2034 - first)))


def _scope(chance: Random, words: Words) -> Asked:
    origin = _some(chance, _ORIGINS, 0.4)
    others = [code for code in _DESTINATIONS if code != origin]
    return {
        "mineral": _some(chance, words["mineral"], 0.4),
        "origin": origin,
        "destination": None
        if origin == "DE"
        else _some(chance, [c for c in others if {c, origin} != {"EU", "DE"}], 0.3),
        "end_use": _some(chance, list(EndUse), 0.2),
        "known_at": _day(chance).isoformat() if chance.random() < 0.2 else None,
    }


def _restrictions(chance: Random, words: Words) -> Asked:
    window: Asked = {"month": f"{chance.randrange(2012, 2030)}-{chance.randrange(1, 13):02}"}
    draw = chance.random()
    if draw < 0.25:
        window = {"month": f"{chance.randrange(1, 13):02}"}
    elif draw < 0.6:
        start = _day(chance)
        window = {"from": start.isoformat(), "to": (start + timedelta(days=chance.randrange(2000))).isoformat()}
    kinds = ",".join(chance.sample(_KINDS, chance.randrange(1, 5))) if chance.random() < 0.5 else None
    return {
        **_scope(chance, words),
        **window,
        "basis": chance.choice(list(Basis)),
        "status": _some(chance, list(Status), 0.15),
        "include": kinds,
        "as_of": _day(chance).isoformat() if chance.random() < 0.2 else None,
    }


def _changes(chance: Random, words: Words) -> Asked:
    start = _day(chance)
    length = chance.choice((1, 30, 365, 3650))
    return {
        **_scope(chance, words),
        "from": start.isoformat(),
        "to": (start + timedelta(days=length)).isoformat() if chance.random() < 0.9 else None,
        "format": _some(chance, ("csv", "text", "ics", "atom"), 0.2),
    }


def _minerals(chance: Random, words: Words) -> Asked:
    status = _some(chance, list(Status), 0.1)
    return {
        "q": _some(chance, words["q"], 0.4),
        "group": _some(chance, words["group"], 0.2),
        "list": _some(chance, words["list"], 0.2),
        "code": _some(chance, words["code"], 0.2),
        "status": status,
        "as_of": _day(chance).isoformat() if status else None,
        "sort": _some(chance, list(MineralSort), 0.6),
    }


def _instruments(chance: Random, words: Words) -> Asked:
    return {"jurisdiction": _some(chance, _ORIGINS, 0.4), "mineral": _some(chance, words["mineral"], 0.5)}


def _events(chance: Random, words: Words) -> Asked:
    days = sorted((_day(chance).isoformat(), _day(chance).isoformat()))
    return {
        "mineral": _some(chance, words["mineral"], 0.3),
        "instrument": _some(chance, words["instrument"], 0.2),
        "kind": _some(chance, words["event kind"], 0.2),
        "from": _some(chance, days[:1], 0.4),
        "to": _some(chance, days[1:], 0.4),
        "sort": _some(chance, ("day", "-day"), 0.5),
    }


def _claims(chance: Random, words: Words) -> Asked:
    return {
        "mineral": _some(chance, words["mineral"], 0.3),
        "source": _some(chance, words["source"][:6], 0.3),
        "standing": _some(chance, list(Standing), 0.3),
        "topic": _some(chance, sorted(BEARS_ON_STATUS), 0.3),
    }


def _figures(chance: Random, words: Words) -> Asked:
    return {
        "mineral": _some(chance, words["mineral"], 0.3),
        "kind": _some(chance, words["figure kind"], 0.3),
        "standing": _some(chance, list(Standing), 0.3),
        "source": _some(chance, words["source"][:6], 0.3),
    }


def _sources(chance: Random, words: Words) -> Asked:
    return {"kind": _some(chance, words["source kind"], 0.4), "opened": _some(chance, ("true", "false"), 0.4)}


def _jurisdictions(chance: Random, words: Words) -> Asked:
    return {"mineral": _some(chance, words["mineral"], 0.7)}


def _lists(chance: Random, words: Words) -> Asked:
    return {}
