"""The answer to a question in plain English, as one English sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from service.ask.interpret import Interpretation, Kind
from service.domain.explain import Words, spoken
from service.domain.vocabulary import Status
from service.http.feeds import title
from service.http.present import Json
from service.http.tables import words

_LISTED = 30
"""How many minerals a sentence names before it counts the rest."""


def sentence(reading: Interpretation, plain: Json, english: Words, latest: Json | None = None) -> str:
    """One English sentence for the plain route's answer; never a clearance.

    ``latest`` is, for a month that had no match, the answer for the latest such month that had one.
    """
    if reading.kind is Kind.STATUS:
        return f"{plain['summary']}{_but(reading, plain, english)}"
    if reading.kind is Kind.IS_STATUS:
        verdict, summary = _verdict(reading.asked_status, plain), _uncapped(plain["summary"])
        return f"{verdict}: {summary}{_but(reading, plain, english)}"
    if reading.kind is Kind.RESTRICTIONS:
        return _restrictions(reading, plain, latest)
    return _OF_KIND[reading.kind](plain)


def _verdict(asked: Status | None, plain: Json) -> str:
    """The first word: yes or no to what was asked, and neither where the record does not bear it."""
    found = Status(plain["status"])
    if found is Status.UNKNOWN:
        return "Not known"
    if plain["certainty"] == "unresolved":
        return "Unresolved"
    bound = not Status.CHARGE_ONLY.stricter_than(found)
    if asked is None:
        if found is Status.SUSPENDED:
            return "Paused"
        yes = bound
    elif asked is Status.NONE_FOUND:
        return "No" if bound else "Not cleared"
    else:
        yes = found is asked
    if yes and plain["conditional"]:
        return "Under a condition, yes"
    return "Yes" if yes else "No"


def _but(reading: Interpretation, plain: Json, english: Words) -> str:
    """Narrower cases that would get the status asked about, or any stricter one."""
    worst = [entry for entry in plain["exceptions"] if reading.asked_status in (None, entry["status"])]
    told = []
    for entry in worst[:3]:
        named = entry["destinations"]
        except_for = "all but " if named and named["mode"] == "except" else ""
        places = english.destinations(named["codes"], named["group"]) if named and named["mode"] != "all" else ""
        where = f" to {except_for}{places}" if places else ""
        use = f" for {entry['end_use']} use" if entry["end_use"] else ""
        form = f" as {', '.join(entry['forms'])}" if entry["forms"] else ""
        told.append(f"{entry['status'].replace('_', ' ')}{where}{use}{form}")
    return f" But: {'; '.join(dict.fromkeys(told))}." if told else ""


def _uncapped(text: str) -> str:
    return text[0].lower() + text[1:] if text else text


def _restrictions(reading: Interpretation, plain: Json, latest: Json | None) -> str:
    window, minerals = plain["window"], plain["minerals"]
    days = _days(window["from"], window["to"])
    what = {"imposed": "newly restricted", "announced": "announced to be restricted", "in_force": "under restriction"}
    done = what[window["basis"]]
    if reading.asked_status is not None:
        done = f"{done} ({reading.asked_status.replace('_', ' ')})"
    why = plain["interpretation"]["why"]
    reason = f" ({why})" if plain["interpretation"]["month"] and "asked" not in why else ""
    if not minerals:
        return f"No mineral on record was {done} {days}{reason}; this is not a clearance.{_elsewhere(latest)}"
    counted = "1 mineral was" if len(minerals) == 1 else f"{len(minerals)} minerals were"
    listed = ", ".join(minerals[:_LISTED]) + (f" and {len(minerals) - _LISTED} more" if len(minerals) > _LISTED else "")
    others = plain["other_years"]
    years = ", ".join(f"{year['month']} ({year['count']})" for year in others)
    also = f" Other years: {years}." if years else ""
    return f"{counted} {done} {days}{reason}: {listed}.{_limits(plain['data'])}{also}"


def _limits(rows: list[Json]) -> str:
    """That some of it binds only some, so that nobody reads a ban for one destination as one for all."""
    narrow = [row for row in rows if row["end_use"] or row["destinations"]["mode"] != "all"]
    if not narrow:
        return ""
    whom = "These bind" if len(narrow) == len(rows) else "Some of these bind"
    return f" {whom} certain destinations or end uses only: see the rows."


def _elsewhere(latest: Json | None) -> str:
    if latest is None or not latest["minerals"]:
        return ""
    start = date.fromisoformat(latest["window"]["from"])
    return f" The latest such month with a match is {start:%B} {start.year}, with {len(latest['minerals'])}."


def _days(first: str, last: str) -> str:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return f"on {spoken(start)}"
    month_end = end == date.max or (end + date.resolution).day == 1
    if start.day == 1 and month_end and (start.year, start.month) == (end.year, end.month):
        return f"in {start:%B} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"in {start.year}"
    return f"from {spoken(start)} to {spoken(end)}"


def _first(plain: Json) -> str:
    if not plain["data"]:
        return "The record holds no such restriction of it; this is not a clearance."
    row = plain["data"][0]
    conditional = " under a condition" if row["conditional"] else ""
    number = f" ({row['number']})" if row["number"] else ""
    codes = words(row["destinations"])
    scope = f", for exports to {codes.replace('!', 'all but ')}" if codes else ""
    scope += f" for {row['end_use']} use" if row["end_use"] else ""
    name = row["mineral"].replace("-", " ")
    became = f"{name[0].upper()}{name[1:]} first became {row['status'].replace('_', ' ')}"
    day = spoken(date.fromisoformat(row["on"]))
    return f"{became} on {day}{conditional}{scope}, as far as the record goes: {row['title']}{number}."


def _next(plain: Json) -> str:
    change = plain["next_change"]
    day = spoken(date.fromisoformat(plain["as_of"]))
    if change is None:
        return f"No change of {plain['mineral']['name'].lower()} is on record after {day}."
    told = title({**change, "mineral_name": plain["mineral"]["name"], "before": change["from"], "after": change["to"]})
    return f"The next change on record after {day} is on {spoken(date.fromisoformat(change['on']))}: {told}."


def _changes(plain: Json) -> str:
    days = _days(plain["window"]["from"], plain["window"]["to"])
    if not plain["data"]:
        return f"No change of status is on record {days}."
    first = plain["data"][0]
    counted = "1 change of status is" if plain["total"] == 1 else f"{plain['total']} changes of status are"
    return f"{counted} on record {days}, the first on {spoken(date.fromisoformat(first['on']))}: {title(first)}."


def _reported(plain: Json) -> str:
    if not plain["data"]:
        return "The record holds no such statement."
    standing: dict[str, int] = {}
    for row in plain["data"]:
        standing[row["standing"]] = standing.get(row["standing"], 0) + 1
    told = ", ".join(f"{count} {word}" for word, count in standing.items())
    first = plain["data"][0]
    return f"{plain['total']} statements ({told}), none of which sets a status; the first: {first['statement']}"


_OF_KIND: dict[Kind, Callable[[Json], str]] = {
    Kind.FIRST: _first,
    Kind.NEXT: _next,
    Kind.CHANGES: _changes,
    Kind.REPORTED: _reported,
}
