"""A parts list as it comes in: which of the forms it has, and how large it may be."""

from __future__ import annotations

import codecs

import orjson
from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from service import sheets
from service.http.bodies import bounded
from service.http.context import Service
from service.http.problems import WrongParameters
from service.http.screening.parts import PartsList, TooManyColumns, of_json, of_sheet
from service.http.screening.pieces import lines_of


def received(here: Service) -> PartsList:
    """The list that was sent, in whichever of the forms. Raises an HTTP error for what cannot be read at all."""
    limit = here.settings.max_body
    bounded(limit)
    try:
        sent = _by_media(here)
    except RequestEntityTooLarge as error:
        raise RequestEntityTooLarge(f"a list may have {limit:,} bytes") from error
    most = here.settings.max_lines
    if len(sent.given) > most:
        raise RequestEntityTooLarge(f"a list may have {most:,} lines, this one has {len(sent.given):,}")
    return sent


def _by_media(here: Service) -> PartsList:
    if request.content_encoding not in (None, "identity"):
        raise UnsupportedMediaType(f"the body is {request.content_encoding}: send it as it is")
    match request.mimetype:
        case "application/json":
            return _json(_body(here))
        case "text/csv" | "text/tab-separated-values":
            return _sheet(_body(here), request.mimetype_params.get("charset"))
        case "multipart/form-data":
            file = request.files.get("file")
            if file is None or len(request.files.getlist("file")) + len(request.form) > 1:
                raise BadRequest(
                    "a form has one field, `file`, with one file; what holds for all lines is in the query"
                )
            return _sheet(file.read(), file.mimetype_params.get("charset"))
    raise UnsupportedMediaType(
        "send the list as application/json, text/csv or text/tab-separated-values, or as the field `file` of "
        "multipart/form-data"
    )


def _body(here: Service) -> bytes:
    content = request.get_data()
    if len(content) > here.settings.max_body:
        raise RequestEntityTooLarge
    if len(content) < (request.content_length or 0):  # gunicorn hands a body that broke off on as if it were whole
        raise BadRequest(f"the body broke off: {len(content):,} of its {request.content_length:,} bytes came")
    return content


def _json(content: bytes) -> PartsList:
    text = content.removeprefix(codecs.BOM_UTF8)
    lines = lines_of(text)
    try:
        body = orjson.loads(text) if lines is None else {"lines": lines}
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is no JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("lines"), list):
        raise WrongParameters({"lines": ["the body is an object with a list `lines` and, if you like, `defaults`"]})
    if unknown := sorted(set(body) - {"lines", "defaults"}):
        raise WrongParameters({unknown[0]: ["is no member of the body (known: defaults, lines)"]})
    defaults = {} if body.get("defaults") is None else body["defaults"]
    if not isinstance(defaults, dict):
        raise WrongParameters({"defaults": ["must be an object"]})
    try:
        return of_json(body["lines"], defaults)
    except TooManyColumns as error:
        raise WrongParameters({"lines": [str(error)]}) from error


def _sheet(content: bytes, charset: str | None) -> PartsList:
    try:
        return of_sheet(sheets.read(content, charset))
    except sheets.UnreadableSheet as error:
        raise BadRequest(str(error)) from error
