-- name: write_lock
-- One writer at a time: what is committed later has greater numbers, and the chain of captures has no fork.
SELECT pg_advisory_xact_lock(hashtext('vedette write'), hashtext(current_schema()));

-- name: run_alone
SELECT pg_try_advisory_lock(hashtext('vedette run'), hashtext(current_schema())) AS held;

-- name: run_among_others
SELECT pg_try_advisory_lock_shared(hashtext('vedette run'), hashtext(current_schema())) AS held;

-- name: be_alone
SELECT pg_advisory_lock(hashtext(:at), hashtext(current_schema()));

-- name: claim_capture
SELECT id FROM captures WHERE id = ANY (:ids) ORDER BY seq FOR NO KEY UPDATE SKIP LOCKED;

-- name: claim_document
SELECT id FROM documents WHERE id = ANY (:ids) ORDER BY seq FOR NO KEY UPDATE SKIP LOCKED;

-- name: done_among
SELECT item FROM done WHERE stage = :stage AND version = :version AND item = ANY (:ids);

-- name: add_capture
INSERT INTO captures (id, media_type, body, chain_before, chain) VALUES (:id, :media_type, :body, :chain_before, :chain);

-- name: judgements
SELECT body FROM links WHERE id LIKE 'jdg\_%' ORDER BY seq;

-- name: judgements_since
SELECT body FROM links WHERE seq > :links AND id LIKE 'jdg\_%' ORDER BY seq;

-- name: add_retraction
INSERT INTO retractions (id, origin, body) VALUES (:id, :origin, :body) ON CONFLICT DO NOTHING RETURNING seq;

-- name: pending_capture
SELECT c.id, c.seq FROM captures c
WHERE c.seq > :after AND NOT EXISTS (SELECT 1 FROM done d WHERE d.stage = :stage AND d.version = :version AND d.item = c.id)
    AND (:media::text[] IS NULL OR c.media_type = ANY (:media::text[]))
ORDER BY c.seq;

-- name: shown_since
SELECT f.id FROM documents f JOIN current_documents c ON c.document = f.seq
WHERE f.id IN (SELECT document FROM analyses WHERE seq > :analyses)
    OR f.id IN (SELECT document FROM corrections WHERE seq > :corrections)
    OR f.origin IN (SELECT origin FROM sightings WHERE seq > :sightings)
    OR f.origin IN (SELECT origin FROM retractions WHERE seq > :retractions)
ORDER BY f.seq;
