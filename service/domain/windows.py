"""Which window of days a question about restrictions means: days as given, a month, or the latest such month."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from service.domain.errors import BadWindow
from service.domain.frozen import frozen
from service.domain.restrictions import Restriction, Window


class Searching(Protocol):
    """A search for restrictions in any window."""

    def within(self, window: Window) -> tuple[Restriction, ...]:
        """Every restriction that counts in ``window``, by day, mineral and measure."""

    def boundary_years(self) -> tuple[int, int]:
        """The first and the last year in which anything on record begins, ends or was published."""


@frozen
class YearOfMonth:
    """A year in which the month asked for has matches."""

    year: int
    minerals: tuple[str, ...]
    count: int


@frozen
class Chosen:
    """The window that a question means, why, what it holds, and the other years of a month without a year."""

    window: Window
    why: str
    rows: tuple[Restriction, ...]
    others: tuple[YearOfMonth, ...] = ()


def choose(search: Searching, month: str | None, start: date | None, end: date | None, today: date) -> Chosen:
    """The window of a month (``YYYY-MM``, or ``MM`` for the latest with a match) or of days, and what it holds.

    One of ``month`` and ``start`` is given; an absent ``end`` is ``today``. Raises :class:`BadWindow`.
    """
    if month is None:
        window, why = _of_days(start, end, today)
    elif len(month) == len("MM"):
        return _latest_month(search, int(month), today)
    else:
        window, why = _of_month(month), "the month as asked"
    return Chosen(window, why, search.within(window))


def _of_days(start: date | None, end: date | None, today: date) -> tuple[Window, str]:
    if start is None:
        raise BadWindow("month", "give a month, or from and to")
    last = end or today
    if start > last:
        raise BadWindow("from", f"{start} is after the end of the window, {last}")
    why = "the days as asked" if end else f"from the day as asked to {today}, since no end was given"
    return Window(start, last), why


def _of_month(month: str) -> Window:
    try:
        return Window.of_month(int(month[:4]), int(month[5:]))
    except ValueError as error:
        raise BadWindow("month", f"{month!r} is no month of the calendar") from error


def _latest_month(search: Searching, month: int, today: date) -> Chosen:
    """The latest such month up to ``today`` with a match, else the latest; and every other year that has one."""
    first, last = search.boundary_years()
    years = range(first, max(last, today.year) + 1)
    matches = {year: rows for year in years if (rows := search.within(Window.of_month(year, month)))}
    begun = [year for year in years if date(year, month, 1) <= today]
    chosen = max((year for year in begun if year in matches), default=max(begun, default=today.year))
    others = tuple(
        YearOfMonth(year, tuple(sorted({row.mineral for row in rows})), len(rows))
        for year, rows in matches.items()
        if year != chosen
    )
    named = f"{chosen:04}-{month:02}"
    if chosen in matches:
        why = f"{named} is the latest month {month:02} up to {today} with a match"
    else:
        why = f"no month {month:02} up to {today} has a match; {named} is the latest"
    return Chosen(Window.of_month(chosen, month), why, matches.get(chosen, ()), others)
