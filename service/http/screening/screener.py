"""Answers the lines of a parts list: each distinct question is decided once, and each distinct line written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain, repeat
from typing import NamedTuple

import orjson

from service.domain.changes import Change
from service.domain.composition import Composition
from service.domain.errors import NotAnExport
from service.domain.parties import PartyWord
from service.domain.screening import Outcome, Verdict, joined, with_named_party
from service.http.context import Service
from service.http.present import Json, change, iso
from service.http.screening.buyers import Buyers
from service.http.screening.decided import Reply
from service.http.screening.deciding import Decider
from service.http.screening.goods import Goods
from service.http.screening.lines import Asked, LineError, LineReader, Scope
from service.http.screening.outgoing import Outgoing
from service.http.screening.parts import PartsList
from service.http.screening.recognise import Recogniser
from service.http.screening.results import Told, closing, invalid, not_recognised, notices, opening
from service.http.screening.runs import Written, warned

_CLIFFS = 20
"""How many of the nearest changes of a list are told."""


class Judged(NamedTuple):
    """What goods come to in a scope: the verdict, the replies of which it is made, and which of them speaks.

    ``controlled`` are minerals that only the composition names and that are controlled themselves.
    """

    verdict: Verdict
    replies: Sequence[Reply]
    speaking: int
    told: Told
    controlled: Sequence[str]
    buyer: Json | None


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
        places = dict.fromkeys(ask for at, ask in enumerate(sent.asks) if at not in sent.wrong)
        asked = reader.read(sent.sayings, places)
        sound = [one for one in asked.values() if isinstance(one, Asked)]
        self.filled_in_day = reader.today if any(one.scope.filled_in for one in sound) else None
        """The day that stood in for lines without one, read once: midnight must not fall into a list."""
        self._recogniser = Recogniser(here, sound)
        self.without_suggestions = self._recogniser.without_suggestions
        self._decider = Decider(here)
        self._buyers = Buyers(here)
        self._judged: dict[tuple[Goods, Scope], Judged] = {}
        self._nameless: dict[tuple[Scope, Composition, tuple[str, ...]], Written] = {}
        written = {place: self._write(one) if isinstance(one, Asked) else invalid(one) for place, one in asked.items()}
        broken = {at: invalid(errors) for at, errors in sent.wrong.items()}
        self.results = [broken[at] if at in broken else written[ask] for at, ask in enumerate(sent.asks)]
        """Of each line, in order; lines that say the same have one and the same."""

    @property
    def totals(self) -> dict[str, int]:
        """How many lines there are of each outcome; all outcomes are named."""
        counted = Counter([result.outcome for result in self.results])
        return {str(outcome): counted.get(outcome, 0) for outcome in Outcome}

    def ident(self) -> str:
        """The id of this question to this data: what the lines ask, the day where one was filled in, the dataset."""
        day, sent = iso(self.filled_in_day), self.sent
        digest = blake2b(orjson.dumps([self.here.dataset_version, self.here.code_version, day]), digest_size=12)
        digest.update(orjson.dumps({name: str(value) for name, value in self._reader.defaults.items()}))
        said = [b",%b," % one for one in sent.sayings.as_json()]
        ends = [b"null]"] * len(sent.given)
        for at in sent.wrong:
            ends[at] = sent.echoes[at] + b"]"
        asked = map(said.__getitem__, sent.asks)
        digest.update(b"".join(chain.from_iterable(zip(repeat(b"["), sent.refs, asked, ends))))
        return digest.hexdigest()

    def next_changes(self) -> list[Json]:
        """The nearest changes that touch lines of the list, the earliest first, with how many lines each touches."""
        touched: Counter[tuple[str, Change]] = Counter()
        for result, lines in Counter(self.results).items():
            if result.mineral is not None and result.change is not None:
                touched[result.mineral, result.change] += lines
        nearest = sorted(touched.items(), key=lambda one: (one[0][1].on, one[0][0], one[0][1].origin))[:_CLIFFS]
        return [{"mineral": mineral, **(change(found) or {}), "lines": count} for (mineral, found), count in nearest]

    def encoded(self, between: bytes) -> Outgoing:
        """The lines as JSON objects in order, ``between`` each two of them."""
        return Outgoing(self.sent.numbers, self.sent.refs, self.results, self.sent.echoes, between)

    # One distinct line

    def _write(self, asked: Asked) -> Written:
        recognised, scope = self._recogniser.recognise(asked), asked.scope
        meant = self._recogniser.meant(recognised) if recognised.unknown else []
        if not recognised.candidates:
            return self._unnamed(scope, asked.contains, tuple(meant))
        try:
            judged = self._judge(recognised.goods, scope)
        except NotAnExport as error:
            return invalid([LineError("destination", str(error))])
        reply, told, buyer = judged.replies[judged.speaking], judged.told, judged.buyer
        candidate, decided = recognised.candidates[judged.speaking], reply.decided
        noticed = list(notices(asked, recognised, candidate, judged.controlled))
        return Written(
            judged.verdict.outcome,
            opening(judged.verdict, candidate, reply, recognised.candidates, judged.replies),
            told.scope,
            decided.status,
            told.summary,
            decided.law,
            warned([*noticed, *decided.answer.warnings]) if noticed else decided.warnings,
            closing(meant, buyer, told.links) if meant or buyer else told.closing,
            mineral=decided.answer.mineral.id,
            change=decided.answer.next_change,
        )

    def _unnamed(self, scope: Scope, contains: Composition, meant: tuple[str, ...]) -> Written:
        """The result of the lines on which nothing is a name on record, one for all with the same suggestions."""
        asked = (scope, contains, meant)
        if asked not in self._nameless:
            closed = closing(meant, self._buyers.compared(scope, []), {})
            self._nameless[asked] = not_recognised(self._decider.understood(scope, scope.form, contains), closed)
        return self._nameless[asked]

    def _judge(self, goods: Goods, scope: Scope) -> Judged:
        """What ``goods`` come to in ``scope``, whatever they are called. Raises :class:`NotAnExport`."""
        if (goods, scope) in self._judged:
            return self._judged[goods, scope]
        reply, contains = self._decider.reply, goods.contains
        replies = [reply(mineral, scope.form or form, scope, contains) for mineral, form in goods.meant]
        speaking = min(range(len(replies)), key=lambda place: replies[place].decided.strictness)
        controlled = [mineral for mineral in goods.holding if self._is_controlled(mineral, scope)]
        verdict = joined(
            [one.decided.verdict for one in replies],
            contradicting=goods.differing,
            unsure=goods.unsure or bool(controlled),
        )
        buyer = self._buyers.compared(scope, [one.decided.answer for one in replies])
        if buyer is not None and buyer["word"] == PartyWord.NAMED:
            verdict = with_named_party(verdict)
        told = self._decider.told(replies[speaking], scope)
        judged = self._judged[goods, scope] = Judged(verdict, replies, speaking, told, controlled, buyer)
        return judged

    def _is_controlled(self, mineral: str, scope: Scope) -> bool:
        """Whether a part would need more than a look if it were shipped by itself."""
        verdict = self._decider.reply(mineral, None, scope, ()).decided.verdict
        return (verdict.at_worst or verdict.outcome) in (Outcome.BLOCKED, Outcome.ACTION_REQUIRED)
