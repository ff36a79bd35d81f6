-- What stages of extensions note in a document; of one maker the newest counts.
CREATE TABLE annotations (
    seq INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    maker TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (document, maker, version)
) STRICT;

CREATE TRIGGER annotations_are_never_changed BEFORE UPDATE ON annotations
BEGIN SELECT RAISE (ABORT, 'annotations are append-only'); END;
CREATE TRIGGER annotations_are_never_removed BEFORE DELETE ON annotations
BEGIN SELECT RAISE (ABORT, 'annotations are append-only'); END;
