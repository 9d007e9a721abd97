"""Events, figures and claims: what stands beside the law; and what all lists of evidence have in common."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema

from schemas import evidence
from tests.http.listed import ARTICLE, data, get, ids

LISTS = ("/v1/events", "/v1/figures", "/v1/claims", "/v1/sources", "/v1/jurisdictions")


@pytest.mark.parametrize(
    ("address", "schema"),
    [
        ("/v1/events?limit=500", evidence.EventListSchema),
        ("/v1/events?limit=2", evidence.EventListSchema),
        ("/v1/figures", evidence.FigureListSchema),
        ("/v1/claims?limit=500", evidence.ClaimListSchema),
        ("/v1/sources?limit=500", evidence.SourceListSchema),
        (f"/v1/sources/{ARTICLE}", evidence.SourceSchema),
        ("/v1/jurisdictions", evidence.JurisdictionListSchema),
    ],
)
def test_what_is_served_is_what_is_declared(client: FlaskClient, address: str, schema: type[Schema]) -> None:
    """The body survives loading, which misses no field, and dumping, which drops undeclared ones."""
    body = get(client, address)
    shape = schema()
    assert shape.dump(shape.load(body)) == body


# Events


def test_an_event_known_to_a_month_keeps_that_precision(client: FlaskClient) -> None:
    """The whole entry: the page gives July 2025, and no day is made up."""
    (event,) = data(client, "/v1/events?from=2025-07-10&to=2025-07-12")
    assert event == {
        "id": "ev-2025-07-stockholm",
        "day": "2025-07",
        "day_end": None,
        "precision": "month",
        "kind": "talks",
        "actors": ["US", "CN"],
        "summary": "The third round of talks met in Stockholm in late July.",
        "minerals": ["rare-earths"],
        "scopes": [],
        "instruments": [],
        "evidence": "press",
        "note": "The pages read give the month only; 28 and 29 July are general knowledge.",
        "sources": [
            {
                "source": "chinastrategy-org-jing-qian-unpacks-the-us",
                "locator": "whole report",
                "address": "https://www.chinastrategy.org/2025/08/17/"
                "jing-qian-unpacks-the-us-china-trade-talks-and-their-manageable-rivalry",
            }
        ],
    }


def test_events_are_told_oldest_first_or_newest_first(client: FlaskClient) -> None:
    """One order is the other turned round."""
    days = [event["day"] for event in data(client, "/v1/events")]
    assert days == sorted(days)
    assert days[0] == "2015-01-01"
    assert ids(client, "/v1/events?sort=-day") == ids(client, "/v1/events?sort=day")[::-1]
    assert ids(client, "/v1/events") == ids(client, "/v1/events?sort=day")


def test_an_event_of_several_days_matches_on_each_of_them(client: FlaskClient) -> None:
    """The London talks of 9 and 10 June 2025; both ends of a window are included."""
    for window in ("from=2025-06-09&to=2025-06-09", "from=2025-06-10&to=2025-06-10"):
        assert "ev-2025-06-london" in ids(client, f"/v1/events?{window}")
    for window in ("from=2025-06-06&to=2025-06-08", "from=2025-06-11&to=2025-06-12"):
        assert "ev-2025-06-london" not in ids(client, f"/v1/events?{window}")


def test_a_window_of_events_may_be_open_on_either_side(client: FlaskClient) -> None:
    """What spans the day between two windows is in both."""
    until, after = set(ids(client, "/v1/events?to=2025-05-31")), set(ids(client, "/v1/events?from=2025-06-01"))
    assert until | after == set(ids(client, "/v1/events"))
    assert until & after == {"ev-2025-05-23-eda"}


def test_events_on_a_mineral_include_those_on_its_group(client: FlaskClient) -> None:
    """Neodymium is named by none of the talks on rare earths; the group finds its members' events too."""
    neodymium = data(client, "/v1/events?mineral=Nd")
    assert "ev-2025-07-stockholm" in {event["id"] for event in neodymium}
    assert all({"neodymium", "rare-earths"} & set(event["minerals"]) for event in neodymium)
    group = {event["id"] for event in data(client, "/v1/events?mineral=稀土")}
    assert "ev-2025-04-04-announce" in group - {event["id"] for event in neodymium}
    assert {event["id"] for event in neodymium} < group


def test_events_by_instrument_and_by_kind(client: FlaskClient) -> None:
    """Filters narrow together."""
    assert ids(client, "/v1/events?instrument=cn-mofcom-gac-2025-18") == ["ev-2025-04-04-announce"]
    assert {event["kind"] for event in data(client, "/v1/events?kind=leaders_call")} == {"leaders_call"}
    assert ids(client, "/v1/events?kind=leaders_call&to=2025-12-31&mineral=Dy") == ["ev-2025-06-05-call"]


