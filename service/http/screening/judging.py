"""What goods come to in a scope, whatever they are called: judged once for all lines that ask about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.parties import PartyWord
from service.domain.screening import Outcome, Verdict, joined, with_named_party
from service.http.context import Service
from service.http.present import Json
from service.http.screening.buyers import Buyers
from service.http.screening.decided import Decided, Reply
from service.http.screening.deciding import Decider
from service.http.screening.goods import Goods
from service.http.screening.lines import Scope
from service.http.screening.results import Told, closing
from service.http.screening.runs import ended
from service.way import WAY


@dataclass(frozen=True, slots=True, eq=False)
class Fare:
    """How goods fare, the same wherever they go alike: the verdict, the replies behind it, and which of them speaks.

    Of the replies it holds what is no destination's own. ``controlled`` are minerals that only the composition names
    and that are controlled themselves.
    """

    verdict: Verdict
    replies: Sequence[Reply]
    speaking: int
    controlled: tuple[str, ...]

    @property
    def decided(self) -> Decided:
        """The answer that speaks."""
        return self.replies[self.speaking].decided


class Judged(NamedTuple):
    """How goods fare in a scope, what is told of that question, and of its buyer if one is named."""

    fare: Fare
    told: Told
    buyer: Json | None
    ended: bytes
    """The end of a line that says no more of the goods than a name of them."""

    def told_with(self, warnings: bytes, meant: Sequence[str]) -> bytes:
        """The end of a line on whose names there is more to tell."""
        told, decided = self.told, self.fare.decided
        closed = closing(meant, self.buyer, told.links) if meant or self.buyer else told.closing
        return ended(told.scope, decided.status, told.summary, decided.law, warnings, closed)


class Judge:
    """Judges the goods of one list."""

    def __init__(self, here: Service, decider: Decider) -> None:
        self._decider = decider
        self._buyers = Buyers(here)
        self._judged: dict[tuple[Goods, Scope], Judged] = {}
        self._fares: dict[tuple[object, ...], Fare] = {}

    def judge(self, goods: Goods, scope: Scope) -> Judged:
        """What ``goods`` come to in ``scope``. Raises ``NotAnExport``."""
        judged = self._judged.get((goods, scope))
        if judged is None:
            judged = self._judged[goods, scope] = self._judge(goods, scope)
        return judged

    def unnamed_buyer(self, scope: Scope) -> Json | None:
        """What the lists of parties say of the buyer of a line without goods."""
        return self._buyers.compared(scope, [])

    def _judge(self, goods: Goods, scope: Scope) -> Judged:
        WAY.give()  # each may have to be decided first
        reply, contains = self._decider.reply, goods.contains
        replies = [reply(mineral, scope.form or form, scope, contains) for mineral, form in goods.meant]
        buyer = self._buyers.compared(scope, [one.decided.answer for one in replies])
        fare = self._fare(goods, scope, replies, named=buyer is not None and buyer["word"] == PartyWord.NAMED)
        told, decided = self._decider.told(replies[fare.speaking], scope), fare.decided
        closed = closing([], buyer, told.links) if buyer else told.closing
        end = ended(told.scope, decided.status, told.summary, decided.law, decided.warnings, closed)
        return Judged(fare, told, buyer, end)

    def _fare(self, goods: Goods, scope: Scope, replies: Sequence[Reply], *, named: bool) -> Fare:
        """How ``goods`` fare by ``replies``; ``named`` says that a list of parties names the buyer."""
        controlled = tuple(mineral for mineral in goods.holding if self._is_controlled(mineral, scope))
        alike = (goods, scope.form, controlled, named, *(one.decided for one in replies))
        fare = self._fares.get(alike)
        if fare is None:
            speaking = min(range(len(replies)), key=lambda place: replies[place].decided.strictness)
            verdict = joined(
                [one.decided.verdict for one in replies],
                contradicting=goods.differing,
                unsure=goods.unsure or bool(controlled),
            )
            if named:
                verdict = with_named_party(verdict)
            fare = self._fares[alike] = Fare(verdict, replies, speaking, controlled)
        return fare

    def _is_controlled(self, mineral: str, scope: Scope) -> bool:
        """Whether a part would need more than a look if it were shipped by itself."""
        verdict = self._decider.reply(mineral, None, scope, ()).decided.verdict
        return (verdict.at_worst or verdict.outcome) in (Outcome.BLOCKED, Outcome.ACTION_REQUIRED)
