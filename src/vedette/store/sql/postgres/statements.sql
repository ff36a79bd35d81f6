-- name: add_analysis
INSERT INTO analyses (document, version, body) VALUES (:document, :version, :body) ON CONFLICT DO NOTHING RETURNING seq;

-- name: last_statement
SELECT nextval('statements_seq') AS seq FROM generate_series(1, :many);

-- name: add_statement
INSERT INTO statements (seq, id, analysis, places, start, kind, certainty, content, speaker)
VALUES (:seq, :id, :analysis, :places, :start, :kind, :certainty, :content::tsvector, :speaker::tsvector);

-- name: add_statement_text

-- name: list
INSERT INTO listing (statement, document, start, moment, first_day, last_day, source, kind, certainty, side)
SELECT s.seq, d.seq, s.start, :moment, :first_day, :last_day, d.source, s.kind, s.certainty, p.side
FROM documents d
JOIN current_documents c ON c.document = d.seq
JOIN current_analyses a ON a.document = d.id
JOIN statements s ON s.analysis = a.analysis
LEFT JOIN statement_sides p ON p.statement = s.id
WHERE d.seq = :document;

-- name: analyses_current
SELECT a.seq, a.body FROM analyses a
WHERE a.seq > :after AND EXISTS (
    SELECT 1 FROM current_analyses h JOIN documents d ON d.id = h.document
    JOIN current_documents c ON c.document = d.seq
    WHERE h.document = a.document AND h.analysis = a.seq
)
ORDER BY a.seq LIMIT :limit;

-- name: analyses_by_id
SELECT a.seq, a.body FROM current_analyses h JOIN analyses a ON a.seq = h.analysis
WHERE h.document = ANY (:ids) ORDER BY a.seq;

-- name: analyses_by_seq
SELECT a.seq, a.body FROM analyses a WHERE a.seq = ANY (:seqs);

-- name: is_common

-- name: by_text
l.statement IN (SELECT seq FROM statements WHERE content @@ :text::tsquery);

-- name: by_speaker
l.statement IN (SELECT seq FROM statements WHERE speaker @@ :speaker::tsquery);

-- name: by_box
l.statement IN (SELECT statement FROM statement_places
    WHERE ST_Point(lon, lat, 4326) && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
    AND lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east);

-- name: by_box_over_date_line
l.statement IN (SELECT statement FROM statement_places
    WHERE (ST_Point(lon, lat, 4326) && ST_MakeEnvelope(:west, :south, 180, :north, 4326)
        OR ST_Point(lon, lat, 4326) && ST_MakeEnvelope(-180, :south, :east, :north, 4326))
    AND lat BETWEEN :south AND :north AND (lon >= :west OR lon <= :east));

-- name: by_common_text
l.statement IN (SELECT seq FROM statements WHERE content @@ :text::tsquery);
