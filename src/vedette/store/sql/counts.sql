-- name: events
SELECT count(*) AS found FROM events e WHERE {where};

-- name: events_by_day
SELECT e.first_day, e.status, count(*) AS found FROM events e WHERE {where}
GROUP BY e.first_day, e.status ORDER BY e.first_day IS NULL, e.first_day, e.status;

-- name: events_by_place
SELECT e.place, e.status, count(*) AS found, max(e.seq) AS one FROM events e WHERE {where} AND e.place IS NOT NULL
GROUP BY e.place, e.status ORDER BY e.place, e.status;

-- name: places
SELECT place, json_extract(body, '$.place') AS body FROM events WHERE seq IN (SELECT value FROM json_each(:seqs));

-- name: documents
SELECT count(*) AS found FROM document_list l
WHERE l.document IN (SELECT document FROM current_documents) AND {where};

-- name: newest_documents
SELECT f.seq, f.text, f.body
FROM (SELECT l.document, l.moment FROM document_list l
    WHERE l.document IN (SELECT document FROM current_documents) AND {where}
    ORDER BY l.moment DESC, l.document DESC LIMIT :limit OFFSET :offset) AS p
JOIN documents f ON f.seq = p.document
ORDER BY p.moment DESC, p.document DESC;

-- name: documents_by_source
SELECT l.source, count(*) AS found FROM document_list l
WHERE l.document IN (SELECT document FROM current_documents) GROUP BY l.source;

-- name: any
1;

-- name: by_source
l.source = :source;

-- name: by_first_day
l.last_day >= :first_day;

-- name: by_last_day
l.first_day <= :last_day;
