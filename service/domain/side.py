"""One edition's record of a mineral, seen from one origin: what it answers, and all that an answer rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from service.domain.decision import OriginView
from service.domain.difference import Told
from service.domain.measure import Destinations, Measure
from service.domain.model import Question, Record
from service.domain.states import choices_on, state_on
from service.domain.survey import Survey
from service.domain.vocabulary import EndUse, State

Basis = tuple[object, ...]


class Side:
    """One of the two that are compared. A question's ``as_of`` is ignored: each method is told its day.

    ``numbers`` is shared by the two, so that measures that decide alike have one number in both.
    """

    def __init__(self, record: Record, origin: str, numbers: dict[Basis, int]) -> None:
        self.record = record
        self.view = OriginView(record, origin)
        self._surveys: dict[Question, Survey] = {}
        self._pools: dict[Question, tuple[Measure, ...]] = {}
        self._readings: dict[date, tuple[dict[str, State], ...]] = {}
        self._gists = {m.id: numbers.setdefault(self._gist(m), len(numbers)) for m in self.view.measures}

    @property
    def destinations(self) -> tuple[Destinations, ...]:
        """The destinations that the measures name."""
        return tuple(dict.fromkeys(measure.destinations for measure in self.view.setters))

    @property
    def end_uses(self) -> frozenset[EndUse]:
        """The end uses that the measures name."""
        return frozenset(measure.end_use for measure in self.view.setters if measure.end_use is not None)

    @property
    def named_forms(self) -> frozenset[str]:
        """The forms that the measures name, as covered or as outside."""
        covered = {form for measure in self.view.measures for form in self.view.goods.named_forms(measure)}
        outside = {form for measure in self.view.measures for entry in measure.excludes for form in entry.forms}
        return frozenset(covered | outside)

    def turns(self) -> Iterator[date]:
        """Every day on which an answer can turn, the first day past the review included."""
        yield from self._survey(Question(date.min)).boundaries(date.min)
        if self.view.reviewed_through is not None and self.view.reviewed_through < date.max:
            yield self.view.reviewed_through + date.resolution

    def answer(self, question: Question, day: date) -> Told | None:
        """What is answered to ``question`` on ``day``; None where its form is not of this edition."""
        if question.form is not None and question.form not in self.record.forms:
            return None
        survey = self._survey(question)
        decision = survey.decide(day)
        certainty = self.view.certainty(decision, None)
        return Told(survey.status(day), certainty, decision.outcome.conditional)

    def day_basis(self, question: Question, day: date) -> Basis:
        """What the answer to ``question``, in whatever form, rests on that day, the measures on record as they stand.

        Measures that do nothing that day are left out, so that one matters only on days on which it bears.
        """
        view, pool = self.view, self._pool(question)
        readings = frozenset(
            tuple((self._gists[m.id], states[m.id]) for m in pool if not _is_idle(m, states[m.id]))
            for states in self._readings_on(day)
        )
        past_review = view.reviewed_through is not None and day > view.reviewed_through
        return view.covered(day), past_review, readings

    def form_basis(self, question: Question, named: Iterable[str]) -> Basis:
        """What the answer rests on whatever the day, so far as the form asked decides.

        ``named`` are the forms that either of the two names.
        """
        view, tree, form = self.view, self.record.forms, question.form
        standing = (view.coverage is not None or bool(view.measures), self._survey(question).raw)
        if form is None or form not in tree:
            return (*standing, form is None)
        case = self._survey(question).bases[0]
        fits = tuple(tree.fit(name, form) if name in tree else None for name in named)
        return (*standing, fits, view.names(form, case), view.excludes(form, case))

    def _pool(self, question: Question) -> tuple[Measure, ...]:
        """The measures that can bear on the question or on a narrower case of it."""
        if question not in self._pools:
            to, use = question.destination, question.end_use
            pool = {
                measure.id: measure
                for measure in self.view.setters
                if question.movement in measure.binds
                and (to is None or measure.destinations.include(to))
                and (use is None or measure.end_use in (None, use))
            }
            if any(measure.is_any_dual_use for measure in pool.values()):  # these cover what the carriers do
                pool.update({carrier.id: carrier for carrier in self.view.goods.carriers})
            self._pools[question] = tuple(pool.values())
        return self._pools[question]

    def _readings_on(self, day: date) -> tuple[dict[str, State], ...]:
        """The state of each measure under each reading of the day."""
        if day not in self._readings:
            measures = self.view.setters
            self._readings[day] = tuple(
                {measure.id: state_on(measure, day, choice.overrides) for measure in measures}
                for choice in choices_on(day, self.view.disputes, measures)
            )
        return self._readings[day]

    def _survey(self, question: Question) -> Survey:
        if question not in self._surveys:
            self._surveys[question] = Survey(self.view, question)
        return self._surveys[question]

    def _gist(self, measure: Measure) -> Basis:
        """All of a measure that decides, its states by day aside: no titles, notes, codes or sources."""
        bears = (measure.type, measure.status, measure.regime, measure.subject, self.view.goods.raw_only(measure))
        scope = (measure.binds, measure.destinations, measure.end_use, measure.condition)
        series = (measure.renews, measure.over_on if measure.renews is not None else None)
        goods = tuple(
            (cover.of, cover.covers_all_forms, tuple((item.goods, item.forms, item.condition) for item in cover.items))
            for cover in measure.covers
        )
        return (measure.id, *bears, *scope, *series, goods)


def _is_idle(measure: Measure, state: State) -> bool:
    """Whether a measure in this state makes no difference: it has not begun, or ended and is not expected to renew."""
    return state in (State.SCHEDULED, State.ANNOUNCED) or (state is State.ENDED and measure.renews is None)
