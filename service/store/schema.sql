-- The built database. Days are ISO text; a period runs from `starts` (included) until `until` (excluded).
-- Written once by the build, never at run time. `citation` holds the source and place of every fact.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE country (code TEXT PRIMARY KEY CHECK (code GLOB '[A-Z][A-Z]'), name TEXT NOT NULL) STRICT;

CREATE TABLE destination_group (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, is_union INTEGER NOT NULL CHECK (is_union IN (0, 1))
) STRICT;
CREATE TABLE destination_group_member (
    destination_group TEXT NOT NULL REFERENCES destination_group(id),
    code TEXT NOT NULL REFERENCES country(code),
    PRIMARY KEY (destination_group, code)
) STRICT;

CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT, title_reason TEXT, publisher TEXT NOT NULL, kind TEXT NOT NULL, language TEXT,
    address TEXT, address_reason TEXT, published TEXT CHECK (published IS date(published)), published_reason TEXT,
    retrieved_by TEXT NOT NULL CHECK (retrieved_by IS date(retrieved_by)),
    opened INTEGER NOT NULL CHECK (opened IN (0, 1)), note TEXT,
    CHECK (title IS NOT NULL OR title_reason IS NOT NULL), CHECK (address IS NOT NULL OR address_reason IS NOT NULL),
    CHECK (published IS NOT NULL OR published_reason IS NOT NULL)
) STRICT;
CREATE INDEX source_kind ON source (kind, id);
CREATE INDEX source_opened ON source (opened, id);
CREATE TABLE citation (
    owner_kind TEXT NOT NULL, owner TEXT NOT NULL, position INTEGER NOT NULL,
    source TEXT NOT NULL REFERENCES source(id), locator TEXT NOT NULL CHECK (locator <> ''),
    PRIMARY KEY (owner_kind, owner, position)
) STRICT;
CREATE INDEX citation_source ON citation (source, owner_kind, owner);

CREATE TABLE form (
    id TEXT PRIMARY KEY, parent TEXT REFERENCES form(id), raw INTEGER NOT NULL CHECK (raw IN (0, 1)), title TEXT NOT NULL
) STRICT;

CREATE TABLE mineral (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, name_zh TEXT UNIQUE, symbol TEXT, cas TEXT, atomic_number INTEGER,
    category TEXT NOT NULL, product_form TEXT REFERENCES form(id), note TEXT
) STRICT;
CREATE INDEX mineral_atomic_number ON mineral (atomic_number IS NULL, atomic_number, id);
CREATE TABLE mineral_name (
    key TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, mineral TEXT NOT NULL REFERENCES mineral(id),
    form TEXT REFERENCES form(id), PRIMARY KEY (key, mineral, kind)
) STRICT;
CREATE INDEX mineral_name_mineral ON mineral_name (mineral);
CREATE TABLE mineral_group (
    mineral TEXT NOT NULL REFERENCES mineral(id), member_of TEXT NOT NULL REFERENCES mineral(id),
    PRIMARY KEY (mineral, member_of)
) STRICT;
CREATE INDEX mineral_group_member_of ON mineral_group (member_of);
CREATE TABLE mineral_made_of (
    mineral TEXT NOT NULL REFERENCES mineral(id), part TEXT NOT NULL REFERENCES mineral(id), PRIMARY KEY (mineral, part)
) STRICT;
CREATE INDEX mineral_made_of_part ON mineral_made_of (part);
CREATE TABLE mineral_hs_heading (
    mineral TEXT NOT NULL REFERENCES mineral(id), code TEXT NOT NULL, PRIMARY KEY (mineral, code)
) STRICT;
CREATE INDEX mineral_hs_heading_code ON mineral_hs_heading (code);

CREATE TABLE critical_list (
    id TEXT PRIMARY KEY, jurisdiction TEXT NOT NULL, title TEXT NOT NULL,
    published TEXT CHECK (published IS date(published)), published_reason TEXT, entries INTEGER NOT NULL,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)), how TEXT NOT NULL,
    CHECK (published IS NOT NULL OR published_reason IS NOT NULL)
) STRICT;
CREATE TABLE critical_list_entry (
    list TEXT NOT NULL REFERENCES critical_list(id), mineral TEXT NOT NULL REFERENCES mineral(id),
    named_as TEXT NOT NULL, grade TEXT, PRIMARY KEY (mineral, list, named_as)
) STRICT;
CREATE INDEX critical_list_entry_list ON critical_list_entry (list, mineral);

