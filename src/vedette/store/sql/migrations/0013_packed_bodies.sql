-- Bodies are kept packed, each word once, and what a report's statements have in common with it stands in its row.
-- Nothing of it is lost: what was packed is what is read. All of it in one transaction, so that it can be broken off.

CREATE TABLE new_documents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id),
    source TEXT NOT NULL,
    origin TEXT NOT NULL,
    label TEXT NOT NULL,
    moment INTEGER,
    body BLOB NOT NULL
) STRICT;
INSERT INTO new_documents
SELECT seq, id, capture, source, origin, label, moment, packed_document(CAST(text AS BLOB), CAST(body AS BLOB)) FROM documents ORDER BY seq;
DROP TABLE documents;
ALTER TABLE new_documents RENAME TO documents;
CREATE UNIQUE INDEX documents_id ON documents (id);
CREATE INDEX documents_origin ON documents (origin, moment, seq);
CREATE INDEX documents_label ON documents (label);
CREATE INDEX documents_capture ON documents (capture);
CREATE TRIGGER documents_are_never_changed BEFORE UPDATE ON documents
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;
CREATE TRIGGER documents_are_never_removed BEFORE DELETE ON documents
BEGIN SELECT RAISE (ABORT, 'documents are append-only'); END;

CREATE TABLE new_analyses (
    seq INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    version TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO new_analyses
SELECT seq, document, version, packed(CAST(coalesce(packed, body) AS BLOB)) FROM analyses ORDER BY seq;
DROP TABLE analyses;
ALTER TABLE new_analyses RENAME TO analyses;
CREATE UNIQUE INDEX analyses_document ON analyses (document, version);
CREATE TRIGGER analyses_are_never_changed BEFORE UPDATE ON analyses
BEGIN SELECT RAISE (ABORT, 'analyses are append-only'); END;
CREATE TRIGGER analyses_are_never_removed BEFORE DELETE ON analyses
BEGIN SELECT RAISE (ABORT, 'analyses are append-only'); END;

CREATE TABLE new_statements (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    analysis INTEGER NOT NULL REFERENCES analyses (seq),
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    places TEXT NOT NULL
) STRICT;
INSERT INTO new_statements
SELECT seq, id, analysis, coalesce(start, json_extract(body, '$.content.start'), 0),
    coalesce(kind, json_extract(body, '$.kind'), 'report'), coalesce(certainty, json_extract(body, '$.certainty'), 'asserted'),
    places
FROM statements ORDER BY seq;
DROP TABLE statements;
ALTER TABLE new_statements RENAME TO statements;
CREATE UNIQUE INDEX statements_id ON statements (id, analysis);
CREATE INDEX statements_analysis ON statements (analysis);
CREATE TRIGGER statements_are_never_changed BEFORE UPDATE ON statements
BEGIN SELECT RAISE (ABORT, 'statements are append-only'); END;
CREATE TRIGGER statements_are_never_removed BEFORE DELETE ON statements
BEGIN SELECT RAISE (ABORT, 'statements are append-only'); END;

CREATE TABLE new_links (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    "left" TEXT NOT NULL,
    "right" TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO new_links
SELECT seq, id, "left", "right", packed(CAST(body AS BLOB)) FROM links ORDER BY seq;
DROP TABLE links;
ALTER TABLE new_links RENAME TO links;
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_left ON links ("left");
CREATE INDEX links_right ON links ("right");
CREATE TRIGGER links_are_never_changed BEFORE UPDATE ON links
BEGIN SELECT RAISE (ABORT, 'links are append-only'); END;
CREATE TRIGGER links_are_never_removed BEFORE DELETE ON links
BEGIN SELECT RAISE (ABORT, 'links are append-only'); END;

CREATE TABLE new_listing (
    statement INTEGER PRIMARY KEY REFERENCES statements (seq),
    document INTEGER NOT NULL REFERENCES document_list (document),
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    certainty TEXT NOT NULL,
    side TEXT
) STRICT;
INSERT INTO new_listing
SELECT statement, document, start, kind, certainty, side FROM listing ORDER BY statement;
DROP TABLE listing;
ALTER TABLE new_listing RENAME TO listing;
CREATE INDEX listing_document ON listing (document, start);
CREATE INDEX listing_kind ON listing (kind);
CREATE INDEX listing_certainty ON listing (certainty);
CREATE INDEX listing_side ON listing (side);
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

CREATE TABLE new_events (
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
INSERT INTO new_events
SELECT seq, id, plover, status, place, name, moment, first_day, last_day, packed(CAST(body AS BLOB)) FROM events ORDER BY seq;
DROP TABLE events;
ALTER TABLE new_events RENAME TO events;
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

CREATE TABLE new_misgivings (
    seq INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    matter TEXT NOT NULL,
    target TEXT NOT NULL,
    place TEXT,
    weight REAL NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO new_misgivings (event, matter, target, place, weight, body)
SELECT event, matter, target, place, weight, packed(CAST(body AS BLOB))
FROM misgivings ORDER BY event, matter, target;
DROP TABLE misgivings;
ALTER TABLE new_misgivings RENAME TO misgivings;
CREATE UNIQUE INDEX misgivings_event ON misgivings (event, matter, target);
CREATE INDEX misgivings_order ON misgivings (weight DESC);
CREATE INDEX misgivings_matter ON misgivings (matter, weight DESC);
CREATE INDEX misgivings_place ON misgivings (place, weight DESC);

CREATE TABLE new_control (
    seq INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO new_control
SELECT seq, place, name, day, packed(CAST(body AS BLOB)) FROM control ORDER BY seq;
DROP TABLE control;
ALTER TABLE new_control RENAME TO control;
CREATE INDEX control_order ON control (day, name, place, seq);
CREATE INDEX control_place ON control (place, seq);

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
INSERT INTO spots (place, name, lat, lon)
SELECT DISTINCT place, name, lat, lon FROM statement_places ORDER BY place, name, lat, lon;
INSERT OR IGNORE INTO spot_statements (spot, first_day, last_day, statement)
SELECT s.seq, coalesce(l.first_day, 0), coalesce(l.last_day, 0), p.statement
FROM statement_places p
JOIN spots s ON s.place = p.place AND s.name = p.name AND s.lat = p.lat AND s.lon = p.lon
JOIN statements t ON t.seq = p.statement
JOIN analyses a ON a.seq = t.analysis
JOIN documents d ON d.id = a.document
JOIN document_list l ON l.document = d.seq
ORDER BY 1, 2, 3, 4;
DROP TABLE statement_places;
