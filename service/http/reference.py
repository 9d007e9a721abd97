"""The contract as a page for people: Swagger UI from a package, served from here, so that it needs no internet."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Response, current_app, render_template, url_for

from schemas.queries import NoQuery
from service.http.api import Blueprint, in_path
from service.http.assets import Shelf, policy, read
from service.http.representations import static

blueprint = Blueprint("reference", __name__, description="The contract as a page", template_folder="templates")

ASSETS = Shelf(
    *read(files("flask_swagger_ui") / "dist", "swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"),
    *read(files("service.http") / "static", "reference.css", "reference.js"),
)
"""All that is served, by name. Of the package only its ``dist``: its own page has inline script and no policy."""
POLICY = policy({"img-src": "'self' data:"})
"""The arrows and buttons in Swagger UI's style sheet are data. Fonts it has none, and may get none from elsewhere."""


@blueprint.route("/docs")
@blueprint.query(NoQuery)
@blueprint.answers({"type": "string"}, "The page.", media="text/html", example="/docs")
def get_reference_page(asked: dict[str, Any]) -> Response:
    """Give the contract as a page for people.

    Every operation can be tried on this server, and no other is asked.
    """
    html = render_template("reference.html", title=current_app.config["API_TITLE"], assets=ASSETS, address=_address)
    response = static(html, "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.route(
    "/docs/assets/<name>",
    parameters=in_path("name", "A file of `/docs`; with a hash in its name it never changes.", "reference.js"),
)
@blueprint.query(NoQuery)
@blueprint.answers(
    {"type": "string"},
    "The file.",
    "not-found",
    media="text/javascript",
    example="/docs/assets/reference.js",
    also={"text/css": "A style sheet.", "image/png": "The page's icon."},
)
def get_reference_asset(asked: dict[str, Any], name: str) -> Response:
    """Give a file that the reference page loads.

    The page asks for it by a name with its hash, whose bytes may be kept for a year.
    """
    return ASSETS.response(name)


def _address(name: str) -> str:
    return url_for("reference.get_reference_asset", name=ASSETS[name].kept_name)