-- Words of names and notes, for search; one row a mineral.
CREATE VIRTUAL TABLE mineral_search USING fts5 (mineral UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2');
-- Groups of three letters of the names that may be suggested for one that was not found, and how many names hold each.
CREATE VIRTUAL TABLE mineral_letters USING fts5 (
    letters, key UNINDEXED, mineral UNINDEXED, tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
);
CREATE VIRTUAL TABLE mineral_letters_counted USING fts5vocab (mineral_letters, row);

CREATE TABLE jurisdiction (
    code TEXT PRIMARY KEY, name TEXT NOT NULL,
    reviewed_through TEXT NOT NULL CHECK (reviewed_through IS date(reviewed_through)), review_derived TEXT,
    completeness TEXT NOT NULL
) STRICT;
CREATE TABLE coverage (
    id INTEGER PRIMARY KEY, jurisdiction TEXT NOT NULL REFERENCES jurisdiction(code),
    mineral TEXT NOT NULL REFERENCES mineral(id), since TEXT CHECK (since IS date(since)), why TEXT NOT NULL,
    UNIQUE (mineral, jurisdiction)
) STRICT;
CREATE INDEX coverage_jurisdiction ON coverage (jurisdiction, mineral);
CREATE INDEX coverage_begin ON coverage (jurisdiction, since);
CREATE INDEX coverage_since ON coverage (since, mineral);
CREATE TABLE coverage_gap (
    coverage INTEGER NOT NULL REFERENCES coverage(id), position INTEGER NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL,
    starts TEXT CHECK (starts IS date(starts)), until TEXT CHECK (until IS date(until)),
    movement TEXT CHECK (movement IN ('export', 'reexport')),
    PRIMARY KEY (coverage, position), CHECK (until > starts)
) STRICT;

CREATE TABLE instrument (
    id TEXT PRIMARY KEY, jurisdiction TEXT NOT NULL REFERENCES jurisdiction(code), number TEXT, number_reason TEXT,
    title TEXT NOT NULL, summary TEXT NOT NULL, published TEXT CHECK (published IS date(published)), published_reason TEXT,
    effective TEXT CHECK (effective IS date(effective)), url TEXT, url_reason TEXT, lifecycle TEXT NOT NULL,
    evidence TEXT NOT NULL, extraterritorial INTEGER NOT NULL CHECK (extraterritorial IN (0, 1)), note TEXT
) STRICT;
CREATE INDEX instrument_newest ON instrument (coalesce(published, effective, '') DESC, id);
CREATE INDEX instrument_jurisdiction ON instrument (jurisdiction, coalesce(published, effective, '') DESC, id);
CREATE TABLE instrument_authority (
    instrument TEXT NOT NULL REFERENCES instrument(id), position INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (instrument, position)
) STRICT;
CREATE TABLE instrument_term (
    instrument TEXT NOT NULL REFERENCES instrument(id), position INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (instrument, position)
) STRICT;
CREATE TABLE instrument_link (
    instrument TEXT NOT NULL REFERENCES instrument(id), position INTEGER NOT NULL, relation TEXT NOT NULL,
    target TEXT REFERENCES instrument(id), what TEXT NOT NULL, PRIMARY KEY (instrument, position)
) STRICT;
CREATE INDEX instrument_link_target ON instrument_link (target);

CREATE TABLE measure (
    id TEXT PRIMARY KEY, instrument TEXT NOT NULL REFERENCES instrument(id),
    origin TEXT NOT NULL REFERENCES jurisdiction(code), position INTEGER NOT NULL, article TEXT, title TEXT NOT NULL,
    summary TEXT NOT NULL, type TEXT NOT NULL, regime TEXT NOT NULL, wto_qr TEXT, gta_type TEXT, subject TEXT NOT NULL,
    destination_mode TEXT NOT NULL CHECK (destination_mode IN ('all', 'only', 'except', 'group')),
    destination_group TEXT REFERENCES destination_group(id), end_use TEXT CHECK (end_use IN ('civil', 'military')),
    published TEXT CHECK (published IS date(published)), starts TEXT CHECK (starts IS date(starts)),
    verified_on TEXT CHECK (verified_on IS date(verified_on)), until TEXT CHECK (until IS date(until)),
    end_known TEXT NOT NULL CHECK (end_known IN ('dated', 'open', 'unknown')),
    ended_by TEXT CHECK (ended_by IS date(ended_by)),
    end_published TEXT CHECK (end_published IS date(end_published)), renews TEXT, condition TEXT,
    names_listed INTEGER, note TEXT,
    CHECK (until > coalesce(starts, verified_on)), CHECK ((end_known = 'dated') = (until IS NOT NULL)),
    CHECK (ended_by IS NULL OR end_known = 'unknown'),
    CHECK ((destination_mode = 'group') = (destination_group IS NOT NULL))
) STRICT;
CREATE INDEX measure_instrument ON measure (instrument, position);
CREATE INDEX measure_publication ON measure (coalesce(published, starts));
CREATE INDEX measure_first_day ON measure (coalesce(starts, verified_on));
CREATE INDEX measure_series ON measure (renews) WHERE renews IS NOT NULL;
CREATE INDEX measure_start_unknown ON measure (starts) WHERE starts IS NULL;
CREATE INDEX measure_regime ON measure (regime, subject, origin);
CREATE INDEX measure_parties ON measure (type) WHERE type = 'end_user_list';
CREATE TABLE measure_binds (
    measure TEXT NOT NULL REFERENCES measure(id), movement TEXT NOT NULL CHECK (movement IN ('export', 'reexport')),
    PRIMARY KEY (measure, movement)
) STRICT;
CREATE TABLE measure_destination (
    measure TEXT NOT NULL REFERENCES measure(id), code TEXT NOT NULL REFERENCES country(code), PRIMARY KEY (measure, code)
) STRICT;
CREATE TABLE listed_name (
    measure TEXT NOT NULL REFERENCES measure(id), name TEXT NOT NULL, PRIMARY KEY (measure, name)
) STRICT;
CREATE TABLE measure_scope (
    measure TEXT NOT NULL REFERENCES measure(id), scope TEXT NOT NULL, PRIMARY KEY (measure, scope)
) STRICT;
-- Dates that no text prints, by the name of the field.
CREATE TABLE measure_derived (
    measure TEXT NOT NULL REFERENCES measure(id), field TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (measure, field)
) STRICT;
-- What a measure fixes: volumes, rates, price floors. Values are decimal text; `of_what` says what is measured.
CREATE TABLE measure_amount (
    measure TEXT NOT NULL REFERENCES measure(id), position INTEGER NOT NULL, value TEXT, value_reason TEXT,
    value_to TEXT, unit TEXT NOT NULL, of_what TEXT NOT NULL, mineral TEXT REFERENCES mineral(id),
    starts TEXT CHECK (starts IS date(starts)), until TEXT CHECK (until IS date(until)),
    usable_until TEXT CHECK (usable_until IS date(usable_until)),
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)), note TEXT,
    PRIMARY KEY (measure, position), CHECK (value IS NOT NULL OR value_reason IS NOT NULL), CHECK (until > starts)
) STRICT;

