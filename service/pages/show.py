"""How a page is shown: its frame, its files, its policy and its validator."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Response, g, render_template, request, url_for

from service.http.api import Blueprint
from service.http.assets import Shelf, policy, read
from service.http.context import service
from service.http.representations import validate
from service.pages import wording

blueprint = Blueprint("pages", __name__, description="Pages for people", template_folder="templates")
for name, wording_filter in wording.FILTERS.items():
    blueprint.add_app_template_filter(wording_filter, name)

HTML = "text/html"
ASSETS = Shelf(*read(files("service.pages") / "static", "page.css", "page.js", "icon.svg"))
"""All that the pages load."""
POLICY = policy({"form-action": "'self'"})
_OFFERED = ("application/json", "application/problem+json", "text/plain", "text/csv", HTML)


def wants_page() -> bool:
    """Whether the caller would rather have a page than anything for programs, as every browser says of itself."""
    if request.args.get("format") is not None or request.headers.get("Accept") is None:
        return False
    return request.accept_mimetypes.best_match(_OFFERED) == HTML


def drawn(template: str, **values: Any) -> str:
    """The page that ``template`` makes of ``values``."""
    return render_template(f"pages/{template}", assets=ASSETS, asset=_address, **values)


def page(template: str, *, filled_in: bool, **values: Any) -> Response:
    """The response with a page, kept as long as the answer that it is drawn from; ``filled_in`` as for that one."""
    response = dressed(Response(drawn(template, root=root(), **values)))
    validate(response, HTML)
    g.day_filled_in = filled_in
    response.headers["Cache-Control"] = service().cache_control(filled_in=filled_in, pinned=False)
    return response


def dressed(response: Response) -> Response:
    """``response`` said to be a page, under the policy of pages."""
    response.headers["Content-Type"] = f"{HTML}; charset=utf-8"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def root() -> str:
    """The address of this service, as a line of the shell needs it."""
    return service().settings.public_url or request.url_root.rstrip("/")


def _address(name: str) -> str:
    return url_for("pages.get_page_asset", file=ASSETS[name].kept_name)
