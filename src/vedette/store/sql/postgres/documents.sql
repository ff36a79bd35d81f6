-- name: add_document_text
INSERT INTO document_text (document, words) VALUES (:seq, (:title || ' ' || :text)::tsvector);

-- name: set_current
-- An origin of any length has no B-tree to conflict in; writers wait for one another.
WITH former AS (UPDATE current_documents SET document = :document WHERE origin = :origin RETURNING 1)
INSERT INTO current_documents (origin, document) SELECT :origin, :document WHERE NOT EXISTS (SELECT 1 FROM former);

-- name: matching
SELECT f.seq, f.body FROM documents f
WHERE f.seq IN (SELECT document FROM document_text WHERE words @@ :match::tsquery)
    AND f.seq IN (SELECT document FROM current_documents)
ORDER BY f.moment NULLS FIRST, f.seq LIMIT :limit;