-- `covers` is a mineral's or a group's id, or NULL for whatever is a dual-use item on the day.
CREATE TABLE cover (
    id INTEGER PRIMARY KEY, measure TEXT NOT NULL REFERENCES measure(id), covers TEXT REFERENCES mineral(id),
    covers_all_forms INTEGER NOT NULL CHECK (covers_all_forms IN (0, 1))
) STRICT;
CREATE INDEX cover_covers ON cover (covers);
CREATE INDEX cover_measure ON cover (measure);
CREATE TABLE item (
    id INTEGER PRIMARY KEY, cover INTEGER NOT NULL REFERENCES cover(id), goods TEXT NOT NULL, control_code TEXT,
    control_code_basis TEXT, condition TEXT, rest TEXT, note TEXT
) STRICT;
CREATE INDEX item_cover ON item (cover);
-- What a condition says of the content, for machines: one of the minerals at all, or a share of them.
CREATE TABLE item_content (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL REFERENCES item(id), at_least TEXT,
    basis TEXT NOT NULL CHECK (basis IN ('mass', 'value'))
) STRICT;
CREATE INDEX item_content_item ON item_content (item);
CREATE TABLE item_content_mineral (
    content INTEGER NOT NULL REFERENCES item_content(id), mineral TEXT NOT NULL REFERENCES mineral(id),
    PRIMARY KEY (content, mineral)
) STRICT;
CREATE TABLE item_form (
    item INTEGER NOT NULL REFERENCES item(id), position INTEGER NOT NULL, form TEXT NOT NULL REFERENCES form(id),
    PRIMARY KEY (item, position)
) STRICT;
CREATE TABLE item_hs_code (
    item INTEGER NOT NULL REFERENCES item(id), position INTEGER NOT NULL, code TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY (item, position)
) STRICT;
CREATE INDEX item_hs_code_code ON item_hs_code (code);
CREATE INDEX item_control_code ON item (upper(control_code));

