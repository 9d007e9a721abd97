-- What the build tells of the record as a whole, a row of JSON each (the end of schema.sql). What is no set has an order.

INSERT INTO told_mineral (number, mineral, said, beside, claims)
SELECT
    row_number() OVER (ORDER BY m.id),
    m.id,
    CAST(json_object(
        'id', m.id, 'name', m.name, 'name_zh', m.name_zh, 'symbol', m.symbol, 'cas', m.cas,
        'atomic_number', m.atomic_number, 'category', m.category, 'product_form', m.product_form, 'note', m.note,
        'groups', (
            SELECT json_group_array(member_of)
            FROM (SELECT member_of FROM mineral_group WHERE mineral = m.id ORDER BY member_of)
        ),
        'members', (
            SELECT json_group_array(mineral)
            FROM (SELECT mineral FROM mineral_group WHERE member_of = m.id ORDER BY mineral)
        ),
        'made_of', (
            SELECT json_group_array(part) FROM (SELECT part FROM mineral_made_of WHERE mineral = m.id ORDER BY part)
        ),
        'hs_headings', (
            SELECT json_group_array(code) FROM (SELECT code FROM mineral_hs_heading WHERE mineral = m.id ORDER BY code)
        ),
        'names', (
            SELECT json_group_array(json_array(text, kind, form))
            FROM (SELECT text, kind, form FROM mineral_name WHERE mineral = m.id ORDER BY mineral_name.rowid)
        ),
        'listings', (
            SELECT json_group_array(json_array(list, title, named_as, grade, verified)) FROM (
                SELECT e.list, l.title, e.named_as, e.grade, l.verified, 0 AS by_group, '' AS member_of
                FROM critical_list_entry e JOIN critical_list l ON l.id = e.list WHERE e.mineral = m.id
                UNION ALL SELECT e.list, l.title, e.named_as, e.grade, l.verified, 1, g.member_of
                FROM mineral_group g JOIN critical_list_entry e ON e.mineral = g.member_of
                    JOIN critical_list l ON l.id = e.list
                WHERE g.mineral = m.id ORDER BY 1, 3, 6, 7
            )
        ),
        'sources', (
            SELECT json_group_array(json_array(source, locator)) FROM (
                SELECT source, locator FROM citation WHERE owner_kind = 'mineral' AND owner = m.id ORDER BY position
            )
        )
    ) AS BLOB),
    CAST(json_object(
        'coverage', (
            SELECT json_group_array(json_object(
                'jurisdiction', jurisdiction, 'since', since, 'why', why,
                'left_out', (
                    SELECT json_group_array(json_array(what, why, starts, until, movement))
                    FROM (SELECT * FROM coverage_gap WHERE coverage = c.id ORDER BY position)
                )
            )) FROM (SELECT * FROM coverage WHERE mineral = m.id ORDER BY jurisdiction) AS c
        ),
        'products', (
            SELECT json_group_array(json_array(product_form, id)) FROM (
                SELECT made.product_form, made.id FROM mineral_made_of p JOIN mineral made ON made.id = p.mineral
                WHERE p.part = m.id AND made.product_form IS NOT NULL ORDER BY made.id
            )
        )
    ) AS BLOB),
    CAST((
        SELECT json_group_array(json_object(
            'id', id, 'statement', statement, 'topic', topic, 'date_stated', date_stated,
            'date_stated_reason', date_stated_reason, 'standing', standing, 'explanation', explanation,
            'minerals', (
                SELECT json_group_array(mineral)
                FROM (SELECT mineral FROM claim_mineral WHERE claim = c.id ORDER BY mineral)
            ),
            'scopes', (
                SELECT json_group_array(scope) FROM (SELECT scope FROM claim_scope WHERE claim = c.id ORDER BY scope)
            ),
            'record', (
                SELECT json_group_array(record)
                FROM (SELECT record FROM claim_record WHERE claim = c.id ORDER BY record)
            ),
            'sources', (
                SELECT json_group_array(json_array(source, locator)) FROM (
                    SELECT source, locator FROM citation
                    WHERE owner_kind = 'claim' AND owner = c.id ORDER BY position
                )
            )
        )) FROM (
            SELECT claim.* FROM claim_mineral about CROSS JOIN claim ON claim.id = about.claim
            WHERE about.mineral = m.id AND +topic IN ('control', 'easing', 'licence', 'quota') ORDER BY claim.id
        ) AS c
    ) AS BLOB)
FROM mineral m;

