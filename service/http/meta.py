"""The service about itself: its versions, its health, its contract, its problems."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request
from werkzeug.exceptions import NotFound

from schemas.health import Health
from schemas.queries import NoQuery, PlainQuery
from service.gathered import deal_with_all
from service.http import health, problems
from service.http.api import Blueprint, in_path
from service.http.context import current, service
from service.http.listing import dataset
from service.http.representations import respond, static
from service.metrics import OPEN_METRICS, PLAIN, About, metrics

blueprint = Blueprint("meta", __name__, description="The service about itself")
_AS_TEXT = {"text/plain": "The word of `status`, and each reason after a tab."}


@blueprint.route("/v1/version")
@blueprint.query(PlainQuery)
@blueprint.answers("schemas.meta:VersionSchema", "The versions.", example="/v1/version")
def get_version(asked: dict[str, Any]) -> Response:
    """Tell which code and which data answer.

    Two servers with one dataset version hold the same record. `counts` tells how many facts of each kind it has.
    """
    here = service()
    return respond({"code": here.code_version, "dataset": dataset(here), "counts": here.repository.counts()})


@blueprint.route("/healthz")
@blueprint.query(NoQuery)
@blueprint.answers("schemas.meta:HealthSchema", "The process is up.", example="/healthz", also=_AS_TEXT)
def check_health(asked: dict[str, Any]) -> Response:
    """Tell that the process is up.

    It does no work and asks nothing of the data, so a load balancer may ask as often as it likes. As plain text it is
    the one word `ok`.
    """
    return health.told(Health.OK, [])


@blueprint.route("/readyz")
@blueprint.query(NoQuery)
@blueprint.answers("schemas.meta:HealthSchema", "The data is usable.", example="/readyz", also=_AS_TEXT)
def check_readiness(asked: dict[str, Any]) -> Response:
    """Tell whether the data is usable, by one real query.

    `degraded` with the reasons when it is, but was last reviewed long ago, or stands where newer data was refused. 503
    with the reasons when it is not: then every other route that needs the data answers 503 as well. Plain text begins
    with the word, `unavailable` included, and gives each reason after a tab.
    """
    return health.told(*health.readiness(service(), current().refused))


@blueprint.route("/metrics")
@blueprint.query(NoQuery)
@blueprint.answers(
    {"type": "string"},
    "The counts, as Prometheus reads them.",
    media=PLAIN,
    also={OPEN_METRICS: "The same as OpenMetrics 1.0."},
    example="/metrics",
)
def get_metrics(asked: dict[str, Any]) -> Response:
    """Give what is counted of the service since its start, of all its workers together.

    Requests by method, route and status, the seconds that they took by route, parts lists and their lines by outcome,
    and which code and data answer, reviewed through which day. No label comes from a caller.
    """
    here = service()
    about = About(here.code_version, here.dataset_version, here.reviewed_through)
    deal_with_all()  # so that this worker has counted what it answered before
    content, content_type = metrics().written(about, request.headers.get("Accept"))
    return Response(content, content_type=content_type, headers={"Cache-Control": "no-store"})


@blueprint.route("/openapi.yaml")
@blueprint.query(NoQuery)
@blueprint.answers({"type": "object"}, "The contract as YAML.", media="application/yaml", example="/openapi.yaml")
def get_contract_yaml(asked: dict[str, Any]) -> Response:
    """Give the contract of this service as YAML.

    It is generated from the code that answers, and its examples are recorded answers.
    """
    return static(current_app.extensions["contract"].yaml, "application/yaml")


@blueprint.route("/openapi.json")
@blueprint.query(NoQuery)
@blueprint.answers({"type": "object"}, "The contract as JSON.", example="/openapi.json")
def get_contract_json(asked: dict[str, Any]) -> Response:
    """Give the contract of this service as JSON.

    The same as `/openapi.yaml`, for programs.
    """
    return static(current_app.extensions["contract"].json, "application/json")


@blueprint.route(
    "/problems/<slug>", parameters=in_path("slug", "The last part of a problem's `type`.", "unknown-mineral")
)
@blueprint.query(NoQuery)
@blueprint.answers(
    {"type": "string"},
    "What the problem means.",
    "not-found",
    media="text/plain",
    example="/problems/unknown-mineral",
)
def explain_problem(asked: dict[str, Any], slug: str) -> Response:
    """Explain a kind of problem: what it means and what to do about it.

    The `type` of every error leads here; `/v1/statuses` lists the kinds.
    """
    kind = problems.KINDS.get(slug)
    if kind is None:
        raise NotFound(f"there is no kind of problem called {slug!r}; the kinds are {', '.join(problems.KINDS)}")
    return static(f"{kind.title} (HTTP {kind.status})\n\n{kind.help}\n", "text/plain; charset=utf-8")
