"""Long work rests while others ask, as often as it should and for no longer."""

from __future__ import annotations

import os
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


def test_work_rests_only_while_others_ask_and_only_every_millisecond() -> None:
    """Where nobody asks it goes on, and a moment after the last one who asked it goes on again."""
    time = Time()
    way = Way(time, time.rest)
    way.give()
    assert time.rests == []
    way.asked()
    for _ in range(3):
        way.give()
    assert time.rests == [0.001]
    time.now += 0.0011
    way.give()
    assert time.rests == [0.001] * 2
    time.now += 0.005
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
