CREATE TABLE place (
    number INTEGER PRIMARY KEY,  -- by falling population, so that a look-up reads the likeliest first
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    radius_m INTEGER NOT NULL,
    country TEXT,
    admin1 TEXT,
    admin2 TEXT,
    population INTEGER NOT NULL,
    capital INTEGER NOT NULL  -- 1 for the seat of a country's government
) STRICT;

CREATE TABLE name (
    folded TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES place (number),
    form TEXT NOT NULL,
    PRIMARY KEY (folded, place)
) STRICT, WITHOUT ROWID;

-- How many words the longest name has that begins with this word: most words of a text begin none.
CREATE TABLE opening (word TEXT PRIMARY KEY, longest INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE INDEX place_unit ON place (country, admin1) WHERE kind = 'admin1';

CREATE VIEW named AS
SELECT place.*, name.folded, name.form FROM name JOIN place ON place.number = name.place;
