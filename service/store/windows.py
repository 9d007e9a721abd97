"""Which measures and minerals a window of days can concern, found by index.

What is found may be too much and is never too little: whether and on which day a measure counts, or a status changes,
the domain decides, on what is found as it would on the whole record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from service.domain.measure import ANY_DUAL_USE
from service.domain.restrictions import Catalogue, Restriction, Search, Wanted, Window, asked_for, is_wanted_kind
from service.domain.results import Notice
from service.domain.states import disputes_as_known, measures_as_known
from service.domain.vocabulary import Basis
from service.store.disputes import disputed, disputes
from service.store.repository import Repository
from service.store.told import known_day

_LAST = date.max.isoformat()
_ON_MINERALS = """
SELECT measure FROM cover WHERE covers IN (
    SELECT value FROM json_each(:minerals)
    UNION SELECT member_of FROM mineral_group WHERE mineral IN (SELECT value FROM json_each(:minerals))
)
UNION SELECT measure FROM cover WHERE covers IS NULL
"""
"""On them or on a group that they are in, and those on any dual-use item."""
_TURNING = "SELECT measure FROM turn WHERE day BETWEEN :start AND :end"
_PUBLISHED = "SELECT id FROM measure WHERE coalesce(published, starts) BETWEEN :start AND :end"
_RUNNING = """
SELECT id FROM measure WHERE coalesce(starts, verified_on) <= :end
    AND (coalesce(until, ended_by, :last) > :start OR end_published > :known_at)
UNION SELECT measure FROM turn WHERE day BETWEEN :start AND :end
UNION SELECT reading_state.measure FROM dispute CROSS JOIN reading ON dispute = dispute.id
    CROSS JOIN reading_state ON reading = reading.id WHERE starts <= :end AND until > :start
UNION SELECT id FROM measure WHERE renews IS NOT NULL
UNION SELECT id FROM measure WHERE starts IS NULL
"""
"""In force at some time of the window by their dates or in a reading; and what may have been, which is doubted."""
_WITHIN = {Basis.IMPOSED: _TURNING, Basis.ANNOUNCED: _PUBLISHED, Basis.IN_FORCE: _RUNNING}

_ENACTED = """
WITH candidate (id) AS ({found}), found (id) AS (
    SELECT id FROM candidate WHERE EXISTS (SELECT 1 FROM cover WHERE measure = candidate.id)
), series (id) AS (
    SELECT id FROM found
    UNION SELECT id FROM measure WHERE renews IN (SELECT renews FROM measure WHERE id IN (SELECT id FROM found))
)
SELECT measure.id FROM series CROSS JOIN measure ON measure.id = series.id
CROSS JOIN instrument ON instrument.id = instrument WHERE lifecycle = 'enacted'
"""
"""Those that cover something, with the whole of the series of each; of enacted instruments only."""

_CARRIERS = """
SELECT id FROM measure WHERE origin IN (SELECT value FROM json_each(:origins))
    AND regime = 'dual_use' AND subject = 'goods'
