"""The reference page: strict, pinned, and made of nothing but this server."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from service.http.reference import ASSETS

TYPES = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "favicon-32x32.png": "image/png",
    "reference.css": "text/css; charset=utf-8",
    "reference.js": "text/javascript; charset=utf-8",
}


def subresources(html: str) -> list[tuple[str, str | None]]:
    """What a browser loads of its own accord for the page: each address with its integrity."""
    found = []
    for tag in re.findall(r"<(?:link|script|img|iframe|object|embed|source|style)\b[^>]*>", html):
        address = re.search(r'(?:href|src)="([^"]*)"', tag)
        integrity = re.search(r'integrity="([^"]*)"', tag)
        assert address, tag
        found.append((address[1], integrity[1] if integrity else None))
    return found


def test_the_page_is_html_under_a_strict_policy(client: FlaskClient) -> None:
    """The policy whole: nothing inline, nothing from elsewhere, nowhere in a frame."""
    response = client.get("/docs")
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_the_page_has_what_a_reader_without_scripts_needs(client: FlaskClient) -> None:
    """A language, a title, the contract as files; the places it names answer."""
    html = client.get("/docs").text
    assert '<html lang="en">' in html
    assert "<title>Mineral export controls: reference</title>" in html
    noscript = re.search(r"<noscript>(.*?)</noscript>", html, flags=re.DOTALL)
    assert noscript
    assert 'href="/openapi.yaml"' in noscript[1]
    for address in re.findall(r'<a href="([^"]*)"', html) + re.findall(r'data-contract="([^"]*)"', html):
        assert client.get(address).status_code == 200


def test_the_page_has_nothing_inline_and_nothing_of_another_host(client: FlaskClient) -> None:
    """Neither a scheme nor a host stands in it, nor a script, style or handler that the policy would refuse."""
    html = client.get("/docs").text
    assert not re.search(r"https?:|(?<=[\"'=])//", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert all(not body.strip() for body in re.findall(r"<script[^>]*>(.*?)</script>", html, flags=re.DOTALL))
    for address, _ in subresources(html):
        assert urlsplit(urljoin("https://controls.example/docs", address)).netloc == "controls.example"


def test_what_the_page_says_of_its_files_is_true_of_the_bytes_served(client: FlaskClient) -> None:
    """Scripts and styles carry the SHA-384 of exactly what their address answers."""
    checked = 0
    for address, integrity in subresources(client.get("/docs").text):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        if not address.endswith(".png"):
            digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
            assert integrity == f"sha384-{digest}"
            checked += 1
    assert checked == 4


@pytest.mark.parametrize(("name", "content_type"), TYPES.items())
def test_a_file_has_its_type_and_a_validator(client: FlaskClient, name: str, content_type: str) -> None:
    """Under both names; the plain one does not stand for the same bytes for ever."""
    plain, kept = client.get(f"/docs/assets/{name}"), client.get(f"/docs/assets/{ASSETS[name].kept_name}")
    assert plain.data == kept.data == ASSETS[name].content
    for response in (plain, kept):
        assert (response.status_code, response.content_type) == (200, content_type)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(r'"[0-9a-f]{96}"', response.headers["ETag"])
    assert plain.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/docs", *(f"/docs/assets/{name}" for name in TYPES)])
def test_what_is_unchanged_is_304_with_the_same_headers(client: FlaskClient, address: str) -> None:
    """No body, and the policy still with it."""
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy", "X-Content-Type-Options"):
        assert again.headers.get(name) == first.headers.get(name)


def test_only_the_pinned_files_are_served() -> None:
    """A newer package may bring more files; none of them comes out by itself."""
    assert set(ASSETS) == set(TYPES)


@pytest.mark.parametrize(
    "name",
    [
        "index.css",
        "swagger-ui.js",
        "swagger-ui-standalone-preset.js",
        "oauth2-redirect.html",
        "LICENSE",
        "swagger-ui.0000000000000000.css",
        "Swagger-UI.css",
        "..%2freference.js",
        "%2e%2e%2f__init__.py",
        "..",
        "a/b",
    ],
)
def test_any_other_name_is_a_problem(client: FlaskClient, name: str) -> None:
    """Whether the package has such a file or not, and whatever stands above its folder."""
    response = client.get(f"/docs/assets/{name}")
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert response.get_json()["type"] == "/problems/not-found"


def test_errors_of_the_page_are_problems(client: FlaskClient) -> None:
    """As everywhere."""
    for address in ("/docs", "/docs/assets/reference.js"):
        wrong = client.get(f"{address}?url=https://elsewhere.example/openapi.json")
        assert (wrong.status_code, wrong.content_type) == (422, "application/problem+json")
        assert wrong.get_json()["errors"][0]["parameter"] == "url"
        assert client.post(address).headers["Allow"]
    assert client.get("/docs/").status_code == 404


def test_our_own_files_name_no_other_host() -> None:
    """The page's own script and style load nothing else."""
    for path in (files("service.http") / "static").iterdir():
        assert "//" not in re.sub(r"(?m) // .*$", "", path.read_text(encoding="utf-8")), path.name
