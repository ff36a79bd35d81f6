-- name: last_event
SELECT nextval('events_seq') AS seq FROM generate_series(1, :many);

-- name: add_box
INSERT INTO event_boxes (event, box, first_day, last_day)
VALUES (:event, ST_MakeEnvelope(:west, :south, :east, :north, 4326), :first_day, :last_day);

-- name: misgivings_of_matter_at_place
place = :place AND matter = :matter;

-- name: spread_sides
UPDATE listing SET side = fresh.side
FROM (SELECT s.seq, p.side FROM listing l JOIN statements s ON s.seq = l.statement
    LEFT JOIN statement_sides p ON p.statement = s.id WHERE l.side IS DISTINCT FROM p.side) AS fresh
WHERE listing.statement = fresh.seq;

-- name: by_status_counted
e.status = :status;

-- name: by_side_counted
e.seq IN (SELECT event FROM event_accounts WHERE side = :side);

-- name: by_no_side_counted
e.seq IN (SELECT event FROM event_accounts WHERE side IS NULL);

-- name: by_common_account
e.seq IN (SELECT a.event FROM event_accounts a JOIN statements s ON s.id = a.statement
    JOIN listing l ON l.statement = s.seq WHERE {where});

-- name: by_box
e.seq IN (SELECT event FROM event_boxes WHERE box && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
    AND int4range(first_day, last_day, '[]') && int4range(:box_first_day, greatest(:box_first_day, :box_last_day), '[]')
    AND first_day <= :box_last_day AND last_day >= :box_first_day);

-- name: by_box_over_date_line
e.seq IN (SELECT event FROM event_boxes
    WHERE (box && ST_MakeEnvelope(:west, :south, 180, :north, 4326)
        OR box && ST_MakeEnvelope(-180, :south, :east, :north, 4326))
    AND int4range(first_day, last_day, '[]') && int4range(:box_first_day, greatest(:box_first_day, :box_last_day), '[]')
    AND first_day <= :box_last_day AND last_day >= :box_first_day);
