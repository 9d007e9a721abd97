"""Which civil day a moment lies in, and when that day ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.domain.frozen import frozen


@frozen
class Day:
    """A civil day of a zone with the moments of its beginning and of its end, which is the next day's beginning."""

    day: date
    begin: datetime
    end: datetime


class Days:
    """The civil days of a zone. The last one that was found is kept, for most moments lie in the same."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._last: Day | None = None

    def at(self, moment: datetime) -> Day:
        """The day that holds ``moment``, an aware datetime."""
        last = self._last
        if last is None or not last.begin <= moment < last.end:
            day = moment.astimezone(self._zone).date()
            begin, end = (
                datetime.combine(each, time(), self._zone).astimezone(moment.tzinfo)
                for each in (day, day + timedelta(days=1))
            )
            last = self._last = Day(day, begin, end)
        return last