# Figures


def test_a_figure_that_breaks_off_is_null_with_the_reason(client: FlaskClient) -> None:
    """The whole entry: one digit of a cell is not data, and a table in an article sets no status."""
    (figure,) = data(client, "/v1/figures?mineral=Tb&kind=revised")
    assert figure == {
        "id": f"{ARTICLE}.terbium-revised",
        "mineral": "terbium",
        "quantity": "export quota",
        "kind": "revised",
        "value": None,
        "value_reason": "the cell breaks off after one digit into a question that offers to guess the figure;"
        " that digit is not data",
        "unit": "t",
        "standing": "contradicted",
        "claim": f"{ARTICLE}.7",
        "note": "China has had no export quota on rare earths since 2015.",
        "sources": [{"source": ARTICLE, "locator": "table, row Terbium, column Revised Export Quota", "address": None}],
    }


def test_a_figure_is_a_decimal_in_a_string_and_belongs_to_its_mineral_alone(client: FlaskClient) -> None:
    """Neodymium has its own two and not the group's; the group has its own and its members'."""
    values = [(f["mineral"], f["kind"], f["value"]) for f in data(client, "/v1/figures?mineral=neodymium")]
    assert values == [("neodymium", "previous", "10000"), ("neodymium", "revised", "14500")]
    assert ids(client, "/v1/figures?mineral=rare-earths") == ids(client, "/v1/figures")


def test_figures_by_standing_and_source(client: FlaskClient) -> None:
    """Only one agrees roughly with what is published, and it is of another article."""
    assert ids(client, "/v1/figures?standing=imprecise") == ["002_99562bc037440fc9.processing-share"]
    assert ids(client, f"/v1/figures?standing=imprecise&source={ARTICLE}") == []
    assert {f["mineral"] for f in data(client, f"/v1/figures?source={ARTICLE}")} == {
        "neodymium", "dysprosium", "terbium",
    }  # fmt: skip


# Claims


def test_claims_of_an_article_with_their_standing(client: FlaskClient) -> None:
    """What the article says of quotas is contradicted by the record, which is named."""
    claims = data(client, f"/v1/claims?source={ARTICLE}&topic=quota")
    assert [claim["id"] for claim in claims] == [f"{ARTICLE}.{number}" for number in (5, 6, 7)]
    assert {claim["standing"] for claim in claims} == {"contradicted"}
    assert claims[0]["record"] == ["cn-mofcom-gac-2015-re-quota-end"]
    assert all(claim["sources"][0]["source"] == ARTICLE for claim in claims)


def test_claims_on_a_mineral_include_those_on_its_group(client: FlaskClient) -> None:
    """The same claims, by the same words, as stand beside a status under reported."""
    claims = data(client, "/v1/claims?mineral=7429-91-6")
    assert all({"dysprosium", "rare-earths"} & set(claim["minerals"]) for claim in claims)
    reported = get(client, "/v1/minerals/dysprosium/status")["reported"]
    assert reported
    assert all(claim in claims for claim in reported)


def test_claims_by_standing(client: FlaskClient) -> None:
    """The four standings part the claims between them."""
    words = ("agrees", "imprecise", "contradicted", "unverifiable")
    parts = {word: data(client, f"/v1/claims?standing={word}") for word in words}
    assert all({claim["standing"] for claim in part} == {word} for word, part in parts.items())
    assert sorted(claim["id"] for part in parts.values() for claim in part) == ids(client, "/v1/claims")


# All of them


@pytest.mark.parametrize("path", LISTS)
def test_pages_hold_every_entry_once(client: FlaskClient, path: str) -> None:
    """Following next gives the whole list in its order."""
    key = "code" if path == "/v1/jurisdictions" else "id"
    found, address = [], f"{path}?limit=7"
    while address:
        body = get(client, address)
        found += [row[key] for row in body["data"]]
        address = body["links"].get("next")
    assert found == [row[key] for row in data(client, path)]


