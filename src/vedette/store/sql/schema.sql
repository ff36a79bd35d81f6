-- The schema as it stands after every migration; a test compares the two.

-- Facts. Append-only: the triggers at the end hold it. `seq` is the order of arrival; `body` is the whole fact as JSON,
-- packed where it is a blob; the other columns are what is asked for. Moments are microseconds since 1970 UTC, days are
-- proleptic ordinals.

CREATE TABLE sources (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX sources_id ON sources (id, seq);

CREATE TABLE captures (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    chain_before TEXT NOT NULL,
    chain TEXT NOT NULL
) STRICT;

CREATE TABLE "documents" (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id),
    source TEXT NOT NULL,
    origin TEXT NOT NULL,
    label TEXT NOT NULL,
    moment INTEGER,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX documents_id ON documents (id);
CREATE INDEX documents_origin ON documents (origin, moment, seq);
CREATE INDEX documents_label ON documents (label);
CREATE INDEX documents_capture ON documents (capture);

-- When an origin was seen with which text: an edit that is taken back makes an earlier document current again.
CREATE TABLE sightings (
    seq INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (seq),
    moment INTEGER
) STRICT;
CREATE INDEX sightings_origin ON sightings (origin, moment, seq);

CREATE TABLE "analyses" (
    seq INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    version TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX analyses_document ON analyses (document, version);

CREATE TABLE "statements" (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    analysis INTEGER NOT NULL REFERENCES analyses (seq),
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    places TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX statements_id ON statements (id, analysis);
CREATE INDEX statements_analysis ON statements (analysis);

CREATE TABLE mentions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    analysis INTEGER NOT NULL REFERENCES analyses (seq),
    statement TEXT,
    plover TEXT NOT NULL,
    UNIQUE (id, analysis)
) STRICT;
CREATE INDEX mentions_analysis ON mentions (analysis);

CREATE TABLE "links" (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    "left" TEXT NOT NULL,
    "right" TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_left ON links ("left");
CREATE INDEX links_right ON links ("right");

-- What a rule's links scored: asked for by how near they came to its bound.
CREATE TABLE link_scores (
    maker TEXT NOT NULL,
    score REAL NOT NULL,
    link INTEGER NOT NULL REFERENCES links (seq),
    PRIMARY KEY (maker, score, link)
) STRICT, WITHOUT ROWID;

CREATE TABLE retractions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE corrections (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_document ON corrections (document, seq);

-- What stages of extensions note in a document; of one maker the newest counts.
CREATE TABLE annotations (
    seq INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    maker TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (document, maker, version)
) STRICT;

-- Of observations of one subject the newest counts.
CREATE TABLE observations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    capture TEXT,
    moment INTEGER,
    first_day INTEGER,
    last_day INTEGER,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX observations_order ON observations (moment, id);
CREATE INDEX observations_days ON observations (first_day, last_day);
CREATE INDEX observations_kind ON observations (kind, moment, id);
CREATE INDEX observations_subject ON observations (subject, seq);
CREATE INDEX observations_capture ON observations (capture);

CREATE TABLE observation_about (
    about TEXT NOT NULL,
    observation INTEGER NOT NULL REFERENCES observations (seq),
    PRIMARY KEY (about, observation)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE observation_boxes USING rtree (observation, west, east, south, north);

CREATE TABLE failures (
    seq INTEGER PRIMARY KEY,
    stage TEXT NOT NULL,
    version TEXT NOT NULL,
    item TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (stage, version, item)
) STRICT;

CREATE TABLE done (
    stage TEXT NOT NULL,
    version TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (stage, version, item)
) STRICT, WITHOUT ROWID;

-- Where words and names of places lead to. Contentless: the words themselves stay in the facts.

CREATE VIRTUAL TABLE document_text USING fts5 (
    title, text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);

CREATE VIRTUAL TABLE statement_text USING fts5 (
    content, speaker, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);

-- Where statements lie: each place under each name once, and when the reports of its statements were published. Day 0 is
-- an unknown day.
CREATE TABLE spots (
    seq INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    UNIQUE (place, name, lat, lon)
) STRICT;
CREATE INDEX spots_name ON spots (name, place);
CREATE INDEX spots_point ON spots (lat, lon);
CREATE TABLE spot_statements (
    spot INTEGER NOT NULL REFERENCES spots (seq),
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (seq),
    PRIMARY KEY (spot, first_day, last_day, statement)
) STRICT, WITHOUT ROWID;

-- What is current: the newest version of each origin, the newest analysis of each document, and the statements a reader
-- is shown. Kept up as facts arrive; can be rebuilt from them.

CREATE TABLE current_documents (
    origin TEXT PRIMARY KEY,
    document INTEGER NOT NULL UNIQUE REFERENCES documents (seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE current_analyses (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    analysis INTEGER NOT NULL REFERENCES analyses (seq)
) STRICT, WITHOUT ROWID;

-- When each document was published, for lists.
CREATE TABLE document_list (
    document INTEGER PRIMARY KEY REFERENCES documents (seq),
    source TEXT NOT NULL,
    moment INTEGER,
    first_day INTEGER,
    last_day INTEGER
) STRICT;
CREATE INDEX document_list_moment ON document_list (moment, document);
CREATE INDEX document_list_source ON document_list (source, moment, document);

CREATE TABLE "listing" (
    statement INTEGER PRIMARY KEY REFERENCES statements (seq),
    document INTEGER NOT NULL REFERENCES document_list (document),
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    side TEXT
) STRICT;
CREATE INDEX listing_document ON listing (document, start);
CREATE INDEX listing_kind ON listing (kind);
CREATE INDEX listing_certainty ON listing (certainty);
CREATE INDEX listing_side ON listing (side);

-- How many are listed, by all that a list is asked for without words or places. The triggers keep them up.

CREATE TABLE statement_tally (
    first_day INTEGER,
    last_day INTEGER,
    side TEXT,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    source TEXT NOT NULL,
    found INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_tally_key ON statement_tally (first_day, source, kind, certainty, side, last_day);

CREATE TRIGGER statements_listed_are_tallied AFTER INSERT ON listing
BEGIN
    INSERT INTO statement_tally (first_day, last_day, side, kind, certainty, source, found)
    SELECT d.first_day, d.last_day, NEW.side, NEW.kind, NEW.certainty, d.source, 0 FROM document_list d
    WHERE d.document = NEW.document AND NOT EXISTS (
        SELECT 1 FROM statement_tally t WHERE t.first_day IS d.first_day AND t.source = d.source AND t.kind = NEW.kind
            AND t.certainty = NEW.certainty AND t.side IS NEW.side AND t.last_day IS d.last_day
    );
    UPDATE statement_tally SET found = found + 1 FROM document_list d
    WHERE d.document = NEW.document AND statement_tally.first_day IS d.first_day AND statement_tally.source = d.source
        AND statement_tally.kind = NEW.kind AND statement_tally.certainty = NEW.certainty
        AND statement_tally.side IS NEW.side AND statement_tally.last_day IS d.last_day;
END;
CREATE TRIGGER statements_unlisted_are_tallied AFTER DELETE ON listing
BEGIN
    UPDATE statement_tally SET found = found - 1 FROM document_list d
    WHERE d.document = OLD.document AND statement_tally.first_day IS d.first_day AND statement_tally.source = d.source
        AND statement_tally.kind = OLD.kind AND statement_tally.certainty = OLD.certainty
        AND statement_tally.side IS OLD.side AND statement_tally.last_day IS d.last_day;
END;
CREATE TRIGGER statements_of_another_side_are_tallied AFTER UPDATE OF side ON listing WHEN OLD.side IS NOT NEW.side
BEGIN
    INSERT INTO statement_tally (first_day, last_day, side, kind, certainty, source, found)
    SELECT d.first_day, d.last_day, NEW.side, NEW.kind, NEW.certainty, d.source, 0 FROM document_list d
    WHERE d.document = NEW.document AND NOT EXISTS (
        SELECT 1 FROM statement_tally t WHERE t.first_day IS d.first_day AND t.source = d.source AND t.kind = NEW.kind
            AND t.certainty = NEW.certainty AND t.side IS NEW.side AND t.last_day IS d.last_day
    );
    UPDATE statement_tally SET found = found + 1 FROM document_list d
    WHERE d.document = NEW.document AND statement_tally.first_day IS d.first_day AND statement_tally.source = d.source
        AND statement_tally.kind = NEW.kind AND statement_tally.certainty = NEW.certainty
        AND statement_tally.side IS NEW.side AND statement_tally.last_day IS d.last_day;
    UPDATE statement_tally SET found = found - 1 FROM document_list d
    WHERE d.document = OLD.document AND statement_tally.first_day IS d.first_day AND statement_tally.source = d.source
        AND statement_tally.kind = OLD.kind AND statement_tally.certainty = OLD.certainty
        AND statement_tally.side IS OLD.side AND statement_tally.last_day IS d.last_day;
END;

CREATE TABLE document_tally (
    source TEXT NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    found INTEGER NOT NULL
) STRICT;
CREATE INDEX document_tally_key ON document_tally (first_day, source, last_day);

CREATE TRIGGER documents_shown_are_tallied AFTER INSERT ON current_documents
BEGIN
    INSERT INTO document_tally (source, first_day, last_day, found)
    SELECT l.source, l.first_day, l.last_day, 0 FROM document_list l
    WHERE l.document = NEW.document AND NOT EXISTS (
        SELECT 1 FROM document_tally t
        WHERE t.first_day IS l.first_day AND t.source = l.source AND t.last_day IS l.last_day
    );
    UPDATE document_tally SET found = found + 1 FROM document_list l
    WHERE l.document = NEW.document AND document_tally.first_day IS l.first_day AND document_tally.source = l.source
        AND document_tally.last_day IS l.last_day;
END;
CREATE TRIGGER documents_in_anothers_place_are_tallied AFTER UPDATE OF document ON current_documents
WHEN OLD.document <> NEW.document
BEGIN
    INSERT INTO document_tally (source, first_day, last_day, found)
    SELECT l.source, l.first_day, l.last_day, 0 FROM document_list l
    WHERE l.document = NEW.document AND NOT EXISTS (
        SELECT 1 FROM document_tally t
        WHERE t.first_day IS l.first_day AND t.source = l.source AND t.last_day IS l.last_day
    );
    UPDATE document_tally SET found = found + 1 FROM document_list l
    WHERE l.document = NEW.document AND document_tally.first_day IS l.first_day AND document_tally.source = l.source
        AND document_tally.last_day IS l.last_day;
    UPDATE document_tally SET found = found - 1 FROM document_list l
    WHERE l.document = OLD.document AND document_tally.first_day IS l.first_day AND document_tally.source = l.source
        AND document_tally.last_day IS l.last_day;
END;

-- The picture: derived from everything above, replaced as a whole or changed where it is different.

CREATE TABLE picture (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    recipe TEXT NOT NULL,
    watermark TEXT NOT NULL
) STRICT;

CREATE TABLE statement_sides (
    statement TEXT PRIMARY KEY,
    side TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE "events" (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    plover TEXT NOT NULL,
    status TEXT NOT NULL,
    place TEXT,
    name TEXT,
    moment INTEGER,
    first_day INTEGER,
    last_day INTEGER,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_order ON events (moment, id);
CREATE INDEX events_days ON events (first_day, last_day);
CREATE INDEX events_tally ON events (first_day, status);
CREATE INDEX events_spots ON events (place, status, first_day);
CREATE INDEX events_kinds ON events (plover, first_day);
CREATE INDEX events_status ON events (status, moment, id);
CREATE INDEX events_plover ON events (plover, moment, id);
CREATE INDEX events_place ON events (place, moment, id);
CREATE INDEX events_name ON events (name);

CREATE TABLE event_accounts (
    event INTEGER NOT NULL REFERENCES events (seq),
    position INTEGER NOT NULL,
    statement TEXT NOT NULL,
    document TEXT NOT NULL,
    source TEXT NOT NULL,
    side TEXT,
    PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_accounts_statement ON event_accounts (statement, event);
CREATE INDEX event_accounts_document ON event_accounts (document, event);
CREATE INDEX event_accounts_source ON event_accounts (source, event);
CREATE INDEX event_accounts_side ON event_accounts (side, event);

-- The sides whose accounts tell of an event, each once.
CREATE TABLE event_sides (
    event INTEGER NOT NULL REFERENCES events (seq),
    side TEXT,
    first_day INTEGER
) STRICT;
CREATE INDEX event_sides_event ON event_sides (event);
CREATE INDEX event_sides_day ON event_sides (side, first_day);

-- How many figures an event gives of a matter: one measure of one deed, or of one place.
CREATE TABLE event_figures (
    event INTEGER NOT NULL REFERENCES events (seq),
    matter TEXT NOT NULL,
    figures INTEGER NOT NULL
) STRICT;
CREATE INDEX event_figures_event ON event_figures (event);
CREATE INDEX event_figures_matter ON event_figures (matter, event, figures);

-- The box is the place with its uncertainty, in degrees; an event whose day is unknown has day 0.
CREATE VIRTUAL TABLE event_boxes USING rtree (event, west, east, south, north, first_day, last_day);

CREATE TABLE "control" (
    seq INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX control_order ON control (day, name, place, seq);
CREATE INDEX control_place ON control (place, seq);

CREATE TABLE "misgivings" (
    seq INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    matter TEXT NOT NULL,
    target TEXT NOT NULL,
    place TEXT,
    weight REAL NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX misgivings_event ON misgivings (event, matter, target);
CREATE INDEX misgivings_order ON misgivings (weight DESC);
CREATE INDEX misgivings_matter ON misgivings (matter, weight DESC);
CREATE INDEX misgivings_place ON misgivings (place, weight DESC);

CREATE TABLE threats (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    document TEXT NOT NULL,
    start INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX threats_order ON threats (day, document, start, id);
CREATE INDEX threats_id ON threats (id);

-- No fact is ever changed or removed.

CREATE TRIGGER sources_are_never_changed BEFORE UPDATE ON sources
BEGIN SELECT RAISE (ABORT, 'sources are append-only'); END;
CREATE TRIGGER sources_are_never_removed BEFORE DELETE ON sources
BEGIN SELECT RAISE (ABORT, 'sources are append-only'); END;

CREATE TRIGGER captures_are_never_changed BEFORE UPDATE ON captures
BEGIN SELECT RAISE (ABORT, 'captures are append-only'); END;
CREATE TRIGGER captures_are_never_removed BEFORE DELETE ON captures
BEGIN SELECT RAISE (ABORT, 'captures are append-only'); END;

CREATE TRIGGER documents_are_never_changed BEFORE UPDATE ON documents
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;
CREATE TRIGGER documents_are_never_removed BEFORE DELETE ON documents
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;

CREATE TRIGGER sightings_are_never_changed BEFORE UPDATE ON sightings
BEGIN SELECT RAISE (ABORT, 'sightings are append-only'); END;
CREATE TRIGGER sightings_are_never_removed BEFORE DELETE ON sightings
BEGIN SELECT RAISE (ABORT, 'sightings are append-only'); END;

CREATE TRIGGER analyses_are_never_changed BEFORE UPDATE ON analyses
BEGIN SELECT RAISE (ABORT, 'analyses are append-only'); END;
CREATE TRIGGER analyses_are_never_removed BEFORE DELETE ON analyses
BEGIN SELECT RAISE (ABORT, 'analyses are append-only'); END;

CREATE TRIGGER statements_are_never_changed BEFORE UPDATE ON statements
BEGIN SELECT RAISE (ABORT, 'statements are append-only'); END;
CREATE TRIGGER statements_are_never_removed BEFORE DELETE ON statements
BEGIN SELECT RAISE (ABORT, 'statements are append-only'); END;

CREATE TRIGGER mentions_are_never_changed BEFORE UPDATE ON mentions
BEGIN SELECT RAISE (ABORT, 'mentions are append-only'); END;
CREATE TRIGGER mentions_are_never_removed BEFORE DELETE ON mentions
BEGIN SELECT RAISE (ABORT, 'mentions are append-only'); END;

CREATE TRIGGER links_are_never_changed BEFORE UPDATE ON links
BEGIN SELECT RAISE (ABORT, 'links are append-only'); END;
CREATE TRIGGER links_are_never_removed BEFORE DELETE ON links
BEGIN SELECT RAISE (ABORT, 'links are append-only'); END;

CREATE TRIGGER retractions_are_never_changed BEFORE UPDATE ON retractions
BEGIN SELECT RAISE (ABORT, 'retractions are append-only'); END;
CREATE TRIGGER retractions_are_never_removed BEFORE DELETE ON retractions
BEGIN SELECT RAISE (ABORT, 'retractions are append-only'); END;

CREATE TRIGGER corrections_are_never_changed BEFORE UPDATE ON corrections
BEGIN SELECT RAISE (ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_are_never_removed BEFORE DELETE ON corrections
BEGIN SELECT RAISE (ABORT, 'corrections are append-only'); END;

CREATE TRIGGER annotations_are_never_changed BEFORE UPDATE ON annotations
BEGIN SELECT RAISE (ABORT, 'annotations are append-only'); END;
CREATE TRIGGER annotations_are_never_removed BEFORE DELETE ON annotations
BEGIN SELECT RAISE (ABORT, 'annotations are append-only'); END;

CREATE TRIGGER observations_are_never_changed BEFORE UPDATE ON observations
BEGIN SELECT RAISE (ABORT, 'observations are append-only'); END;
CREATE TRIGGER observations_are_never_removed BEFORE DELETE ON observations
BEGIN SELECT RAISE (ABORT, 'observations are append-only'); END;

CREATE TRIGGER failures_are_never_changed BEFORE UPDATE ON failures
BEGIN SELECT RAISE (ABORT, 'failures are append-only'); END;
CREATE TRIGGER failures_are_never_removed BEFORE DELETE ON failures
BEGIN SELECT RAISE (ABORT, 'failures are append-only'); END;
