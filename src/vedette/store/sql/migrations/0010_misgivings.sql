CREATE TABLE misgivings (
    event TEXT NOT NULL,
    matter TEXT NOT NULL,
    target TEXT NOT NULL,
    place TEXT,
    weight REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (event, matter, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX misgivings_order ON misgivings (weight DESC, matter, target, event);
CREATE INDEX misgivings_matter ON misgivings (matter, weight DESC, target, event);
CREATE INDEX misgivings_place ON misgivings (place, weight DESC, matter, target, event);

CREATE TABLE link_scores (
    maker TEXT NOT NULL,
    score REAL NOT NULL,
    link INTEGER NOT NULL REFERENCES links (seq),
    PRIMARY KEY (maker, score, link)
) STRICT, WITHOUT ROWID;
INSERT INTO link_scores (maker, score, link)
SELECT json_extract(body, '$.maker'), json_extract(body, '$.score'), seq FROM links
WHERE id GLOB 'lnk_*' AND json_extract(body, '$.score') IS NOT NULL;
