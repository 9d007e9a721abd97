"""An answer as bytes: which representation the caller gets, its validator, and how long it may be kept (contract 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, g, request
from werkzeug.exceptions import NotAcceptable

from schemas.queries import Format
from service.http.context import Service, service

MEDIA = {
    Format.JSON: "application/json",
    Format.TEXT: "text/plain",
    Format.CSV: "text/csv",
    Format.ICS: "text/calendar",
    Format.ATOM: "application/atom+xml",
    Format.NDJSON: "application/x-ndjson",
}
Writer = Callable[[], bytes]
"""Makes the body of one representation, only when it is the one that is wanted."""


def chosen(offered: Mapping[Format, Any]) -> Format:
    """The representation the caller wants of those offered: ``format=`` wins over ``Accept``; JSON is the default.

    Raises ``NotAcceptable`` when the caller wants none of them.
    """
    named = request.args.get("format")
    if named is not None:
        if named in offered:
            return Format(named)
        raise NotAcceptable(f"this address answers in the formats {', '.join(offered)}, not {named}")
    if request.headers.get("Accept") is None:
        return Format.JSON
    by_media = {MEDIA[word]: word for word in offered}
    best = request.accept_mimetypes.best_match(list(by_media))
    if best is None:
        raise NotAcceptable(f"this address answers {', '.join(by_media)}")
    return by_media[best]


def respond(
    body: dict[str, Any],
    others: Mapping[Format, Writer] | None = None,
    *,
    filled_in: bool = False,
    pinned: bool = False,
    filename: str | None = None,
) -> Response:
    """The response for an answer: JSON of ``body``, or one of ``others`` when the caller wants that.

    ``filled_in``: the day was not asked for, so the answer must not outlive it. ``pinned``: the address spells out the
    dataset, so the answer never changes. ``filename``, without its ending, is what a spreadsheet is saved as.
    """
    offered: dict[Format, Writer] = {Format.JSON: lambda: orjson.dumps(body), **(others or {})}
    word = chosen(offered)
    response = written(word, offered[word](), filename)
    following = body.get("links", {}).get("next")
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    validate(response, MEDIA[word])
    response.headers["Cache-Control"] = service().cache_control(filled_in=filled_in, pinned=pinned)
    g.day_filled_in = filled_in
    return response


def written(word: Format, content: bytes | Iterable[bytes], filename: str | None = None) -> Response:
    """``content`` as the representation ``word``; as a spreadsheet it is saved as ``filename``, without its ending."""
    charset = "; charset=utf-8" if MEDIA[word].startswith("text/") else ""
    response = Response(content, content_type=MEDIA[word] + charset)
    if word is Format.CSV:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename or "export-controls"}.csv"'
    return response


def validate(response: Response, media: str) -> None:
    """Give ``response`` its strong validator, and answer 304 where the caller has it already."""
    response.set_etag(etag(service(), response.get_data(), media))
    response.vary.add("Accept")
    response.make_conditional(request)


def etag(here: Service, content: bytes, media: str) -> str:
    """The strong validator of ``content``, without quotes."""
    digest = blake2b(content, digest_size=12)
    digest.update(f"|{here.dataset_version}|{here.code_version}|{media}".encode())
    return digest.hexdigest()


def static(text: str | bytes, content_type: str) -> Response:
    """A text that changes with the code alone, in its one representation."""
    response = Response(text, content_type=content_type)
    response.headers["Cache-Control"] = service().cache_control(filled_in=False, pinned=False)
    validate(response, content_type)
    return response


def uncached(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON response that nobody keeps, such as the state of health."""
    response = Response(orjson.dumps(body), status=status, content_type=MEDIA[Format.JSON])
    response.headers["Cache-Control"] = "no-store"
    return response
