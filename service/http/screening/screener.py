"""Answers the lines of a parts list: each distinct question is decided once, and each distinct line written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

import orjson

from service.domain import explain, parties
from service.domain.answer import check_is_export, fares, resolve, resolve_group
from service.domain.changes import Change
from service.domain.errors import NotAnExport
from service.domain.matching import Match
from service.domain.model import Question
from service.domain.results import Answer
from service.domain.screening import Outcome, joined, with_named_party
from service.http.answers import permalink
from service.http.context import Service
from service.http.present import Json, change, iso, mineral_ref, warning
from service.http.screening.lines import TURNING, Asked, LineError, LineReader
from service.http.screening.received import RawLine
from service.http.screening.recognise import Candidate, Recognised, Recogniser
from service.http.screening.results import Decided, Written, candidate_row, decide, error_row, notices, scope, write

NOT_RECOGNISED = "Nothing on the line is a name or a code on record. This is not a clearance."
_CLIFFS = 20
"""How many of the nearest changes of a list are told."""


class Screening:
    """The screening of one list, done: its lines in order, their totals, and the changes ahead."""

    def __init__(self, here: Service, lines: Sequence[RawLine], reader: LineReader) -> None:
        self.here = here
        self.lines = lines
        self._reader = reader
        asked = self._read()
        filled_in = any(isinstance(one, Asked) and one.filled_in for one in asked.values())
        self.filled_in_day = reader.today if filled_in else None
        """The day that stood in for lines without one, read once: midnight must not fall into a list."""
        sound = [one for one in asked.values() if isinstance(one, Asked)]
        recogniser = Recogniser(here)
        self._recognised = {one: recogniser.recognise(one) for one in sound}
        missed = (value for one in self._recognised.values() for field, value in one.unknown if field == "material")
        self._near = recogniser.near(missed)
        self._words = here.words
        self._ways: dict[tuple[object, ...], tuple[object, ...]] = {}
        self._lists: dict[date, list[Match]] = {}
        self._answers: dict[tuple[object, ...], Decided] = {}
        self._written = {values: self._write(one) for values, one in asked.items()}
        self.results = [self._result(line) for line in lines]

    def _read(self) -> dict[tuple[Any, ...], Asked | list[LineError]]:
        read: dict[tuple[Any, ...], Asked | list[LineError]] = {}
        for line in self.lines:
            if line.values not in read and not line.wrong:
                values = {field: value for field, value in zip(TURNING, line.values, strict=True) if value is not None}
                read[line.values] = self._reader.read(values)
        return read

    def _result(self, line: RawLine) -> Written:
        if line.wrong:
            return write(Outcome.INVALID, None, {"errors": [error_row(one) for one in line.wrong]})
        return self._written[line.values]

    @property
    def totals(self) -> dict[str, int]:
        """How many lines there are of each outcome; all outcomes are named."""
        counted = Counter(result.outcome for result in self.results)
        return {str(outcome): counted.get(outcome, 0) for outcome in Outcome}

    def ident(self) -> str:
        """The id of this question to this data: what the lines ask, the day where one was filled in, the dataset."""
        day = iso(self.filled_in_day)
        digest = blake2b(orjson.dumps([self.here.dataset_version, self.here.code_version, day]), digest_size=12)
        digest.update(orjson.dumps({name: str(value) for name, value in self._reader.defaults.items()}))
        for line in self.lines:
            digest.update(orjson.dumps([line.ref, line.values, line.given if line.wrong else None], default=str))
        return digest.hexdigest()

    def next_changes(self) -> list[Json]:
        """The nearest changes that touch lines of the list, the earliest first, with how many lines each touches."""
        touched: Counter[tuple[str, Change]] = Counter()
        for result in self.results:
            if result.change is not None:
                touched[result.body["mineral"]["id"], result.change] += 1
        nearest = sorted(touched.items(), key=lambda one: (one[0][1].on, one[0][0], one[0][1].origin))[:_CLIFFS]
        return [{"mineral": mineral, **(change(found) or {}), "lines": count} for (mineral, found), count in nearest]

    def encoded(self) -> Iterator[bytes]:
        """Each line as a JSON object, in order."""
        for line, result in zip(self.lines, self.results, strict=True):
            head = orjson.dumps({"line": line.number, "ref": line.ref})[:-1]
            yield b"".join((head, b",", result.inner, b',"given":', orjson.dumps(line.given, default=str), b"}"))

    # One distinct line

    def _write(self, asked: Asked | list[LineError]) -> Written:
        if isinstance(asked, list):
            return write(Outcome.INVALID, None, {"errors": [error_row(one) for one in asked]})
        recognised = self._recognised[asked]
        if not recognised.candidates:
            told = {
                "summary": NOT_RECOGNISED,
                "did_you_mean": self._meant(recognised),
                "end_user": self._party(asked, []),
                **scope(asked, asked.form),
            }
            return write(Outcome.NOT_RECOGNISED, None, told)
        try:
            answers = [(one, *self._answer(one, asked)) for one in recognised.candidates]
        except NotAnExport as error:
            return write(Outcome.INVALID, None, {"errors": [error_row(LineError("destination", str(error)))]})
        candidate, question, decided = min(answers, key=lambda one: _strictness(one[2]))
        controlled = [mineral for mineral in recognised.holding if self._is_controlled(mineral, asked)]
        verdict = joined(
            [one.verdict for _, _, one in answers],
            contradicting=recognised.differing,
            unsure=recognised.unsure or bool(controlled),
        )
        party = self._party(asked, [one.answer for _, _, one in answers])
        if party is not None and party["word"] == parties.PartyWord.NAMED:
            verdict = with_named_party(verdict)
        own = {
            "mineral": mineral_ref(decided.answer.mineral),
            "identified_by": candidate.by,
            "candidates": [candidate_row(*one) for one in answers] if len(answers) > 1 else [],
            **scope(asked, question.form),
            "summary": explain.summary(replace(decided.answer, question=question), self._words),
            "did_you_mean": self._meant(recognised),
            "end_user": party,
            # The status route knows no composition: its answer would be another one.
            "links": {} if asked.contains else {"status": permalink(self.here, decided.answer.mineral, question)},
        }
        noticed = [warning(one) for one in notices(asked, recognised, candidate, controlled)]
        told, encoded = {**decided.told, **own}, {**decided.encoded, **own}
        if noticed:
            told["warnings"] = encoded["warnings"] = [*noticed, *decided.told["warnings"]]
        return write(verdict.outcome, verdict.at_worst, told, decided.answer.next_change, encoded)

    def _meant(self, recognised: Recognised) -> list[str]:
        """Ids of minerals with names like the materials that were not found."""
        missed = [value for field, value in recognised.unknown if field == "material"]
        return list(dict.fromkeys(name for value in missed for name in self._near.get(value, ())))

    def _answer(self, candidate: Candidate, asked: Asked) -> tuple[Question, Decided]:
        """A line's question and the answer to it, decided once for all destinations that fare alike."""
        repository = self.here.repository
        mineral = repository.mineral_of(candidate.mineral)
        question = Question(
            as_of=asked.as_of,
            origin=asked.origin,
            destination=asked.destination,
            end_use=asked.end_use,
            form=asked.form or candidate.form,
            movement=asked.movement,
            contains=asked.contains,
        )
        records = [repository.record(member) for member in mineral.members or (mineral.id,)]
        check_is_export(records[0], question)
        way = (mineral.id, asked.origin, asked.destination)
        if way not in self._ways:
            self._ways[way] = tuple(fares(record, question) for record in records)
        alike = (mineral.id, replace(question, destination=None), self._ways[way])
        if alike not in self._answers:
            held = {record.mineral.id: repository.memory(record.mineral.id) for record in records}
            if mineral.members:
                answer = resolve_group(mineral, records, question, held)
            else:
                answer = resolve(records[0], question, held[mineral.id])
            self._answers[alike] = decide(answer)
        return question, self._answers[alike]

    def _is_controlled(self, mineral: str, asked: Asked) -> bool:
        """Whether a part would need more than a look if it were shipped by itself."""
        _, decided = self._answer(Candidate(mineral, "contains"), replace(asked, form=None, contains=()))
        return (decided.verdict.at_worst or decided.verdict.outcome) in (Outcome.BLOCKED, Outcome.ACTION_REQUIRED)

    def _party(self, asked: Asked, answers: Sequence[Answer]) -> Json | None:
        """The buyer, the lists that bear on any of the goods that the line may mean, and all others that name it."""
        if asked.end_user is None:
            return None
        bearing = (match for answer in answers for origin in answer.origins for match in origin.end_user_lists)
        lists = {match.measure.id: match for match in bearing}
        if asked.as_of not in self._lists:
            self._lists[asked.as_of] = parties.lists_on(self.here.repository.catalogue.measures, asked.as_of)
        for match in self._lists[asked.as_of]:
            if parties.names(match, asked.end_user):
                lists.setdefault(match.measure.id, match)
        checked = parties.check(asked.end_user, lists.values())
        named = any(one.word is parties.PartyWord.NAMED for one in checked)
        return {
            "name": asked.end_user,
            "word": parties.PartyWord.NAMED if named else parties.PartyWord.NOT_CHECKED,
            "lists": [
                {
                    "measure": one.measure,
                    "instrument": one.instrument,
                    "state": one.state,
                    "names_listed": one.names_listed,
                    "names_on_record": one.names_on_record,
                    "word": one.word,
                }
                for one in checked
            ],
        }


def _strictness(decided: Decided) -> tuple[int, int, str]:
    """The order in which candidates speak for a line: the strictest at worst, then by status, then by id."""
    return decided.verdict.rank, decided.answer.status.rank, decided.answer.mineral.id
