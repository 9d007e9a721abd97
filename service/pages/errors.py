"""A problem in the place of a page, drawn as one for whoever would rather have pages. All others stay as they are."""

from __future__ import annotations

from flask import Flask, Response, request, url_for

from service.http.inside import address
from service.http.present import Json
from service.pages.show import blueprint, drawn, dressed, wants_page

PROBLEM = "application/problem+json"


def show(app: Flask) -> None:
    """Let the problems of ``app`` leave as pages where a page is wanted."""
    app.after_request(as_page)


def as_page(response: Response) -> Response:
    """``response``, drawn as a page if it is a problem where a page was asked for."""
    if response.mimetype != PROBLEM or request.blueprint != blueprint.name or not wants_page():
        return response
    body = response.get_json()
    response.set_data(drawn("problem.html", body=body, instead=list(_instead(body)), asked=request.args))
    return dressed(response)


def _instead(body: Json) -> list[tuple[str, str]]:
    """What may have been meant, each with the address that asks for it: the same one with the one word changed."""
    near = [*body["candidates"], *body["did_you_mean"]]
    wrong: str | None = body["errors"][0]["parameter"] if body["errors"] else None
    if wrong is not None and wrong in request.args:
        return [(word, address(request.path, {**request.args, wrong: word})) for word in near if wrong != "q"]
    if "mineral" in (request.view_args or {}) and not wrong:
        return [(word, address(url_for(str(request.endpoint), mineral=word), request.args)) for word in near]
    return []
