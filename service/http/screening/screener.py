"""Answers the lines of a parts list: each distinct question is decided once, and each distinct line written once."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from hashlib import blake2b
from itertools import repeat

import orjson

from service.domain.changes import Change
from service.domain.composition import Composition
from service.domain.errors import NotAnExport
from service.domain.screening import Outcome
from service.http.context import Service
from service.http.present import Json, change, iso
from service.http.screening.deciding import Decider
from service.http.screening.goods import Recognised
from service.http.screening.judging import Fare, Judge
from service.http.screening.lines import Asked, LineError, LineReader, Scope
from service.http.screening.outgoing import Outgoing
from service.http.screening.parts import PartsList
from service.http.screening.recognise import Recogniser
from service.http.screening.results import closing, invalid, not_recognised, notices, opening
from service.http.screening.runs import Written, warned
from service.way import WAY

_CLIFFS = 20
"""How many of the nearest changes of a list are told."""


class Screening:
    """The screening of one list, done: its lines in order, their totals, and the changes ahead.

    What lines share is worked out once: each distinct saying is read, all names are looked up together, each distinct
    question is decided, and each distinct result is put together from runs of fields that are JSON already. A line that
    says what another said costs its place, its reference and what it gave.
    """

    def __init__(self, here: Service, sent: PartsList, reader: LineReader) -> None:
        self.here = here
        self.sent = sent
        self._reader = reader
        # In the order of the lines: of the names that were not found the first get suggestions.
        places = dict.fromkeys(ask for at, ask in enumerate(WAY.each(sent.asks)) if at not in sent.wrong)
        asked = reader.read(sent.sayings, places)
        sound = [one for one in WAY.each(asked.values()) if isinstance(one, Asked)]
        self.filled_in_day = reader.today if any(one.scope.filled_in for one in WAY.each(sound)) else None
        """The day that stood in for lines without one, read once: midnight must not fall into a list."""
        self._recogniser = Recogniser(here, sound)
        self.without_suggestions = self._recogniser.without_suggestions
        self._decider = Decider(here)
        self._judge = Judge(here, self._decider)
        self._read: dict[tuple[Recognised, Fare], tuple[bytes, bytes | None]] = {}
        self._nameless: dict[tuple[Scope, Composition, tuple[str, ...]], Written] = {}
        written = {
            place: self._write(one) if isinstance(one, Asked) else invalid(one)
            for place, one in WAY.each(asked.items())
        }
        broken = {at: invalid(errors) for at, errors in sent.wrong.items()}
        self.results = [broken[at] if at in broken else written[ask] for at, ask in enumerate(WAY.each(sent.asks))]
        """Of each line, in order; lines that say the same have one and the same."""

    @cached_property
    def _counted(self) -> Counter[Written]:
        """How many lines have each of the results."""
        return Counter(self.results)

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many lines there are of each outcome; all outcomes are named."""
        totals = dict.fromkeys(map(str, Outcome), 0)
        for result, lines in self._counted.items():
            totals[result.outcome] += lines
        return totals

    def ident(self) -> str:
        """The id of this question to this data: what the lines ask, the day where one was filled in, the dataset."""
        day, sent = iso(self.filled_in_day), self.sent
        digest = blake2b(orjson.dumps([self.here.dataset_version, self.here.code_version, day]), digest_size=12)
        digest.update(orjson.dumps({name: str(value) for name, value in self._reader.defaults.items()}))
        said = [b",%b," % one for one in WAY.each(sent.sayings.as_json())]
        ends = [b"null]"] * len(sent.given)
        for at in sent.wrong:
            ends[at] = sent.echoes[at] + b"]"
        asked = map(said.__getitem__, sent.asks)
        lines = map(b"".join, zip(repeat(b"[", len(ends)), sent.refs, asked, ends, strict=True))
        for some in WAY.lots(lines):
            digest.update(b"".join(some))
        return digest.hexdigest()

    def next_changes(self) -> list[Json]:
        """The nearest changes that touch lines of the list, the earliest first, with how many lines each touches."""
        touched: Counter[tuple[str, Change]] = Counter()
        for result, lines in WAY.each(self._counted.items()):
            if result.mineral is not None and result.change is not None:
                touched[result.mineral, result.change] += lines
        nearest = sorted(touched.items(), key=lambda one: (one[0][1].on, one[0][0], one[0][1].origin))[:_CLIFFS]
        return [{"mineral": mineral, **(change(found) or {}), "lines": count} for (mineral, found), count in nearest]

    def encoded(self, between: bytes) -> Outgoing:
        """The lines as JSON objects in order, ``between`` each two of them."""
        return Outgoing(self.sent.numbers, self.sent.refs, self.results, self.sent.echoes, between)

    # One distinct line

    def _write(self, asked: Asked) -> Written:
        recognised, scope = self._recogniser.recognised(asked), asked.scope
        meant = self._recogniser.meant(recognised)
        if not recognised.candidates:
            return self._unnamed(scope, asked.contains, meant)
        try:
            judged = self._judge.judge(recognised.goods, scope)
        except NotAnExport as error:
            return invalid([LineError("destination", str(error))])
        begun, warnings = self._taken_for(recognised, judged.fare, scope.form)
        answer = judged.fare.decided.answer
        return Written(
            judged.fare.verdict.outcome,
            begun,
            judged.ended if warnings is None else judged.told_with(warnings, meant),
            answer.mineral.id,
            answer.next_change,
        )

    def _taken_for(self, recognised: Recognised, fare: Fare, form: str | None) -> tuple[bytes, bytes | None]:
        """What a line begins with, and its warnings where there is more to tell of its names; ``form`` was asked.

        A fare is of one form, which need not be told apart here.
        """
        asked = (recognised, fare)
        read = self._read.get(asked)
        if read is None:
            candidate, reply = recognised.candidates[fare.speaking], fare.replies[fare.speaking]
            noticed = list(notices(form, recognised, candidate, fare.controlled))
            read = self._read[asked] = (
                opening(fare.verdict, candidate, reply, recognised.candidates, fare.replies),
                warned([*noticed, *fare.decided.answer.warnings]) if noticed else None,
            )
        return read

    def _unnamed(self, scope: Scope, contains: Composition, meant: tuple[str, ...]) -> Written:
        """The result of the lines on which nothing is a name on record, one for all with the same suggestions."""
        asked = (scope, contains, meant)
        if asked not in self._nameless:
            closed = closing(meant, self._judge.unnamed_buyer(scope), {})
            self._nameless[asked] = not_recognised(self._decider.understood(scope, scope.form, contains), closed)
        return self._nameless[asked]
