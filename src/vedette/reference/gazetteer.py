"""Names of places, looked up in a read-only SQLite file that the product builds for itself."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from vedette.model.errors import WorkspaceError
from vedette.model.ids import PlaceId
from vedette.model.mention import PlaceKind
from vedette.reference.gazetteer_build import build_gazetteer, gazetteer_version
from vedette.reference.gazetteer_names import fold

Form = Literal["official", "alternate", "generated", "abbreviation"]

_BY_NAME = (
    "SELECT id, name, kind, lat, lon, radius_m, country, admin1, admin2, population, capital, form "
    "FROM named WHERE folded = ? ORDER BY number LIMIT 200"
)
_BY_ID = (
    "SELECT id, name, kind, lat, lon, radius_m, country, admin1, admin2, population, capital, 'official' "
    "FROM place WHERE id = ?"
)  # fmt: skip
_UNIT = (
    "SELECT id, name, kind, lat, lon, radius_m, country, admin1, admin2, population, capital, 'official' "
    "FROM place WHERE kind = 'admin1' AND country = ? AND admin1 = ?"
)
_CACHED_NAMES = 50_000
_JUST_NOW_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place a name may mean. `form` says how the name asked for relates to it; an `abbreviation` ("Ind.") is only
    good after a comma. `admin1` is the GeoNames code of the first-level unit, `admin2` the national code of the
    second-level one (Ukraine: the KATOTTG code of the raion); `population` 0 is not known."""

    id: PlaceId
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    radius_m: int
    country: str | None
    admin1: str | None
    population: int
    capital: bool = False
    form: Form = "official"
    admin2: str | None = None


class Gazetteer:
    """Look-up by name in any spelling. To be opened in the process that asks: a connection does not cross a fork."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._named = lru_cache(maxsize=_CACHED_NAMES)(self._look_up)
        self._opening = lru_cache(maxsize=_CACHED_NAMES)(self._look_up_opening)

    @classmethod
    def open(cls, path: Path | None = None) -> "Gazetteer":
        """The file at `path`; for None the user's own, built on first use."""
        uri = f"{(path or gazetteer_path()).resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def close(self) -> None:
        self._connection.close()

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name, the most populous first; at most 200."""
        return self._named(fold(name))

    def words_from(self, opening: str) -> int:
        """How many words the longest name has that begins with this word; 0 where none does."""
        return self._opening(fold(opening).partition(" ")[0])

    def get(self, place: PlaceId) -> Entry | None:
        return next(self._read(_BY_ID, place), None)

    def unit(self, country: str, admin1: str) -> Entry | None:
        """The first-level unit with this GeoNames code."""
        return next(self._read(_UNIT, country, admin1), None)

    def about(self) -> dict[str, str]:
        """Version, sources and the attribution their licences ask for."""
        return dict(self._connection.execute("SELECT key, value FROM about"))

    def _look_up(self, folded: str) -> tuple[Entry, ...]:
        return tuple(self._read(_BY_NAME, folded))

    def _look_up_opening(self, word: str) -> int:
        row = self._connection.execute("SELECT longest FROM opening WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def _read(self, sql: str, *parameters: str) -> Iterator[Entry]:
        for row in self._connection.execute(sql, parameters):
            yield Entry(
                id=row[0], name=row[1], kind=row[2], lat=row[3], lon=row[4], radius_m=row[5],
                country=row[6], admin1=row[7], admin2=row[8], population=row[9],
                capital=bool(row[10]), form=row[11],
            )  # fmt: skip


def _unannounced() -> None:
    """Nobody waits for it."""


def gazetteer_path(building: Callable[[], None] = _unannounced) -> Path:
    """The user's gazetteer under `XDG_CACHE_HOME`. If this version of it is not there yet, calls `building` and builds
    it, which takes about half a minute."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = cache / "vedette" / f"gazetteer-{gazetteer_version()}.sqlite"
    if not path.is_file():
        building()
        try:
            build_gazetteer(path)
            _clear_away(path)
        except OSError as error:
            raise WorkspaceError(
                f"The gazetteer could not be written to {path.parent}: {error.strerror}. "
                "Set XDG_CACHE_HOME to a folder that can be written to."
            ) from error
    return path


def _clear_away(built: Path) -> None:
    """Earlier versions go; one built just now may be another installation's. Who has one open keeps it."""
    for earlier in built.parent.glob("gazetteer-*.sqlite"):
        if earlier != built and earlier.stat().st_mtime < built.stat().st_mtime - _JUST_NOW_S:
            earlier.unlink(missing_ok=True)
