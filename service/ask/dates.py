"""From the words for a day, a month or a year to days of the calendar, by rule.

Nothing is guessed: a day that does not exist is refused by name, and whatever the words leave open is either refused
or settled by one of the rules below, which then says so in ``assumed``.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from service.ask.errors import Refusal
from service.domain.frozen import frozen

DAY = timedelta(days=1)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # the calendar module's names follow the locale


class Unit(StrEnum):
    """What a stretch of days is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DAYS = "days"


@frozen
class Stretch:
    """Days from ``start`` to ``end``, both included. ``bare`` marks a month whose year was not said."""

    start: date
    end: date
    unit: Unit
    assumed: str | None = None
    bare: bool = False

    @property
    def month(self) -> str:
        """The month of its first day, ``YYYY-MM``."""
        return self.start.isoformat()[:7]


def number_of(text: str) -> int:
    """The number that a figure with or without an ordinal ending stands for."""
    return int("".join(letter for letter in text if letter in "0123456789"))


def month_number(name: str) -> int:
    """1 to 12 for an English month or its first letters (the grammar knows no others)."""
    return [month[:3].casefold() for month in MONTHS].index(name.casefold()[:3]) + 1


def day_of(year: int, month: int, day: int, text: str) -> Stretch:
    """The one day. Raises :class:`Refusal` naming ``text`` when the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Refusal(f"{text!r} is no day of the calendar") from error
    return Stretch(found, found, Unit.DAY)


def one_day(day: date, assumed: str | None = None) -> Stretch:
    """A day that is known already, such as yesterday."""
    return Stretch(day, day, Unit.DAY, assumed)


def month_of(year: int, month: int, text: str) -> Stretch:
    """The whole month. Raises :class:`Refusal` naming ``text`` when the calendar has no such month."""
    first = day_of(year, month, 1, text).start if 1 <= month <= 12 else None
    if first is None:
        raise Refusal(f"{text!r} is no month of the calendar")
    return Stretch(first, first.replace(day=calendar.monthrange(year, month)[1]), Unit.MONTH)


def year_of(year: int, text: str) -> Stretch:
    """The whole year. Raises :class:`Refusal` naming ``text`` when the calendar has no such year."""
    return Stretch(day_of(year, 1, 1, text).start, date(year, 12, 31), Unit.YEAR)


def bare_month(month: int, today: date, text: str, *, ahead: bool) -> Stretch:
    """A month whose year was not said: the latest that has begun, or ``ahead`` the first that is not over."""
    if ahead:
        found = _nearest(month, today, text, ahead=True, over=True)
        why = f"no year was said, so {found.month}, the first {MONTHS[month - 1]} that is not over"
    else:
        found = _nearest(month, today, text, ahead=False, over=False)
        why = f"no year was said, so {found.month}, the latest {MONTHS[month - 1]} that has begun"
    return replace(found, assumed=why, bare=True)


def relative_month(which: str, month: int, today: date, text: str) -> Stretch:
    """``last April`` (the latest that is over before today), ``this April`` (of today's year), ``next April``."""
    if which == "LAST":
        found = _nearest(month, today, text, ahead=False, over=True)
        why = f"the latest {MONTHS[month - 1]} that is over before {today}"
    elif which == "THIS":
        found, why = month_of(today.year, month, text), f"the {MONTHS[month - 1]} of {today.year:04}"
    else:
        found = _nearest(month, today, text, ahead=True, over=False)
        why = f"the first {MONTHS[month - 1]} that begins after {today}"
    return replace(found, assumed=f"{text!r} is read as {found.month}, {why}")


def _nearest(month: int, today: date, text: str, *, ahead: bool, over: bool) -> Stretch:
    """The month of this or the next year; ``over``: measured by its last day, not by its first."""
    this = month_of(today.year, month, text)
    mark = this.end if over else this.start
    if ahead:
        shift = 0 if (mark >= today if over else mark > today) else 1
    else:
        shift = 0 if (mark < today if over else mark <= today) else -1
    return month_of(today.year + shift, month, text)


def relative_unit(which: str, unit: Unit, today: date, text: str) -> Stretch:
    """``last month``, ``this year`` and the like: whole calendar months and years."""
    shift = {"LAST": -1, "THIS": 0, "NEXT": 1}[which]
    if unit is Unit.YEAR:
        found = year_of(today.year + shift, text)
        return replace(found, assumed=f"{text!r} is the year {found.start.year:04}")
    months = today.year * 12 + today.month - 1 + shift
    found = month_of(months // 12, months % 12 + 1, text)
    return replace(found, assumed=f"{text!r} is {found.month}")


def span(which: str, number: int, unit: str, today: date, text: str) -> Stretch:
    """``the next 30 days``, ``the last 2 months``: counted from today, which is included."""
    sign = -1 if which == "LAST" else 1
    try:
        if unit == "MONTH_UNIT":
            months = today.year * 12 + today.month - 1 + sign * number
            year, month = months // 12, months % 12 + 1
            far = date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
        else:
            far = today + sign * number * (7 * DAY if unit == "WEEK_UNIT" else DAY)
    except (ValueError, OverflowError) as error:
        raise Refusal(f"{text!r} leaves the calendar") from error
    start, end = sorted((today, far))
    return Stretch(start, end, Unit.DAYS, f"{text!r} is counted from today, {today}")


def day_after(day: date) -> date:
    """The next day. Raises :class:`Refusal` at the end of the calendar."""
    if day == date.max:
        raise Refusal(f"there is no day after {day}")
    return day + DAY


def day_before(day: date) -> date:
    """The day before. Raises :class:`Refusal` at the beginning of the calendar."""
    if day == date.min:
        raise Refusal(f"there is no day before {day}")
    return day - DAY


def status_day(stretch: Stretch, today: date) -> Stretch:
    """The day on which a status asked for a month or a year is given: its last day, or today while it runs."""
    if stretch.unit is Unit.DAY:
        return stretch
    if stretch.unit is Unit.DAYS:
        raise Refusal("a status is given for one day; ask what changes in those days")
    if stretch.start <= today <= stretch.end:
        day, why = today, f"the {stretch.unit} is not over, so today"
    else:
        day, why = stretch.end, f"a status is given for one day: the last of the {stretch.unit}"
    return one_day(day, why if stretch.assumed is None else f"{stretch.assumed}; {why}")
