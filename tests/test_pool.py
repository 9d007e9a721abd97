"""The line before a worker's threads: who is handed back when, and that nobody is forgotten in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest

from service.pool import Outcome, Pool
from tests.server import PATIENCE


class Line:
    """A pool of one thread whose connections are callables that say whether they are kept, and all that it tells."""

    def __init__(self) -> None:
        self.woken: SimpleQueue[None] = SimpleQueue()
        self.pool = Pool(1, lambda conn: conn(), lambda: self.woken.put(None))

    def back(self) -> list[tuple[Any, Outcome]]:
        """What is handed back now."""
        found: list[tuple[Any, Outcome]] = []
        self.pool.hand_back(lambda conn, outcome: found.append((conn, outcome)))
        return found


@contextmanager
def held() -> Iterator[tuple[Any, Event, Event]]:
    """A connection whose handling goes on to the end of the block; the events tell that it began, and let it end."""
    began, end = Event(), Event()

    def handling() -> bool:
        began.set()
        return end.wait(PATIENCE)

    try:
        yield handling, began, end
    finally:
        end.set()


@pytest.fixture
def line() -> Iterator[Line]:
    """One that ends with the test."""
    made = Line()
    yield made
    made.pool.shutdown()


def kept() -> bool:
    """A request after which the connection stays."""
    return True


def test_those_who_wait_in_line_are_answered_before_the_loop_is_woken(line: Line) -> None:
    """Once for all of them."""
    with held() as (first, began, end):
        line.pool.add(first)
        assert began.wait(PATIENCE)
        others = [lambda: True for _ in range(5)]
        for other in others:
            line.pool.add(other)
        end.set()
        line.woken.get(timeout=PATIENCE)
        # before the last it is told that some are answered, and after it that it is
        line.woken.get(timeout=PATIENCE)
    assert [conn for conn, _ in line.back()] == [first, *others]
    assert line.woken.empty()


def test_the_answered_do_not_wait_for_the_last_in_line(line: Line) -> None:
    """It may take long; the loop is woken before it is begun."""
    with held() as (first, began, end), held() as (last, last_began, last_end):
        line.pool.add(first)
        assert began.wait(PATIENCE)
        line.pool.add(last)
        end.set()
        assert last_began.wait(PATIENCE)
        line.woken.get(timeout=PATIENCE)
        assert [conn for conn, _ in line.back()] == [first]
        last_end.set()
        line.woken.get(timeout=PATIENCE)
        assert [conn for conn, _ in line.back()] == [last]


def test_a_connection_that_is_to_be_closed_is_told_at_once(line: Line) -> None:
    """Its caller waits for the end of it, whoever else stands in line."""
    with held() as (first, began, end), held() as (second, second_began, _), held() as (third, _, _):
        line.pool.add(lambda: False)
        line.woken.get(timeout=PATIENCE)
        assert len(line.back()) == 1
        line.pool.add(first)
        assert began.wait(PATIENCE)
        line.pool.add(second)
        line.pool.add(third)
        end.set()
        assert second_began.wait(PATIENCE)
        assert line.woken.empty()  # `first` is kept, and `third` still stands in line
        assert [conn for conn, _ in line.back()] == [first]


def test_a_failure_is_raised_where_the_outcome_is_asked_for(line: Line) -> None:
    """And the thread goes on."""

    def failing() -> bool:
        raise SystemExit("no")

    line.pool.add(failing)
    line.woken.get(timeout=PATIENCE)
    ((_, outcome),) = line.back()
    with pytest.raises(SystemExit, match="no"):
        outcome.result()
    assert not outcome.cancelled()
    line.pool.add(kept)
    line.woken.get(timeout=PATIENCE)
    assert [outcome.result() for _, outcome in line.back()] == [True]