CREATE TABLE exclusion (
    id INTEGER PRIMARY KEY, measure TEXT NOT NULL REFERENCES measure(id), mineral TEXT NOT NULL REFERENCES mineral(id),
    why TEXT NOT NULL
) STRICT;
CREATE INDEX exclusion_measure ON exclusion (measure);
CREATE INDEX exclusion_mineral ON exclusion (mineral);
CREATE TABLE exclusion_form (
    exclusion INTEGER NOT NULL REFERENCES exclusion(id), form TEXT NOT NULL REFERENCES form(id),
    PRIMARY KEY (exclusion, form)
) STRICT;

-- `paused_by` names the instrument, or the event where no instrument is on record.
CREATE TABLE suspension (
    id INTEGER PRIMARY KEY, measure TEXT NOT NULL REFERENCES measure(id),
    starts TEXT NOT NULL CHECK (starts IS date(starts)), until TEXT CHECK (until IS date(until)),
    paused_by TEXT NOT NULL, published TEXT NOT NULL CHECK (published IS date(published)), note TEXT,
    CHECK (until > starts)
) STRICT;
CREATE INDEX suspension_measure ON suspension (measure);

CREATE TABLE dispute (
    id TEXT PRIMARY KEY, starts TEXT NOT NULL CHECK (starts IS date(starts)),
    until TEXT NOT NULL CHECK (until IS date(until)), opens_on TEXT NOT NULL CHECK (opens_on IS date(opens_on)),
    CHECK (until > starts)
) STRICT;
CREATE INDEX dispute_starts ON dispute (starts);
CREATE TABLE reading (
    id TEXT PRIMARY KEY, dispute TEXT NOT NULL REFERENCES dispute(id), name TEXT NOT NULL, position INTEGER NOT NULL,
    reason TEXT NOT NULL, UNIQUE (dispute, position)
) STRICT;
CREATE TABLE reading_state (
    reading TEXT NOT NULL REFERENCES reading(id), measure TEXT NOT NULL REFERENCES measure(id),
    state TEXT NOT NULL CHECK (state IN ('in_force', 'suspended', 'ended')), PRIMARY KEY (reading, measure)
) STRICT;
CREATE INDEX reading_state_measure ON reading_state (measure);

CREATE TABLE event (
    id TEXT PRIMARY KEY, day TEXT NOT NULL, day_end TEXT, kind TEXT NOT NULL, summary TEXT NOT NULL,
    evidence TEXT NOT NULL, note TEXT
) STRICT;
CREATE INDEX event_day ON event (day, id);
CREATE INDEX event_last_day ON event (coalesce(day_end, day));
CREATE INDEX event_kind ON event (kind, day, id);
CREATE TABLE event_actor (event TEXT NOT NULL REFERENCES event(id), position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (event, position)) STRICT;
CREATE TABLE event_mineral (event TEXT NOT NULL REFERENCES event(id), mineral TEXT NOT NULL REFERENCES mineral(id), PRIMARY KEY (mineral, event)) STRICT;
CREATE INDEX event_mineral_event ON event_mineral (event, mineral);
CREATE TABLE event_scope (event TEXT NOT NULL REFERENCES event(id), scope TEXT NOT NULL, PRIMARY KEY (event, scope)) STRICT;
CREATE TABLE event_instrument (event TEXT NOT NULL REFERENCES event(id), instrument TEXT NOT NULL REFERENCES instrument(id), PRIMARY KEY (instrument, event)) STRICT;
CREATE INDEX event_instrument_event ON event_instrument (event, instrument);