@pytest.mark.parametrize("path", LISTS)
def test_each_list_is_given_as_rows_and_as_a_spreadsheet(client: FlaskClient, path: str) -> None:
    """A row for every entry of the page; the columns of both are the same."""
    text = client.get(f"{path}?limit=500&format=text")
    table = client.get(f"{path}?limit=500", headers={"Accept": "text/csv"})
    assert (text.mimetype, table.mimetype) == ("text/plain", "text/csv")
    header, *rows = csv.reader(io.StringIO(table.data.decode("utf-8-sig")))
    lines = [line.split("\t") for line in text.text.splitlines()]
    assert [line[0] for line in lines] == [row[0] for row in rows]
    assert {len(line) for line in lines} == {len(row) for row in rows} == {len(header)}
    if path != "/v1/jurisdictions":
        assert [row[0] for row in rows] == ids(client, path)


def test_rows_say_what_is_absent_and_what_is_false(client: FlaskClient) -> None:
    """The cut-off figure has no value; a page that was not read says so; coverage has a row a mineral."""
    (figure,) = client.get("/v1/figures?mineral=Tb&kind=revised&format=text").text.splitlines()
    assert figure.split("\t")[1:7] == ["terbium", "export quota", "revised", "-", "t", "contradicted"]
    sources = client.get("/v1/sources?opened=false&limit=1&format=text").text.split("\t")
    assert sources[7] == "false"
    rows = client.get("/v1/jurisdictions?mineral=Ga&format=text").text.splitlines()
    assert [row.split("\t")[:5] for row in rows] == [
        ["CN", "China", "2026-10-08", "gallium", "2023-01-01"],
        ["KZ", "Kazakhstan", "2026-06-30", "gallium", "-"],
        ["US", "United States", "2026-07-23", "gallium", "2026-07-23"],
        ["ZA", "South Africa", "2026-06-30", "gallium", "2012-02-10"],
    ]


@pytest.mark.parametrize(
    ("address", "parameter", "near"),
    [
        ("/v1/events?mineral=disprosium", "mineral", ["dysprosium"]),
        ("/v1/events?mineral=didymium", "mineral", []),
        ("/v1/events?instrument=mofcom-most-2025-28", "instrument", ["cn-mofcom-most-2025-28"]),
        ("/v1/events?kind=Talks", "kind", ["talks"]),
        ("/v1/events?kind=xqzwv", "kind", []),
        ("/v1/events?from=2025-07", "from", []),
        ("/v1/events?from=2025-07-02&to=2025-07-01", "from", []),
        ("/v1/events?sort=date", "sort", []),
        ("/v1/events?source=x", "source", []),
        ("/v1/figures?mineral=", "mineral", []),
        ("/v1/figures?kind=volumes", "kind", []),
        ("/v1/figures?standing=wrong", "standing", []),
        ("/v1/figures?source=000_7656a556ec73b75", "source", [ARTICLE]),
        ("/v1/claims?source=xqzwv", "source", []),
        ("/v1/claims?mineral=xqzwv", "mineral", []),
        ("/v1/claims?standing=Agrees", "standing", []),
        ("/v1/claims?topic=quotas", "topic", ["quota"]),
        ("/v1/sources?kind=officials", "kind", ["official"]),
        ("/v1/sources?opened=1", "opened", []),
        ("/v1/sources?q=rare", "q", []),
        (f"/v1/sources/{ARTICLE}?kind=article", "kind", []),
        ("/v1/jurisdictions?mineral=xqzwv", "mineral", []),
        *((f"{path}?limit=501", "limit", []) for path in LISTS),
        *((f"{path}?cursor=AAAA", "cursor", []) for path in LISTS),
    ],
)
def test_a_wrong_filter_is_422_and_named(client: FlaskClient, address: str, parameter: str, near: list[str]) -> None:
    """Nothing wrong is answered with an empty list; near words are suggested, the likest first."""
    response = client.get(address)
    body = response.get_json()
    assert (response.status_code, body["type"]) == (422, "/problems/invalid-parameter")
    assert [error["parameter"] for error in body["errors"]] == [parameter]
    assert body["did_you_mean"][: len(near)] == near
    assert bool(body["did_you_mean"]) is bool(near)


def test_a_word_that_the_record_does_not_use_is_told_with_those_it_does(client: FlaskClient) -> None:
    """The vocabulary of kinds and topics is the record's own."""
    detail = client.get("/v1/figures?kind=xqzwv").get_json()["detail"]
    assert detail == "must be one of previous, rate, revised, not 'xqzwv'"


def test_a_filter_that_fits_nothing_is_an_empty_list(client: FlaskClient) -> None:
    """Well formed, known, and nothing there."""
    for address in ("/v1/figures?mineral=helium", "/v1/events?to=2014-12-31", "/v1/claims?mineral=helium"):
        body = get(client, address)
        assert (body["data"], body["total"], body["next"]) == ([], 0, None)
