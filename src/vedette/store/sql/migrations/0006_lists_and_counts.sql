CREATE INDEX events_tally ON events (first_day, status);
CREATE INDEX events_spots ON events (place, status);
CREATE INDEX listing_tally ON listing (first_day, side);

CREATE TABLE document_list (
    document INTEGER PRIMARY KEY REFERENCES documents (seq),
    source TEXT NOT NULL,
    moment INTEGER,
    first_day INTEGER,
    last_day INTEGER
) STRICT;
CREATE INDEX document_list_moment ON document_list (moment, document);
CREATE INDEX document_list_source ON document_list (source, moment, document);

INSERT INTO document_list (document, source, moment, first_day, last_day)
SELECT seq, source, CAST(strftime('%s', json_extract(body, '$.published.start')) AS INTEGER) * 1000000,
    CAST(julianday(json_extract(body, '$.published.start')) - 1721424.5 AS INTEGER),
    CAST(julianday(json_extract(body, '$.published.end')) - 1721424.5 + 0.9999999 AS INTEGER) - 1
FROM documents;
