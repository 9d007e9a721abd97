"""The page of questions gives the API's sentence and reading."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from service.pages.asking import EXAMPLES
from tests.pages.reading import opened, said, same, words


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_sentence_and_the_reading_are_those_of_the_api(client: FlaskClient, question: str) -> None:
    """Every example that the page offers is understood; every part of the reading is told with its ground."""
    page = opened(client, f"/ask?q={quote_plus(question)}")
    body = client.get(same(page)).get_json()
    assert said(page, "//*[@id='sentence']") == " ".join(body["sentence"].split())
    assert page.xpath("//input[@name='q']/@value") == [question]
    rows = [[words(cell) for cell in row] for row in page.xpath("//table[@id='reading']/tbody/tr")[1:]]
    assert rows == [
        [slot["name"].replace("_", " "), slot["value"] or "–", slot["text"] or "", slot["assumed"] or ""]
        for slot in body["interpretation"]["slots"]
    ]
    assert body["links"]["api"] in page.xpath("//a/@href")
    for warning in body["warnings"]:
        assert " ".join(warning["detail"].split()) in words(page)
    for link in page.xpath("//section[contains(@class,'answer')]//a/@href"):
        assert opened(client, link).xpath("//*[@id='summary']")


def test_without_a_question_the_page_says_what_can_be_asked(client: FlaskClient) -> None:
    """As links that ask it."""
    page = opened(client, "/ask")
    assert len(page.xpath("//ul[@class='examples']//a")) == len(EXAMPLES)
    assert not page.xpath("//*[@id='sentence']")


def test_what_is_not_understood_is_refused_with_the_forms_that_are(client: FlaskClient) -> None:
    """And nothing is guessed."""
    page = opened(client, "/ask?q=hello", 422)
    understood = client.get("/v1/ask?q=hello").get_json()["understood"]
    assert understood
    told = words(page)
    assert all(" ".join(form.split()) in told for form in understood)
    assert page.xpath("//input[@name='q']/@value") == ["hello"]