CREATE TABLE claim (
    id TEXT PRIMARY KEY, statement TEXT NOT NULL, topic TEXT NOT NULL, date_stated TEXT, date_stated_reason TEXT,
    standing TEXT NOT NULL CHECK (standing IN ('agrees', 'imprecise', 'contradicted', 'unverifiable')), explanation TEXT
) STRICT;
CREATE INDEX claim_topic ON claim (topic, id);
CREATE INDEX claim_standing ON claim (standing, id);
CREATE TABLE claim_mineral (claim TEXT NOT NULL REFERENCES claim(id), mineral TEXT NOT NULL REFERENCES mineral(id), PRIMARY KEY (mineral, claim)) STRICT;
CREATE INDEX claim_mineral_claim ON claim_mineral (claim, mineral);
CREATE TABLE claim_scope (claim TEXT NOT NULL REFERENCES claim(id), scope TEXT NOT NULL, PRIMARY KEY (claim, scope)) STRICT;
-- `record` is the id of an instrument or an event; the build checks that it is one of the two.
CREATE TABLE claim_record (claim TEXT NOT NULL REFERENCES claim(id), record TEXT NOT NULL, PRIMARY KEY (claim, record)) STRICT;
CREATE TABLE figure (
    id TEXT PRIMARY KEY, mineral TEXT NOT NULL REFERENCES mineral(id), quantity TEXT NOT NULL, kind TEXT NOT NULL,
    value TEXT, value_reason TEXT, unit TEXT NOT NULL, standing TEXT NOT NULL, claim TEXT REFERENCES claim(id), note TEXT,
    CHECK (value IS NOT NULL OR value_reason IS NOT NULL)
) STRICT;
CREATE INDEX figure_mineral ON figure (mineral, id);
CREATE INDEX figure_kind ON figure (kind, id);
CREATE INDEX figure_standing ON figure (standing, id);

-- What follows says nothing new: the build makes it of the tables above (derived.sql, told.sql), so that no question has
-- to go through all of one, or to gather from twenty what one row can tell. These tables, and no others, are WITHOUT
-- ROWID or named told_: they are no part of the record that is taken away.

-- The names of a source, in the spelling under which names are compared.
CREATE TABLE source_name (key TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (key, source)) STRICT, WITHOUT ROWID;
-- The days on which something about a measure turns: it begins, ends, is paused or disputed, or first casts doubt.
-- Only of measures of enacted instruments that cover something on record.
CREATE TABLE turn (day TEXT NOT NULL, measure TEXT NOT NULL, PRIMARY KEY (day, measure)) STRICT, WITHOUT ROWID;
-- The first and the last day on which anything begins, ends or was published, as far as was known by a day.
CREATE TABLE horizon (known_by TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- How many rows a table has, and under 'last_day' the last day on which anything on record begins or ends.
CREATE TABLE summary (what TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- All that is said of one thing as a row of JSON, for a question takes it whole. Each look into an index costs more, the
-- larger the record: here it is one. Rows are numbered so that those on one mineral lie side by side.
-- What a mineral is called and made of; beside it coverage and products, which only its record takes; and the claims on
-- what bears on a status that name it.
CREATE TABLE told_mineral (
    number INTEGER PRIMARY KEY, mineral TEXT NOT NULL UNIQUE, said BLOB NOT NULL, beside BLOB NOT NULL, claims BLOB NOT NULL
) STRICT;
-- A measure with its instrument and its sources, but without what it covers; and each cover with its items.
CREATE TABLE told_measure (number INTEGER PRIMARY KEY, measure TEXT NOT NULL UNIQUE, said BLOB NOT NULL) STRICT;
CREATE TABLE told_cover (
    number INTEGER PRIMARY KEY, covers TEXT NOT NULL, measure INTEGER NOT NULL, cover INTEGER NOT NULL, said BLOB NOT NULL
) STRICT;
CREATE INDEX told_cover_covers ON told_cover (covers);
CREATE INDEX told_cover_measure ON told_cover (measure);
CREATE TABLE told_dispute (number INTEGER PRIMARY KEY, dispute TEXT NOT NULL UNIQUE, said BLOB NOT NULL) STRICT;
