"""Writes drafts as one layer of the gazetteer: a small read-only SQLite file."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from vedette.reference.gazetteer_places import CYRILLIC_STATES, FORMS, KINDS, Draft
from vedette.reference.gazetteer_sounds import sound

GEONAMES = "geonames:"
DEGREE = 10_000  # a ten-thousandth is eleven metres
_BATCH = 20_000
_WORTH_PACKING = 1_000_000  # places; beyond, packing the pages takes longer than it saves

# In the order of the keys, so that the pages of the file fill up one after another.
_SORTED = """
INSERT INTO name SELECT folded, place, min(form) FROM temp.written GROUP BY folded, place;
INSERT INTO sound SELECT DISTINCT key, place FROM temp.heard ORDER BY key, place;
INSERT INTO opening
SELECT substr(folded, 1, instr(folded, ' ') - 1), max(1 + length(folded) - length(replace(folded, ' ', '')))
FROM name WHERE instr(folded, ' ') > 0 GROUP BY 1;
"""


def write_layer(path: Path, drafts: Iterable[Draft], about: Mapping[str, str]) -> int:
    """Writes a whole new file and moves it into place, so that two builds at once cannot harm each other. The drafts
    are taken one after another and need not fit into memory; the first of an id counts. Returns how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        written = _write(part, drafts, about)
        part.chmod(0o644)
        part.replace(path)
    except sqlite3.OperationalError as error:
        # SQLite tells a full disk in words of its own.
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise
    finally:
        part.unlink(missing_ok=True)
    return written


def _write(path: Path, drafts: Iterable[Draft], about: Mapping[str, str]) -> int:
    connection = sqlite3.connect(path, isolation_level=None)
    schema = files("vedette.reference").joinpath("gazetteer_schema.sql").read_text(encoding="utf-8")
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(schema)
        connection.execute("CREATE TEMP TABLE written (folded TEXT, place INTEGER, form INTEGER)")
        connection.execute("CREATE TEMP TABLE heard (key TEXT, place INTEGER)")
        connection.execute("BEGIN")
        count = _write_places(connection, drafts)
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute("COMMIT")
        connection.executescript(f"BEGIN; {_SORTED} COMMIT;")
        if count <= _WORTH_PACKING:
            connection.execute("VACUUM")
    finally:
        connection.close()
    return count


def _write_places(connection: sqlite3.Connection, drafts: Iterable[Draft]) -> int:
    units: dict[str, int] = {}
    numbered: dict[int, Draft] = {}
    seen: set[str] = set()
    count = others = 0
    for draft in drafts:
        number = number_of(draft.id)
        if number is None:
            if draft.id in seen:
                continue
            seen.add(draft.id)
            others -= 1
            number = others
        numbered[number] = draft
        if len(numbered) == _BATCH:
            count += _insert(connection, numbered, units)
            numbered = {}
    count += _insert(connection, numbered, units)
    connection.executemany("INSERT INTO unit VALUES (?, ?)", ((number, code) for code, number in units.items()))
    return count


def number_of(place: str) -> int | None:
    """The number of a place of GeoNames; None where the id is another's or no number SQLite could hold."""
    tail = place.removeprefix(GEONAMES)
    return int(tail) if tail != place and tail.isascii() and tail.isdecimal() and len(tail) < 19 else None


def _insert(connection: sqlite3.Connection, numbered: Mapping[int, Draft], units: dict[str, int]) -> int:
    rows = _place_rows(numbered, units)
    before = connection.total_changes
    connection.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    inserted = connection.total_changes - before
    connection.executemany("INSERT INTO temp.written VALUES (?, ?, ?)", _name_rows(numbered))
    connection.executemany("INSERT INTO temp.heard VALUES (?, ?)", _sound_rows(numbered))
    return inserted


def _place_rows(numbered: Mapping[int, Draft], units: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for number, draft in sorted(numbered.items()):
        yield (
            number, None if number >= 0 else draft.id, draft.name, KINDS.index(draft.kind), round(draft.lat * DEGREE),
            round(draft.lon * DEGREE), draft.radius_m, draft.country, draft.admin1,
            units.setdefault(draft.admin2, len(units) + 1) if draft.admin2 else None, draft.population,
            int(draft.capital),
        )  # fmt: skip


def _name_rows(numbered: Mapping[int, Draft]) -> Iterator[tuple[str, int, int]]:
    for number, draft in numbered.items():
        for folded, form in draft.names.items():
            yield folded, number, FORMS.index(form)


def _sound_rows(numbered: Mapping[int, Draft]) -> Iterator[tuple[str, int]]:
    for number, draft in numbered.items():
        if draft.country in CYRILLIC_STATES:
            for key in {sound(folded) for folded in draft.names} - {None}:
                yield str(key), number
