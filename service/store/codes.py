"""Which lines of which measures name a customs or control code, and on what basis."""

from __future__ import annotations

import json
from collections import defaultdict

from service.domain.frozen import frozen
from service.store.dataset import Dataset


@frozen
class CodeMatch:
    """A line that names a code. ``kind`` is ``hs`` or ``control``; ``basis`` says where the code comes from."""

    code: str
    kind: str
    basis: str
    goods: str
    forms: tuple[str, ...]
    measure: str
    instrument: str
    origin: str


_HS = """
SELECT c.covers AS mineral, h.code, 'hs' AS kind, h.basis, i.goods, m.id AS measure, m.instrument, m.origin,
       (SELECT json_group_array(f.form) FROM item_form f WHERE f.item = i.id) AS forms
FROM item_hs_code h JOIN item i ON i.id = h.item JOIN cover c ON c.id = i.cover JOIN measure m ON m.id = c.measure
JOIN instrument n ON n.id = m.instrument AND n.lifecycle = 'enacted'
WHERE h.code >= ?1 AND h.code < ?1 || ':'
   OR h.code IN (SELECT substr(?1, 1, value) FROM json_each('[8, 6, 4]') WHERE value < length(?1))
"""
_CONTROL = """
SELECT c.covers AS mineral, i.control_code AS code, 'control' AS kind,
       coalesce(i.control_code_basis, 'printed') AS basis, i.goods, m.id AS measure, m.instrument, m.origin,
       (SELECT json_group_array(f.form) FROM item_form f WHERE f.item = i.id) AS forms
FROM item i JOIN cover c ON c.id = i.cover JOIN measure m ON m.id = c.measure
JOIN instrument n ON n.id = m.instrument AND n.lifecycle = 'enacted'
WHERE upper(i.control_code) >= upper(?1) AND upper(i.control_code) < upper(?1) || 'zzzz'
  AND substr(upper(i.control_code), 1, length(?1)) = upper(?1)
"""


# The plus keeps the order from choosing the index: the primary key would be read from end to end.
_HEADED = """
SELECT mineral, code FROM mineral_hs_heading
WHERE code >= ?1 AND code < ?1 || ':' OR code IN (SELECT substr(?1, 1, value) FROM json_each('[4, 6, 8, 10]'))
ORDER BY +mineral, code
"""


class Codes:
    """The codes of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def matching(self, code: str) -> dict[str, tuple[CodeMatch, ...]]:
        """By mineral, the lines that name ``code``: an HS code (4 to 10 digits) or a control code (``1C905``).

        The beginning of a code finds the longer ones; a longer HS code than the record prints finds the one printed,
        since 2805301910 falls under a line on 28053019. A line on a group is told under the group's id.
        """
        found: dict[str, list[CodeMatch]] = defaultdict(list)
        for row in self.dataset.all((_HS if code.isdigit() else _CONTROL) + " ORDER BY 1, 2, 6, 5", code):
            match = CodeMatch(
                row["code"],
                row["kind"],
                row["basis"],
                row["goods"],
                tuple(json.loads(row["forms"])),
                row["measure"],
                row["instrument"],
                row["origin"],
            )
            if match not in found[row["mineral"]]:
                found[row["mineral"]].append(match)
        return {mineral: tuple(matches) for mineral, matches in found.items()}

    def headed(self, code: str) -> tuple[tuple[str, str], ...]:
        """The minerals whose customs headings hold the HS code ``code``, or lie under it, each with the heading."""
        return tuple((row["mineral"], row["code"]) for row in self.dataset.all(_HEADED, code))
