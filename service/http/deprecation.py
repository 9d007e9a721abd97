"""How a route goes: announced on every answer and in the contract, long before it is gone."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any

from flask import Response, after_this_request
from werkzeug.http import http_date

from service.http.api import documented_by


def deprecated(since: date, sunset: date, successor: str, why: str) -> Callable[[Any], Any]:
    """Announce that a route goes; stands directly beneath ``route``, so that its errors say so as well.

    ``since`` is the day from which nobody should begin to use it, ``sunset`` the first day on which it may be gone;
    ``successor`` is the address to use instead and ``why`` one that explains it, both path-absolute. Every answer then
    carries ``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594), and the contract marks the operation. Raises
    ``ValueError`` where it would be gone before it is deprecated.
    """
    if sunset < since:
        raise ValueError(f"the sunset {sunset} lies before the deprecation {since}")
    told = {
        "Deprecation": f"@{calendar.timegm(since.timetuple())}",
        "Sunset": http_date(datetime.combine(sunset, time(), UTC)),
    }
    link = f'<{why}>; rel="deprecation", <{why}>; rel="sunset", <{successor}>; rel="successor-version"'

    def announce(response: Response) -> Response:
        response.headers.update(told)
        response.headers.add("Link", link)
        return response

    def decorate(view: Any) -> Any:
        @wraps(view)
        def announced(*args: Any, **kwargs: Any) -> Any:
            after_this_request(announce)
            return view(*args, **kwargs)

        return documented_by(lambda book: book.doc(deprecated=True))(announced)

    return decorate
