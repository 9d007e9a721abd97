"""No question reads a table from end to end: every statement of every route is found by an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest
from flask import Flask

from service.http.context import KEY
from service.store.dataset import Dataset
from tests.http.asked import addresses, words_of
from tests.http.test_every_route import addresses as one_of_each_route

Asked = dict[str, tuple[tuple[Any, ...], dict[str, Any]]]
"""By the SQL of a statement the parameters that it was run with, by place or by name."""
SMALL = {
    "country": "there are 249",
    "destination_group": "as many as charts and unions name",
    "destination_group_member": "as above, of 249 countries",
    "form": "the tree of forms",
    "jurisdiction": "countries and unions",
    "critical_list": "official lists, each with a row of its own",
    "meta": "three rows",
}
"""Tables that grow with the world and not with the record."""
WHOLE_PASS = {
    "mineral_name": "a parts list is matched with every name in one pass, which is kept; a suggestion looks at each",
}
"""Tables that a question goes through, and why it must."""
ODD = (
    "/v1/minerals/rare-earths/status",
    "/v1/minerals/helium/timeline",
    "/v1/minerals?code=28053019&sort=name",
    "/v1/minerals?code=1C905&limit=1",
    "/v1/restrictions?month=04",
    "/v1/restrictions?month=04&basis=in_force&include=end_user_lists",
    "/v1/restrictions?month=2026-01&basis=announced&include=end_user_lists&known_at=2026-02-01",
    "/v1/changes?from=2020-01-01&to=2030-01-01",
    "/v1/changes?mineral=rare-earths&from=2020-01-01&to=2030-01-01",
    "/v1/sources/none",
    "/v1/instruments/none",
    "/v1/claims?topic=none",
    "/v1/minerals?list=none",
)


@pytest.fixture(scope="module")
def asked(app: Flask) -> Asked:
    """Every statement that the routes run: of each one answer, of the lists hundreds with their filters."""
    dataset = app.extensions[KEY].get().repository.dataset
    drawn = islice(addresses(Random(1), words_of(dataset)), 400)  # noqa: S311 - questions, no secret
    found: Asked = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("all", "one", "all_named"):
            patch.setattr(Dataset, name, _heard(getattr(Dataset, name), found))
        client = app.test_client()
        for address in (*one_of_each_route(), *ODD, *drawn):
            client.get(address)
        lines = [{"material": "gallium"}, {"hs_code": "811292"}, {"material": "galium", "end_user": "nobody"}]
        client.post("/v1/screenings", json={"lines": lines})
    return found


def _heard(ask: Any, found: Asked) -> Any:
    """``ask`` that notes what it is asked."""

    def asking(dataset: Dataset, sql: str, *values: Any, **named: Any) -> Any:
        found[sql] = values, named
        return ask(dataset, sql, *values, **named)

    return asking


def scanned(dataset: Dataset, sql: str, *values: Any, **named: Any) -> Iterator[str]:
    """The tables that the plan of a statement reads from end to end; what it found before is none, nor is a list."""
    tables = {row[0] for row in dataset.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    aliases = {alias: table for table, alias in re.findall(r"\b(?:FROM|JOIN) (\w+) (\w+)", sql)}
    plan = f"EXPLAIN QUERY PLAN {sql}"
    for *_, step in dataset.all_named(plan, **named) if named else dataset.all(plan, *values):
        if (read := re.match(r"SCAN (\w+)", step)) and "VIRTUAL TABLE" not in step:
            table = aliases.get(str(read[1]), str(read[1]))
            if table in tables:
                yield table


def is_a_walk(sql: str) -> bool:
    """Whether it reads a table in the order of an index, without a condition, only as far as the page that it wants."""
    return (" WHERE " not in sql and "LIMIT" in sql) or sql.endswith("ORDER BY id LIMIT 1")


def test_every_list_and_answer_was_asked(asked: Asked) -> None:
    """A sweep over nothing would prove nothing."""
    heard = " ".join(asked)
    tables = ("mineral", "instrument", "measure", "event", "claim", "figure", "source", "coverage", "turn", "summary")
    assert len(asked) > 100
    assert [table for table in tables if f"FROM {table}" not in heard] == []


def test_no_statement_reads_a_table_that_grows_from_end_to_end(app: Flask, asked: Asked) -> None:
    """Whatever the size: the build keeps no statistics, so a plan is the same on any record."""
    dataset = app.extensions[KEY].get().repository.dataset
    assert dataset.one("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'") is None
    found = {
        (table, sql)
        for sql, (values, named) in asked.items()
        if not is_a_walk(sql)
        for table in scanned(dataset, sql, *values, **named)
        if table not in SMALL | WHOLE_PASS
    }
    assert found == set()


def test_a_plan_that_reads_a_table_is_seen(app: Flask) -> None:
    """Under its own name and under another, beside a search and without one."""
    dataset = app.extensions[KEY].get().repository.dataset
    assert list(scanned(dataset, "SELECT * FROM claim WHERE explanation = ?", "x")) == ["claim"]
    joined = "SELECT * FROM measure m JOIN instrument i ON i.id = m.instrument WHERE m.title = ?"
    assert list(scanned(dataset, joined, "x")) == ["measure"]
    assert list(scanned(dataset, "SELECT * FROM claim WHERE id = ?", "x")) == []
