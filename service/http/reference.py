"""The contract as a page for people: Swagger UI from a package, served from here, so that it needs no internet."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha384
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from werkzeug.exceptions import NotFound

from schemas.queries import NoQuery
from service.http.api import Blueprint, in_path
from service.http.context import service
from service.http.representations import static

blueprint = Blueprint("reference", __name__, description="The contract as a page", template_folder="templates")


@dataclass(frozen=True)
class Asset:
    """A file that the page loads: its name, its media type and its bytes."""

    name: str
    content_type: str
    content: bytes

    @cached_property
    def digest(self) -> bytes:
        """The SHA-384 of the bytes, the digest that browsers check."""
        return sha384(self.content).digest()

    @property
    def integrity(self) -> str:
        """What the page says of the bytes, for the browser to refuse any others."""
        return "sha384-" + b64encode(self.digest).decode()

    @property
    def kept_name(self) -> str:
        """The name with the content in it, under which the bytes never change and may be kept."""
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{self.digest.hex()[:16]}.{ending}"


def _read(folder: Traversable, *names: str) -> tuple[Asset, ...]:
    return tuple(Asset(name, _TYPES[name.rpartition(".")[2]], (folder / name).read_bytes()) for name in names)


_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "png": "image/png"}
ASSETS = {
    asset.name: asset
    for asset in (  # read at import, so that a service without them does not start
        *_read(files("flask_swagger_ui") / "dist", "swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"),
        *_read(files("service.http") / "static", "reference.css", "reference.js"),
    )
}
"""All that is served, by name. Of the package only its ``dist``: its own page has inline script and no policy."""
_KEPT = {asset.kept_name: asset for asset in ASSETS.values()}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the arrows and buttons in Swagger UI's style sheet are data
        "connect-src 'self'",
        "font-src 'self'",  # it has no fonts of its own, and may get none from elsewhere
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


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

    The page asks for it by a name with its hash, whose bytes may be kept for a year; under the plain name it is kept
    shortly. By plain names alone, a cache could hold bytes after an upgrade that the new page's integrity refuses.
    """
    found = _KEPT.get(name) or ASSETS.get(name)
    if found is None:
        raise NotFound(f"the reference page has no such file; its files are {', '.join(ASSETS)}")
    response = Response(found.content, content_type=found.content_type)
    response.set_etag(found.digest.hex())
    response.headers["Cache-Control"] = service().cache_control(filled_in=False, pinned=name in _KEPT)
    response.make_conditional(request)
    return response


def _address(name: str) -> str:
    return url_for("reference.get_reference_asset", name=ASSETS[name].kept_name)
