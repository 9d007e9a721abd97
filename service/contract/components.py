"""What the operations of the contract share: headers, the optional key, and a response for each kind of problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.http.problems import KINDS

Json = dict[str, Any]

EVERYWHERE = (
    "unauthorised",
    "method-not-allowed",
    "uri-too-long",
    "invalid-parameter",
    "too-many-requests",
    "internal-error",
    "unavailable",
)
"""The problems that any operation may give."""

SECURITY_SCHEMES: Json = {
    "accessKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "Only where the operator has switched access keys on: `Authorization: Bearer KEY`. "
        "By default the service answers anybody who can reach it.",
    }
}


def _header(description: str, example: object, *, required: bool = False, kind: str = "string") -> Json:
    return {"description": description, "required": required, "schema": {"type": kind, "examples": [example]}}


HEADERS: Json = {
    "X-Request-ID": _header(
        "The id of the request: the caller's own, if it has 1 to 64 letters, digits, `.`, `_` or `-`, else a new one.",
        "order-42",
        required=True,
    ),
    "Dataset-Version": _header("The version of the data that is loaded.", "70a8e6cf4d7e5c1b", required=True),
    "ETag": _header(
        "The strong validator of this representation, to be sent back as `If-None-Match`.",
        '"3f1c5f0f1a7de6a1b6f0a6c2"',
        required=True,
    ),
    "Cache-Control": _header(
        "For how long the answer may be kept; never past the day that was filled in.",
        "public, max-age=60",
        required=True,
    ),
    "Vary": _header("The answer depends on these headers of the request.", "Accept", required=True),
    "Link": _header(
        "Related addresses (RFC 8288): the contract, its reference page, the state of the service, and the next page.",
        '</openapi.yaml>; rel="service-desc"; type="application/yaml"',
    ),
    "traceparent": _header(
        "Where the request carried a well-formed `traceparent` (W3C Trace Context, version 00): its trace with a new "
        "parent id. A malformed one is ignored.",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ),
    "Content-Disposition": _header("The name under which a file is saved.", 'attachment; filename="minerals.csv"'),
    "Allow": _header("The methods of this address.", "GET, HEAD, OPTIONS", required=True),
    "Retry-After": _header("Seconds to wait before the next try.", 5, required=True, kind="integer"),
    "WWW-Authenticate": _header("How to give a key.", 'Bearer realm="export-controls"', required=True),
    "RateLimit": _header("What is left of the caller's share; only where limits are on.", '"default";r=57;t=12'),
    "RateLimit-Policy": _header("The caller's share; only where limits are on.", '"default";q=60;w=60'),
}
_ALWAYS = ("X-Request-ID", "Dataset-Version", "Cache-Control", "Vary", "Link", "traceparent")
_LIMITS = ("RateLimit", "RateLimit-Policy")
_OF_PROBLEM = {405: ("Allow",), 401: ("WWW-Authenticate",), 429: ("Retry-After", *_LIMITS), 503: ("Retry-After",)}


def headers(*more: str, limited: bool = True) -> Json:
    """References to the headers of an answer: those on every one, and ``more``."""
    named = (*_ALWAYS, *more, *(_LIMITS if limited else ()))
    return {name: {"$ref": f"#/components/headers/{name}"} for name in dict.fromkeys(named)}


def response_name(slugs: Sequence[str]) -> str:
    """The name of the response for a set of kinds: ``UnknownMineralOrAmbiguousName``."""
    return "Or".join("".join(word.capitalize() for word in slug.split("-")) for slug in slugs)


def problem_response(slugs: Sequence[str], recorded: Mapping[str, Json]) -> Json:
    """The response for kinds of problem that share a status, with an answer of each kind as its example."""
    told = {
        slug.replace("-", "_"): {"summary": recorded[slug]["request"], "value": recorded[slug]["json"]}
        for slug in slugs
        if slug in recorded
    }
    lines = {
        slug.replace("-", "_"): {"summary": recorded[slug]["request"], "value": recorded[slug]["text"]}
        for slug in slugs
        if slug in recorded
    }
    status = KINDS[slugs[0]].status
    return {
        "description": " ".join(f"{KINDS[slug].title}. {KINDS[slug].help}" for slug in slugs),
        "headers": headers(*_OF_PROBLEM.get(status, ()), limited=False),
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": told},
            "text/plain": {
                "schema": {"type": "string", "description": "One line, where plain text was asked for."},
                "examples": lines,
            },
            "text/html": {"schema": {"type": "string", "description": "A page, where one was asked for."}},
        },
    }
