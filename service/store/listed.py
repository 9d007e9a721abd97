"""Lists of the record of which only the part that is asked for is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from service.domain.frozen import frozen
from service.store.dataset import Dataset

Made = TypeVar("Made")


@frozen
class Condition:
    """A condition of a WHERE and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


def given(sql: str, *parameters: object) -> tuple[Condition, ...]:
    """The condition where its first parameter is given; none where that is None, which is any."""
    return () if parameters[0] is None else (Condition(sql, parameters),)


class Listed(Sequence[Made], Generic[Made]):
    """The rows of a table that fit every condition, in an order, as what ``make`` makes of them.

    The first condition finds the rows, by its index, so the one that fits the fewest stands first; the others sift
    them, and may use no index (the ``+``). One that is not given is none in the SQL. All rows of a table are not
    counted but looked up. Places are counted from the first, and slices have no steps.
    """

    def __init__(
        self,
        dataset: Dataset,
        table: str,
        conditions: Sequence[Condition],
        order: str,
        make: Callable[[list[Any]], Sequence[Made]],
    ) -> None:
        self._dataset = dataset
        self._table = table
        self._where = "".join(
            f" {'AND +' if number else 'WHERE '}{condition.sql}" for number, condition in enumerate(conditions)
        )
        self._parameters = [value for condition in conditions for value in condition.parameters]
        self._order = order
        self._make = make

    def __len__(self) -> int:
        if not self._where:
            return int(self._dataset.summary(self._table))
        sql = f"SELECT count(*) FROM {self._table}{self._where}"  # noqa: S608 - constants of the store
        return int(self._dataset.one(sql, *self._parameters)[0])

    def __iter__(self) -> Iterator[Made]:
        return iter(self._part(0, -1))

    @overload
    def __getitem__(self, place: int) -> Made: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Made]: ...
    def __getitem__(self, place: int | slice) -> Made | Sequence[Made]:
        if isinstance(place, int):
            return self._part(place, 1)[0]
        start = place.start or 0
        return self._part(start, -1 if place.stop is None else max(0, place.stop - start))

    def _part(self, start: int, length: int) -> Sequence[Made]:
        sql = f"SELECT * FROM {self._table}{self._where} ORDER BY {self._order} LIMIT ? OFFSET ?"  # noqa: S608 - as above
        return self._make(self._dataset.all(sql, *self._parameters, length, start))
