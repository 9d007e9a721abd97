"""Long work rests while others ask, as often as it should and for no longer."""

from __future__ import annotations

from threading import Thread

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
