"""The reference page in a browser that reaches nothing but this server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Visit
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

STATUS = "#operations-minerals-getStatus"
LINK = "/docs#/minerals/getStatus"
QUESTION = {"mineral": "gallium", "as_of": "2025-12-01", "origin": "CN", "destination": "US"}


@pytest.fixture(autouse=True)
def _clean(visit: Visit) -> object:
    """Whatever a test does: the console stays empty, the policy refuses nothing, no request leaves the host."""
    yield
    assert visit.said == []
    assert visit.refused() == []
    assert visit.elsewhere() == []


def execute(operation: Locator, **parameters: str) -> None:
    """Fill the form of an open operation and send it."""
    for name, value in parameters.items():
        operation.locator(f"tr[data-param-name={name}] input").fill(value)
    operation.get_by_role("button", name="Execute").click()


def test_the_page_loads_and_lists_every_operation(visit: Visit) -> None:
    """As many as the contract has."""
    visit.page.goto(visit.home + "/docs")
    visit.page.locator(STATUS).wait_for()
    paths = visit.page.request.get(visit.home + "/openapi.json").json()["paths"]
    operations = [method for item in paths.values() for method in item if method != "parameters"]
    assert visit.page.locator(".opblock").count() == len(operations)
    assert visit.page.title() == "Mineral export controls: reference"
    assert f"{visit.home}/openapi.json" in visit.asked


def test_a_question_is_asked_and_answered(visit: Visit) -> None:
    """Opened by a click, filled in and sent; what is shown is what this server answers."""
    visit.page.goto(visit.home + "/docs")
    operation = visit.page.locator(STATUS)
    operation.locator(".opblock-summary-control").click()
    execute(operation, **QUESTION)
    answer = operation.locator(".live-responses-table .highlight-code code").first
    shown = json.loads(answer.inner_text())
    assert (shown["status"], shown["as_of"]) == ("licence_required", "2025-12-01")
    sent = [address for address in visit.asked if "/v1/" in address]
    assert len(sent) == 1
    assert shown == visit.page.request.get(sent[0]).json()
    assert visit.page.url == visit.home + LINK


def test_an_operation_opens_by_the_keyboard(visit: Visit) -> None:
    """Without a mouse."""
    visit.page.goto(visit.home + "/docs")
    visit.page.locator(f"{STATUS} .opblock-summary-control").focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator(STATUS).get_by_role("button", name="Execute").wait_for()


def test_a_link_into_the_page_opens_the_operation_and_shows_it(visit: Visit) -> None:
    """By the tag and the id of the operation, so that it can be sent to a colleague."""
    visit.page.goto(visit.home + "/docs#/meta/checkReadiness")
    visit.page.locator("#operations-meta-checkReadiness").get_by_role("button", name="Execute").wait_for()
    visit.page.wait_for_function("window.scrollY > 500")  # it stands far below the first screen


def test_a_parts_list_is_sent_and_answered(visit: Visit) -> None:
    """The one operation with a body."""
    visit.page.goto(visit.home + "/docs#/screenings/screenList")
    operation = visit.page.locator("#operations-screenings-screenList")
    body = {"lines": [{"material": "Dy", "origin": "CN", "destination": "DE", "date": "2025-06-01"}]}
    operation.locator("textarea.body-param__text").fill(json.dumps(body))
    execute(operation)
    shown = json.loads(operation.locator(".live-responses-table .highlight-code code").first.inner_text())
    assert [line["outcome"] for line in shown["lines"]] == ["action_required"]


def test_the_page_is_dark_where_the_reader_wants_it_dark(visit: Visit) -> None:
    """By the style of Swagger UI itself."""
    visit.page.emulate_media(color_scheme="dark")
    visit.page.goto(visit.home + "/docs")
    visit.page.locator(STATUS).wait_for()
    red, green, blue = visit.page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g)")
    assert max(int(red), int(green), int(blue)) < 64


def test_without_scripts_the_page_says_where_the_contract_is(visit: Visit, browser: Browser, server: Server) -> None:
    """A link, and no empty page."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(server.address + "/docs")
    assert plain.locator("noscript a").get_attribute("href") == "/openapi.yaml"
    assert plain.locator("noscript").is_visible()
    context.close()
