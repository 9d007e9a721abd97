"""What answers before the framework gives byte for byte what the framework gives, to whom it would give it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError
from werkzeug.test import Client, TestResponse, create_environ

from schemas.queries import StatusQuery
from service.app import create_app
from service.front import Front, stand
from service.http import plain
from service.http.context import KEY
from service.ready import ONLY, NotReady
from service.settings import Settings
from service.store.repository import Repository
from tests.conftest import NOW

DYSPROSIUM = "/v1/minerals/dysprosium/status"
OWN = ("Date", "Age")
"""The headers that no two answers share; the id of a request is given by the test."""
Told = tuple[int, list[tuple[str, str]], bytes]
Make = Callable[..., Flask]


def told(answer: TestResponse) -> Told:
    """An answer but for the headers that are its own."""
    return answer.status_code, [pair for pair in answer.headers if pair[0] not in OWN], answer.data


def ask(app: Flask, address: str, method: str = "GET", **headers: str) -> Told:
    """What an application says to a request; a header's ``_`` stands for ``-``."""
    named = {"X-Request-ID": "test"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return told(Client(app).open(address, method=method, headers=named))


@pytest.fixture
def make(database: Path) -> Make:
    """An application on the real record at a moment that a test may move, with whatever settings."""

    def made(now: Callable[[], datetime] = lambda: NOW, **more: Any) -> Flask:
        return create_app(Settings(database=database, **more), now=now)

    return made


@pytest.fixture(scope="module")
def with_and_without(database: Path) -> tuple[Flask, Flask]:
    """The application as it is, and one that makes each answer anew."""
    return (
        create_app(Settings(database=database), now=lambda: NOW),
        create_app(Settings(database=database, answer_cache=0), now=lambda: NOW),
    )


def questions(repository: Repository, seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Addresses with headers, for ever: mostly the main question in every shape, some of them wrong, many repeated."""
    draw = random.Random(seed)  # noqa: S311 - the same questions each time
    minerals = [
        *(mineral.id for mineral in repository.all_minerals),
        "Dy",
        "7429-91-6",
        "镝",
        "dy2o3",
        "didymium",
        "ga ",
        "x",
    ]
    places = ["DE", "US", "JP", "CN", "KR", "FR", "EU", "IN", "us", "ZZ", ""]
    others = ["/", "/v1/minerals", "/v1/minerals?status=prohibited", "/v1/restrictions?month=04", "/v1/changes?limit=3"]
    others += ["/v1/changes?format=ics", "/v1/minerals/gallium", "/v1/statuses", "/healthz", "/nothing", "/docs"]
    others += ["/v1/ask?q=is+gallium+restricted", "/v1/sources?limit=2", "/v1/version", "/v1/minerals/helium/timeline"]
    asked: list[tuple[str, dict[str, str]]] = []
    while True:
        if asked and draw.random() < 0.3:
            yield draw.choice(asked)
            continue
        days = [str(date(2023, 1, 1) + timedelta(draw.randrange(1800))), "2025-04-04", "2025-4-1", "2025-02-30"]
        options: dict[str, list[str]] = {
            "as_of": days,
            "known_at": days,
            "origin": places,
            "destination": places,
            "end_use": ["civil", "military", "Civil"],
            "form": ["oxide", "magnet", "ore", "cheese", "metal%20"],
            "movement": ["export", "reexport", "import"],
            "dataset": [repository.dataset.version, "0"],
            "format": ["json", "json", "text", "csv", "xml"],
            "asof": days,
        }
        weights = [8, 1, 4, 6, 3, 2, 1, 1, 1, 0.3]
        names = [name for name, weight in zip(options, weights, strict=True) if draw.random() < weight / 11]
        draw.shuffle(names)
        query = "&".join(f"{name}={draw.choice(options[name])}" for name in names)
        if names and draw.random() < 0.02:
            query += "&" + query
        address = f"/v1/minerals/{draw.choice(minerals)}/status" + (
            f"?{query}" if query else draw.choice(["", "", "?"])
        )
        if draw.random() < 0.04:
            address = draw.choice(others)
        accepts = [{}, {}, {}, {"Accept": "*/*"}, {"Accept": "application/json"}, {"Accept": "text/csv"}]
        accepts += [{"Accept": "text/html,*/*;q=0.8"}, {"Accept": "image/png"}, {"Accept": "application/json;q=0"}]
        asked.append((address, draw.choice(accepts)))
        yield asked[-1]


def test_two_thousand_random_questions_have_the_same_bytes(
    with_and_without: tuple[Flask, Flask], repository: Repository
) -> None:
    """Also asked again, by HEAD, and by whoever has the answer already; headers in their order."""
    app, plainly = with_and_without
    draw, given_back = random.Random(1), 0  # noqa: S311 - the same each time
    for (address, headers), _ in zip(questions(repository, 8), range(2000), strict=False):
        expected = ask(plainly, address, **headers)
        for _ in range(draw.choice([1, 1, 2])):
            assert ask(app, address, **headers) == expected, address
        etag = dict(expected[1]).get("ETag")
        if draw.random() < 0.3:
            tag = draw.choice([etag or "*", f'"other", {etag}', f"W/{etag}", '"other"', "*"])
            again = {**headers, "If_None_Match": tag}
            assert ask(app, address, **again) == ask(plainly, address, **again), (address, tag)
            given_back += ask(app, address, **again)[0] == 304
            assert ask(app, address, "HEAD", **again) == ask(plainly, address, "HEAD", **again)
            only = {**headers, "If_Match": tag}
            assert ask(app, address, **only) == ask(plainly, address, **only)
    assert given_back > 100
    assert isinstance(app.wsgi_app._inner, Front)  # type: ignore[attr-defined]  # or it would prove nothing
    assert not isinstance(plainly.wsgi_app._inner, Front)  # type: ignore[attr-defined]
    assert app.extensions[KEY].get().kept.pattern is not None


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*plain.READERS, "asof", "AS_OF", ""]),
            st.one_of(
                st.sampled_from(["2025-04-04", "2025-02-30", "DE", "EU", "civil", "reexport", "oxide", "json", "csv"]),
                st.text("-0123456789abDE%+. \n٣=", max_size=12),
            ),
        ),
        max_size=4,
    )
)
def test_what_is_read_as_plain_is_what_the_schema_reads(pairs: list[tuple[str, str]]) -> None:
    """Nothing that the schema refuses is read, and no value is read otherwise."""
    read = plain.query("&".join(f"{name}={value}" for name, value in pairs))
    if read is None:
        return
    assert len({name for name, _ in pairs}) == len(pairs)
    try:
        loaded = StatusQuery().load(dict(pairs))
    except ValidationError as error:
        raise AssertionError(f"the schema refuses {pairs}") from error
    assert read == loaded
    assert {name: type(value) for name, value in read.items()} == {name: type(value) for name, value in loaded.items()}


def test_plain_questions_are_read() -> None:
    """So that the test above speaks of something."""
    text = "as_of=2025-04-04&known_at=2025-01-01&origin=CN&destination=DE&end_use=civil&form=oxide&movement=export"
    read = plain.query(text + "&dataset=0&format=json")
    assert read is not None
    assert set(read) == set(plain.READERS) == set(StatusQuery().fields)
    assert plain.query("") == StatusQuery().load({})


def test_at_midnight_another_day_is_answered(make: Make) -> None:
    """What is kept of a day that was filled in is of that day; as the day ends it may be kept ever shorter."""
    moment = datetime(2026, 11, 22, 15, 58, tzinfo=UTC)  # two minutes before midnight in Shanghai
    app, plainly = make(lambda: moment), make(lambda: moment, answer_cache=0)
    ages = []
    for _ in range(30):
        first, second = ask(app, DYSPROSIUM), ask(app, DYSPROSIUM)
        assert first == second == ask(plainly, DYSPROSIUM)
        ages.append(dict(first[1])["Cache-Control"])
        moment += timedelta(seconds=7)
    assert {"public, max-age=60", "public, max-age=1"} <= set(ages)
    assert b'"as_of":"2026-11-23"' in ask(app, DYSPROSIUM)[2]


def test_every_request_keeps_its_own_id_and_trace(make: Make) -> None:
    """On what is kept as on what is not."""
    app = make()
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    seen = set()
    for number in range(4):
        answer = app.test_client().get(DYSPROSIUM, headers={"X-Request-ID": f"id-{number}", "traceparent": trace})
        assert answer.headers["X-Request-ID"] == f"id-{number}"
        seen.add(answer.headers["traceparent"])
        made = app.test_client().get(DYSPROSIUM, headers={"X-Request-ID": "no good id"}).headers["X-Request-ID"]
        assert made != "no good id"
        seen.add(made)
        assert "traceparent" not in app.test_client().get(DYSPROSIUM).headers
    assert len(seen) == 8


def test_what_is_kept_is_given_to_nobody_without_a_key(make: Make, tmp_path: Path) -> None:
    """And never by a cache on the way: it is private."""
    keys = tmp_path / "keys"
    keys.write_text(f"erp:{sha256(b'erp').hexdigest()}\n", encoding="ascii")
    app = make(api_keys_file=keys)
    for day in ("2025-12-01", "2025-12-01", "2025-12-02"):
        address = f"{DYSPROSIUM}?as_of={day}"
        status, headers, _ = ask(app, address, Authorization="Bearer erp")
        assert (status, dict(headers)["Cache-Control"]) == (200, "private, max-age=60")
        for header in ({}, {"Authorization": "Bearer other"}, {"Authorization": "erp"}):
            assert ask(app, address, **header)[0] == 401


def test_what_is_kept_is_taken_from_the_callers_share(make: Make) -> None:
    """Each request once, whoever answers it, with the same headers as without."""
    app, plainly = make(rate_limit="6/day"), make(rate_limit="6/day", answer_cache=0)
    addresses = [DYSPROSIUM, DYSPROSIUM, f"{DYSPROSIUM}?as_of=2025-12-01", "/v1/minerals/x/status", DYSPROSIUM]
    for address in [*addresses, "/healthz", f"{DYSPROSIUM}?as_of=1", DYSPROSIUM]:
        status, headers, body = ask(app, address)
        expected = ask(plainly, address)
        if status == 200:
            assert (status, headers, body) == expected
        assert (status, [name for name, _ in headers]) == (expected[0], [name for name, _ in expected[1]])
    assert ask(app, DYSPROSIUM)[0] == 429
    assert ask(app, "/healthz")[0] == 200


def test_a_page_of_another_origin_is_told_what_it_may_read(make: Make) -> None:
    """What is kept for one origin is given to no other."""
    origins = ("https://a.example", "https://b.example", "https://other.example", "")
    app, plainly = (make(cors_origins=origins[:2], answer_cache=size) for size in (8_388_608, 0))
    for origin in origins * 2:
        headers = {"Origin": origin} if origin else {}
        assert ask(app, DYSPROSIUM, **headers) == ask(plainly, DYSPROSIUM, **headers)


def test_threads_share_what_is_kept(make: Make, repository: Repository) -> None:
    """Each gets the answer to its own question, while the room is so small that others are driven out all the time."""
    app = make(answer_cache=300_000)
    minerals = [mineral.id for mineral in repository.all_minerals if not mineral.members][:12]
    addresses = [f"/v1/minerals/{mineral}/status?as_of=2025-12-0{day}" for mineral in minerals for day in (1, 2, 3)]
    expected = {address: ask(app, address) for address in addresses}
    wrong: list[str] = []

    def caller(seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311 - the same each time
        wrong.extend(one for one in draw.choices(addresses, k=150) if ask(app, one) != expected[one])

    callers = [threading.Thread(target=caller, args=(seed,)) for seed in range(4)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    assert not wrong


def test_a_feed_links_to_the_host_that_was_asked(make: Make) -> None:
    """Where no public address is set, two hosts have two feeds."""
    app, plainly = make(), make(answer_cache=0)
    for host in ("one.example", "two.example", "one.example"):
        assert ask(app, "/v1/changes?format=atom", Host=host) == ask(plainly, "/v1/changes?format=atom", Host=host)


def test_what_is_kept_takes_no_more_memory_than_it_may(make: Make) -> None:
    """However many questions are asked; and an answer that is too large for it is made anew."""
    app = make(answer_cache=400_000)
    kept = app.extensions[KEY].get().kept
    for day in range(120):
        ask(app, f"{DYSPROSIUM}?as_of={date(2025, 1, 1) + timedelta(day)}")
        assert kept.size <= 400_000
    assert kept.size > 350_000
    before = kept.size
    assert len(ask(app, "/docs/assets/swagger-ui.css")[2]) > 50_000
    assert kept.size == before


def test_it_stands_aside_for_spans_and_where_nothing_is_kept(database: Path) -> None:
    """With OpenTelemetry each request is a span of the framework's, so the framework answers each."""
    for settings_of, stands in (({}, True), ({"otel": True}, False), ({"answer_cache": 0}, False)):
        app = Flask("bare")
        app.extensions[KEY] = None
        stand(app, Settings(database=database, **settings_of), None, None)
        assert isinstance(app.wsgi_app, Front) is stands


def test_a_server_that_wants_only_what_is_ready_is_told_what_is_not(database: Path) -> None:
    """Nor is a file looked at for it, which might have to be opened. What was told so is counted nowhere."""
    moment = 0.0
    app = create_app(Settings(database=database), now=lambda: NOW, ticks=lambda: moment)

    def asked(address: str, **more: Any) -> list[bytes]:
        environ = create_environ(address, "http://here/") | {ONLY: True, **more}
        return list(app.wsgi_app(environ, lambda status, headers, exc_info=None: lambda content: None))

    def counted() -> str:
        return "\n".join(line for line in app.test_client().get("/metrics").text.splitlines() if "/status" in line)

    for address in (DYSPROSIUM, "/v1/minerals/unobtainium/status", "/v1/minerals", "/nothing"):
        with pytest.raises(NotReady):
            asked(address)
    assert counted() == ""
    expected = app.test_client().get(DYSPROSIUM).data
    assert asked(DYSPROSIUM) == [expected]
    with pytest.raises(NotReady):
        asked(DYSPROSIUM, REQUEST_METHOD="POST")
    moment = 10.0
    with pytest.raises(NotReady):
        asked(DYSPROSIUM)
    app.test_client().get("/healthz")  # whoever else asks has the file looked at
    assert asked(DYSPROSIUM) == [expected]