"""
_TURNED = """
WITH turned (measure) AS (
    SELECT DISTINCT measure FROM turn JOIN measure ON measure.id = measure
    WHERE day BETWEEN :start AND :end AND (:origins IS NULL OR origin IN (SELECT value FROM json_each(:origins)))
        AND (:whatever_it_is_on OR (subject = 'goods' AND type <> 'end_user_list'))
), named (id) AS (
    SELECT covers FROM turned JOIN cover ON cover.measure = turned.measure
    UNION SELECT cover.covers FROM (
        SELECT 1 FROM turned CROSS JOIN cover ON cover.measure = turned.measure WHERE covers IS NULL LIMIT 1
    ) CROSS JOIN measure CROSS JOIN cover ON cover.measure = measure.id WHERE regime = 'dual_use' AND subject = 'goods'
), concerned (id) AS (
    SELECT id FROM named
    UNION SELECT mineral FROM named JOIN mineral_group ON member_of = named.id
    UNION SELECT mineral FROM coverage WHERE since BETWEEN :start AND :end
)
SELECT id FROM concerned
WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mineral_group WHERE member_of = concerned.id) ORDER BY id
"""


def whole(repository: Repository) -> Catalogue:
    """The whole record, for what goes over all of it: no question may."""
    rows = repository.dataset.all(
        "SELECT m.id FROM measure m JOIN instrument i ON i.id = m.instrument WHERE i.lifecycle = 'enacted'"
    )
    return _catalogue(repository, {row["id"] for row in rows})


class StoredSearch:
    """A search over the record on file: what :class:`Search` finds in all of it, read as far as a window needs it."""

    def __init__(self, repository: Repository, wanted: Wanted) -> None:
        self._repository = repository
        self._wanted = wanted
        self._looked: set[Window] = set()
        self._read: set[str] = set()
        self._search = Search(_catalogue(repository, ()), wanted)

    def within(self, window: Window) -> tuple[Restriction, ...]:
        """Every restriction that counts in ``window``, by day, mineral and measure."""
        return self._over(window).within(window)

    def doubts(self, window: Window) -> tuple[Notice, ...]:
        """What may have been in force in ``window`` without being listed."""
        return self._over(window).doubts(window)

    def boundary_years(self) -> tuple[int, int]:
        """The first and the last year in which anything on record begins, ends or was published."""
        return years(self._repository, self._wanted.known_at)

    def _over(self, window: Window) -> Search:
        """A search over all that ``window`` can concern; what was read for other windows does no harm."""
        if window in self._looked:
            return self._search
        self._looked.add(window)
        ids = concerned(self._repository, self._wanted, window)
        if not ids <= self._read:
            self._read |= ids
            self._search = Search(
                _as_known(_catalogue(self._repository, self._read), self._wanted.known_at), self._wanted
            )
        return self._search


def _as_known(catalogue: Catalogue, known_at: date | None) -> Catalogue:
    if known_at is None:
        return catalogue
    return replace(
        catalogue,
        measures=measures_as_known(catalogue.measures, known_at),
        disputes=disputes_as_known(catalogue.disputes, known_at),
    )


def concerned(repository: Repository, wanted: Wanted, window: Window) -> set[str]:
    """The ids of the measures that a search for ``wanted`` in ``window`` can turn on.

    Where minerals are asked for these are few, and the same for every window.
    """
    if wanted.minerals:
        return _found(repository, _ON_MINERALS, minerals=json.dumps(sorted(wanted.minerals)))
    ids = _found(
        repository,
        _WITHIN[wanted.basis],
        start=window.start.isoformat(),
        end=window.end.isoformat(),
        last=_LAST,
        known_at=_LAST if wanted.known_at is None else wanted.known_at.isoformat(),
    )
    on_any = ids & {row["measure"] for row in repository.dataset.all("SELECT measure FROM cover WHERE covers IS NULL")}
    origins = {
        measure.origin
        for measure in repository.whole_measures(on_any)
        if is_wanted_kind(measure, wanted) and asked_for(measure, wanted, repository.unions)
    }
    return ids | _found(repository, _CARRIERS, origins=json.dumps(sorted(origins))) if origins else ids


def years(repository: Repository, known_at: date | None) -> tuple[int, int]:
    """The first and the last year in which anything on record begins, ends or was published, as known by a day."""
    row = repository.dataset.one(
        "SELECT first, last FROM horizon WHERE known_by <= ? ORDER BY known_by DESC LIMIT 1",
        _LAST if known_at is None else known_at.isoformat(),
    )
    return (1, 1) if row is None else (known_day(row["first"]).year, known_day(row["last"]).year)


def any_mineral(repository: Repository) -> list[str]:
    """The id of one mineral that is no group."""
    row = repository.dataset.one(
        "SELECT id FROM mineral m WHERE NOT EXISTS (SELECT 1 FROM mineral_group WHERE member_of = m.id)"
        " ORDER BY id LIMIT 1"
    )
    return [row["id"]]


def minerals_turning(
    repository: Repository, start: date, end: date, origin: str | None, known_at: date | None
) -> list[str]:
    """The ids of the minerals whose status may change from ``start`` to ``end``, both included; no groups.

    A change is on a day on which a measure turns or coverage begins; where one on any dual-use item turns, what is
    one may be concerned. Lists of parties and measures on technology set no status, but coverage as it was known on a
    day may begin with any measure.
    """
    taken = [origin, *(union for union, members in repository.unions.items() if origin in members)]
    rows = repository.dataset.all_named(
        _TURNED,
        start=start.isoformat(),
        end=end.isoformat(),
        origins=None if origin is None else json.dumps(taken),
        whatever_it_is_on=known_at is not None,
    )
    return [row["id"] for row in rows]


def _found(repository: Repository, sql: str, **parameters: object) -> set[str]:
    return {row["id"] for row in repository.dataset.all_named(_ENACTED.format(found=sql), **parameters)}


def _catalogue(repository: Repository, ids: Iterable[str]) -> Catalogue:
    measures = repository.whole_measures(ids)
    named = {cover.of for measure in measures for cover in measure.covers} - {ANY_DUAL_USE}
    return Catalogue(
        measures=measures,
        disputes=disputes(repository.dataset, disputed(repository.dataset, [measure.id for measure in measures])),
        minerals={mineral.id: mineral for mineral in repository.whole_minerals(named)},
        jurisdictions=repository.jurisdictions,
        unions=repository.unions,
        forms=repository.forms,
    )
