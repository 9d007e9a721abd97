"""Which minerals were restricted in a window of days."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

SEVEN = {"samarium", "gadolinium", "terbium", "dysprosium", "lutetium", "scandium", "yttrium"}


def ask(client: FlaskClient, query: str) -> dict[str, Any]:
    """The body of an answer that must be 200."""
    response = client.get(f"/v1/restrictions?{query}")
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def test_april_2025_names_seven_rare_earths_and_two_magnets(client: FlaskClient) -> None:
    """Lutetium among them, which the press forgot; NdFeB magnets on a condition, samarium-cobalt ones without."""
    body = ask(client, "month=2025-04&origin=CN")
    assert set(body["minerals"]) == SEVEN | {"smco-magnet", "ndfeb-magnet"}
    assert {row["on"] for row in body["data"]} == {"2025-04-04"}
    assert {row["mineral"]: row["conditional"] for row in body["data"]} == {
        **dict.fromkeys(SEVEN, False), "smco-magnet": False, "ndfeb-magnet": True,
    }  # fmt: skip
    assert body["window"] == {"from": "2025-04-01", "to": "2025-04-30", "basis": "imposed"}
    assert (body["total"], body["next"], body["warnings"]) == (9, None, [])


def test_a_month_without_a_year_is_the_latest_with_a_match_and_says_so(client: FlaskClient) -> None:
    """On 22 November 2026 month 04 is April 2025: entity lists of April 2026 are no restriction."""
    body = ask(client, "month=04")
    assert body["interpretation"] == {
        "month": "2025-04",
        "why": "2025-04 is the latest month 04 up to 2026-11-22 with a match",
    }
    assert body["other_years"] == []


def test_other_years_of_the_month_are_told_with_their_minerals(client: FlaskClient) -> None:
    """December: the ban of 2024 is the latest, graphite came in 2023."""
    body = ask(client, "month=12&origin=CN")
    assert body["window"]["from"] == "2024-12-01"
    assert body["other_years"] == [{"year": 2023, "month": "2023-12", "count": 1, "minerals": ["graphite"]}]


def test_a_month_that_never_had_a_match_is_empty_and_says_why(client: FlaskClient) -> None:
    """An empty list with its reason."""
    body = ask(client, "month=06&mineral=helium")
    assert (body["total"], body["window"]["from"]) == (0, "2026-06-01")
    assert body["interpretation"]["why"].startswith("no month 06 up to 2026-11-22 has a match")


def test_in_force_names_what_was_already_under_licence(client: FlaskClient) -> None:
    """Also the state trading of silver, which renews an earlier list."""
    body = ask(client, "month=2025-04&origin=CN&basis=in_force")
    earlier = {
        "gallium",
        "germanium",
        "graphite",
        "antimony",
        "tungsten",
        "tellurium",
        "bismuth",
        "molybdenum",
        "indium",
    }
    assert set(body["minerals"]) >= SEVEN | earlier | {"silver"}
    assert {row["on"] for row in body["data"]} == {"2025-04-01", "2025-04-04"}


def test_a_control_that_was_paused_before_it_began_counts_on_no_scheduled_day(client: FlaskClient) -> None:
    """57/2025 was to begin on 8 November 2025; in the strictest reading it begins on 11 November 2026."""
    assert "holmium" not in ask(client, "month=2025-11")["minerals"]
    later = ask(client, "month=2026-11&mineral=holmium")
    assert [(row["on"], row["certainty"]) for row in later["data"] if row["mineral"] == "holmium"] == [
        ("2026-11-11", "unresolved")
    ]
    assert "holmium" in ask(client, "month=2025-10&basis=announced")["minerals"]


def test_a_pause_that_ends_counts_as_imposed_again(client: FlaskClient) -> None:
    """The ban on gallium to the United States begins again on 28 November 2026 in the strictest reading."""
    body = ask(client, "from=2026-11-28&to=2026-11-28&destination=US")
    assert set(body["minerals"]) == {"gallium", "germanium", "antimony", "superhard-materials", "graphite"}
    assert ask(client, "from=2026-11-28&to=2026-11-28&destination=DE")["minerals"] == []


def test_a_measure_on_any_dual_use_item_counts_on_its_own_start_for_what_it_covers_then(client: FlaskClient) -> None:
    """The ban on military use in Japan of January 2026 reaches dysprosium; holmium was paused that day."""
    body = ask(client, "month=2026-01&destination=JP&end_use=military")
    rows = {row["mineral"] for row in body["data"] if row["instrument"] == "cn-mofcom-2026-1"}
    assert {"dysprosium", "gallium", "cerium"} <= rows
    assert "holmium" not in rows


def test_a_group_is_named_as_the_instrument_names_it_and_found_by_a_member(client: FlaskClient) -> None:
    """56/2025 is on the ores of all rare earths; neodymium is one."""
    body = ask(client, "month=2026-11&mineral=Nd")
    assert [(row["mineral"], row["measure"]) for row in body["data"]] == [("rare-earths", "cn-mofcom-gac-2025-56.ore")]


@pytest.mark.parametrize(
    ("query", "without", "with_it"),
    [
        ("month=2024-01&origin=CN&include=renewals", set(), {"silver", "antimony", "tungsten"}),
        ("month=2025-01&origin=CN&include=formalities,renewals", set(), {"rare-earths", "antimony", "tungsten"}),
        ("month=2025-07&origin=CN&include=related", set(), {"lithium", "gallium"}),
    ],
)
def test_what_is_no_restriction_is_added_only_when_asked_and_marked(
    client: FlaskClient, query: str, without: set[str], with_it: set[str]
) -> None:
    """Renewals, formalities and technology stand apart."""
    plain = ask(client, query.split("&include", maxsplit=1)[0])
    added = ask(client, query)
    assert (set(plain["minerals"]), set(added["minerals"])) == (without, with_it)
    assert {row["counted_as"] for row in added["data"]} <= {"renewals", "formalities", "related"}


def test_lists_of_named_parties_are_added_when_asked(client: FlaskClient) -> None:
    """20/2026 lists seven parties in the Union, for whatever was dual-use that day."""
    assert ask(client, "month=2026-04")["total"] == 0
    body = ask(client, "month=2026-04&include=end_user_lists")
    assert {row["measure"] for row in body["data"]} == {"cn-mofcom-2026-20.list"}
    assert {row["status"] for row in body["data"]} == {None}


def test_a_day_on_which_a_source_first_shows_a_measure_counts_nowhere(client: FlaskClient) -> None:
    """The items carried over on 1 December 2024 began nobody knows when."""
    body = ask(client, "from=2024-12-01&to=2024-12-02")
    assert body["total"] == 0


def test_known_at_drops_what_was_published_later(client: FlaskClient) -> None:
    """On 3 April 2025 nobody knew of the next day's announcement."""
    assert ask(client, "month=2025-04&known_at=2025-04-03")["total"] == 0


