"""Jurisdictions: how far the record of each goes, and for which minerals."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.http.listed import data, get


def jurisdiction(client: FlaskClient, code: str, query: str = "") -> dict[str, Any]:
    """One of the jurisdictions that the list holds."""
    (found,) = [row for row in data(client, f"/v1/jurisdictions{query}") if row["code"] == code]
    return found


def test_a_jurisdiction_tells_how_far_its_record_goes(client: FlaskClient) -> None:
    """China's record of gallium, with every gap and its reason."""
    china = jurisdiction(client, "CN", "?mineral=Ga")
    assert (china["code"], china["name"], china["unions"]) == ("CN", "China", [])
    assert (china["reviewed_through"], china["review_derived"]) == ("2026-10-08", None)
    assert len(china["sources"]) == 3
    assert china["coverage"] == [
        {
            "mineral": "gallium",
            "since": "2023-01-01",
            "why": "dual-use controls were collected from the start of 2023; the first on gallium applies from"
            " 1 August 2023",
            "left_out": [
                {
                    "what": "ordinary export licences",
                    "why": "the yearly catalogues were not read for this mineral",
                    "from": None,
                    "until": None,
                    "movement": None,
                },
                {
                    "what": "entries of the older nuclear and missile lists",
                    "why": "what they covered before the single control list of 1 December 2024 was not studied",
                    "from": None,
                    "until": "2024-12-01",
                    "movement": None,
                },
                {
                    "what": "re-export rules other than Announcements 46 of 2024, 61 of 2025 and 1 of 2026",
                    "why": "other rules on goods that move on from a third country were not studied",
                    "from": None,
                    "until": None,
                    "movement": "reexport",
                },
            ],
        }
    ]


def test_coverage_is_told_for_every_mineral_and_agrees_with_the_status(client: FlaskClient) -> None:
    """The same first day as an origin's answer gives; a group is told with its members."""
    china = jurisdiction(client, "CN")
    since = {entry["mineral"]: entry["since"] for entry in china["coverage"]}
    assert list(since) == sorted(since)
    for mineral in ("gallium", "graphite", "helium", "dysprosium"):
        (origin,) = get(client, f"/v1/minerals/{mineral}/status?origin=CN")["origins"]
        assert origin["covered_since"] == since[mineral]
    of_group = jurisdiction(client, "MW", "?mineral=REE")
    members = {row["id"] for row in data(client, "/v1/minerals?group=REE")}
    assert {entry["mineral"] for entry in of_group["coverage"]} == {"rare-earths", *members}
