"""First-level units: named ones from `units.tsv`, the others known only by the settlements that bear their code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean

from vedette.reference.countries import read_table, several
from vedette.reference.gazetteer_places import Draft, cyrillic_names, km_between

_UNIT_WORDS = ("oblast", "region", "province", "governorate")
_SMALLEST_RADIUS_M = 10_000
_SHARE_INSIDE = 0.9


def units(settlements: Iterable[Draft], states: Mapping[str, int]) -> Iterator[Draft]:
    """A unit without a given centre gets that of its settlements. `states` are GeoNames ids of the United States'."""
    members: dict[tuple[str, str], list[Draft]] = {}
    for draft in settlements:
        if draft.country and draft.admin1:
            members.setdefault((draft.country, draft.admin1), []).append(draft)
    rows = {(row["country"], row["code"]): row for row in read_table("units.tsv")}
    for key in sorted(members.keys() | rows.keys()):
        draft = _unit(key, rows.get(key), members.get(key, []))
        if key[0] == "US" and key[1] in states:
            draft.id = f"geonames:{states[key[1]]}"
        yield draft


def counties(rows: Iterable[Mapping[str, str]], states: Mapping[str, Draft]) -> Iterator[Draft]:
    """Counties of the United States; one whose point is not known lies anywhere in its state."""
    points = {row["fips"]: row for row in read_table("us_counties.tsv")}
    for row in rows:
        state, point = states[row["state"]], points.get(row["fips"])
        draft = Draft(
            id=f"vedette:US.{row['fips']}", name=row["name"], kind="admin2",
            lat=float(point["lat"]) if point else state.lat, lon=float(point["lon"]) if point else state.lon,
            radius_m=round(1000 * float(point["radius_km"])) if point else state.radius_m,
            country="US", admin1=state.admin1,
        )  # fmt: skip
        draft.call([row["name"]], "official")
        yield draft


def _unit(key: tuple[str, str], row: Mapping[str, str] | None, members: Sequence[Draft]) -> Draft:
    given = row is not None and row["lat"]
    lat = float(row["lat"]) if row and given else fmean(each.lat for each in members)
    lon = float(row["lon"]) if row and given else fmean(each.lon for each in members)
    draft = Draft(
        id=f"vedette:{key[0]}.{key[1]}", name=row["name"] if row else _nameless(members), kind="admin1", lat=lat,
        lon=lon, radius_m=_reach(lat, lon, members), country=key[0], admin1=key[1],
        population=sum(each.population for each in members),
    )  # fmt: skip
    if row:
        draft.call([row["name"]], "official")
        stems = several(row["stems"])
        draft.call((f"{stem} {word}" for stem in stems for word in _UNIT_WORDS), "alternate")
        draft.call((name.removeprefix("the ") for name in several(row["other names"])), "alternate")
        draft.call(several(row["after comma"]), "abbreviation")
    draft.call(cyrillic_names(f"{key[0]}.{key[1]}"), "alternate")
    return draft


def _nameless(members: Sequence[Draft]) -> str:
    """The sources give the code alone; the largest town says which unit it is."""
    return f"{max(members, key=lambda each: each.population).name} (first-level unit)"


def _reach(lat: float, lon: float, members: Sequence[Draft]) -> int:
    distances = sorted(km_between(lat, lon, each.lat, each.lon) for each in members)
    if not distances:
        return 100_000
    return max(_SMALLEST_RADIUS_M, round(1000 * distances[int(_SHARE_INSIDE * (len(distances) - 1))]))