def test_a_window_past_the_review_is_answered_with_a_warning(client: FlaskClient) -> None:
    """The terms on record go on."""
    assert [w["code"] for w in ask(client, "month=2027-02&origin=CN")["warnings"]] == ["past_review"]


def test_an_origin_without_a_record_is_an_empty_list_that_says_so(client: FlaskClient) -> None:
    """An empty list is no clearance."""
    body = ask(client, "month=2025-04&origin=AU")
    assert (body["total"], [w["code"] for w in body["warnings"]]) == (0, ["not_covered"])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("month=2026-06&origin=CN&mineral=helium", ["the record of CN speaks for helium from 2026-07-10 only"]),
        (
            "from=2026-07-09&to=2026-07-09&origin=CN&mineral=helium",
            ["the record of CN speaks for helium from 2026-07-10 only"],
        ),
        ("from=2026-07-10&to=2026-07-10&origin=CN&mineral=helium", []),
        ("from=2014-12-31&to=2014-12-31&origin=CN", ["the record of CN speaks for any mineral from 2015-01-01 only"]),
        ("from=2015-01-01&to=2015-01-01&origin=CN", []),
    ],
)
def test_a_window_before_the_record_speaks_is_no_clearance(client: FlaskClient, query: str, told: list[str]) -> None:
    """The day before the coverage begins carries the warning, its first day does not."""
    warnings = ask(client, query)["warnings"]
    assert [w["detail"] for w in warnings if w["code"] == "not_covered"] == told


def test_pages_follow_each_other_and_minerals_name_the_whole_window(client: FlaskClient) -> None:
    """A cursor leads to the next page; one of another query is refused."""
    whole = ask(client, "month=2025-04&origin=CN")
    first = ask(client, "month=2025-04&origin=CN&limit=4")
    second = client.get(first["links"]["next"]).get_json()
    third = client.get(second["links"]["next"]).get_json()
    assert first["minerals"] == second["minerals"] == whole["minerals"]
    assert first["data"] + second["data"] + third["data"] == whole["data"]
    assert third["next"] is None
    assert client.get(f"/v1/restrictions?month=2025-02&cursor={first['next']}").status_code == 422


def test_a_status_is_chosen_before_the_month_is(client: FlaskClient) -> None:
    """The latest December with a ban, not the latest December with anything."""
    body = ask(client, "month=12&status=prohibited")
    assert (body["window"]["from"], body["as_of"]) == ("2024-12-01", "2026-11-22")
    assert [(year["month"], year["minerals"]) for year in body["other_years"]] == [("2022-12", ["lithium"])]
    assert {row["status"] for row in body["data"]} == {"prohibited"}
    assert ask(client, "month=2025-04&status=prohibited")["total"] == 0
