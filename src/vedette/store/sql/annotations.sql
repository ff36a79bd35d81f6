-- name: add_annotation
INSERT INTO annotations (document, maker, version, body) VALUES (:document, :maker, :version, :body)
ON CONFLICT (document, maker, version) DO NOTHING RETURNING seq;

-- name: annotations
SELECT a.seq, a.body FROM annotations a JOIN documents d ON d.id = a.document
JOIN current_documents c ON c.document = d.seq
WHERE a.seq > :after AND NOT EXISTS (
    SELECT 1 FROM annotations n WHERE n.document = a.document AND n.maker = a.maker AND n.seq > a.seq
) ORDER BY a.seq LIMIT :limit;

-- name: annotations_of
SELECT a.body FROM annotations a WHERE a.document IN (SELECT value FROM json_each(:ids)) AND NOT EXISTS (
    SELECT 1 FROM annotations n WHERE n.document = a.document AND n.maker = a.maker AND n.seq > a.seq
) ORDER BY a.seq;
