-- name: add_box
INSERT INTO observation_boxes (observation, box)
VALUES (:observation, ST_MakeEnvelope(:west, :south, :east, :north, 4326));

-- name: by_box
o.seq IN (SELECT observation FROM observation_boxes WHERE box && ST_MakeEnvelope(:west, :south, :east, :north, 4326));
