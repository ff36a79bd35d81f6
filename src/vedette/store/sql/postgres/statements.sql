-- name: last_statement
SELECT nextval('statements_seq') AS seq FROM generate_series(1, :many);

-- name: add_statement
INSERT INTO statements (seq, id, analysis, places, start, kind, certainty, content, speaker)
VALUES (:seq, :id, :analysis, :places, :start, :kind, :certainty, :content::tsvector, :speaker::tsvector);

-- name: add_statement_text

-- name: walked
listing l JOIN document_list d ON d.document = l.document;

-- name: picked
listing l JOIN document_list d ON d.document = l.document;

-- name: by_text_is_common

-- name: by_speaker_is_common

-- name: by_kind_is_common

-- name: by_certainty_is_common

-- name: by_side_is_common

-- name: by_no_side_is_common

-- name: by_text
l.statement IN (SELECT seq FROM statements WHERE content @@ :text::tsquery);

-- name: by_speaker
l.statement IN (SELECT seq FROM statements WHERE speaker @@ :speaker::tsquery);

-- name: by_box
l.statement IN (SELECT t.statement FROM spots s JOIN spot_statements t ON t.spot = s.seq
    WHERE ST_Point(s.lon, s.lat, 4326) && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
    AND s.lat BETWEEN :south AND :north AND s.lon BETWEEN :west AND :east
    AND t.first_day <= :box_last_day AND t.last_day >= :box_first_day);

-- name: by_box_over_date_line
l.statement IN (SELECT t.statement FROM spots s JOIN spot_statements t ON t.spot = s.seq
    WHERE (ST_Point(s.lon, s.lat, 4326) && ST_MakeEnvelope(:west, :south, 180, :north, 4326)
        OR ST_Point(s.lon, s.lat, 4326) && ST_MakeEnvelope(-180, :south, :east, :north, 4326))
    AND s.lat BETWEEN :south AND :north AND (s.lon >= :west OR s.lon <= :east)
    AND t.first_day <= :box_last_day AND t.last_day >= :box_first_day);
