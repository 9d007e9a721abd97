"""An interpretation in the making: what a phrase says, put into parameters and slots piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.ask.errors import Refusal
from service.ask.model import Interpretation, Kind, Slot
from service.ask.names import MineralNamed, Names
from service.ask.phrase import Phrase
from service.domain.vocabulary import Status

_ASKED = {
    Status.PROHIBITED: ("BANNED", "BAN", "BAN_NOUN", "UNDER_BAN"),
    Status.LICENCE_REQUIRED: ("LICENSED", "LICENCE", "UNDER_LICENCE"),
    Status.QUOTA_LIMITED: ("QUOTA", "UNDER_QUOTA"),
    Status.SUSPENDED: ("SUSPENDED",),
    Status.NONE_FOUND: ("FREE",),
}
_ANY = ("RESTRICTED", "RESTRICT", "RNOUN", "UNDER")


@dataclass
class Draft:
    """An interpretation in the making."""

    phrase: Phrase
    today: date
    names: Names
    slots: list[Slot] = field(default_factory=list)
    params: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str, text: str | None, assumed: str | None = None) -> None:
        """A parameter of the route, with the words or the reason that it comes from."""
        self.params[name] = str(value)
        self.slots.append(Slot(name, str(value), text, assumed))

    def mineral(self) -> MineralNamed | None:
        """The mineral that is named, as a slot, or None."""
        named = self.phrase.named("mineral")
        if named is None:
            return None
        found = self.names.mineral(named.words)
        self.slots.append(Slot("mineral", found.id, found.words, None))
        return found

    def scope(self, *allowed: str) -> None:
        """Origin, destination, end use and day of knowledge; one that is not allowed is refused."""
        for role in ("origin", "destination", "end_use"):
            named = self.phrase.named(role)
            if named is not None:
                _check(role, allowed)
                self.put(role, named.words if role == "end_use" else self.names.place(named.words), named.text)
        known = self.phrase.known()
        if known is not None:
            _check("known_at", allowed)
            self.put("known_at", known.first.start.isoformat(), known.text, known.first.assumed)

    def form(self, mineral: MineralNamed | None, *allowed: str) -> None:
        """The form that is named, behind the mineral or by ``as``."""
        named = self.phrase.named("form")
        found = {self.names.form(named.words): named.text} if named is not None else {}
        if mineral is not None and mineral.form is not None:
            found[mineral.form] = mineral.form_words or mineral.form
        if len(found) > 1:
            raise Refusal(f"it names more than one form: {' and '.join(found)}")
        for form, text in found.items():
            _check("form", allowed)
            self.put("form", form, text)

    def asked(self) -> Status | None:
        """The status that the words ask about; a slot says so."""
        said = [(status, text) for status, marks in _ASKED.items() if (text := self.phrase.said(*marks))]
        if len(said) > 1:
            raise Refusal(f"it asks about more than one status: {' and '.join(text for _, text in said)}")
        if not said:
            text = self.phrase.said(*_ANY)
            if text is not None:
                self.slots.append(Slot("asked_status", None, text, "any status of charge_only or stricter"))
            return None
        ((status, text),) = said
        why = None
        if status is Status.SUSPENDED and self.phrase.said("exports") and not self.phrase.said("paused_noun"):
            status, why = Status.PROHIBITED, "a suspension of exports, not of a control, bars them"
        elif status is Status.SUSPENDED:
            why = "a control that is paused"
        self.slots.append(Slot("asked_status", status, text, why))
        return status

    def done(self, kind: Kind, route: str, asked: Status | None = None) -> Interpretation:
        """The finished interpretation."""
        return Interpretation(kind, tuple(self.slots), route, self.params, asked)


def _check(role: str, allowed: tuple[str, ...]) -> None:
    if role not in allowed:
        raise Refusal(f"no {role.replace('_', ' ')} can be given in this kind of question")
