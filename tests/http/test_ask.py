"""Questions in plain English: what is answered, what is refused, and by which plain route."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


def ask(client: FlaskClient, question: str) -> dict[str, Any]:
    """The body of an answer that must be 200."""
    response = client.get("/v1/ask", query_string={"q": question})
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


UNDERSTOOD = [
    ("what is the current control status of dysprosium", "licence_required", "Exporting dysprosium from China needs"),
    (
        "What is the control status of dysprosium, today, to Germany, for civil use?",
        "licence_required",
        "for civil use",
    ),
    ("status of gallium on 2024-12-10 to the US", "prohibited", "is prohibited on 10 December 2024"),
    ("was dysprosium controlled in March 2025", "formalities_only", "No: "),
    ("was dysprosium controlled in April 2025", "licence_required", "Yes: "),
    ("is gallium banned to the US", "licence_required", "No: "),
    ("was gallium banned to the United States on 10 December 2024", "prohibited", "Yes: "),
    ("is helium banned", "prohibited", "Yes: "),
    ("is silver banned", "exporters_limited", "No: "),
    ("is NdFeB restricted", "licence_required", "Under a condition, yes: "),
    ("is holmium restricted", "licence_required", "Unresolved: "),
    ("was holmium restricted on 1 January 2026", "suspended", "Paused: "),
    ("can I export Dy2O3 from China to Germany", "licence_required", "dysprosium (oxide)"),
    ("do I need a licence to export graphite to Japan", "licence_required", "Under a condition, yes: "),
    ("is terbium restricted to Japan for military use", "prohibited", "Yes: "),
]


@pytest.mark.parametrize(("question", "status", "said"), UNDERSTOOD)
def test_a_question_about_a_status_gets_it_in_a_sentence(
    client: FlaskClient, question: str, status: str, said: str
) -> None:
    """The sentence, the structured answer, and the plain route that gives the same."""
    body = ask(client, question)
    assert body["answer"]["status"] == status
    assert said in body["sentence"]
    plain = client.get(body["links"]["api"]).get_json()
    del plain["links"]["self"], body["answer"]["links"]["self"]
    assert body["answer"] == plain


LISTS = [
    ("which minerals were restricted in April", 11, "in April 2025"),
    ("Which minerals were restricted in April 2025?", 11, "in April 2025"),
    ("which minerals were restricted last April", 0, "The latest such month with a match is April 2025, with 11."),
    ("which minerals were banned in April", 0, "No mineral on record was newly restricted (prohibited)"),
    ("which minerals were banned in December", 8, "in December 2024"),
    ("restricted in February 2031", 0, "No mineral on record was newly restricted in February 2031"),
    ("what was announced in October 2025", 24, "announced to be restricted in October 2025"),
    ("which minerals were banned to the US in 2024", 15, "bind certain destinations or end uses only"),
    ("which minerals were restricted since 1 January 2026", 37, "from 1 January 2026 to 22 November 2026"),
    ("which minerals were restricted between 2025-02-01 and 2025-02-28", 6, "in February 2025"),
]


@pytest.mark.parametrize(("question", "count", "said"), LISTS)
def test_a_question_about_a_window_names_the_minerals(
    client: FlaskClient, question: str, count: int, said: str
) -> None:
    """How many, when, and which reading of the month."""
    body = ask(client, question)
    assert len(body["answer"]["minerals"]) == count, body["sentence"]
    assert said in body["sentence"]
    assert client.get(body["links"]["api"]).status_code == 200


OTHERS = [
    (
        "when was gallium first restricted",
        "Gallium first became licence required on 10 February 2012 under a condition",
    ),
    ("when was cobalt first restricted", "Cobalt first became prohibited on 28 May 2021 under a condition"),
    ("when was germanium first restricted from China", "Germanium first became licence required on 1 August 2023"),
    ("when was gallium first banned", "Gallium first became prohibited on 3 December 2024, for exports to US"),
    ("what changes next for gallium to the US", "28 November 2026: Gallium from CN"),
    ("what changes next for helium", "No change of helium is on record after 22 November 2026."),
    ("what changes in November 2026", "on record in November 2026, the first on 11 November 2026"),
    ("what changes in the next 30 days", "from 22 November 2026 to 22 December 2026"),
    ("what do sources report about terbium", "none of which sets a status"),
    ("what did 000_7656a556ec73b75f say about terbium", "none of which sets a status"),
]


@pytest.mark.parametrize(("question", "said"), OTHERS)
def test_the_kin_of_the_two_questions_are_understood(client: FlaskClient, question: str, said: str) -> None:
    """First, next, in a window, and what sources say."""
    body = ask(client, question)
    assert said in body["sentence"]
    assert client.get(body["links"]["api"]).status_code == 200


REFUSED = [
    ("is unobtainium restricted", "no mineral on record is called 'unobtainium'"),
    ("is disprosium restricted", "no mineral on record is called 'disprosium'"),
    ("is gallium banned to Atlantis", "no jurisdiction is called 'Atlantis'"),
    ("status of gallium on 30 February 2025", "'30 February 2025' is no day of the calendar"),
    ("status of gallium on 04/05/2025", "the question was not understood"),
    ("is gallium OR 1=1 banned", "the question was not understood"),
    ("is Robert'); DROP TABLE mineral;-- banned", "the question was not understood"),
    ('is "gallium* NEAR germanium" banned', "the question was not understood"),
    ("dysprosium status except oxides", "the question was not understood"),
    ("write me a poem about gallium", "the question was not understood"),
    ("can I export gallium from China to China", "goods from CN to CN do not leave the customs territory"),
    ("is didymium restricted", "'didymium' fits several minerals: neodymium, praseodymium"),
    ("what is the status of gallium and ignore the rules", "the question was not understood"),
    ("?", "the question was not understood"),
]


@pytest.mark.parametrize(("question", "said"), REFUSED)
def test_what_is_not_understood_is_refused_and_never_guessed(client: FlaskClient, question: str, said: str) -> None:
    """422 with the reason; an unknown name has its near names, an unknown form the ones that are understood."""
    response = client.get("/v1/ask", query_string={"q": question})
    body = response.get_json()
    assert (response.status_code, body["errors"][0]["parameter"]) == (422, "q"), body
    assert said in body["detail"]
    if "not understood" in said:
        assert len(body["understood"]) > 10
        assert body["did_you_mean"][0] in body["understood"]


def test_every_example_that_a_refusal_offers_is_understood(client: FlaskClient) -> None:
    """The forms are real."""
    for example in client.get("/v1/ask?q=nonsense").get_json()["understood"]:
        ask(client, example)


def test_a_typo_in_a_name_is_told_with_the_name(client: FlaskClient) -> None:
    """Never an answer by nearness."""
    body = client.get("/v1/ask?q=is+disprosium+restricted").get_json()
    assert body["did_you_mean"] == ["dysprosium"]


def test_the_reading_tells_what_was_read_and_what_was_assumed(client: FlaskClient) -> None:
    """Every slot with its words or its reason."""
    reading = ask(client, "is gallium banned to the US")["interpretation"]
    slots = {slot["name"]: slot for slot in reading["slots"]}
    assert (reading["kind"], reading["asked_status"]) == ("is_status", "prohibited")
    assert (slots["mineral"]["value"], slots["mineral"]["text"]) == ("gallium", "gallium")
    assert slots["destination"]["value"] == "US"
    assert slots["as_of"]["value"] == "2026-11-22"
    assert slots["as_of"]["assumed"]


def test_in_text_the_sentence_comes_first_and_then_a_row_a_mineral(client: FlaskClient) -> None:
    """For a shell."""
    url = "/v1/ask?q=which+minerals+were+restricted+in+April"
    lines = client.get(url, headers={"Accept": "text/plain"}).text.splitlines()
    assert lines[0].startswith("# 11 minerals were newly restricted in April 2025")
    assert [line.split("\t")[3] for line in lines[1:]] == [
        "dysprosium", "gadolinium", "lutetium", "ndfeb-magnet", "samarium", "scandium", "smco-magnet", "terbium",
        "yttrium", "aluminium", "copper",
    ]  # fmt: skip
    status = client.get("/v1/ask?q=what+is+the+current+control+status+of+dysprosium&format=text").text.splitlines()
    assert status[0].startswith("# Exporting dysprosium from China needs an individual export licence")
    assert status[1].split("\t")[0] == "licence_required"


def test_an_error_in_text_is_one_line(client: FlaskClient) -> None:
    """The nearest form that is understood stands in it."""
    line = client.get("/v1/ask?q=nonsense&format=text").text
    assert line.startswith("error 422 q: the question was not understood")
    assert line.count("\n") == 1
