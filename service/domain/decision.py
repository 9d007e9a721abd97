"""What one origin's measures amount to for one case on one day (contract 3.3 to 3.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from service.domain.composition import Composition
from service.domain.forms import Fit
from service.domain.frozen import frozen
from service.domain.matching import NO_LINES, Case, Goods, Match, in_scope, is_on_goods
from service.domain.measure import Measure
from service.domain.model import Coverage, Dispute, Question, Record
from service.domain.states import Choice, choices_on, state_on
from service.domain.vocabulary import Certainty, Regime, State, Status, strictest


@frozen
class Outcome:
    """What the measures amount to under one reading.

    ``matches`` are all that bear on the case and are in force, suspended, announced or of unknown start; ``setters``
    those among them that made the status. ``lapsed`` are periodic measures that ran out without a successor on record.
    ``raw_set``: only measures on raw forms set the status. ``reason`` is a word for why an ``unknown`` is one.
    """

    status: Status
    matches: tuple[Match, ...]
    setters: tuple[Match, ...]
    lapsed: tuple[Measure, ...] = ()
    raw_set: bool = False
    reason: str | None = None

    @property
    def conditional(self) -> bool:
        """Whether the status would be laxer without its conditional measures; never so for ``unknown``."""
        return bool(self.setters) and (self.raw_set or all(match.conditional for match in self.setters))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions in words, when the outcome is conditional."""
        if not self.conditional:
            return ()
        return tuple(dict.fromkeys(condition for match in self.setters for condition in match.hit.conditions))


