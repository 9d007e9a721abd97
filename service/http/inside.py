"""Asking this service from inside, as a caller would: by an address, through the route's own checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, current_app

from service.http.context import SERVICE, service
from service.http.present import Json


def address(route: str, params: Mapping[str, Any]) -> str:
    """``route`` with those of ``params`` that are not None."""
    given = {name: str(value) for name, value in params.items() if value is not None}
    return route + ("?" + urlencode(given) if given else "")


def response(wanted: str, **request: Any) -> Response:
    """The answer of the address ``wanted``; ``request`` tells a method, headers or a body, else it is a plain GET.

    Raises what the route raises. It is answered from the dataset of the request under way, and counted with it.
    """
    with current_app.test_request_context(wanted, environ_overrides={SERVICE: service()}, **request):
        return current_app.make_response(current_app.dispatch_request())


def body(wanted: str, **request: Any) -> Json:
    """The answer of the address ``wanted`` as JSON."""
    found: Json = orjson.loads(response(wanted, **request).get_data())
    return found
