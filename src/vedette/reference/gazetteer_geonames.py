"""A line of a GeoNames file (19 columns, geonames.org/export): what it says of a place worth naming."""

from collections.abc import Sequence

from vedette.reference.gazetteer_names import is_usable, latin_spellings, script
from vedette.reference.gazetteer_places import CYRILLIC_STATES, Draft, radius_of_population

# Feature code to kind and radius in metres; settlements take theirs from the population.
_FEATURES = {
    "ADM2": ("admin2", 30_000),
    "ADM3": ("admin2", 10_000),
    "RGN": ("region", 50_000),
    "ISL": ("region", 10_000),
    "ISLS": ("region", 30_000),
    "PEN": ("region", 20_000),
    "STM": ("water", 30_000),
    "LK": ("water", 5_000),
    "RSV": ("water", 10_000),
    "SEA": ("water", 200_000),
    "GULF": ("water", 100_000),
    "BAY": ("water", 10_000),
    "STRT": ("water", 20_000),
    "CNLN": ("water", 10_000),
    "AIRP": ("site", 3_000),
    "AIRB": ("site", 3_000),
    "DAM": ("site", 1_000),
    "BDG": ("site", 1_000),
    "PSN": ("site", 2_000),
}
_ABANDONED = frozenset({"PPLH", "PPLCH"})
_MOST_NAMES = 200
_MOST_PEOPLE = 100_000_000


def from_columns(columns: Sequence[str]) -> Draft | None:
    """None for what is no place of ours, and for numbers that cannot be."""
    number, name, plain, others = columns[0], columns[1], columns[2], columns[3].split(",")
    point = _point(columns[4], columns[5])
    described = _described(columns)
    if point is None or described is None or not _is_number(number) or not 2 <= len(name) <= 100:
        return None
    kind, radius, population = described
    draft = Draft(
        id=f"geonames:{int(number)}", name=name, kind=kind, lat=point[0], lon=point[1], radius_m=radius,
        country=columns[8][:2].upper() or None, admin1=columns[10][:20] or None, admin2=columns[11][:80] or None,
        population=population,
    )  # fmt: skip
    draft.call([name, plain], "official")
    alternates = [each for each in others[:_MOST_NAMES] if is_usable(each)]
    draft.call(alternates, "alternate")
    if draft.country in CYRILLIC_STATES:
        for each in alternates:
            if script(each) == "cyrillic":
                draft.call(latin_spellings(each), "generated")
    return draft


def _described(columns: Sequence[str]) -> tuple[str, int, int] | None:
    """Kind, radius and population."""
    group, code = columns[6], columns[7]
    population = int(columns[14]) if _is_number(columns[14]) else 0
    if population > _MOST_PEOPLE:
        return None
    if group == "P" and code not in _ABANDONED:
        return "settlement", radius_of_population(population), population
    return (*_FEATURES[code], population) if code in _FEATURES else None


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) <= 10


def _point(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        point = float(lat), float(lon)
    except ValueError:
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
