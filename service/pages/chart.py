"""A timeline as a chart: each measure a row of bars on one scale of days, in hundredths of the width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from service.domain.frozen import frozen
from service.http.present import Json

_BACK, _AHEAD = 8, 4
"""Years before and after the day that is asked about that a chart shows at most."""


def first_day(text: str) -> date:
    """The first day of what is known to the day, the month or the year."""
    return date.fromisoformat(text + "0001-01-01"[len(text) :])


@frozen
class Bar:
    """A period in which a measure is in one state: where it begins, how long it is, and what it is in words."""

    x: str
    width: str
    state: str
    words: Json


@dataclass(slots=True)
class Row:
    """A measure: its entry in the timeline, and its bars."""

    entry: Json
    bars: list[Bar] = field(default_factory=list)
    reviewed: str | None = None
    """Where the review of its origin's record ends."""


class Scale:
    """Days as places from left to right."""

    def __init__(self, entries: Iterable[Json], as_of: str) -> None:
        days = [first_day(day) for entry in entries for day in (entry["from"], entry["until"]) if day]
        asked = date.fromisoformat(as_of).year
        first = max(min((day.year for day in days), default=asked), asked - _BACK)
        last = min(max((day.year for day in days), default=asked) + 1, asked + _AHEAD)
        self.start = date(max(1, min(first, asked)), 1, 1)
        self.end = date(min(9999, max(last, asked + 1)), 1, 1)

    def share(self, day: date) -> float:
        """The place of a day, 0 to 100; what lies beyond an end is at that end."""
        whole = (self.end - self.start).days
        return min(100.0, max(0.0, 100 * (day - self.start).days / whole))

    def place(self, day: str) -> str | None:
        """The place of a day as a length; None where it lies beyond the ends."""
        wanted = first_day(day)
        return _percent(self.share(wanted)) if self.start <= wanted < self.end else None

    @property
    def years(self) -> list[tuple[str, int]]:
        """The place of each year's first day, and the year."""
        return [
            (_percent(self.share(date(year, 1, 1))), year) for year in range(self.start.year, self.end.year)
        ]  # the last year ends where the scale does


@frozen
class Chart:
    """Everything that is drawn: goods first, then lists of parties, readings and events as marks."""

    scale: Scale
    goods: list[Row]
    parties: list[Row]
    readings: list[tuple[str, Json]]
    events: list[tuple[str, Json]]


def chart(entries: list[Json], as_of: str, reviewed: Mapping[str, str]) -> Chart:
    """The chart of a timeline's ``entries``; ``reviewed`` tells for origins through which day they were reviewed."""
    scale = Scale(entries, as_of)
    rows: dict[str, Row] = {}
    for entry in entries:
        if entry["kind"] != "period":
            continue
        row = rows.setdefault(entry["measures"][0], Row(entry))
        if entry["origin"] in reviewed:
            row.reviewed = scale.place(reviewed[entry["origin"]])
        row.bars += _bars(entry, scale)
    in_order = sorted(rows.values(), key=lambda row: str(row.entry["origin"]))
    return Chart(
        scale,
        [row for row in in_order if row.entry["status"] is not None],
        [row for row in in_order if row.entry["status"] is None],
        list(_marks(entries, "reading", scale)),
        list(_marks(entries, "event", scale)),
    )


def _marks(entries: Iterable[Json], kind: str, scale: Scale) -> Iterator[tuple[str, Json]]:
    """What begins on a day within the scale, with its place."""
    for entry in entries:
        if entry["kind"] == kind and entry["from"] and (place := scale.place(entry["from"])):
            yield place, entry


def _bars(entry: Json, scale: Scale) -> list[Bar]:
    """The bar of a period; none where its first day is not known or all of it lies outside the scale."""
    if entry["from"] is None:
        return []
    start = scale.share(first_day(entry["from"]))
    end = scale.share(first_day(entry["until"])) if entry["until"] else 100.0
    if end <= 0 or start >= 100:
        return []
    return [Bar(_percent(start), _percent(max(end - start, 0.3)), entry["state"], entry)]


def _percent(share: float) -> str:
    return f"{share:.2f}%"
