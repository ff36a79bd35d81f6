-- name: add_analysis
INSERT INTO analyses (document, version, body) VALUES (:document, :version, :body)
ON CONFLICT DO NOTHING RETURNING seq;

-- name: set_current_analysis
INSERT INTO current_analyses (document, analysis) VALUES (:document, :analysis)
ON CONFLICT (document) DO UPDATE SET analysis = excluded.analysis;

-- name: last_statement
SELECT coalesce(max(seq), 0) AS seq FROM statements;

-- name: add_statement
INSERT INTO statements (seq, id, analysis, start, kind, certainty, places)
VALUES (:seq, :id, :analysis, :start, :kind, :certainty, :places);

-- name: add_statement_text
INSERT INTO statement_text (rowid, content, speaker) VALUES (:seq, :content, :speaker);

-- name: add_spot
INSERT INTO spots (place, name, lat, lon) VALUES (:place, :name, :lat, :lon) ON CONFLICT DO NOTHING;

-- name: add_spot_statement
INSERT INTO spot_statements (spot, first_day, last_day, statement)
SELECT seq, :first_day, :last_day, :seq FROM spots
WHERE place = :place AND name = :name AND lat = :lat AND lon = :lon
ON CONFLICT DO NOTHING;

-- name: add_mention
INSERT INTO mentions (id, analysis, statement, plover) VALUES (:id, :analysis, :statement, :plover)
ON CONFLICT DO NOTHING;

-- name: unlist
DELETE FROM listing WHERE document = :document;

-- name: list
INSERT INTO listing (statement, document, start, kind, certainty, side)
SELECT s.seq, d.seq, s.start, s.kind, s.certainty, p.side
FROM documents d
JOIN current_documents c ON c.document = d.seq
JOIN current_analyses a ON a.document = d.id
JOIN statements s ON s.analysis = a.analysis
LEFT JOIN statement_sides p ON p.statement = s.id
WHERE d.seq = :document;

-- name: analyses_current
-- Asked row by row, so that a chunk ends where it is full.
SELECT a.seq, a.body FROM analyses a
WHERE a.seq > :after AND EXISTS (
    SELECT 1 FROM current_analyses h JOIN documents d ON d.id = h.document
    JOIN current_documents c ON c.document = d.seq
    WHERE h.document = a.document AND h.analysis = a.seq
)
ORDER BY a.seq LIMIT :limit;

-- name: analyses_by_id
SELECT a.seq, a.body FROM current_analyses h JOIN analyses a ON a.seq = h.analysis
WHERE h.document IN (SELECT value FROM json_each(:ids)) ORDER BY a.seq;

-- name: analyses_by_seq
SELECT a.seq, a.body FROM analyses a WHERE a.seq IN (SELECT value FROM json_each(:seqs));

-- name: by_ids
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM statements s JOIN analyses a ON a.seq = s.analysis LEFT JOIN statement_sides p ON p.statement = s.id
WHERE s.id IN (SELECT value FROM json_each(:ids)) ORDER BY s.analysis;

-- name: page
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM (
    SELECT l.statement, d.moment, l.document, l.start, l.side FROM {from}
    WHERE {where} ORDER BY d.moment NULLS FIRST, d.document, l.start, l.statement LIMIT :limit OFFSET :offset
) AS p
JOIN statements s ON s.seq = p.statement
JOIN analyses a ON a.seq = s.analysis
ORDER BY p.moment NULLS FIRST, p.document, p.start, p.statement;

-- name: newest_page
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM (
    SELECT l.statement, d.moment, l.document, l.start, l.side FROM {from}
    WHERE {where} ORDER BY d.moment DESC NULLS LAST, d.document DESC, l.start DESC, l.statement DESC LIMIT :limit OFFSET :offset
) AS p
JOIN statements s ON s.seq = p.statement
JOIN analyses a ON a.seq = s.analysis
ORDER BY p.moment DESC NULLS LAST, p.document DESC, p.start DESC, p.statement DESC;

-- name: count
SELECT count(*) AS found FROM {from} WHERE {where};

-- name: by_day
SELECT d.first_day, l.side, count(*) AS found FROM {from} WHERE {where}
GROUP BY d.first_day, l.side ORDER BY d.first_day IS NULL, d.first_day, l.side IS NULL, l.side;

-- name: walked
-- Report by report in the order of the list, until a page is full.
document_list d CROSS JOIN listing l ON l.document = d.document;

-- name: picked
-- Those that an index finds, put in order.
listing l CROSS JOIN document_list d ON d.document = l.document;

-- name: any
TRUE;

-- name: by_side
l.side = :side;

-- name: by_no_side
l.side IS NULL;

-- name: by_kind
l.kind = :kind;

-- name: by_certainty
l.certainty = :certainty;

-- name: by_source
d.source = :source;

-- name: by_text
l.statement IN (SELECT rowid FROM statement_text WHERE statement_text MATCH :text);

-- name: by_speaker
l.statement IN (SELECT rowid FROM statement_text WHERE statement_text MATCH :speaker);

-- name: by_first_day
d.last_day >= :first_day;

-- name: by_last_day
d.first_day <= :last_day;

-- name: by_last_moment
d.moment < :after_last_day;

-- name: by_text_is_common
SELECT 1 FROM statement_text WHERE statement_text MATCH :text LIMIT 1 OFFSET :common;

-- name: by_speaker_is_common
SELECT 1 FROM statement_text WHERE statement_text MATCH :speaker LIMIT 1 OFFSET :common;

-- name: by_kind_is_common
SELECT 1 FROM listing WHERE kind = :kind LIMIT 1 OFFSET :common;

-- name: by_certainty_is_common
SELECT 1 FROM listing WHERE certainty = :certainty LIMIT 1 OFFSET :common;

-- name: by_side_is_common
SELECT 1 FROM listing WHERE side = :side LIMIT 1 OFFSET :common;

-- name: by_no_side_is_common
SELECT 1 FROM listing WHERE side IS NULL LIMIT 1 OFFSET :common;

-- name: by_place
l.statement IN (SELECT t.statement FROM spots s JOIN spot_statements t ON t.spot = s.seq
    WHERE (s.place = :place OR s.place IN (SELECT place FROM spots WHERE name = :place_name))
    AND t.first_day <= :box_last_day AND t.last_day >= :box_first_day);

-- name: by_status
l.statement IN (SELECT s.seq FROM events e JOIN event_accounts a ON a.event = e.seq
    JOIN statements s ON s.id = a.statement WHERE e.status = :status);

-- name: by_box
l.statement IN (SELECT t.statement FROM spots s JOIN spot_statements t ON t.spot = s.seq
    WHERE s.lat BETWEEN :south AND :north AND s.lon BETWEEN :west AND :east
    AND t.first_day <= :box_last_day AND t.last_day >= :box_first_day);

-- name: by_box_over_date_line
l.statement IN (SELECT t.statement FROM spots s JOIN spot_statements t ON t.spot = s.seq
    WHERE s.lat BETWEEN :south AND :north AND (s.lon >= :west OR s.lon <= :east)
    AND t.first_day <= :box_last_day AND t.last_day >= :box_first_day);
