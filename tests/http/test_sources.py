"""Sources: which documents the record rests on, and everything that rests on one of them."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.http.listed import ARTICLE, data, get, ids


def test_a_source_tells_what_it_is_and_what_rests_on_it(client: FlaskClient) -> None:
    """The whole entry of a page of the ministry: two lists of parties and the events around them."""
    body = get(client, "/v1/sources/mofcom-gov-cn-2d1e85ff")
    assert {key: value for key, value in body.items() if key != "dataset"} == {
        "id": "mofcom-gov-cn-2d1e85ff",
        "title": None,
        "title_reason": "the page title was not kept",
        "publisher": "mofcom.gov.cn",
        "kind": "official",
        "language": None,
        "address": "https://www.mofcom.gov.cn/xwfb/xwfyrth/art/2025/art_2d1e85ffaebf4ed9913f35f2afb5c436.html",
        "address_reason": None,
        "published": None,
        "published_reason": "the day of publication of the page was not kept",
        "retrieved_by": "2026-11-22",
        "opened": False,
        "note": "The address was seen quoted in stored pages or repositories; the page itself was not opened.",
        "cited_by": [
            {"kind": "event", "id": "ev-2025-05-14-list-pause"},
            {"kind": "event", "id": "ev-2025-08-12-extension"},
            {"kind": "instrument", "id": "cn-mofcom-2025-21"},
            {"kind": "instrument", "id": "cn-mofcom-2025-22"},
            {"kind": "measure", "id": "cn-mofcom-2025-21.list"},
            {"kind": "measure", "id": "cn-mofcom-2025-22.list"},
        ],
        "counts": {"event": 2, "instrument": 2, "measure": 2},
        "links": {
            "self": "/v1/sources/mofcom-gov-cn-2d1e85ff",
            "claims": "/v1/claims?source=mofcom-gov-cn-2d1e85ff",
        },
    }


def test_something_rests_on_every_source_and_is_told_once_under_a_kind_with_an_id_of_its_own(
    client: FlaskClient,
) -> None:
    """A measure's lines, exclusions and pauses are told as the measure, a link between acts as its instrument."""
    told: dict[str, set[str]] = {}
    for source in ids(client, "/v1/sources"):
        body = get(client, f"/v1/sources/{source}")
        facts = [(fact["kind"], fact["id"]) for fact in body["cited_by"]]
        assert facts
        assert len(set(facts)) == len(facts) == sum(body["counts"].values())
        for kind, ident in facts:
            told.setdefault(kind, set()).add(ident)
    counts = get(client, "/v1/version")["counts"]
    assert told.keys() == {
        "claim", "critical_list", "destination_group", "event", "figure", "instrument", "jurisdiction", "measure",
        "mineral", "reading",
    }  # fmt: skip
    assert {kind: len(told[kind]) for kind in ("instrument", "measure", "event", "claim", "figure", "mineral")} == {
        kind: counts[f"{kind}s"] for kind in ("instrument", "measure", "event", "claim", "figure", "mineral")
    }


def test_what_an_instrument_cites_cites_the_instrument_back(client: FlaskClient) -> None:
    """Every source in the act's page, of its lines and pauses too, names the act or its measure."""
    act = get(client, "/v1/instruments/cn-mofcom-2024-46")
    for measure in act["measures"]:
        parts = [measure, *measure["covers"], *measure["suspensions"], *measure["excludes"]]
        for source in {ref["source"] for part in parts for ref in part["sources"]}:
            assert {"kind": "measure", "id": measure["id"]} in get(client, f"/v1/sources/{source}")["cited_by"]
    for source in {ref["source"] for part in (act, *act["affects"]) for ref in part["sources"]}:
        assert {"kind": "instrument", "id": act["id"]} in get(client, f"/v1/sources/{source}")["cited_by"]


def test_a_source_says_why_what_it_lacks_is_missing(client: FlaskClient) -> None:
    """No null without its reason."""
    for source in data(client, "/v1/sources"):
        for field in ("title", "address", "published"):
            assert source[field] or source[f"{field}_reason"], (source["id"], field)


def test_sources_by_kind_and_by_whether_they_were_read(client: FlaskClient) -> None:
    """The five articles were read; read and unread part the list."""
    articles = data(client, "/v1/sources?kind=article&opened=true")
    assert len(articles) == 5
    assert ids(client, "/v1/sources?kind=article&opened=false") == []
    both = ids(client, "/v1/sources?opened=true") + ids(client, "/v1/sources?opened=false")
    assert sorted(both) == ids(client, "/v1/sources")


def test_an_unknown_source_is_404_with_near_ids(client: FlaskClient) -> None:
    """An id is never completed."""
    response = client.get(f"/v1/sources/{ARTICLE}.txt")
    body = response.get_json()
    assert (response.status_code, body["type"]) == (404, "/problems/unknown-source")
    assert body["did_you_mean"][0] == ARTICLE
    assert client.get("/v1/sources/%E9%95%9D").get_json()["did_you_mean"] == []
