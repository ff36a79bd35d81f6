-- name: clear_boxes
DELETE FROM event_boxes;

-- name: clear_accounts
DELETE FROM event_accounts;

-- name: clear_sides_of_events
DELETE FROM event_sides;

-- name: clear_figures
DELETE FROM event_figures;

-- name: clear_events
DELETE FROM events;

-- name: clear_control
DELETE FROM control;

-- name: clear_threats
DELETE FROM threats;

-- name: clear_sides
DELETE FROM statement_sides;

-- name: clear_misgivings
DELETE FROM misgivings;

-- name: last_event
SELECT coalesce(max(seq), 0) AS seq FROM events;

-- name: add_event
INSERT INTO events (seq, id, plover, status, place, name, moment, first_day, last_day, body)
VALUES (:seq, :id, :plover, :status, :place, :name, :moment, :first_day, :last_day, :body);

-- name: add_account
INSERT INTO event_accounts (event, position, statement, document, source, side)
VALUES (:event, :position, :statement, :document, :source, :side);

-- name: add_event_side
INSERT INTO event_sides (event, side, first_day) VALUES (:event, :side, :first_day);

-- name: add_figures
INSERT INTO event_figures (event, matter, figures) VALUES (:event, :matter, :figures);

-- name: add_box
INSERT INTO event_boxes (event, west, east, south, north, first_day, last_day)
VALUES (:event, :west, :east, :south, :north, :first_day, :last_day);

-- name: add_control
INSERT INTO control (place, name, day, body) VALUES (:place, :name, :day, :body);

-- name: add_threat
INSERT INTO threats (id, day, document, start, body) VALUES (:id, :day, :document, :start, :body);

-- name: add_misgiving
INSERT INTO misgivings (event, matter, target, place, weight, body)
VALUES (:event, :matter, :target, :place, :weight, :body);

-- name: remove_misgivings
DELETE FROM misgivings WHERE event IN (SELECT value FROM json_each(:ids));

-- name: misgivings
SELECT body FROM misgivings
WHERE {where} AND matter || ':' || target NOT IN (SELECT value FROM json_each(:settled))
ORDER BY weight DESC, matter, target, event LIMIT :limit;

-- name: misgivings_any
TRUE;

-- name: misgivings_of_matter
matter = :matter;

-- name: misgivings_at_place
place = :place;

-- name: misgivings_of_matter_at_place
place = :place AND +matter = :matter;

-- name: add_side
INSERT INTO statement_sides (statement, side) VALUES (:statement, :side) ON CONFLICT DO NOTHING;

-- name: spread_sides
UPDATE listing SET side = fresh.side
FROM (SELECT s.seq, p.side FROM listing l JOIN statements s ON s.seq = l.statement
    LEFT JOIN statement_sides p ON p.statement = s.id WHERE l.side IS NOT p.side) AS fresh
WHERE listing.statement = fresh.seq;

-- name: remove_boxes
DELETE FROM event_boxes WHERE event IN (SELECT seq FROM events WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: remove_accounts
DELETE FROM event_accounts WHERE event IN (SELECT seq FROM events WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: remove_sides_of_events
DELETE FROM event_sides WHERE event IN (SELECT seq FROM events WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: remove_figures
DELETE FROM event_figures WHERE event IN (SELECT seq FROM events WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: remove_events
DELETE FROM events WHERE id IN (SELECT value FROM json_each(:ids));

-- name: control_of
SELECT seq, body FROM control WHERE place = :place ORDER BY seq;

-- name: remove_control
DELETE FROM control WHERE seq = :seq;

-- name: remove_threats
DELETE FROM threats WHERE id IN (SELECT value FROM json_each(:ids));

-- name: remove_sides
DELETE FROM statement_sides WHERE statement IN (SELECT value FROM json_each(:ids));

-- name: spread_sides_of
UPDATE listing SET side = (SELECT p.side FROM statements s JOIN statement_sides p ON p.statement = s.id
    WHERE s.seq = listing.statement)
WHERE statement IN (SELECT seq FROM statements WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: stamp
INSERT INTO picture ("only", recipe, watermark) VALUES (1, :recipe, :watermark)
ON CONFLICT ("only") DO UPDATE SET recipe = excluded.recipe, watermark = excluded.watermark;

-- name: stamped
SELECT recipe, watermark FROM picture;

-- name: control
SELECT body FROM control ORDER BY day, name, place, seq;

-- name: threats
SELECT body FROM threats ORDER BY day, document, start, id;

-- name: event
SELECT body FROM events WHERE id = :id;

-- name: events_of
SELECT body FROM events WHERE seq IN (SELECT event FROM event_accounts WHERE document = :document)
ORDER BY moment NULLS FIRST, id;

-- name: page
SELECT f.body
FROM (SELECT e.seq, e.moment, e.id FROM events e WHERE {where}
    ORDER BY e.moment NULLS FIRST, e.id LIMIT :limit OFFSET :offset) AS p
JOIN events f ON f.seq = p.seq
ORDER BY p.moment NULLS FIRST, p.id;

-- name: newest_page
SELECT f.body
FROM (SELECT e.seq, e.moment, e.id FROM events e WHERE {where}
    ORDER BY e.moment DESC NULLS LAST, e.id DESC LIMIT :limit OFFSET :offset) AS p
JOIN events f ON f.seq = p.seq
ORDER BY p.moment DESC NULLS LAST, p.id DESC;

-- name: any
TRUE;

-- name: by_status
e.status = :status;

-- name: by_status_counted
-- Where all events are counted, the plus keeps to an index that holds all that is counted.
+e.status = :status;

-- name: by_side_counted
+e.seq IN (SELECT event FROM event_accounts WHERE side = :side);

-- name: by_no_side_counted
+e.seq IN (SELECT event FROM event_accounts WHERE side IS NULL);

-- name: by_plover
e.plover = :kind;

-- name: by_side
e.seq IN (SELECT event FROM event_accounts WHERE side = :side);

-- name: by_no_side
e.seq IN (SELECT event FROM event_accounts WHERE side IS NULL);

-- name: by_side_among
EXISTS (SELECT 1 FROM event_accounts a WHERE a.event = e.seq AND a.side = :side);

-- name: by_no_side_among
EXISTS (SELECT 1 FROM event_accounts a WHERE a.event = e.seq AND a.side IS NULL);

-- name: by_last_moment
e.moment < :after_last_day;

-- name: by_source
e.seq IN (SELECT event FROM event_accounts WHERE source = :source);

-- name: by_account
e.seq IN (SELECT a.event FROM listing l JOIN statements s ON s.seq = l.statement
    JOIN event_accounts a ON a.statement = s.id WHERE {where});

-- name: by_common_account
-- Kinds and certainties are those of many statements, of which few tell of events.
e.seq IN (SELECT a.event FROM event_accounts a CROSS JOIN statements s ON s.id = a.statement
    CROSS JOIN listing l ON l.statement = s.seq WHERE {where});

-- name: by_first_day
e.last_day >= :first_day;

-- name: by_last_day
e.first_day <= :last_day;

-- name: by_place
(e.place = :place OR e.name = :place_name
    OR e.place IN (SELECT place FROM spots WHERE name = :place_name));

-- name: by_box
e.seq IN (SELECT event FROM event_boxes WHERE south <= :north AND north >= :south AND west <= :east AND east >= :west
    AND first_day <= :box_last_day AND last_day >= :box_first_day);

-- name: by_box_over_date_line
e.seq IN (SELECT event FROM event_boxes WHERE south <= :north AND north >= :south AND (west <= :east OR east >= :west)
    AND first_day <= :box_last_day AND last_day >= :box_first_day);
