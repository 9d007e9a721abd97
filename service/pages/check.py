"""A list to be checked, without a script: read from a form, sent to the API from inside, and nothing is kept."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import BadRequest

from service.http import inside
from service.http.bodies import bounded
from service.http.context import service
from service.http.listing import dataset
from service.http.present import Json
from service.pages import choices

SHOWN = 150
"""Lines that a page without a script shows; the table has them all."""
_FIELDS = 65_536
"""Bytes that the form around a list may have."""
_DEFAULTS = (*choices.SCOPE, "date")
BODY: Json = {
    "required": True,
    "description": "The form of the page: a list as a file or pasted, and what holds for every line that says nothing.",
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "The list as a table."},
                    "list": {"type": "string", "description": "The list, pasted."},
                    **{name: {"type": "string", "description": "For every line."} for name in _DEFAULTS},
                    "as": {"type": "string", "description": "`csv` for the result as a table."},
                },
            }
        }
    },
}


def view() -> Json:
    """The form, with what can be chosen and how much may be sent."""
    here = service()
    nothing = dict.fromkeys(_DEFAULTS)
    limits = {"bytes": here.settings.max_body, "lines": here.settings.max_lines}
    return {
        "asked": nothing,
        "choices": choices.of(here, nothing),
        "limits": limits,
        "result": None,
        "dataset": dataset(here),
    }


def wants_table() -> bool:
    """Whether the form wants the result as a table. The first to look into the body, so that it is bounded here."""
    limit = service().settings.max_body + _FIELDS
    bounded(limit)
    request.max_form_memory_size = limit
    return request.form.get("as") == "csv"


def sent() -> tuple[bytes, str]:
    """The list that the form brought, and the address of the API that checks it. Raises ``BadRequest``."""
    file, pasted = request.files.get("file"), request.form.get("list", "")
    content = file.read() if file else pasted.encode()
    if not content.strip():
        raise BadRequest("choose a file with a list, or paste one")
    said = {name: request.form[name] for name in _DEFAULTS if request.form.get(name)}
    return content, inside.address("/v1/screenings", said)


def table() -> Response:
    """The result as a table, as the API writes it."""
    content, wanted = sent()
    return _asked(content, wanted, "text/csv")


def result() -> Json:
    """The page of the form with the result below it."""
    content, wanted = sent()
    found = _asked(content, wanted, "application/json").get_json()
    said = {name: request.form.get(name) or None for name in _DEFAULTS}
    return {**view(), "asked": said, "result": found, "shown": SHOWN, "address": wanted}


def _asked(content: bytes, wanted: str, media: str) -> Response:
    return inside.response(wanted, method="POST", data=content, content_type="text/csv", headers={"Accept": media})