@frozen
class Decision:
    """What each reading of a day leads to, strictest first."""

    on: date
    outcomes: tuple[tuple[Choice, Outcome], ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the strictest reading, which the answer follows."""
        return self.outcomes[0][1]

    @property
    def status(self) -> Status:
        """The status of the strictest reading."""
        return self.outcome.status

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The readings of the day."""
        return tuple(choice for choice, _ in self.outcomes)

    @property
    def rivals(self) -> tuple[tuple[Choice, Outcome], ...]:
        """All outcomes where the readings lead to different statuses; none where they agree (3.9)."""
        differ = any(outcome.status is not self.status for _, outcome in self.outcomes)
        return self.outcomes if differ else ()

    @property
    def beside_raw_forms(self) -> Outcome | None:
        """The strictest outcome that measures on raw forms alone did not set; None when they set every one (3.6)."""
        return next((outcome for _, outcome in self.outcomes if not outcome.raw_set), None)


class OriginView:
    """One origin's share of a record, ready to be asked about any case and day.

    The measures of a union (``EU``) count for its members too. Every method is pure: the view remembers what it decided
    on the way, for its question or for all those of one list.
    """

    def __init__(self, record: Record, origin: str, contains: Composition = ()) -> None:
        self.record = record
        self.origin = origin
        taken = {origin, *(union for union, members in record.unions.items() if origin in members)}
        self.measures: tuple[Measure, ...] = tuple(m for m in record.measures if m.origin in taken)
        self.proposals = tuple(proposal for proposal in record.proposals if proposal.origin in taken)
        # A union's coverage says nothing of its members' own measures, so it is not theirs.
        self.coverage: Coverage | None = record.coverage.get(origin)
        self.reviewed_through: date | None = next(
            (
                record.jurisdictions[code].reviewed_through
                for code in (origin, *sorted(taken - {origin}))
                if code in record.jurisdictions
            ),
            None,
        )
        self.goods = Goods(record.mineral, record.forms, self.measures, contains)
        self._decided: dict[tuple[Case, date], Decision] = {}
        self._in_scope: dict[Case, list[Measure]] = {}
        self.setters: tuple[Measure, ...] = tuple(m for m in self.measures if is_on_goods(m))

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """The disputes that touch a measure of this origin."""
        ids = {measure.id for measure in self.measures}
        return tuple(d for d in self.record.disputes if any(ids & reading.states.keys() for reading in d.readings))

    def covered(self, day: date) -> bool:
        """Whether the record speaks for this origin and mineral on ``day``; coverage has no end (3.7)."""
        return self.coverage is not None and self.coverage.since is not None and self.coverage.since <= day

    def decide(self, case: Case, day: date) -> Decision:
        """Decide ``case`` on ``day`` under every reading; the strictest leads, the reading by the dates on a tie."""
        found = self._decided.get((case, day))
        if found is None:
            found = self._decided[case, day] = self._decide(case, day)
        return found

    def _decide(self, case: Case, day: date) -> Decision:
        scope = case.of(None)
        measures = self._in_scope.get(scope)
        if measures is None:
            measures = self._in_scope[scope] = [measure for measure in self.setters if in_scope(measure, scope)]
        whole = any(measure.is_any_dual_use for measure in measures)
        choices = choices_on(day, self.disputes, self.setters if whole else measures)
        outcomes = [(choice, self._outcome(measures, case, day, choice)) for choice in choices]
        outcomes.sort(key=lambda pair: (pair[1].status.rank, pair[1].conditional))
        return Decision(day, tuple(outcomes))

    def certainty(self, decision: Decision, known_at: date | None) -> Certainty:
        """How firmly the record supports ``decision`` (3.9)."""
        if decision.rivals:
            return Certainty.UNRESOLVED
        horizon = min((day for day in (self.reviewed_through, known_at) if day is not None), default=None)
        return Certainty.PROJECTED if horizon is not None and decision.on > horizon else Certainty.RECORDED

    def _outcome(self, measures: Iterable[Measure], case: Case, day: date, choice: Choice) -> Outcome:
        matches: list[Match] = []
        ended: list[Match] = []
        for measure in measures:
            state = state_on(measure, day, choice.overrides)
            if state is State.SCHEDULED or (state is State.ENDED and measure.renews is None):
                continue
            at = measure.first_day if state is State.ANNOUNCED and measure.is_any_dual_use else day
            hit = self.goods.hit(measure, case.form, at or day, choice.overrides)
            if hit is not None:
                (ended if state is State.ENDED else matches).append(Match(measure, state, hit))
        lapsed = list(_without_successor(ended, matches))
        bearing = [
            match
            for match in matches
            if match.state in (State.IN_FORCE, State.SUSPENDED) and match.measure.status is not None
        ]
        gaps = [*lapsed, *(match for match in matches if match.state is State.START_UNKNOWN)]
        raw_set = False
        if case.form is None:
            # Measures on raw forms speak for the whole mineral only where no other kind is on record that day (3.6).
            if any(not match.hit.raw_only for match in (*bearing, *lapsed) if match.measure.status is not None):
                bearing = [match for match in bearing if not match.hit.raw_only]
                gaps = [match for match in gaps if not match.hit.raw_only]
            else:
                raw_set = bool(bearing)
        found = tuple(matches)
        ran_out = tuple(match.measure for match in gaps if match.state is State.ENDED)
        in_force = strictest(match.status for match in bearing if match.state is State.IN_FORCE)
        for gap in gaps:
            # A rate of zero is no charge, but nobody knows the rate that came after it.
            strength = gap.measure.status or gap.measure.type.status
            if strength is not None and (in_force is None or strength.stricter_than(in_force)):
                reason = "start_unknown" if gap.state is State.START_UNKNOWN else "renewal_not_on_record"
                return Outcome(Status.UNKNOWN, found, (), ran_out, reason=reason)
        status = strictest(match.status for match in bearing)
        if status is not None:
            setters = sorted((match for match in bearing if match.status is status), key=_by_age)
            return Outcome(status, found, tuple(setters), ran_out, raw_set)
        return self._nothing_applies(case, day, found)

    def _nothing_applies(self, case: Case, day: date, found: tuple[Match, ...]) -> Outcome:
        """``none_found`` only where the record speaks for the day and names the form, or says that it is outside."""
        unnamed = case.form is not None and not self.names(case.form, case)
        on_record = self.coverage is not None or self.measures
        if unnamed and on_record and not (case.form and self.excludes(case.form, case)):
            return Outcome(Status.UNKNOWN, found, (), reason="form_not_named")
        if not self.covered(day):
            return Outcome(Status.UNKNOWN, found, (), reason="not_covered")
        return Outcome(Status.NONE_FOUND, found, ())

    def of_unknown_start(self, question: Question) -> Iterator[Measure]:
        """The measures of unknown start that may bear on a question, also on a narrower case of it."""
        for measure in self.setters:
            to, use = question.destination, question.end_use
            reached = self.record.unions.get(to, frozenset({to})) if to else frozenset[str]()
            if question.movement not in measure.binds or (use and measure.end_use not in (None, use)):
                continue
            if to is not None and not any(measure.destinations.include(code) for code in reached):
                continue
            unknown = state_on(measure, question.as_of, {}) is State.START_UNKNOWN
            if unknown and self.goods.hit(measure, question.form, question.as_of, {}) is not None:
                yield measure

    def names(self, form: str, case: Case) -> bool:
        """Whether any measure of this origin, on whatever day, names ``form`` or a form above or below it."""
        tree = self.record.forms
        return any(
            tree.fit(named, form) is not Fit.APART
            for measure in self.setters
            if case.movement in measure.binds
            for named in self.goods.named_forms(measure)
        )

    def excludes(self, form: str, case: Case) -> bool:
        """Whether a measure on this movement says, with its source, that ``form`` is outside (contract, "Forms").

        A technology measure's record may say so too (28/2025 of lithium carbonate); a list of parties may not.
        """
        mineral = self.record.mineral
        return any(
            exclusion.mineral in (mineral.id, *mineral.groups)
            and any(self.record.forms.fit(named, form) is Fit.COVERED for named in exclusion.forms)
            for measure in self.measures
            if not measure.names_parties and case.movement in measure.binds
            for exclusion in measure.excludes
        )

    def end_user_lists(self, case: Case, day: date) -> Iterator[Match]:
        """The lists of named parties that could bear on the case that day; they set no status (3.3)."""
        for measure in self.measures:
            if measure.regime is not Regime.END_USER_LIST or case.movement not in measure.binds:
                continue
            asked = case.destinations
            if asked.codes and not any(measure.destinations.include(code) for code in asked.codes):
                continue
            choices = choices_on(day, self.disputes, [measure])
            state = State.UNRESOLVED if len(choices) > 1 else state_on(measure, day, choices[0].overrides)
            listed = state in (State.IN_FORCE, State.SUSPENDED, State.ANNOUNCED, State.UNRESOLVED)
            if listed and self.goods.hit(measure, case.form, day, {}) is not None:
                yield Match(measure, state, NO_LINES)  # a list names parties: its goods are those of other measures


def _by_age(match: Match) -> tuple[bool, date, str]:
    """The oldest first; last what has no known start."""
    start = match.measure.start
    return start is None, start or date.max, match.measure.id


def _without_successor(ended: list[Match], matches: list[Match]) -> Iterator[Match]:
    """The latest measure of each series that ran out while no other of the series runs or is paused (3.7)."""
    running = {match.measure.renews for match in matches if match.state in (State.IN_FORCE, State.SUSPENDED)}
    latest: dict[str, Match] = {}
    for match in ended:
        series = match.measure.renews
        if series is None or series in running:
            continue
        held = latest.get(series)
        if held is None or (match.measure.over_on or date.min) > (held.measure.over_on or date.min):
            latest[series] = match
    yield from latest.values()
