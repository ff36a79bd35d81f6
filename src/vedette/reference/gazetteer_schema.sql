CREATE TABLE place (
    number INTEGER PRIMARY KEY,  -- the GeoNames id; below zero for a place that bears another
    id TEXT,  -- null for a place of GeoNames
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    lat INTEGER NOT NULL,  -- ten-thousandths of a degree
    lon INTEGER NOT NULL,
    radius_m INTEGER NOT NULL,
    country TEXT,
    admin1 TEXT,
    admin2 INTEGER REFERENCES unit (number),
    population INTEGER NOT NULL,
    capital INTEGER NOT NULL  -- 1 for the seat of a country's government
) STRICT;

-- National codes of second-level units.
CREATE TABLE unit (number INTEGER PRIMARY KEY, code TEXT NOT NULL) STRICT;

CREATE TABLE name (
    folded TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES place (number),
    form INTEGER NOT NULL,
    PRIMARY KEY (folded, place)
) STRICT, WITHOUT ROWID;

-- How many words the longest name has that begins with this word, where it has more than one.
CREATE TABLE opening (word TEXT PRIMARY KEY, longest INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What the Latin spellings of a Slavic name have in common (gazetteer_sounds.py).
CREATE TABLE sound (
    key TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES place (number),
    PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL;

CREATE INDEX place_unit ON place (country, admin1) WHERE kind = 1;
