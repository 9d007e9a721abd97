"""The lines of an answer as JSON, put together only as they go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.http.screening.runs import Written
from service.way import WAY

_AT_ONCE = 200
"""Lines that go out in one piece: few enough to be put together in no time, many enough to be worth a call."""


class Outgoing:
    """Lines as JSON objects in order, ``between`` each two of them: in pieces of many lines, their length told before.

    An answer is fifteen times as long as its list. To find room for all of it costs more than to put it together, so
    each piece is let go of before the next one is made.
    """

    def __init__(
        self, numbers: Sequence[int], refs: Sequence[bytes], results: Sequence[Written], echoes: Sequence[bytes],
        between: bytes,
    ) -> None:  # fmt: skip
        """Of each line: its place, its reference as JSON, its result, and all that it gave as JSON."""
        self._heads = [b'}%b{"line":%d,"ref":' % (between, number) for number in WAY.each(numbers)]
        if self._heads:
            self._heads[0] = self._heads[0].removeprefix(b"}" + between)
        self._refs, self._results, self._echoes = refs, results, echoes

    @property
    def size(self) -> int:
        """Bytes of all pieces together."""
        own = sum(sum(map(len, WAY.each(parts))) for parts in (self._heads, self._refs, self._echoes))
        shared = (len(result.begun) + len(result.ended) for result in WAY.each(self._results))
        return own + sum(shared) + bool(self._results)  # the last line is closed by one byte more

    def __iter__(self) -> Iterator[bytes]:
        """The pieces in order."""
        for start in range(0, len(self._heads), _AT_ONCE):
            WAY.give()
            some = slice(start, start + _AT_ONCE)
            heads, results = self._heads[some], self._results[some]
            # Column by column, which is quicker than line by line by half.
            parts = [b""] * (5 * len(heads))
            parts[0::5], parts[1::5], parts[4::5] = heads, self._refs[some], self._echoes[some]
            parts[2::5], parts[3::5] = [one.begun for one in results], [one.ended for one in results]
            if some.stop >= len(self._heads):
                parts.append(b"}")
            yield b"".join(parts)
