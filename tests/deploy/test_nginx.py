"""The site in ``deploy/nginx.conf``, a real nginx before real servers: what is kept, what is not, who takes over."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from schemas.problems import ProblemSchema
from service.http.problems import KINDS
from service.settings import Settings
from tests.deploy.site import Answer, Asker, fronted, replicas
from tests.server import Server, serving

STATUS = "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US"
LIST = b'{"lines": [{"material": "gallium", "origin": "CN", "destination": "DE", "date": "2025-06-01"}]}'
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def servers(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Two replicas that nobody ends."""
    with replicas(database, tmp_path_factory.mktemp("replicas")) as running:
        yield running


@pytest.fixture
def ask(servers: list[Server], tmp_path: Path) -> Iterator[Asker]:
    """The site before both, its cache empty."""
    with fronted(tmp_path, *(server.address for server in servers)) as asked:
        yield asked


def test_an_answer_is_kept_and_given_again(ask: Asker) -> None:
    """The same bytes and validator; the head of it comes from the same entry."""
    first, second = ask(STATUS), ask(STATUS)
    assert (first.status, first.cache) == (200, "MISS")
    assert (second.status, second.cache) == (200, "HIT")
    assert second.body == first.body
    for name in ("ETag", "Cache-Control", "Vary", "Dataset-Version", "Content-Type"):
        assert second.headers[name] == first.headers[name] is not None
    head = ask(STATUS, method="HEAD")
    assert (head.status, head.cache, head.body) == (200, "HIT", b"")


def test_a_validator_of_ours_is_answered_304_by_the_cache(ask: Asker) -> None:
    """Kept or not yet; with what a 304 must repeat."""
    tag = ask(STATUS).headers["ETag"]
    other = STATUS.replace("US", "DE")
    for path, its, cache in [(STATUS, tag, "HIT"), (STATUS, '"another"', "HIT")]:
        answer = ask(path, headers={"If-None-Match": its})
        assert (answer.status, answer.cache) == (304 if its == tag else 200, cache)
        assert answer.headers["ETag"] == tag
        assert answer.headers["Vary"] == "Accept"
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    fresh = ask(other, headers={"If-None-Match": tag})
    assert (fresh.status, fresh.cache) == (200, "MISS")
    again = ask(other, headers={"If-None-Match": fresh.headers["ETag"]})
    assert (again.status, again.cache) == (304, "HIT")


def test_three_representations_of_one_address_are_kept_apart(ask: Asker) -> None:
    """By Accept, each with its own bytes and validator, in whatever order they are asked for."""
    kinds = ("application/json", "text/plain", "text/csv")
    first = {kind: ask(STATUS, headers={"Accept": kind}) for kind in kinds}
    second = {kind: ask(STATUS, headers={"Accept": kind}) for kind in reversed(kinds)}
    for kind in kinds:
        assert (first[kind].cache, second[kind].cache) == ("MISS", "HIT")
        assert second[kind].headers["Content-Type"].startswith(kind)
        assert second[kind].body == first[kind].body
    assert len({answer.headers["ETag"] for answer in first.values()}) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/minerals/disprosium/status", 404), (STATUS + "&asof=1", 422), ("/healthz", 200), ("/nothing", 404)],
)
def test_errors_and_health_are_not_kept(ask: Asker, path: str, status: int) -> None:
    """They come from the service each time, as it says them."""
    for _ in range(2):
        answer = ask(path)
        assert (answer.status, answer.cache) == (status, "MISS")
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_parts_list_is_not_kept(ask: Asker) -> None:
    """The method alone decides."""
    for _ in range(2):
        answer = ask("/v1/screenings", method="POST", body=LIST, headers=JSON)
        assert answer.status == 200
        assert answer.cache is None
        assert orjson.loads(answer.body)["lines"][0]["outcome"] == "action_required"


def test_who_shows_a_key_is_not_answered_from_the_cache(ask: Asker) -> None:
    """Neither is the answer kept for the next."""
    path = STATUS.replace("US", "JP")
    for _ in range(2):
        assert ask(path, headers={"Authorization": "Bearer a"}).cache == "BYPASS"
    assert ask(path).cache == "MISS"


def test_a_kept_answer_carries_its_own_date_and_the_callers_own_id(ask: Asker) -> None:
    """By its Date a caller's cache knows its age, so that it does not outlive its day there; nginx sends no Age."""
    first = ask(STATUS, headers={"X-Request-ID": "one"})
    second = ask(STATUS, headers={"X-Request-ID": "two"})
    third = ask(STATUS, headers={"X-Request-ID": 'no"id'})
    assert [first.cache, second.cache, third.cache] == ["MISS", "HIT", "HIT"]
    assert second.headers.get_all("Date") == first.headers.get_all("Date")
    assert [first.headers.get_all("X-Request-ID"), second.headers.get_all("X-Request-ID")] == [["one"], ["two"]]
    assert re.fullmatch("[0-9a-f]{32}", third.headers["X-Request-ID"])