INSERT INTO told_measure (number, measure, said)
SELECT
    row_number() OVER (ORDER BY (SELECT min(covers) FROM cover WHERE measure = m.id), m.id),
    m.id,
    CAST(json_object(
        'id', m.id, 'instrument', m.instrument, 'origin', m.origin, 'position', m.position, 'article', m.article,
        'title', m.title, 'summary', m.summary, 'type', m.type, 'regime', m.regime, 'wto_qr', m.wto_qr,
        'gta_type', m.gta_type, 'subject', m.subject, 'destination_mode', m.destination_mode,
        'destination_group', m.destination_group, 'end_use', m.end_use, 'published', m.published, 'starts', m.starts,
        'verified_on', m.verified_on, 'until', m.until, 'end_known', m.end_known, 'ended_by', m.ended_by,
        'end_published', m.end_published, 'renews', m.renews, 'condition', m.condition,
        'names_listed', m.names_listed, 'note', m.note,
        'lifecycle', i.lifecycle, 'jurisdiction', i.jurisdiction, 'instrument_title', i.title,
        'instrument_number', i.number, 'instrument_url', i.url, 'instrument_published', i.published,
        'binds', (SELECT json_group_array(movement) FROM measure_binds WHERE measure = m.id),
        'destinations', (SELECT json_group_array(code) FROM measure_destination WHERE measure = m.id),
        'names', (
            SELECT json_group_array(name) FROM (SELECT name FROM listed_name WHERE measure = m.id ORDER BY name)
        ),
        'scopes', (
            SELECT json_group_array(scope) FROM (SELECT scope FROM measure_scope WHERE measure = m.id ORDER BY scope)
        ),
        'derived', (
            SELECT json_group_array(json_array(field, why))
            FROM (SELECT field, why FROM measure_derived WHERE measure = m.id ORDER BY field)
        ),
        'amounts', (
            SELECT json_group_array(json_object(
                'value', value, 'value_reason', value_reason, 'value_to', value_to, 'unit', unit, 'of_what', of_what,
                'mineral', mineral, 'starts', starts, 'until', until, 'usable_until', usable_until,
                'verified', verified, 'note', note
            )) FROM (SELECT * FROM measure_amount WHERE measure = m.id ORDER BY position)
        ),
        'suspensions', (
            SELECT json_group_array(json_object(
                'starts', starts, 'until', until, 'paused_by', paused_by, 'published', published, 'note', note,
                'sources', (
                    SELECT json_group_array(json_array(source, locator)) FROM (
                        SELECT source, locator FROM citation
                        WHERE owner_kind = 'suspension' AND owner = CAST(s.id AS TEXT) ORDER BY position
                    )
                )
            )) FROM (SELECT * FROM suspension WHERE measure = m.id ORDER BY starts) AS s
        ),
        'excludes', (
            SELECT json_group_array(json_object(
                'mineral', mineral, 'why', why,
                'forms', (
                    SELECT json_group_array(form)
                    FROM (SELECT form FROM exclusion_form WHERE exclusion = e.id ORDER BY form)
                ),
                'sources', (
                    SELECT json_group_array(json_array(source, locator)) FROM (
                        SELECT source, locator FROM citation
                        WHERE owner_kind = 'exclusion' AND owner = CAST(e.id AS TEXT) ORDER BY position
                    )
                )
            )) FROM (SELECT * FROM exclusion WHERE measure = m.id ORDER BY id) AS e
        ),
        'disputes', (
            SELECT json_group_array(dispute) FROM (
                SELECT DISTINCT r.dispute FROM reading_state s JOIN reading r ON r.id = s.reading WHERE s.measure = m.id
                ORDER BY r.dispute
            )
        ),
        'sources', (
            SELECT json_group_array(json_array(source, locator)) FROM (
                SELECT source, locator FROM citation WHERE owner_kind = 'measure' AND owner = m.id ORDER BY position
            )
        )
    ) AS BLOB)
FROM measure m JOIN instrument i ON i.id = m.instrument;

INSERT INTO told_cover (number, covers, measure, cover, said)
WITH named AS (
    SELECT coalesce(c.covers, 'any-dual-use-item') AS covers, t.number AS measure, c.id, c.covers_all_forms
    FROM cover c JOIN told_measure t ON t.measure = c.measure
)
SELECT
    row_number() OVER (ORDER BY covers, measure, id),
    covers,
    measure,
    id,
    CAST(json_object(
        'of', covers, 'all_forms', covers_all_forms,
        'items', (
            SELECT json_group_array(json_object(
                'goods', goods, 'control_code', control_code, 'control_code_basis', control_code_basis,
                'condition', condition, 'rest', rest, 'note', note,
                'forms', (
                    SELECT json_group_array(form)
                    FROM (SELECT form FROM item_form WHERE item = line.id ORDER BY position)
                ),
                'hs_codes', (
                    SELECT json_group_array(json_array(code, basis))
                    FROM (SELECT code, basis FROM item_hs_code WHERE item = line.id ORDER BY position)
                ),
                'contents', (
                    SELECT json_group_array(json_object(
                        'at_least', at_least, 'basis', basis,
                        'any_of', (SELECT json_group_array(mineral) FROM item_content_mineral WHERE content = inside.id)
                    )) FROM (SELECT * FROM item_content WHERE item = line.id ORDER BY id) AS inside
                ),
                'sources', (
                    SELECT json_group_array(json_array(source, locator)) FROM (
                        SELECT source, locator FROM citation
                        WHERE owner_kind = 'item' AND owner = CAST(line.id AS TEXT) ORDER BY position
                    )
                )
            )) FROM (SELECT * FROM item WHERE cover = named.id ORDER BY id) AS line
        )
    ) AS BLOB)
FROM named;

INSERT INTO told_dispute (number, dispute, said)
SELECT
    row_number() OVER (ORDER BY d.id),
    d.id,
    CAST(json_object(
        'id', d.id, 'starts', d.starts, 'until', d.until, 'opens_on', d.opens_on,
        'readings', (
            SELECT json_group_array(json_object(
                'name', name, 'reason', reason,
                'states', (
                    SELECT json_group_object(measure, state)
                    FROM (SELECT measure, state FROM reading_state WHERE reading = r.id ORDER BY measure)
                ),
                'sources', (
                    SELECT json_group_array(json_array(source, locator)) FROM (
                        SELECT source, locator FROM citation
                        WHERE owner_kind = 'reading' AND owner = r.id ORDER BY position
                    )
                )
            )) FROM (SELECT * FROM reading WHERE dispute = d.id ORDER BY position) AS r
        )
    ) AS BLOB)
FROM dispute d;
