"""Errors as RFC 9457 problems: one table from what went wrong to a status, a published type and a title."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, UnprocessableEntity
from werkzeug.http import HTTP_STATUS_CODES

from service.domain import errors
from service.domain.evidence import UnknownSource
from service.domain.frozen import frozen


class DatasetDiffers(errors.DomainError):
    """The address pins a dataset version that is not the one loaded."""

    parameter = "dataset"

    def __init__(self, asked: str, loaded: str) -> None:
        super().__init__(f"the address pins dataset {asked}, but {loaded} is loaded")
        self.asked = asked
        self.loaded = loaded


class BadCursor(errors.DomainError):
    """The cursor was altered, or belongs to another query or another dataset."""

    parameter = "cursor"

    def __init__(self) -> None:
        super().__init__("is no cursor of this query on the dataset that is loaded; begin again without it")


class WrongParameters(UnprocessableEntity):
    """A 422 that names what is wrong: ``messages`` by parameter, and in ``near`` the words that may have been meant."""

    def __init__(self, messages: Mapping[str, Sequence[str]], near: Sequence[str] = ()) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, texts in messages.items() for text in texts))
        self.messages, self.near = messages, near


@frozen
class Kind:
    """A published kind of problem: its slug under /problems/, its HTTP status, its title and what to do about it."""

    slug: str
    status: int
    title: str
    help: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "invalid-parameter",
            422,
            "A parameter is wrong",
            "See `errors`: each names a parameter and what is wrong with it.",
        ),
        Kind(
            "unknown-mineral",
            404,
            "No mineral has this name",
            "Nothing is matched by nearness; `did_you_mean` lists near names.",
        ),
        Kind("ambiguous-name", 404, "The name fits several minerals", "Ask for one of the `candidates` by its id."),
        Kind("unknown-instrument", 404, "No instrument has this id", "Ids are listed by /v1/instruments."),
        Kind("unknown-source", 404, "No source has this id", "Ids are listed by /v1/sources."),
        Kind(
            "not-an-export",
            422,
            "The goods do not leave the customs territory",
            "Origin and destination are one territory.",
        ),
        Kind(
            "dataset-differs",
            409,
            "Another dataset is loaded",
            "Drop `dataset=`, or ask the server that holds the version.",
        ),
        Kind("not-found", 404, "There is nothing at this address", "See /openapi.yaml for the addresses."),
        Kind("method-not-allowed", 405, "The method is not allowed here", "The header Allow lists the methods."),
        Kind(
            "not-acceptable",
            406,
            "The answer cannot be given in this form",
            "The detail lists the forms in which it can.",
        ),
        Kind("too-large", 413, "The list is too large", "The detail names the limit; send the list in parts."),
        Kind(
            "unsupported-media-type",
            415,
            "The list cannot be read in this form",
            "The detail lists the forms in which it can.",
        ),
        Kind("uri-too-long", 414, "The address is too long", "Addresses are limited to 4,000 bytes."),
        Kind("bad-request", 400, "The request cannot be read", "Check the syntax of the request."),
        Kind(
            "unauthorised",
            401,
            "An access key is needed",
            "Send `Authorization: Bearer KEY` with a key that the operators gave you.",
        ),
        Kind("too-many-requests", 429, "Too many requests", "Wait for the seconds that the header Retry-After tells."),
        Kind("unavailable", 503, "The data cannot be used", "Try again later; /readyz gives the reasons."),
        Kind("internal-error", 500, "Something went wrong in the service", "Report the request id to the operators."),
    )
}
_OF_STATUS = {
    401: "unauthorised",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    414: "uri-too-long",
    415: "unsupported-media-type",
    422: "invalid-parameter",
    429: "too-many-requests",
}
_OF_ERROR: dict[type[Exception], str] = {
    errors.UnknownMineral: "unknown-mineral",
    errors.AmbiguousName: "ambiguous-name",
    errors.UnknownInstrument: "unknown-instrument",
    UnknownSource: "unknown-source",
    errors.NotAnExport: "not-an-export",
    DatasetDiffers: "dataset-differs",
}


def problem(kind: Kind, detail: str, **members: Any) -> Response:
    """The response for a problem of ``kind``; ``members`` fill the published extension members."""
    body = {
        "type": f"/problems/{kind.slug}",
        "title": kind.title,
        "status": members.pop("status", kind.status),
        "detail": detail,
        "instance": request.path,
        "request_id": g.get("request_id"),
        "errors": [],
        "did_you_mean": [],
        "candidates": [],
        "understood": [],
        **members,
    }
    if wants_text():
        response = Response(_line(body), status=body["status"], content_type="text/plain; charset=utf-8")
    else:
        response = Response(orjson.dumps(body), status=body["status"], content_type="application/problem+json")
    if response.status_code == 503:
        response.headers["Retry-After"] = "5"
    return response


def wants_text() -> bool:
    """Whether the caller asked for plain text; a spreadsheet or a calendar gets its errors as problems."""
    named = request.args.get("format")
    if named is not None or request.headers.get("Accept") is None:
        return named == "text"
    offered = ["application/json", "application/problem+json", "text/plain", "text/csv"]
    return request.accept_mimetypes.best_match(offered) == "text/plain"


def _line(body: dict[str, Any]) -> str:
    """The problem in one line: ``error 422 as_of: is no calendar day …``."""
    named = "; ".join(f"{error['parameter']}: {error['detail']}" for error in body["errors"])
    hint = f" (did you mean {', '.join(body['did_you_mean']).rstrip('?')}?)" if body["did_you_mean"] else ""
    hint += f" (candidates: {', '.join(body['candidates'])})" if body["candidates"] else ""
    return " ".join(f"error {body['status']} {named or body['detail']}{hint}".split()) + "\n"


def from_domain(error: errors.DomainError) -> Response:
    """A domain error as a problem; one about a parameter of the query is 422 whatever it is about."""
    kind = KINDS[_OF_ERROR.get(type(error), "invalid-parameter")]
    in_query = error.parameter in request.args
    if in_query and kind.status == 404:
        kind = KINDS["invalid-parameter"]
    named: list[dict[str, Any]] = []
    if error.parameter is not None and (in_query or kind.status == 422):
        named.append({"parameter": error.parameter, "code": kind.slug.replace("-", "_"), "detail": str(error)})
    return problem(
        kind,
        str(error),
        errors=named,
        did_you_mean=list(getattr(error, "suggestions", ())),
        candidates=list(getattr(error, "candidates", ())),
        understood=list(getattr(error, "forms", ())),
    )


def of_status(status: int) -> str:
    """The slug of the kind of problem that an HTTP status without a better reason is."""
    return _OF_STATUS.get(status, "bad-request" if status < 500 else "internal-error")


def from_http(error: HTTPException) -> Response:
    """An HTTP error of the framework as a problem, with the headers the framework gave it (``Allow``)."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect is no problem
    slug = of_status(status)
    detail = error.description or HTTP_STATUS_CODES.get(status, "")
    if detail == NotFound.description:  # the framework speaks of typing an address into a browser
        detail = "there is nothing at this address"
    messages, near = (error.messages, error.near) if isinstance(error, WrongParameters) else ({}, ())
    named = [
        {"parameter": name, "code": "invalid_parameter", "detail": text}
        for name, texts in messages.items()
        for text in texts
    ]
    response = problem(KINDS[slug], detail, status=status, errors=named, did_you_mean=list(near))
    for name, value in error.get_response().headers.items():
        if name in ("Allow", "WWW-Authenticate", "Retry-After"):
            response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Let every error of ``app`` leave as a problem."""
    app.register_error_handler(errors.DomainError, from_domain)
    app.register_error_handler(HTTPException, from_http)

    @app.errorhandler(sqlite3.Error)
    def _no_data(error: sqlite3.Error) -> Response:
        app.logger.error("the database cannot be read: %s", error)
        return problem(KINDS["unavailable"], "the database cannot be read")

    @app.errorhandler(Exception)
    def _anything_else(error: Exception) -> Response:
        app.logger.exception("request %s failed", g.get("request_id"))
        return problem(
            KINDS["internal-error"], f"report request {g.get('request_id')}", status=InternalServerError.code
        )
