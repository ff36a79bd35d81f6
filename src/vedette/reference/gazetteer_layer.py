"""One file of the gazetteer: the product's own, OpenStreetMap's, or one that the user brought."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from vedette.model.errors import WorkspaceError
from vedette.model.ids import PlaceId
from vedette.model.mention import PlaceKind
from vedette.reference.gazetteer_places import FORMS, KINDS
from vedette.reference.gazetteer_write import DEGREE, GEONAMES, number_of

Form = Literal["official", "alternate", "generated", "abbreviation", "fuzzy"]

_COLUMNS = "place.number, place.id, place.name, kind, lat, lon, radius_m, country, admin1, admin2, population, capital"
_BY_NAME = f"SELECT {_COLUMNS}, form FROM name JOIN place ON number = place WHERE folded = ?"  # noqa: S608
_BY_SOUND = f"SELECT {_COLUMNS}, 2 FROM sound JOIN place ON number = place WHERE key = ?"  # noqa: S608
_BY_NUMBER = f"SELECT {_COLUMNS}, 0 FROM place WHERE number = ?"  # noqa: S608
_BY_ID = f"SELECT {_COLUMNS}, 0 FROM place WHERE id = ?"  # noqa: S608
_UNIT = f"SELECT {_COLUMNS}, 0 FROM place WHERE kind = 1 AND country = ? AND admin1 = ?"  # noqa: S608
# What may have a better point than in the layer before: of OpenStreetMap whatever has an id from elsewhere, of GeoNames
# what was found to be a place of another id; of its own it says what the product's layer says.
_CLOSER = {
    "openstreetmap": f"SELECT {_COLUMNS}, 0 FROM place WHERE id IS NULL OR id NOT GLOB 'osm:*'",  # noqa: S608
    "geonames": f"SELECT {_COLUMNS}, 0 FROM place WHERE id IS NOT NULL",  # noqa: S608
}
_ALL = f"SELECT {_COLUMNS}, 0 FROM place"  # noqa: S608
_OPENING = (
    "SELECT coalesce((SELECT longest FROM opening WHERE word = ?1), EXISTS (SELECT 1 FROM name WHERE folded = ?1))"
)
_SOUNDS_FROM = (
    "SELECT coalesce(max(1 + length(key) - length(replace(key, ' ', ''))), 0) FROM sound "
    "WHERE key = ?1 OR key > ?1 || ' ' AND key < ?1 || '!'"
)
_ALIKE = (
    "SELECT DISTINCT folded FROM name WHERE folded >= ?1 AND folded < ?1 || char(1114111) "
    "AND length(folded) BETWEEN ?2 AND ?3 LIMIT 20000"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place a name may mean. `form` says how the name asked for relates to it; an `abbreviation` ("Ind.") is only
    good after a comma, a `fuzzy` one is only like a name of it. `admin1` is the GeoNames code of the first-level unit,
    `admin2` the national code of the second-level one (Ukraine: the KATOTTG code of the raion); `population` 0 is not
    known."""

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


class Layer:
    """Entries in no order. To be opened in the process that asks: a connection does not cross a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._units: dict[int, str] = dict(self._connection.execute("SELECT number, code FROM unit"))
            self.about: dict[str, str] = dict(self._connection.execute("SELECT key, value FROM about"))
        except sqlite3.DatabaseError as error:
            raise WorkspaceError(
                f"{path} is damaged or of another version ({error}): delete it; what Vedette made it makes again, what "
                "you imported, import again"
            ) from error

    def close(self) -> None:
        self._connection.close()

    def named(self, folded: str) -> Iterator[Entry]:
        return self._entries(_BY_NAME, folded)

    def sounding(self, key: str) -> Iterator[Entry]:
        return self._entries(_BY_SOUND, key)

    def get(self, place: str) -> Entry | None:
        number = number_of(place)
        if number is not None:
            return next(self._entries(_BY_NUMBER, number), None)
        return next(self._entries(_BY_ID, place), None)

    def unit(self, country: str, admin1: str) -> Entry | None:
        return next(self._entries(_UNIT, country, admin1), None)

    def closer(self) -> Iterator[Entry]:
        """Places of other layers, with the points they have in this one."""
        return self._entries(_CLOSER[self.about["kind"]])

    def all(self) -> Iterator[Entry]:
        return self._entries(_ALL)

    def words_from(self, word: str) -> int:
        return int(self._connection.execute(_OPENING, (word,)).fetchone()[0])

    def sounds_from(self, key: str) -> int:
        """How many words the longest key has that begins with this one."""
        return int(self._connection.execute(_SOUNDS_FROM, (key,)).fetchone()[0])

    def places(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM place").fetchone()[0])

    def alike(self, opening: str, shortest: int, longest: int) -> Iterable[str]:
        """Folded names that begin so and are of such a length."""
        return (row[0] for row in self._connection.execute(_ALIKE, (opening, shortest, longest)))

    def _entries(self, sql: str, *parameters: str | int) -> Iterator[Entry]:
        for row in self._connection.execute(sql, parameters):
            yield Entry(
                id=PlaceId(row[1] or f"{GEONAMES}{row[0]}"), name=row[2], kind=cast(PlaceKind, KINDS[row[3]]),
                lat=row[4] / DEGREE, lon=row[5] / DEGREE, radius_m=row[6], country=row[7], admin1=row[8],
                admin2=self._units.get(row[9]), population=row[10], capital=bool(row[11]),
                form=cast(Form, FORMS[row[12]]),
            )  # fmt: skip