def test_an_answer_of_no_age_is_asked_about_again(database: Path, tmp_path: Path) -> None:
    """What may be kept for no second, as an answer in the last second of its day, is never given again."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_MAX_AGE": "0"}
    with serving(settings, cwd=tmp_path) as server, fronted(tmp_path, server.address, server.address) as ask:
        assert [ask(STATUS).cache for _ in range(3)] == ["MISS"] * 3


def problem_of(answer: Answer, slug: str) -> dict[str, object]:
    """The body of ``answer``, a problem of the kind ``slug`` in the published shape."""
    assert answer.headers.get_all("Content-Type") == ["application/problem+json"]
    assert answer.headers.get_all("Cache-Control") == ["no-store"]
    body: dict[str, object] = orjson.loads(answer.body)
    assert not ProblemSchema().validate(body)
    assert list(body) == ["type", "title", "status", "detail", "instance", "request_id", *list(body)[6:]]
    assert set(body) == set(ProblemSchema().fields)
    kind = KINDS[slug]
    assert (body["type"], body["title"], body["status"]) == (f"/problems/{slug}", kind.title, kind.status)
    assert (answer.status, answer.headers.get_all("X-Request-ID")) == (kind.status, [body["request_id"]])
    return body


def test_a_body_that_is_too_large_is_refused(ask: Asker) -> None:
    """At the service's own limit, by nginx, in the published shape; one that fits is the service's to judge."""
    most = Settings().max_body
    path = "/v1/screenings"
    over = ask(path, method="POST", body=b" " * (most + 1), headers=JSON | {"X-Request-ID": "mine"})
    assert problem_of(over, "too-large")["request_id"] == "mine"
    assert over.cache is None
    assert ask(path, method="POST", body=LIST + b" " * (most - len(LIST)), headers=JSON).status == 200


def test_a_caller_who_is_too_quick_is_told_when_to_come_again(servers: list[Server], tmp_path: Path) -> None:
    """Here after one request and one more, of which none comes back within the test."""
    addresses = [server.address for server in servers]
    slow = {"rate=50r/s": "rate=1r/m", "burst=200 ": "burst=1 "}
    with fronted(tmp_path, *addresses, changed=slow) as ask:
        answers = [ask("/healthz") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    problem_of(answers[-1], "too-many-requests")
    assert answers[-1].headers["Retry-After"] == "1"


def test_a_request_that_cannot_be_read_is_a_problem(ask: Asker) -> None:
    """One that nginx refuses before the service sees it; an address that is too long is refused by the service."""
    problem_of(ask("/../../v1/statuses"), "bad-request")
    long = ask("/v1/minerals?q=" + "a" * 5000)
    assert problem_of(long, "uri-too-long")["instance"] == "/v1/minerals"


def kill(server: Server) -> None:
    """End a server as a lost host does: the first process and its worker, which would serve on for a while, at once."""
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    for each in (pid, *map(int, children)):
        os.kill(each, signal.SIGKILL)
    server.process.wait()


@pytest.mark.parametrize("path", ["/metrics", "/metrics?a=b", "//metrics", "/%6Detrics", "/refused/503"])
def test_what_is_counted_is_not_told_outside(ask: Asker, path: str) -> None:
    """However the address is written; nor are the pages of nginx's own refusals there to be asked for."""
    assert problem_of(ask(path), "not-found")["instance"] is None


def test_another_takes_over_when_a_replica_dies(database: Path, tmp_path: Path) -> None:
    """No question fails, and no parts list; with nobody left it is 503."""
    addresses = [
        f"/v1/minerals/{mineral}/status?as_of=2025-12-{day:02}&origin=CN"
        for day in range(1, 21)
        for mineral in ("gallium", "dysprosium")
    ]
    with (
        replicas(database, tmp_path) as (one, two),
        fronted(tmp_path, one.address, two.address) as ask,
        ThreadPoolExecutor(4) as callers,
    ):
        told = [answer.status for answer in callers.map(ask, addresses[:8])]
        kill(one)
        told += [answer.status for answer in callers.map(ask, addresses[8:])]
        told += [ask("/v1/screenings", method="POST", body=LIST, headers=JSON).status for _ in range(6)]
        assert told == [200] * (len(addresses) + 6)
        kill(two)
        down = ask("/v1/minerals/gallium/status?as_of=2025-11-30&origin=CN")
        problem_of(down, "unavailable")
        assert down.headers["Retry-After"] == "5"


def test_an_answer_is_not_given_past_its_time(database: Path, tmp_path: Path) -> None:
    """Not even when nobody is left to ask: an answer whose day was filled in would be of yesterday."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_MAX_AGE": "1"}
    filled_in = "/v1/minerals/gallium/status?origin=CN"
    often = {"rate=50r/s": "rate=9999r/s"}
    with (
        serving(settings, cwd=tmp_path) as server,
        fronted(tmp_path, server.address, server.address, changed=often) as ask,
    ):
        assert ask(filled_in).status == 200
        while (kept := ask(filled_in)).cache == "HIT":
            pass
        assert (kept.status, kept.cache) == (200, "REVALIDATED")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait()
        while (kept := ask(filled_in)).cache == "HIT":
            pass
        problem_of(kept, "unavailable")
