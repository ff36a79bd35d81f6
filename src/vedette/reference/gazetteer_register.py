"""Every settlement of Ukraine's register (KATOTTG) with its raion and hromada, drafted from the shipped table.

A settlement without a point of its own lies anywhere in its hromada, or else its raion: the centre of what is known
there, with a radius that holds it.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from statistics import fmean

from vedette.reference.countries import several
from vedette.reference.gazetteer_cases import of_adjective
from vedette.reference.gazetteer_names import fold, latin_spellings, russian_spellings
from vedette.reference.gazetteer_places import Draft, km_between
from vedette.reference.gazetteer_russian import russian_names

COUNTRY = "UA"
SETTLEMENTS = frozenset("KMTXC")
_ADMIN1 = {
    "01": "11", "05": "23", "07": "24", "12": "04", "14": "05", "18": "27", "21": "25", "23": "26", "26": "06",
    "32": "13", "35": "10", "44": "14", "46": "15", "48": "16", "51": "17", "53": "18", "56": "19", "59": "21",
    "61": "22", "63": "07", "65": "08", "68": "09", "71": "01", "73": "03", "74": "02", "80": "12", "85": "20",
}  # fmt: skip
_RADIUS_OF_SOURCE = {"p": 2_500, "o": 8_000, "r": 5_000}
_LATIN_WORDS = {"P": (" Raion", " district"), "H": (" hromada", " community")}
_NATIONAL_WORDS = {"P": (" район", " район"), "H": (" громада", " громада")}
_SIZES = "KMTXC"
_RUSSIAN_NAMES = 3
_OBLAST, _RAION, _HROMADA = 4, 6, 9
_ENOUGH = 3  # points that make a hromada's centre
_SHARE_INSIDE = 0.95
_LEEWAY_KM = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`code` opens with `UA`, two digits of the oblast, two of the raion, three of the hromada."""

    code: str
    category: str
    name: str
    before: str
    geonames: str
    point: tuple[float, float] | None
    source: str

    @property
    def id(self) -> str:
        return f"geonames:{self.geonames}" if self.geonames else f"katottg:{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    lat: float
    lon: float
    radius_m: int


def read_packed(*path: str) -> list[dict[str, str]]:
    """Rows of a gzipped tab-separated file of `reference/data`, by column name."""
    packed = files("vedette.reference").joinpath("data", *path).read_bytes()
    lines = io.StringIO(gzip.decompress(packed).decode("utf-8"))
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def register() -> list[Row]:
    return [
        Row(
            code=row["code"], category=row["category"], name=row["name"], before=row["name before"],
            geonames=row["geonames"], point=(float(row["lat"]), float(row["lon"])) if row["lat"] else None,
            source=row["source"],
        )
        for row in read_packed("ua_settlements.tsv.gz")
    ]  # fmt: skip


def admin1_of(code: str) -> str:
    return _ADMIN1[code[2:_OBLAST]]


def registered(rows: Sequence[Row], known: Mapping[str, Draft]) -> Iterator[Draft]:
    """Settlements that `known` (drafts by id) lacks, and all raions and hromadas; those it has get their raion."""
    centres = _centres(rows)
    seats = _seats(rows)
    raions = {row.code[:_RAION]: row.code for row in rows if row.category == "P"}
    for row in rows:
        draft = known.get(row.id) if row.geonames else _draft(row, centres)
        if draft is not None:
            draft.admin2 = raions.get(row.code[:_RAION])
            _name(draft, row, seats.get(row.code))
            if not row.geonames:
                yield draft


def _draft(row: Row, centres: Mapping[str, Centre]) -> Draft | None:
    """None for an oblast, which stands among the units of the world, and where nothing says where it is."""
    if row.category == "O":
        return None
    at = _own(row) or centres.get(row.code[:_HROMADA]) or centres.get(row.code[:_RAION])
    if at is None:
        return None
    return Draft(
        id=row.id, name=latin_name(row), lat=at.lat, lon=at.lon, radius_m=at.radius_m,
        kind="settlement" if row.category in SETTLEMENTS else "admin2", country=COUNTRY, admin1=admin1_of(row.code),
    )  # fmt: skip


def latin_name(row: Row) -> str:
    return next(latin_spellings(row.name), row.name) + _LATIN_WORDS.get(row.category, ("",))[0]


def _own(row: Row) -> Centre | None:
    if row.point is None:
        return None
    return Centre(lat=row.point[0], lon=row.point[1], radius_m=_RADIUS_OF_SOURCE.get(row.source, 2_500))


def _name(draft: Draft, row: Row, seat: str | None) -> None:
    """In Ukrainian and Russian, in both alphabets; a unit also by its seat, as English does ("Kharkiv Raion")."""
    if seat is not None:
        draft.name = seat + _LATIN_WORDS[row.category][0]
        draft.call((seat + word for word in _LATIN_WORDS[row.category]), "alternate")
    draft.call([draft.name], "official")
    national, spoken = _NATIONAL_WORDS.get(row.category, ("", ""))
    latin = _LATIN_WORDS.get(row.category, ("",))
    for name in (row.name, *several(row.before)):
        draft.call([name + national], "official" if name == row.name else "alternate")
        spellings = [each for spelt in latin_spellings(name) for each in (spelt, spelt.replace("y", "i"))]
        draft.call((spelt + word for spelt in spellings for word in latin), "generated")
        for russian in russian_names(name)[:_RUSSIAN_NAMES]:
            draft.call([russian + spoken], "generated")
            draft.call((spelt + word for spelt in russian_spellings(russian) for word in latin), "generated")


def _seats(rows: Iterable[Row]) -> dict[str, str]:
    """Latin names of the towns that raions and hromadas are called after, by the unit's code."""
    members: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row.category in SETTLEMENTS:
            for unit in (row.code[:_RAION], row.code[:_HROMADA]):
                other = members[unit].get(fold(row.name), row)
                if _SIZES.index(row.category) <= _SIZES.index(other.category):
                    members[unit][fold(row.name)] = row
    seats = {}
    for row in rows:
        if row.category in _LATIN_WORDS:
            named = members[row.code[: _RAION if row.category == "P" else _HROMADA]]
            found = [named[name] for name in of_adjective(fold(row.name)) if name in named]
            if found:
                seats[row.code] = latin_name(min(found, key=lambda each: _SIZES.index(each.category)))
    return seats


def _centres(rows: Iterable[Row]) -> dict[str, Centre]:
    """Of hromadas and raions, by the opening of their code."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row.point is not None:
            points[row.code[:_HROMADA]].append(row.point)
            points[row.code[:_RAION]].append(row.point)
    return {unit: _centre(each) for unit, each in points.items() if len(unit) == _RAION or len(each) >= _ENOUGH}


def _centre(points: Sequence[tuple[float, float]]) -> Centre:
    lat, lon = fmean(each[0] for each in points), fmean(each[1] for each in points)
    distances = sorted(km_between(lat, lon, *each) for each in points)
    reach = distances[int(_SHARE_INSIDE * (len(distances) - 1))] + _LEEWAY_KM
    return Centre(lat=round(lat, 4), lon=round(lon, 4), radius_m=round(1_000 * reach))
