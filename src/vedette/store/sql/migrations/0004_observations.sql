-- Of observations of one subject the newest counts.
CREATE TABLE observations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    capture TEXT,
    moment INTEGER,
    first_day INTEGER,
    last_day INTEGER,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX observations_order ON observations (moment, id);
CREATE INDEX observations_days ON observations (first_day, last_day);
CREATE INDEX observations_kind ON observations (kind, moment, id);
CREATE INDEX observations_subject ON observations (subject, seq);
CREATE INDEX observations_capture ON observations (capture);

CREATE TABLE observation_about (
    about TEXT NOT NULL,
    observation INTEGER NOT NULL REFERENCES observations (seq),
    PRIMARY KEY (about, observation)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE observation_boxes USING rtree (observation, west, east, south, north);

CREATE TRIGGER observations_are_never_changed BEFORE UPDATE ON observations
BEGIN SELECT RAISE (ABORT, 'observations are append-only'); END;
CREATE TRIGGER observations_are_never_removed BEFORE DELETE ON observations
BEGIN SELECT RAISE (ABORT, 'observations are append-only'); END;
