-- name: events
SELECT count(*) AS found FROM events e WHERE {where};

-- name: events_by_day
SELECT e.first_day, e.status, count(*) AS found FROM events e WHERE {where}
GROUP BY e.first_day, e.status ORDER BY e.first_day IS NULL, e.first_day, e.status;

-- name: events_by_place
SELECT e.place, e.status, count(*) AS found, max(e.seq) AS one FROM events e WHERE {where} AND e.place IS NOT NULL
GROUP BY e.place, e.status ORDER BY e.place, e.status;

-- name: places
SELECT place, body FROM events WHERE seq IN (SELECT value FROM json_each(:seqs));

-- name: documents
SELECT coalesce(sum(l.found), 0) AS found FROM document_tally l WHERE {where};

-- name: newest_documents
SELECT f.seq, f.body
FROM (SELECT l.document, l.moment FROM document_list l
    WHERE l.document IN (SELECT document FROM current_documents) AND {where}
    ORDER BY l.moment DESC NULLS LAST, l.document DESC LIMIT :limit OFFSET :offset) AS p
JOIN documents f ON f.seq = p.document
ORDER BY p.moment DESC NULLS LAST, p.document DESC;

-- name: documents_by_source
SELECT source, sum(found) AS found FROM document_tally GROUP BY source HAVING sum(found) > 0;

-- name: any
TRUE;

-- name: by_source
l.source = :source;

-- name: by_side
l.side = :side;

-- name: by_no_side
l.side IS NULL;

-- name: by_kind
l.kind = :kind;

-- name: by_certainty
l.certainty = :certainty;

-- name: by_first_day
l.last_day >= :first_day;

-- name: by_last_day
l.first_day <= :last_day;

-- name: statements_tallied
SELECT coalesce(sum(l.found), 0) AS found FROM statement_tally l WHERE {where};

-- name: statements_tallied_by_day
SELECT l.first_day, l.side, sum(l.found) AS found FROM statement_tally l WHERE {where}
GROUP BY l.first_day, l.side HAVING sum(l.found) > 0
ORDER BY l.first_day IS NULL, l.first_day, l.side IS NULL, l.side;

-- name: statements_by_source
SELECT source, sum(found) AS found FROM statement_tally GROUP BY source HAVING sum(found) > 0;

-- name: totals
SELECT
    (SELECT count(DISTINCT id) FROM sources) AS sources,
    (SELECT coalesce(sum(found), 0) FROM document_tally) AS documents,
    (SELECT coalesce(sum(found), 0) FROM statement_tally) AS statements,
    (SELECT count(*) FROM observations) AS observations,
    (SELECT count(*) FROM failures) AS failures,
    (SELECT count(*) FROM events) AS events,
    (SELECT count(*) FROM threats) AS threats;

-- name: events_by_status
SELECT e.first_day, e.status AS lane, count(*) AS found FROM events e WHERE {where}
GROUP BY e.first_day, e.status ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;

-- name: events_by_kind
SELECT e.first_day, e.plover AS lane, count(*) AS found FROM events e WHERE {where}
GROUP BY e.plover, e.first_day ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;

-- name: events_by_side
SELECT s.first_day, s.side AS lane, count(*) AS found FROM event_sides s WHERE {where}
GROUP BY s.side, s.first_day ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;

-- name: events_by_busiest_place
SELECT e.first_day, e.place AS lane, count(*) AS found FROM events e
WHERE {where} AND e.place IN (
    SELECT e.place FROM events e WHERE {where} AND e.place IS NOT NULL
    GROUP BY e.place ORDER BY count(*) DESC, e.place LIMIT :lanes
)
GROUP BY e.place, e.first_day ORDER BY 1 NULLS FIRST, 2 NULLS FIRST;

-- name: sides_of
s.event IN (SELECT e.seq FROM events e WHERE {where});

-- name: events_by_place_and_day
SELECT e.place, e.status, e.first_day, count(*) AS found FROM events e WHERE {where} AND e.place IS NOT NULL
GROUP BY e.place, e.status, e.first_day ORDER BY e.place, e.status, e.first_day NULLS FIRST;

-- name: most_counted
SELECT f.matter, sum(f.figures) AS found FROM event_figures f WHERE {where}
GROUP BY f.matter HAVING sum(f.figures) > 1 ORDER BY 2 DESC, 1 LIMIT :limit OFFSET :offset;

-- name: count_matters
SELECT count(*) AS found FROM (
    SELECT 1 FROM event_figures f WHERE {where} GROUP BY f.matter HAVING sum(f.figures) > 1
) AS counted;

-- name: events_of_matters
SELECT e.body FROM events e WHERE {where} AND e.seq IN (
    SELECT event FROM event_figures WHERE matter IN (SELECT value FROM json_each(:matters))
) ORDER BY e.seq;

-- name: figures_of
f.event IN (SELECT e.seq FROM events e WHERE {where});

-- name: control_of
SELECT body FROM control WHERE place = :place OR name = :place ORDER BY day, name, place, seq;

-- name: newest_threats
SELECT body FROM threats ORDER BY day = '9999-12-31', day DESC, document DESC, start DESC, id LIMIT :limit OFFSET :offset;
