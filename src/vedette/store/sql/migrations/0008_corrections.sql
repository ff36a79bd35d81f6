CREATE TABLE corrections (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_document ON corrections (document, seq);

CREATE TRIGGER corrections_are_never_changed BEFORE UPDATE ON corrections
BEGIN SELECT RAISE (ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_are_never_removed BEFORE DELETE ON corrections
BEGIN SELECT RAISE (ABORT, 'corrections are append-only'); END;
