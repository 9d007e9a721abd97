"""Looking up the names of a question: exactly, or not at all."""

from __future__ import annotations

from urllib.parse import quote

from service.ask.errors import Refusal, UnknownPlace
from service.ask.model import Lexicon
from service.ask.words import similar_places
from service.domain.errors import AmbiguousName, UnknownMineral
from service.domain.frozen import frozen
from service.domain.identify import key

_LONGEST_FORM = 4
"""Words of the longest title of a form, 'natural flake graphite' and one more."""


@frozen
class MineralNamed:
    """A mineral by its id, with the words that named it and the form that stood behind its name, if any."""

    id: str
    words: str
    form: str | None = None
    form_words: str | None = None

    @property
    def segment(self) -> str:
        """What stands for it in an address: its id, or the words where they may imply more than the id does."""
        return self.id if key(self.words) == self.id else quote(self.words, safe="")


class Names:
    """The lexicon with a memory, so that every reading of one question looks a name up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._minerals: dict[str, MineralNamed | UnknownMineral | AmbiguousName] = {}

    def mineral(self, words: str) -> MineralNamed:
        """The mineral, by its whole name or by a plain name with a form behind it (``gallium metal``).

        Raises ``UnknownMineral`` or ``AmbiguousName`` about the whole of ``words``, as a mistake in ``q``.
        """
        if words not in self._minerals:
            self._minerals[words] = self._look_up(words)
        found = self._minerals[words]
        if isinstance(found, MineralNamed):
            return found
        found.parameter = "q"
        raise found

    def _look_up(self, words: str) -> MineralNamed | UnknownMineral | AmbiguousName:
        with_form = self._with_form(words)
        try:
            whole = MineralNamed(self._lexicon.mineral(words), words)
        except AmbiguousName as ambiguous:
            return ambiguous
        except UnknownMineral as unknown:
            return with_form or unknown
        # Told apart from the mineral, its form cannot be overruled unseen by another form that the question names.
        return with_form if with_form is not None and with_form.id == whole.id else whole

    def _with_form(self, words: str) -> MineralNamed | None:
        parts = words.split()
        for length in range(1, min(_LONGEST_FORM, len(parts) - 1) + 1):
            name, tail = " ".join(parts[:-length]), " ".join(parts[-length:])
            form = self.form_or_none(tail)
            if form is None:
                continue
            try:
                mineral = self._lexicon.mineral(name)
            except (UnknownMineral, AmbiguousName):
                continue
            # a synonym (dysprosium oxide) may imply a form of its own, which the one behind it would overrule
            if key(name) in {mineral, mineral.removesuffix("s")} or len(name) <= 2:
                return MineralNamed(mineral, name, form, tail)
        return None

    def form_or_none(self, words: str) -> str | None:
        """The form, in the singular or the plural, or None."""
        return self._lexicon.form(words) or (self._lexicon.form(words[:-1]) if words[-1:] in {"s", "S"} else None)

    def form(self, words: str) -> str:
        """The form. Raises :class:`Refusal` for a word that is none."""
        found = self.form_or_none(words)
        if found is None:
            raise Refusal(f"no form of goods is called {words!r}")
        return found

    def place(self, words: str) -> str:
        """The code of the jurisdiction. Raises :class:`UnknownPlace` with suggestions."""
        found = self._lexicon.jurisdiction(words)
        if found is None:
            raise UnknownPlace(words, similar_places(words))
        return found

    def source(self, words: str) -> str:
        """The id of the source. Raises :class:`Refusal` for a name that none has."""
        found = self._lexicon.source(words)
        if found is None:
            raise Refusal(f"no source on record is called {words!r}")
        return found
