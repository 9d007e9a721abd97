"""Changes of status as a calendar and as a feed, for people who want to be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from hashlib import blake2b

from flask import request

from service.http.context import Service
from service.http.inside import address
from service.http.present import Json
from service.http.tables import words


def title(row: Json) -> str:
    """A change in one line: what, from where to where, for what, from which status to which."""
    route = f"from {row['origin']}"
    if to := words(row["destinations"]):
        route += f" to {to.replace('!', 'all but ')}"
    if row["end_use"]:
        route += f" for {row['end_use']} use"
    if row["forms"]:
        route += f" as {', '.join(row['forms'])}"
    doubt = " (unresolved)" if row["certainty"] == "unresolved" else ""
    return f"{row['mineral_name']} {route}: {_spoken(row['before'])} to {_spoken(row['after'])}{doubt}"


def _spoken(status: str) -> str:
    return status.replace("_", " ")


def ident(row: Json) -> str:
    """An id that stays the same as long as the change is the same."""
    told = (row["on"], row["mineral"], row["origin"], words(row["destinations"]), row["end_use"], *row["forms"])
    return blake2b("|".join(str(part) for part in told).encode(), digest_size=12).hexdigest()


def _answer(here: Service, row: Json) -> str:
    """The address of the answer that has changed."""
    return _root(here) + address(f"/v1/minerals/{row['mineral']}/status", question(here, row))


def question(here: Service, row: Json) -> dict[str, str | None]:
    """The question whose answer has changed: with the destination, end use and form that the change is about."""
    return {
        "as_of": row["on"],
        "origin": row["origin"],
        "destination": _one_place(here, row["destinations"]),
        "end_use": row["end_use"],
        "form": row["forms"][0] if row["forms"] else None,
    }


def _one_place(here: Service, named: Json | None) -> str | None:
    """The destination to ask about, where one stands for all that are named: a union, or the first of those listed."""
    if named is None:
        return None
    if named["group"] is not None:
        return str(named["group"]) if named["group"] in here.repository.unions else None
    return str(named["codes"][0]) if named["mode"] == "only" else None


def _stamp(here: Service) -> datetime:
    """When the record was last reviewed: the only moment that a calendar without a clock can name."""
    reviewed = max(j.reviewed_through for j in here.repository.jurisdictions.values())
    return datetime.combine(reviewed, time(), UTC)


def _root(here: Service) -> str:
    return here.settings.public_url or request.url_root.rstrip("/")


def calendar(here: Service, rows: Iterable[Json]) -> bytes:
    """The changes as all-day events (RFC 5545)."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - few callers want it, and each start would wait for it

    found = Calendar()
    found.add("prodid", "-//mineral export controls//changes//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Mineral export controls: changes of status")
    for row in rows:
        event = Event()
        event.add("uid", f"{ident(row)}@export-controls")
        event.add("dtstamp", _stamp(here))
        event.add("dtstart", date.fromisoformat(row["on"]))
        event.add("summary", title(row))
        event.add("description", f"{row['because']}. Not legal advice.")
        event.add("url", _answer(here, row))
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def atom(here: Service, rows: Iterable[Json]) -> bytes:
    """The changes as a feed (RFC 4287), the latest first."""
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - as above

    root = _root(here)
    feed = FeedGenerator()
    feed.id(f"{root}/v1/changes")
    feed.title("Mineral export controls: changes of status")
    feed.author(name="Mineral export controls")
    feed.link(href=f"{root}{request.full_path.rstrip('?')}", rel="self")
    feed.updated(_stamp(here))
    feed.generator("export-controls")
    for row in rows:
        entry = feed.add_entry()  # puts it before the others
        entry.id(f"urn:export-controls:change:{ident(row)}")
        entry.title(title(row))
        entry.updated(datetime.combine(date.fromisoformat(row["on"]), time(), UTC))
        entry.link(href=_answer(here, row))
        entry.summary(f"{row['on']}: {row['because']}.")
    return bytes(feed.atom_str(pretty=True))
