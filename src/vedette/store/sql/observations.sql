-- name: add_observation
INSERT INTO observations (id, kind, subject, capture, moment, first_day, last_day, body)
VALUES (:id, :kind, :subject, :capture, :moment, :first_day, :last_day, :body)
ON CONFLICT DO NOTHING RETURNING seq;

-- name: add_about
INSERT INTO observation_about (about, observation) VALUES (:about, :observation);

-- name: add_box
INSERT INTO observation_boxes (observation, west, east, south, north)
VALUES (:observation, :west, :east, :south, :north);

-- name: observation
SELECT body FROM observations WHERE id = :id;

-- name: page
SELECT o.body FROM observations o WHERE {where}
    AND o.seq = (SELECT max(n.seq) FROM observations n WHERE n.subject = o.subject)
ORDER BY o.moment IS NULL, o.moment, o.id LIMIT :limit OFFSET :offset;

-- name: any
TRUE;

-- name: by_kinds
o.kind IN (SELECT value FROM json_each(:kinds));

-- name: by_first_day
o.last_day >= :first_day;

-- name: by_last_day
o.first_day <= :last_day;

-- name: by_capture
o.capture = :capture;

-- name: by_about
o.seq IN (SELECT observation FROM observation_about WHERE about IN (SELECT value FROM json_each(:about)));

-- name: by_box
o.seq IN (SELECT observation FROM observation_boxes
    WHERE south <= :north AND north >= :south AND west <= :east AND east >= :west);
