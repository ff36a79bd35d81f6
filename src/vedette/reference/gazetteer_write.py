"""Writes drafts as one layer of the gazetteer: a small read-only SQLite file."""

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


def write_layer(path: Path, drafts: Iterable[Draft], about: Mapping[str, str]) -> None:
    """Writes a whole new file and moves it into place, so that two builds at once cannot harm each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        _write(part, list(drafts), about)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, drafts: list[Draft], about: Mapping[str, str]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    schema = files("vedette.reference").joinpath("gazetteer_schema.sql").read_text(encoding="utf-8")
    numbered = dict(_numbered(drafts))
    units = {code: number for number, code in enumerate(sorted({each.admin2 for each in drafts if each.admin2}), 1)}
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(schema)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO unit VALUES (?, ?)", ((number, code) for code, number in units.items()))
        # In the order of the keys, so that the pages of the file fill up one after another.
        connection.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _place_rows(numbered, units)
        )
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(_name_rows(numbered)))
        connection.executemany("INSERT INTO sound VALUES (?, ?)", sorted(_sound_rows(numbered)))
        connection.executemany("INSERT INTO opening VALUES (?, ?)", sorted(_openings(drafts).items()))
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute("COMMIT")
    finally:
        connection.close()


def _numbered(drafts: Iterable[Draft]) -> Iterator[tuple[int, Draft]]:
    """By GeoNames id where it has one, otherwise from -1 down, in the order of the ids."""
    others = []
    for draft in drafts:
        tail = draft.id.removeprefix(GEONAMES)
        if tail != draft.id and tail.isdecimal():
            yield int(tail), draft
        else:
            others.append(draft)
    yield from ((-number, draft) for number, draft in enumerate(sorted(others, key=lambda each: each.id), start=1))


def _place_rows(numbered: Mapping[int, Draft], units: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    for number, draft in sorted(numbered.items()):
        yield (
            number, None if number >= 0 else draft.id, draft.name, KINDS.index(draft.kind), round(draft.lat * DEGREE),
            round(draft.lon * DEGREE), draft.radius_m, draft.country, draft.admin1,
            units[draft.admin2] if draft.admin2 else None, draft.population, int(draft.capital),
        )  # fmt: skip


def _name_rows(numbered: Mapping[int, Draft]) -> Iterator[tuple[str, int, int]]:
    for number, draft in numbered.items():
        for folded, form in draft.names.items():
            yield folded, number, FORMS.index(form)


def _sound_rows(numbered: Mapping[int, Draft]) -> set[tuple[str, int]]:
    slavic = ((number, draft) for number, draft in numbered.items() if draft.country in CYRILLIC_STATES)
    return {(key, number) for number, draft in slavic for folded in draft.names if (key := sound(folded))}


def _openings(drafts: Iterable[Draft]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for draft in drafts:
        for folded in draft.names:
            words = folded.split(" ")
            if len(words) > 1:
                longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest
