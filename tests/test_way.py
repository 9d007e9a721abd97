"""Long work rests while others ask, as often as it should and for no longer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from threading import Thread

import pytest

from service.way import Way


class Time:
    """A clock that moves when it is told to, and while somebody rests."""

    def __init__(self) -> None:
        self.now = 100.0
        self.rests: list[float] = []

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def rest(self, seconds: float) -> None:
        """Let them pass."""
        self.rests.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """A test's own thread is what it was after it."""
    before = os.sched_getscheduler(0) if hasattr(os, "sched_getscheduler") else 0
    yield
    if hasattr(os, "sched_getscheduler"):
        os.sched_setscheduler(0, before, os.sched_param(0))


def test_work_rests_only_while_others_ask_and_only_every_so_often() -> None:
    """Where nobody asks it goes on, and a moment after the last one who asked it goes on again."""
    time = Time()
    way = Way(time, time.rest)
    way.give()
    assert time.rests == []
    way.asked()
    for _ in range(3):
        way.give()
    assert time.rests == [0.001]
    time.now += 0.00029
    way.give()
    assert time.rests == [0.001]
    time.now += 0.00002
    way.give()
    assert time.rests == [0.001] * 2
    time.now += 0.002
    way.give()
    assert time.rests == [0.001] * 2


def test_each_thread_has_worked_for_itself() -> None:
    """One that rested does not spare another its rest."""
    time = Time()
    way = Way(time, time.rest)
    way.asked()
    way.give()
    other = Thread(target=way.give)
    other.start()
    other.join()
    assert time.rests == [0.001] * 2


def test_work_through_many_things_rests_between_lots_of_them() -> None:
    """Each thing comes once and in order, and the last lot is as long as there are things."""
    time = Time()
    way = Way(time, time.rest)
    done = []
    for thing in way.each(iter(range(250))):
        way.asked()
        time.now += 0.0001
        done.append((thing, len(time.rests)))
    assert done == [(thing, thing // 100) for thing in range(250)]
    assert [len(some) for some in way.lots("abcde", 2)] == [2, 2, 1]
    assert list(way.each(())) == []


def test_who_asks_one_worker_is_given_way_by_all() -> None:
    """The processors are shared by all workers of a server, which are forked from one process."""
    script = """
import os
from service.way import Way
rests = []
way = Way(lambda: 100.0, rests.append)
way.give()
assert rests == [], rests
worker = os.fork()
if not worker:
    way.asked()
    os._exit(0)
os.waitpid(worker, 0)
way.give()
assert rests == [0.001], rests
"""
    assert subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True).stderr == ""


@pytest.mark.skipif(not hasattr(os, "SCHED_BATCH"), reason="only Linux knows such threads")
def test_a_thread_that_rested_takes_no_processor_from_others() -> None:
    """It alone: what else the process does goes on as ever."""
    time, policies = Time(), []
    way = Way(time, time.rest)

    def work() -> None:
        policies.append(os.sched_getscheduler(0))
        way.asked()
        way.give()
        policies.append(os.sched_getscheduler(0))

    other = Thread(target=work)
    other.start()
    other.join()
    assert policies == [os.SCHED_OTHER, os.SCHED_BATCH]
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
