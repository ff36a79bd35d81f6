-- So that rows of control and threats can be put in the place of others without all being written again.
CREATE TABLE former AS SELECT seq, body FROM control;
DROP TABLE control;
CREATE TABLE control (
    seq INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX control_order ON control (day, name, place, seq);
CREATE INDEX control_place ON control (place, seq);
INSERT INTO control SELECT seq, json_extract(body, '$.place.id'), json_extract(body, '$.place.name'),
    json_extract(body, '$.day'), body FROM former;
DROP TABLE former;

CREATE TABLE former AS SELECT seq, id, body FROM threats;
DROP TABLE threats;
CREATE TABLE threats (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    document TEXT NOT NULL,
    start INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX threats_order ON threats (day, document, start, id);
CREATE INDEX threats_id ON threats (id);
INSERT INTO threats SELECT seq, id, coalesce(substr(json_extract(body, '$.said.start'), 1, 10), '9999-12-31'),
    json_extract(body, '$.action.document'), json_extract(body, '$.action.start'), body FROM former;
DROP TABLE former;
