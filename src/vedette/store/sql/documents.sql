-- name: seq_of
SELECT seq FROM documents WHERE id = :id;

-- name: version_before
SELECT id FROM documents WHERE origin = :origin AND coalesce(moment, -9e18) <= coalesce(:moment, -9e18)
ORDER BY moment DESC NULLS LAST, seq DESC LIMIT 1;

-- name: add_document
INSERT INTO documents (id, capture, source, origin, label, moment, body)
VALUES (:id, :capture, :source, :origin, :label, :moment, :body) RETURNING seq;

-- name: add_document_text
INSERT INTO document_text (rowid, title, text) VALUES (:seq, :title, :text);

-- name: list_document
INSERT INTO document_list (document, source, moment, first_day, last_day)
VALUES (:seq, :source, :moment, :first_day, :last_day);

-- name: current_of
SELECT document FROM current_documents WHERE origin = :origin;

-- name: add_sighting
INSERT INTO sightings (origin, document, moment) VALUES (:origin, :document, :moment);

-- name: newest_sighting
SELECT document, moment FROM sightings WHERE origin = :origin ORDER BY moment DESC NULLS LAST, seq DESC LIMIT 1;

-- name: set_current
INSERT INTO current_documents (origin, document) VALUES (:origin, :document)
ON CONFLICT (origin) DO UPDATE SET document = excluded.document;

-- name: by_ids
SELECT seq, body FROM documents WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY seq;

-- name: by_seqs
SELECT seq, body FROM documents WHERE seq IN (SELECT value FROM json_each(:seqs));

-- name: current
SELECT f.seq, f.body FROM documents f
WHERE f.seq > :after AND EXISTS (SELECT 1 FROM current_documents c WHERE c.document = f.seq)
ORDER BY f.seq LIMIT :limit;

-- name: current_among
SELECT f.id FROM documents f JOIN current_documents c ON c.document = f.seq
WHERE f.id IN (SELECT value FROM json_each(:ids));

-- name: known
SELECT f.seq, f.body FROM documents f
WHERE f.seq IN (
    SELECT s.document FROM sightings s
    WHERE s.seq = (
        SELECT n.seq FROM sightings n WHERE n.origin = s.origin AND (n.moment IS NULL OR n.moment <= :known)
        ORDER BY n.moment DESC NULLS LAST, n.seq DESC LIMIT 1
    )
) AND f.seq > :after
ORDER BY f.seq LIMIT :limit;

-- name: by_label
SELECT f.seq, f.body FROM documents f JOIN current_documents c ON c.document = f.seq
WHERE f.label = :label LIMIT 2;

-- name: versions
SELECT seq, body FROM documents WHERE origin = :origin ORDER BY moment NULLS FIRST, seq;

-- name: matching
SELECT f.seq, f.body FROM documents f
WHERE f.seq IN (SELECT rowid FROM document_text WHERE document_text MATCH :match)
    AND f.seq IN (SELECT document FROM current_documents)
ORDER BY f.moment NULLS FIRST, f.seq LIMIT :limit;

-- name: sightings
SELECT s.seq, s.moment, f.moment AS own, f.body FROM sightings s JOIN documents f ON f.seq = s.document
WHERE s.seq > :after ORDER BY s.seq LIMIT :limit;
