-- Moments are microseconds since 1970 UTC. Secrets are stored as digests alone.

-- `key` is the name as it is compared. A removed person's row stays: their judgements bear the name, so nobody else may.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'administrator')),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled', 'removed')),
    password TEXT NOT NULL,
    made INTEGER NOT NULL,
    signed_in INTEGER
) STRICT;

CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    began INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions (person);

CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor')),
    made INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER,
    used INTEGER
) STRICT;
CREATE UNIQUE INDEX tokens_label ON tokens (label) WHERE revoked IS NULL;

-- Tries to sign in: `key` is a digest of whom or from where, so that what was typed by mistake is not kept.
CREATE TABLE tries (
    key BLOB PRIMARY KEY,
    count INTEGER NOT NULL,
    latest INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_stays BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is kept'); END;
CREATE TRIGGER log_holds BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is kept'); END;
