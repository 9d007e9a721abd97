"""How a program, a crawler or a newcomer finds the way: the root, the catalogue (RFC 9727), llms.txt and robots.txt."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import orjson
from flask import Response, current_app

from schemas.queries import NoQuery
from service.http.api import Blueprint
from service.http.context import service
from service.http.listing import dataset
from service.http.representations import respond, static

blueprint = Blueprint("discovery", __name__, description="How to find the way here")

ABOUT = {
    "summary": "What applies to the export of a mineral on a day, since when, by which instrument, how certainly.",
    "description": files("service.http").joinpath("front_page.md").read_text(encoding="utf-8"),
    "license": {"name": "MIT", "identifier": "MIT"},
    "contact": {"name": "The maintainers"},
}
CONTRACT, REFERENCE, HEALTH, CATALOGUE = "/openapi.yaml", "/docs", "/readyz", "/.well-known/api-catalog"
_RELATED = {
    "service-desc": [
        {"href": CONTRACT, "type": "application/yaml"},
        {"href": "/openapi.json", "type": "application/json"},
    ],
    "service-doc": [{"href": REFERENCE, "type": "text/html"}, {"href": "/llms.txt", "type": "text/plain"}],
    "status": [{"href": HEALTH, "type": "application/json"}],
}
LINKS = ", ".join(
    f'<{targets[0]["href"]}>; rel="{relation}"; type="{targets[0]["type"]}"' for relation, targets in _RELATED.items()
)
"""The header ``Link`` of every answer (RFC 8631)."""
_QUESTIONS = {
    "What is the control status of dysprosium, today, to Germany, for civil use, and who says so?": (
        "/v1/minerals/dysprosium/status?destination=DE&end_use=civil"
    ),
    "Which minerals were restricted in April?": "/v1/restrictions?month=04",
    "The same in plain English": "/v1/ask?q=which+minerals+were+restricted+in+April",
    "On which days does a status change next?": "/v1/changes",
}
_PROFILE = "https://www.rfc-editor.org/info/rfc9727"


def root(drawn_from: str) -> Response:
    """What this is and where to begin; ``drawn_from`` is the address whose answer the page for people shows."""
    body = {
        "title": "Mineral export controls",
        "summary": ABOUT["summary"],
        "questions": [{"question": question, "href": href} for question, href in _QUESTIONS.items()],
        "versions": [{"version": "v1", "href": "/v1/version", "state": "current"}],
        "dataset": dataset(service()),
        "links": {
            "contract": CONTRACT,
            "reference": REFERENCE,
            "vocabulary": "/v1/statuses",
            "screenings": "/v1/screenings",
            "catalogue": CATALOGUE,
            "health": HEALTH,
            "map": drawn_from,
        },
    }
    response = respond(body)
    response.headers.add("Link", f'<{CATALOGUE}>; rel="api-catalog"')
    return response


@blueprint.route(CATALOGUE)
@blueprint.query(NoQuery)
@blueprint.answers(
    "schemas.meta:CatalogueSchema", "The catalogue.", media="application/linkset+json", example=CATALOGUE
)
def get_catalogue(asked: dict[str, Any]) -> Response:
    """Give the catalogue of the APIs here: there is one (RFC 9727, as a linkset of RFC 9264).

    Addresses in it are path-absolute, as everywhere in this service.
    """
    linkset = {"linkset": [{"anchor": "/v1", **_RELATED}]}
    response = static(orjson.dumps(linkset), f'application/linkset+json; profile="{_PROFILE}"')
    response.headers.add("Link", f'<{CATALOGUE}>; rel="api-catalog"')
    return response


@blueprint.route("/llms.txt")
@blueprint.query(NoQuery)
@blueprint.answers({"type": "string"}, "The service for machine readers.", media="text/plain", example="/llms.txt")
def get_llms_txt(asked: dict[str, Any]) -> Response:
    """Tell a language model how to ask and how to read the answers.

    Markdown, made from the contract: what the service is, how answers are read, and every route in a line.
    """
    return static(_for_machines(current_app.extensions["contract"].document), "text/plain; charset=utf-8")


@blueprint.route("/robots.txt")
@blueprint.query(NoQuery)
@blueprint.answers({"type": "string"}, "What a crawler may fetch.", media="text/plain", example="/robots.txt")
def get_robots_txt(asked: dict[str, Any]) -> Response:
    """Tell crawlers what to leave alone.

    Answers differ by day and scope without end, so there is nothing to gain by walking through them.
    """
    return static("User-agent: *\nDisallow: /v1/\nAllow: /\n", "text/plain; charset=utf-8")


def _for_machines(contract: dict[str, Any]) -> str:
    """llms.txt: a title, a summary, how to read answers, and the routes as a list of links."""
    routes = [
        f"- [{method.upper()} {path}]({path}): {operation['summary']}"
        for path, item in contract["paths"].items()
        for method, operation in item.items()
    ]
    questions = [f"- {question} [{href}]({href})" for question, href in _QUESTIONS.items()]
    parts = [
        f"# {contract['info']['title']}",
        f"> {ABOUT['summary']}",
        ABOUT["description"],
        "## Questions\n\n" + "\n".join(questions),
        "## Routes\n\n" + "\n".join(routes),
        f"## Contract\n\n- [OpenAPI 3.1]({CONTRACT}): every parameter, field and error, with recorded answers",
    ]
    return "\n\n".join(str(part).strip() for part in parts) + "\n"
