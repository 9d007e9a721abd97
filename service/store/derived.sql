-- What the build makes of the record, so that no question has to go through all of a table (the end of schema.sql).

INSERT INTO turn (day, measure)
WITH telling AS (
    SELECT m.* FROM measure m JOIN instrument i ON i.id = m.instrument
    WHERE i.lifecycle = 'enacted' AND EXISTS (SELECT 1 FROM cover c WHERE c.measure = m.id)
), turns AS (
    SELECT starts AS day, id AS measure FROM telling
    UNION SELECT verified_on, id FROM telling
    UNION SELECT until, id FROM telling
    UNION SELECT ended_by, id FROM telling
    UNION SELECT published, id FROM telling WHERE starts IS NULL
    UNION SELECT s.starts, t.id FROM telling t JOIN suspension s ON s.measure = t.id
    UNION SELECT s.until, t.id FROM telling t JOIN suspension s ON s.measure = t.id
    UNION SELECT d.starts, t.id FROM telling t JOIN reading_state s ON s.measure = t.id
        JOIN reading r ON r.id = s.reading JOIN dispute d ON d.id = r.dispute
    UNION SELECT d.until, t.id FROM telling t JOIN reading_state s ON s.measure = t.id
        JOIN reading r ON r.id = s.reading JOIN dispute d ON d.id = r.dispute
)
SELECT day, measure FROM turns WHERE day IS NOT NULL;

INSERT INTO horizon (known_by, first, last)
WITH public AS (
    SELECT m.*, coalesce(m.published, m.starts, '') AS since FROM measure m JOIN instrument i ON i.id = m.instrument
    WHERE i.lifecycle = 'enacted'
), known (known_by, day) AS (
    SELECT since, published FROM public
    UNION SELECT since, coalesce(starts, verified_on) FROM public
    UNION SELECT max(since, coalesce(end_published, '')), coalesce(until, ended_by) FROM public
    UNION SELECT max(p.since, s.published), s.until FROM public p JOIN suspension s ON s.measure = p.id
), by_day AS (
    SELECT known_by, min(day) AS first, max(day) AS last FROM known WHERE day IS NOT NULL GROUP BY known_by
)
SELECT known_by, min(first) OVER up_to, max(last) OVER up_to FROM by_day WINDOW up_to AS (ORDER BY known_by);

INSERT INTO summary (what, value)
SELECT 'mineral', count(*) FROM mineral
UNION ALL SELECT 'instrument', count(*) FROM instrument
UNION ALL SELECT 'measure', count(*) FROM measure
UNION ALL SELECT 'source', count(*) FROM source
UNION ALL SELECT 'event', count(*) FROM event
UNION ALL SELECT 'claim', count(*) FROM claim
UNION ALL SELECT 'figure', count(*) FROM figure
UNION ALL SELECT 'critical_list', count(*) FROM critical_list
UNION ALL SELECT 'last_day', max(day) FROM (
    SELECT starts AS day FROM measure UNION SELECT until FROM measure UNION SELECT ended_by FROM measure
    UNION SELECT verified_on FROM measure UNION SELECT starts FROM suspension UNION SELECT until FROM suspension
    UNION SELECT until FROM dispute
);
