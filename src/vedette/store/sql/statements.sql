-- name: add_analysis
INSERT INTO analyses (document, version, body, packed) VALUES (:document, :version, '', packed(:body))
ON CONFLICT DO NOTHING RETURNING seq;

-- name: set_current_analysis
INSERT INTO current_analyses (document, analysis) VALUES (:document, :analysis)
ON CONFLICT (document) DO UPDATE SET analysis = excluded.analysis;

-- name: document_text_of
SELECT text FROM documents WHERE id = :document;

-- name: last_statement
SELECT coalesce(max(seq), 0) AS seq FROM statements;

-- name: add_statement
INSERT INTO statements (seq, id, analysis, body, places, start, kind, certainty)
VALUES (:seq, :id, :analysis, '', :places, :start, :kind, :certainty);

-- name: add_statement_text
INSERT INTO statement_text (rowid, content, speaker) VALUES (:seq, :content, :speaker);

-- name: add_statement_place
INSERT INTO statement_places (statement, place, name, lat, lon) VALUES (:seq, :place, :name, :lat, :lon)
ON CONFLICT DO NOTHING;

-- name: add_mention
INSERT INTO mentions (id, analysis, statement, plover) VALUES (:id, :analysis, :statement, :plover)
ON CONFLICT DO NOTHING;

-- name: unlist
DELETE FROM listing WHERE document = :document;

-- name: list
INSERT INTO listing (statement, document, start, moment, first_day, last_day, source, kind, certainty, side)
SELECT s.seq, d.seq, coalesce(s.start, json_extract(s.body, '$.content.start')), :moment, :first_day, :last_day, d.source,
    coalesce(s.kind, json_extract(s.body, '$.kind')), coalesce(s.certainty, json_extract(s.body, '$.certainty')), p.side
FROM documents d
JOIN current_documents c ON c.document = d.seq
JOIN current_analyses a ON a.document = d.id
JOIN statements s ON s.analysis = a.analysis
LEFT JOIN statement_sides p ON p.statement = s.id
WHERE d.seq = :document;

-- name: analyses_current
-- Asked row by row, so that a chunk ends where it is full.
SELECT a.seq, coalesce(a.packed, a.body) AS body FROM analyses a
WHERE a.seq > :after AND EXISTS (
    SELECT 1 FROM current_analyses h JOIN documents d ON d.id = h.document
    JOIN current_documents c ON c.document = d.seq
    WHERE h.document = a.document AND h.analysis = a.seq
)
ORDER BY a.seq LIMIT :limit;

-- name: analyses_by_id
SELECT a.seq, coalesce(a.packed, a.body) AS body FROM current_analyses h JOIN analyses a ON a.seq = h.analysis
WHERE h.document IN (SELECT value FROM json_each(:ids)) ORDER BY a.seq;

-- name: analyses_by_seq
SELECT a.seq, coalesce(a.packed, a.body) AS body FROM analyses a WHERE a.seq IN (SELECT value FROM json_each(:seqs));

-- name: statement
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM statements s JOIN analyses a ON a.seq = s.analysis LEFT JOIN statement_sides p ON p.statement = s.id
WHERE s.id = :id ORDER BY s.analysis DESC LIMIT 1;

-- name: page
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM (
    SELECT l.statement, l.moment, l.document, l.start, l.side FROM listing l
    WHERE {where} ORDER BY l.moment NULLS FIRST, l.document, l.start, l.statement LIMIT :limit OFFSET :offset
) AS p
JOIN statements s ON s.seq = p.statement
JOIN analyses a ON a.seq = s.analysis
ORDER BY p.moment NULLS FIRST, p.document, p.start, p.statement;

-- name: newest_page
SELECT a.document, a.seq AS analysis, p.side, s.id, s.places
FROM (
    SELECT l.statement, l.moment, l.document, l.start, l.side FROM listing l
    WHERE {where} ORDER BY l.moment DESC NULLS LAST, l.document DESC, l.start DESC, l.statement DESC LIMIT :limit OFFSET :offset
) AS p
JOIN statements s ON s.seq = p.statement
JOIN analyses a ON a.seq = s.analysis
ORDER BY p.moment DESC NULLS LAST, p.document DESC, p.start DESC, p.statement DESC;

-- name: count
SELECT count(*) AS found FROM listing l WHERE {where};

-- name: by_day
SELECT l.first_day, l.side, count(*) AS found FROM listing l WHERE {where}
GROUP BY l.first_day, l.side ORDER BY l.first_day IS NULL, l.first_day, l.side IS NULL, l.side;

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
l.source = :source;

-- name: by_text
l.statement IN (SELECT rowid FROM statement_text WHERE statement_text MATCH :text);

-- name: by_speaker
l.statement IN (SELECT rowid FROM statement_text WHERE statement_text MATCH :speaker);

-- name: by_first_day
l.last_day >= :first_day;

-- name: by_last_day
l.first_day <= :last_day;

-- name: by_last_moment
l.moment < :after_last_day;

-- name: by_common_text
-- The plus keeps the list in its order: of words that many statements have, a page is full soon.
+l.statement IN (SELECT rowid FROM statement_text WHERE statement_text MATCH :text);

-- name: is_common
SELECT 1 FROM statement_text WHERE statement_text MATCH :text LIMIT 1 OFFSET :common;

-- name: by_place
l.statement IN (SELECT statement FROM statement_places WHERE place = :place OR place IN (
    SELECT place FROM statement_places WHERE name = :place_name));

-- name: by_status
l.statement IN (SELECT s.seq FROM events e JOIN event_accounts a ON a.event = e.seq
    JOIN statements s ON s.id = a.statement WHERE e.status = :status);

-- name: by_box
l.statement IN (SELECT statement FROM statement_places
    WHERE lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east);

-- name: by_box_over_date_line
l.statement IN (SELECT statement FROM statement_places
    WHERE lat BETWEEN :south AND :north AND (lon >= :west OR lon <= :east));
