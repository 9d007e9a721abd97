"""Whoever comes without knowing the way finds it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conformity import CONTRACT

RELATED = {
    "service-desc": ("/openapi.yaml", "application/yaml"),
    "service-doc": ("/docs", "text/html"),
    "status": ("/readyz", "application/json"),
}


@pytest.mark.parametrize("address", ["/", "/v1/minerals/gallium/status", "/healthz", "/v1/nothing"])
def test_every_answer_links_to_the_contract_its_page_and_the_state_of_the_service(
    client: FlaskClient, address: str
) -> None:
    """RFC 8631; an error too, for that is when one needs it."""
    said = ", ".join(client.get(address).headers.getlist("Link"))
    for relation, (target, media) in RELATED.items():
        assert f'<{target}>; rel="{relation}"; type="{media}"' in said


def test_what_is_linked_to_is_there_and_of_the_type_that_is_said(client: FlaskClient) -> None:
    """From the header, the root and the catalogue."""
    for target, media in RELATED.values():
        response = client.get(target)
        assert (response.status_code, response.mimetype) == (200, media)
    context = client.get("/.well-known/api-catalog").get_json()["linkset"][0]
    for relation in RELATED:
        for link in context[relation]:
            response = client.get(link["href"])
            assert (response.status_code, response.mimetype) == (200, link["type"])
    root = client.get("/").get_json()
    for href in [entry["href"] for entry in root["questions"] + root["versions"]]:
        assert client.get(href).status_code == 200, href
    for href in root["links"].values():
        assert client.get(href).status_code in (200, 405), href  # a parts list is posted


def test_the_catalogue_is_a_linkset_by_its_profile(client: FlaskClient) -> None:
    """RFC 9727, section 2: GET gives the linkset, and HEAD the link to it."""
    get, head = client.get("/.well-known/api-catalog"), client.head("/.well-known/api-catalog")
    assert get.headers["Content-Type"] == (
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    )
    assert get.get_json()["linkset"][0]["anchor"] == "/v1"
    assert '</.well-known/api-catalog>; rel="api-catalog"' in ", ".join(head.headers.getlist("Link"))
    assert '</.well-known/api-catalog>; rel="api-catalog"' in ", ".join(client.get("/").headers.getlist("Link"))


def test_llms_txt_names_every_route_and_how_to_read_an_answer(client: FlaskClient) -> None:
    """A title, a summary, then sections of links, as such files are written."""
    text = client.get("/llms.txt").text
    assert text.startswith("# Mineral export controls\n\n> ")
    assert "not clearances" in text
    routes = text[text.index("## Routes") : text.index("## Contract")]
    listed = {
        (method.lower(), path) for method, path in re.findall(r"^- \[([A-Z]+) (\S+)\]", routes, flags=re.MULTILINE)
    }
    assert listed == {(method, path) for path, item in CONTRACT.document["paths"].items() for method in item}


def test_crawlers_are_kept_from_the_answers_and_let_in_to_the_rest(client: FlaskClient) -> None:
    """Days and scopes without end."""
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /v1/\nAllow: /\n"
