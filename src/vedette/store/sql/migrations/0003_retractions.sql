CREATE TABLE retractions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT;

CREATE TRIGGER retractions_are_never_changed BEFORE UPDATE ON retractions
BEGIN SELECT RAISE (ABORT, 'retractions are append-only'); END;
CREATE TRIGGER retractions_are_never_removed BEFORE DELETE ON retractions
BEGIN SELECT RAISE (ABORT, 'retractions are append-only'); END;
