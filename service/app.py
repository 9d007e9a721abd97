"""The application: the only place where the parts meet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from werkzeug.exceptions import RequestURITooLarge

from service import patterns  # noqa: F401 - before anything imports marshmallow

# isort: split
from service import access, edge, front, logs, metrics, observed, telemetry
from service.contract.document import Contract
from service.http import (
    ask,
    changes,
    discovery,
    evidence,
    export,
    instruments,
    lists,
    meta,
    minerals,
    problems,
    reference,
    restrictions,
    screenings,
    vocabulary,
)
from service.http.context import KEY, Service, service
from service.http.rules import MatchedRule
from service.http.tags import request_id
from service.pages import errors as error_pages
from service.pages import routes as pages
from service.settings import Settings
from service.store.codes import Codes
from service.store.current import Current
from service.store.dataset import Dataset
from service.store.evidence import Evidence
from service.store.repository import Repository

if TYPE_CHECKING:
    from service.shares import Shares

_LONGEST_TARGET = 4000
_PARTS = (
    minerals,
    restrictions,
    changes,
    screenings,
    ask,
    instruments,
    lists,
    evidence,
    vocabulary,
    export,
    pages,
    discovery,
    reference,
    meta,
)
"""In the order of the contract: the questions first, the service about itself last."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    *,
    now: Callable[[], datetime] = _utc_now,
    ticks: Callable[[], float] = time.monotonic,
    timer: Callable[[], float] = time.perf_counter,
) -> Flask:
    """The WSGI application.

    ``settings`` None, as a server asks, reads the environment and sets up the log, which is the process's and not an
    application's. ``now`` is the only clock, an aware datetime; ``ticks`` are the seconds after which the database file
    is looked at again, and ``timer`` only tells how long answers took. Raises ``SettingsError`` for a bad environment
    and ``UnusableDatabase`` for a database that cannot be served.
    """
    chosen = settings if settings is not None else Settings.from_env(os.environ)
    if settings is None:
        logs.configure(chosen.log_format, chosen.log_level)
    first = Dataset(chosen.database)
    with ThreadPoolExecutor(1) as aside:  # SQLite reads the whole file meanwhile, on another processor
        verified = aside.submit(first.verify)
        app = routes()
    verified.result()

    def bound(dataset: Dataset) -> Service:
        return Service(chosen, Repository(dataset), Evidence(dataset), Codes(dataset), now, app.config["API_VERSION"])

    def opened() -> Service:
        dataset = Dataset(chosen.database)
        dataset.verify()
        return bound(dataset)

    app.extensions[KEY] = Current(chosen.database, bound(first), opened, ticks)
    keys, shares = access.keys_of(chosen), _shares(chosen)
    front.stand(app, chosen, keys, shares)
    edge.stand(app, chosen)
    access.guard(app, chosen, keys, lambda: None if shares is None else shares.limit(app, chosen.max_body))
    if chosen.otel:
        telemetry.instrument(app)
    counts = app.extensions[metrics.KEY] = metrics.Metrics(now().timestamp())
    app.wsgi_app = observed.Observed(app, counts, timer)  # type: ignore[method-assign]  # outermost: it times all
    return app


def _shares(chosen: Settings) -> Shares | None:
    """What the settings leave to each caller; None where they set no limit."""
    if chosen.rate_limit is None:
        return None
    from service import shares  # noqa: PLC0415 - its library takes as long as Flask, and most services have no rate

    return shares.Shares(chosen)


def routes() -> Flask:
    """The application without data: its routes and, under ``extensions["contract"]``, the contract they make."""
    app = Flask("service", static_folder=None)
    app.url_rule_class = MatchedRule
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(
        API_TITLE="Mineral export controls",
        API_VERSION=version("export-controls-service"),
        OPENAPI_VERSION="3.1.0",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.extensions["contract"] = Contract(app)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    problems.register(app)
    error_pages.show(app)
    app.before_request(_begin)
    app.after_request(observed.note)  # runs last: what is registered last comes first
    app.after_request(front.keep)
    app.after_request(_finish)
    return app


def _begin() -> None:
    g.request_id = request_id(request.environ)
    service()  # bound here, so that the whole request is answered from one dataset
    target = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path
    if len(target.encode()) > _LONGEST_TARGET:
        raise RequestURITooLarge(f"an address may have {_LONGEST_TARGET} bytes")


def _finish(response: Response) -> Response:
    response.headers["Dataset-Version"] = service().dataset_version
    response.headers.add("Link", discovery.LINKS)
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response
