"""An answer as bytes: negotiation, validators and how long it may be kept (contract 6)."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import NotAcceptable

from service.http.context import service

JSON = "application/json"
YEAR = 31_536_000


def respond(body: dict[str, Any], *, filled_in: bool = False, pinned: bool = False) -> Response:
    """The JSON response for ``body``.

    ``filled_in``: the day was not asked for, so the answer must not outlive it. ``pinned``: the address spells out the
    dataset, so the answer never changes. Raises ``NotAcceptable`` when the caller accepts no JSON.
    """
    if request.headers.get("Accept") is not None and not request.accept_mimetypes.best_match([JSON]):
        raise NotAcceptable("this address answers application/json")
    response = Response(orjson.dumps(body), content_type=JSON)
    here = service()
    digest = blake2b(response.get_data(), digest_size=12)
    digest.update(f"|{here.dataset_version}|{here.code_version}|{JSON}".encode())
    response.set_etag(digest.hexdigest())
    response.vary.add("Accept")
    response.headers["Cache-Control"] = _cache_control(filled_in=filled_in, pinned=pinned)
    response.make_conditional(request)
    return response


def _cache_control(*, filled_in: bool, pinned: bool) -> str:
    here = service()
    if pinned and not filled_in:
        return f"public, max-age={YEAR}, immutable"
    age = here.settings.max_age
    if filled_in and here.settings.today is None:
        age = min(age, here.seconds_left_today())
    return f"public, max-age={age}"


def uncached(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON response that nobody keeps, such as the state of health."""
    response = Response(orjson.dumps(body), status=status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response
