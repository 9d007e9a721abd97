"""Datasette's canned query: the measures on a mineral that stand on a day towards a destination.

It says which measures and by which instrument. It decides nothing: no status, no pauses, no exceptions, no next change.
"""

from __future__ import annotations

from typing import Any

NAME = "measures_on"
SQL = """
SELECT m.*, i.title AS instrument_title, i.number AS instrument_number, i.url AS instrument_url
FROM measure m JOIN instrument i ON i.id = m.instrument
WHERE m.id IN (
    SELECT c.measure FROM cover c WHERE c.covers = :mineral
    OR c.covers IN (SELECT g.member_of FROM mineral_group g WHERE g.mineral = :mineral)
)
AND m.origin = :origin
AND (coalesce(m.starts, m.verified_on) IS NULL OR coalesce(m.starts, m.verified_on) <= :as_of)
AND (m.until IS NULL OR m.until > :as_of)
AND CASE m.destination_mode
    WHEN 'only' THEN EXISTS (SELECT 1 FROM measure_destination d WHERE d.measure = m.id AND d.code = :destination)
    WHEN 'except' THEN NOT EXISTS (SELECT 1 FROM measure_destination d WHERE d.measure = m.id AND d.code = :destination)
    WHEN 'group' THEN EXISTS (
        SELECT 1 FROM destination_group_member d
        WHERE d.destination_group = m.destination_group AND d.code = :destination
    )
    ELSE 1 END
ORDER BY m.instrument, m.position
"""


def metadata(database: str) -> dict[str, Any]:
    """What datasette is told of the file with this stem."""
    return {"databases": {database: {"queries": {NAME: {"sql": SQL}}}}}
