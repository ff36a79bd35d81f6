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

INSERT INTO statement_tally (first_day, last_day, side, kind, certainty, source, found)
SELECT first_day, last_day, side, kind, certainty, source, count(*) FROM listing
GROUP BY first_day, last_day, side, kind, certainty, source;

CREATE TRIGGER statements_listed_are_tallied AFTER INSERT ON listing
BEGIN
    INSERT INTO statement_tally (first_day, last_day, side, kind, certainty, source, found)
    SELECT NEW.first_day, NEW.last_day, NEW.side, NEW.kind, NEW.certainty, NEW.source, 0
    WHERE NOT EXISTS (
        SELECT 1 FROM statement_tally WHERE first_day IS NEW.first_day AND source = NEW.source AND kind = NEW.kind
            AND certainty = NEW.certainty AND side IS NEW.side AND last_day IS NEW.last_day
    );
    UPDATE statement_tally SET found = found + 1
    WHERE first_day IS NEW.first_day AND source = NEW.source AND kind = NEW.kind
        AND certainty = NEW.certainty AND side IS NEW.side AND last_day IS NEW.last_day;
END;
CREATE TRIGGER statements_unlisted_are_tallied AFTER DELETE ON listing
BEGIN
    UPDATE statement_tally SET found = found - 1
    WHERE first_day IS OLD.first_day AND source = OLD.source AND kind = OLD.kind
        AND certainty = OLD.certainty AND side IS OLD.side AND last_day IS OLD.last_day;
END;
CREATE TRIGGER statements_of_another_side_are_tallied AFTER UPDATE OF side ON listing WHEN OLD.side IS NOT NEW.side
BEGIN
    INSERT INTO statement_tally (first_day, last_day, side, kind, certainty, source, found)
    SELECT NEW.first_day, NEW.last_day, NEW.side, NEW.kind, NEW.certainty, NEW.source, 0
    WHERE NOT EXISTS (
        SELECT 1 FROM statement_tally WHERE first_day IS NEW.first_day AND source = NEW.source AND kind = NEW.kind
            AND certainty = NEW.certainty AND side IS NEW.side AND last_day IS NEW.last_day
    );
    UPDATE statement_tally SET found = found + 1
    WHERE first_day IS NEW.first_day AND source = NEW.source AND kind = NEW.kind
        AND certainty = NEW.certainty AND side IS NEW.side AND last_day IS NEW.last_day;
    UPDATE statement_tally SET found = found - 1
    WHERE first_day IS OLD.first_day AND source = OLD.source AND kind = OLD.kind
        AND certainty = OLD.certainty AND side IS OLD.side AND last_day IS OLD.last_day;
END;

CREATE TABLE document_tally (
    source TEXT NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    found INTEGER NOT NULL
) STRICT;
CREATE INDEX document_tally_key ON document_tally (first_day, source, last_day);

INSERT INTO document_tally (source, first_day, last_day, found)
SELECT l.source, l.first_day, l.last_day, count(*) FROM document_list l
JOIN current_documents c ON c.document = l.document GROUP BY l.source, l.first_day, l.last_day;

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

CREATE TABLE event_sides (
    event INTEGER NOT NULL REFERENCES events (seq),
    side TEXT,
    first_day INTEGER
) STRICT;
INSERT INTO event_sides (event, side, first_day)
SELECT DISTINCT a.event, a.side, e.first_day FROM event_accounts a JOIN events e ON e.seq = a.event;
CREATE INDEX event_sides_event ON event_sides (event);
CREATE INDEX event_sides_day ON event_sides (side, first_day);

CREATE TABLE event_figures (
    event INTEGER NOT NULL REFERENCES events (seq),
    matter TEXT NOT NULL,
    figures INTEGER NOT NULL
) STRICT;
INSERT INTO event_figures (event, matter, figures)
SELECT e.seq,
    json_extract(f.value, '$.what') || ' ' || iif(json_extract(f.value, '$.reach') = 'event', e.id,
        iif(json_extract(e.body, '$.place.kind') = 'country', '', coalesce(e.place, ''))),
    count(*)
FROM events e, json_each(e.body, '$.figures') f GROUP BY 1, 2;
CREATE INDEX event_figures_event ON event_figures (event);
CREATE INDEX event_figures_matter ON event_figures (matter, event, figures);

DROP INDEX events_spots;
CREATE INDEX events_spots ON events (place, status, first_day);
CREATE INDEX events_kinds ON events (plover, first_day);
