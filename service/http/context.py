"""What a request needs of the service: its data, its day, and what it may assume. Kept out of the data code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import current_app, g, request

from service.domain.errors import UnknownCode, UnknownForm
from service.domain.explain import Words
from service.domain.model import Question
from service.domain.results import Notice
from service.http.days import Days
from service.http.encoded import EncodedPresenter
from service.http.kept_answers import KeptAnswers
from service.http.problems import DatasetDiffers
from service.http.screening.decisions import Decisions
from service.settings import Settings
from service.store.codes import Codes
from service.store.current import Current
from service.store.dataset import Mark
from service.store.evidence import Evidence
from service.store.repository import Repository

KEY = "export_controls"
YEAR = 31_536_000
SERVICE = "export_controls.service"
"""In the WSGI environment where the request was bound to a dataset before Flask saw it."""
REFUSED = "export_controls.refused"
"""In the WSGI environment where the server refuses for the application: nobody asked, so no key and no share counts."""


@dataclass(frozen=True)
class Service:
    """The parts that answer, bound together over one dataset. ``now`` is the only clock."""

    settings: Settings
    repository: Repository
    evidence: Evidence
    codes: Codes
    now: Callable[[], datetime]
    code_version: str

    @cached_property
    def kept(self) -> KeptAnswers:
        """The answers that are kept whole; they go with the dataset."""
        return KeptAnswers(self.settings.answer_cache)

    @cached_property
    def encoder(self) -> EncodedPresenter:
        """What shapes an answer that is to be JSON."""
        return EncodedPresenter(self.evidence.address)

    @cached_property
    def decisions(self) -> Decisions:
        """What was decided for parts lists; it goes with the dataset."""
        return Decisions(self.repository, self.words)

    @cached_property
    def reviewed_through(self) -> date | None:
        """The day through which all of the record was reviewed: the earliest of its origins."""
        return min((j.reviewed_through for j in self.repository.jurisdictions.values()), default=None)

    @cached_property
    def words(self) -> Words:
        """The English names of places, forms and destination groups."""
        groups = {group: name for group, (name, _) in self.repository.groups.items()}
        return Words(self.repository.jurisdiction_names, self.repository.form_titles, groups)

    @property
    def dataset_version(self) -> str:
        """The version of the loaded dataset."""
        return self.repository.dataset.version

    @property
    def mark(self) -> Mark:
        """Which file the dataset was opened from."""
        return self.repository.dataset.mark

    @cached_property
    def _days(self) -> Days:
        return Days(self.settings.timezone)

    def today(self) -> date:
        """The day that an absent ``as_of`` means."""
        return self.settings.today or self._days.at(self.now()).day

    def seconds_left_today(self) -> int:
        """Seconds until the service's day ends."""
        now = self.now()
        return max(0, int((self._days.at(now).end - now).total_seconds()))

    def cache_control(self, *, filled_in: bool, pinned: bool) -> str:
        """How long an answer may be kept: a year when nothing can change it, else shortly, and never past its day.

        ``filled_in``: the day was not asked for. ``pinned``: the address spells out the dataset.
        """
        if pinned and not filled_in:
            return f"public, max-age={YEAR}, immutable"
        age = self.settings.max_age
        if filled_in and self.settings.today is None:
            age = min(age, self.seconds_left_today())
        return f"public, max-age={age}"

    def check_pin(self, dataset: str | None) -> None:
        """Raise :class:`DatasetDiffers` when the address pins another dataset."""
        if dataset is not None and dataset != self.dataset_version:
            raise DatasetDiffers(dataset, self.dataset_version)

    def check_code(self, parameter: str, code: str | None) -> None:
        """Raise :class:`UnknownCode` when ``code`` is no jurisdiction; ``us`` is told to be ``US``."""
        known = self.repository.jurisdiction_names
        if code is not None and code not in known:
            raise UnknownCode(parameter, code, [code.upper()] if code.upper() in known else [])

    def check_form(self, form: str | None) -> None:
        """Raise :class:`UnknownForm` when ``form`` is not in the tree."""
        forms = self.repository.forms
        if form is not None and form not in forms:
            near = [form.casefold()] if form.casefold() in forms else []
            raise UnknownForm(form, sorted(forms.parents), near)

    def question(self, asked: dict[str, Any], implied_form: str | None) -> Question:
        """The question of a query, with the day filled in and every word checked against the record."""
        self.check_pin(asked["dataset"])
        for parameter in ("origin", "destination"):
            self.check_code(parameter, asked[parameter])
        self.check_form(asked["form"])
        return Question(
            as_of=asked["as_of"] or self.today(),
            known_at=asked["known_at"],
            origin=asked["origin"],
            destination=asked["destination"],
            end_use=asked["end_use"],
            form=asked["form"] or implied_form,
            movement=asked["movement"],
        )

    def day_warnings(self, *, filled_in: bool) -> list[Notice]:
        """The warning that the day is pinned by a setting, on an answer that was computed with it."""
        if filled_in and self.settings.today is not None:
            return [Notice("today_pinned", f"the day is pinned to {self.settings.today} by a setting, not today's")]
        return []


def current() -> Current[Service]:
    """What answers now in the app that handles this request, and why newer data may not."""
    found: Current[Service] = current_app.extensions[KEY]
    return found


def service() -> Service:
    """The service that answers this request: one and the same from its begin to its end, whatever is replaced."""
    if "service" not in g:
        g.service = request.environ.get(SERVICE) or current().get()
    found: Service = g.service
    return found
