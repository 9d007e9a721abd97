"""Reading a page as a person's program would: by its elements and its words."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from lxml import html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
"""What a browser says that it would like."""
VIEWS: tuple[str, ...] = (
    "/",
    "/?origin=CN&destination=US&end_use=civil&as_of=2024-12-10",
    "/minerals/rare-earths",
    "/minerals/Dy2O3?origin=CN&destination=DE&end_use=civil",
    "/changes",
    "/check",
    "/ask?q=was+gallium+restricted+to+Japan+for+civil+use+on+2025-12-01",
)
"""An address of each view, at its fullest."""


def opened(client: FlaskClient, address: str, status: int = 200) -> Any:
    """The page at ``address``, as a tree of elements."""
    response = client.get(address, headers={"Accept": BROWSER})
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8"), address
    return html.document_fromstring(response.text)


def words(element: Any) -> str:
    """The text of an element, its white space as a reader sees it."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def said(page: Any, path: str) -> str:
    """The text of the one element at the XPath ``path``."""
    (element,) = page.xpath(path)
    return words(element)


def same(page: Any) -> str:
    """The address of the API that the page says is where its numbers come from, path-absolute."""
    return str(re.sub(r"^https?://[^/]+", "", said(page, "//span[@id='asked']")))
