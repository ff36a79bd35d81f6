-- name: newest_source
SELECT body FROM sources WHERE id = :id ORDER BY seq DESC LIMIT 1;

-- name: add_source
INSERT INTO sources (id, body) VALUES (:id, :body);

-- name: sources
SELECT body FROM sources WHERE seq IN (SELECT max(seq) FROM sources GROUP BY id) ORDER BY id;

-- name: chain_end
SELECT chain FROM captures ORDER BY seq DESC LIMIT 1;

-- name: has_capture
SELECT 1 FROM captures WHERE id = :id;

-- name: add_capture
INSERT INTO captures (id, body, chain_before, chain) VALUES (:id, :body, :chain_before, :chain);

-- name: captures_after
SELECT seq, body, chain_before, chain FROM captures WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: captures_by_id
SELECT body FROM captures WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY seq;

-- name: add_link
INSERT INTO links (id, "left", "right", body) VALUES (:id, :left, :right, :body)
ON CONFLICT DO NOTHING RETURNING seq;

-- name: links
SELECT body FROM links ORDER BY seq;

-- name: judgements
SELECT body FROM links WHERE id GLOB 'jdg_*' ORDER BY seq;

-- name: add_score
INSERT INTO link_scores (maker, score, link) VALUES (:maker, :score, :link);

-- name: narrow_above
SELECT l.body FROM link_scores s JOIN links l ON l.seq = s.link
WHERE s.maker = :maker AND s.score >= :bound AND s.score < :last ORDER BY s.score, s.link LIMIT :limit;

-- name: narrow_below
SELECT l.body FROM link_scores s JOIN links l ON l.seq = s.link
WHERE s.maker = :maker AND s.score < :bound AND s.score >= :last ORDER BY s.score DESC, s.link DESC LIMIT :limit;

-- name: told_in
SELECT DISTINCT m.id, a.document FROM mentions m JOIN analyses a ON a.seq = m.analysis
WHERE m.id IN (SELECT value FROM json_each(:ids))
ORDER BY m.id;

-- name: links_of
SELECT body FROM links
WHERE "left" IN (SELECT value FROM json_each(:ids)) OR "right" IN (SELECT value FROM json_each(:ids))
ORDER BY seq;

-- name: links_among
SELECT body FROM links
WHERE "left" IN (SELECT value FROM json_each(:ids)) AND "right" IN (SELECT value FROM json_each(:ids))
ORDER BY seq;

-- name: add_retraction
INSERT INTO retractions (id, body) VALUES (:id, :body)
ON CONFLICT DO NOTHING RETURNING seq;

-- name: retractions
SELECT body FROM retractions ORDER BY seq;

-- name: add_correction
INSERT INTO corrections (id, document, body) VALUES (:id, :document, :body)
ON CONFLICT DO NOTHING RETURNING seq;

-- name: corrections
SELECT body FROM corrections ORDER BY seq;

-- name: corrections_of
SELECT body FROM corrections WHERE document IN (SELECT value FROM json_each(:documents)) ORDER BY seq;

-- name: add_failure
INSERT INTO failures (stage, version, item, reason) VALUES (:stage, :version, :item, :reason)
ON CONFLICT DO NOTHING;

-- name: failures
SELECT stage, version, item, reason FROM failures ORDER BY seq;

-- name: mark_done
INSERT INTO done (stage, version, item) VALUES (:stage, :version, :item)
ON CONFLICT DO NOTHING;

-- name: pending_capture
SELECT c.id, c.seq FROM captures c
WHERE c.seq > :after AND NOT EXISTS (SELECT 1 FROM done d WHERE d.stage = :stage AND d.version = :version AND d.item = c.id)
    AND (:media IS NULL OR json_extract(c.body, '$.media_type') IN (SELECT value FROM json_each(:media)))
ORDER BY c.seq;

-- name: pending_document
SELECT f.id FROM documents f JOIN current_documents c ON c.document = f.seq
WHERE f.seq IN (SELECT document FROM sightings WHERE seq > :after)
    AND NOT EXISTS (SELECT 1 FROM done d WHERE d.stage = :stage AND d.version = :version AND d.item = f.id)
ORDER BY f.seq;

-- name: last_capture
SELECT coalesce(max(seq), 0) AS seq FROM captures;

-- name: last_document
SELECT coalesce(max(seq), 0) AS seq FROM sightings;

-- name: counts
SELECT
    (SELECT count(DISTINCT id) FROM sources) AS sources,
    (SELECT count(*) FROM captures) AS captures,
    (SELECT count(*) FROM current_documents) AS documents,
    (SELECT count(*) FROM documents) AS versions,
    (SELECT count(*) FROM listing) AS statements,
    (SELECT count(*) FROM mentions WHERE analysis IN (
        SELECT a.analysis FROM current_documents c
        JOIN documents d ON d.seq = c.document JOIN current_analyses a ON a.document = d.id
    )) AS mentions,
    (SELECT count(*) FROM observations) AS observations,
    (SELECT count(*) FROM links) AS links,
    (SELECT count(*) FROM retractions) AS retractions,
    (SELECT count(*) FROM failures) AS failures,
    (SELECT count(*) FROM events) AS events,
    (SELECT count(*) FROM control) AS control,
    (SELECT count(*) FROM threats) AS threats;

-- name: watermark
SELECT
    (SELECT coalesce(max(seq), 0) FROM sources) || '/' || (SELECT coalesce(max(seq), 0) FROM sightings) || '/'
    || (SELECT coalesce(max(seq), 0) FROM analyses) || '/' || (SELECT coalesce(max(seq), 0) FROM links) || '/'
    || (SELECT coalesce(max(seq), 0) FROM retractions) || '/'
    || (SELECT coalesce(max(seq), 0) FROM observations) || '/'
    || (SELECT coalesce(max(seq), 0) FROM corrections) AS watermark;

-- name: shown_since
SELECT f.id FROM documents f JOIN current_documents c ON c.document = f.seq
WHERE f.id IN (SELECT document FROM analyses WHERE seq > :analyses)
    OR f.id IN (SELECT document FROM corrections WHERE seq > :corrections)
    OR f.origin IN (SELECT origin FROM sightings WHERE seq > :sightings)
    OR f.origin IN (SELECT json_extract(body, '$.origin') FROM retractions WHERE seq > :retractions)
ORDER BY f.seq;

-- name: heard_before
SELECT 1 FROM analyses WHERE document IN (SELECT value FROM json_each(:ids)) AND seq <= :analyses LIMIT 1;

-- name: hidden_since
SELECT f.id FROM documents f WHERE f.origin IN (SELECT origin FROM sightings WHERE seq > :sightings)
    AND NOT EXISTS (SELECT 1 FROM current_documents c WHERE c.origin = f.origin AND c.document = f.seq)
ORDER BY f.seq;

-- name: judgements_since
SELECT body FROM links WHERE seq > :links AND id GLOB 'jdg_*' ORDER BY seq;
