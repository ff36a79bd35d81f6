"""What OpenStreetMap adds on Ukraine, drafted for a layer of its own: it stands under the ODbL 1.0 and is never merged
into another file. The package ships it in `data/odbl` beside that licence."""

from collections.abc import Iterable, Iterator, Mapping

from vedette.reference.countries import several
from vedette.reference.gazetteer_names import latin_spellings
from vedette.reference.gazetteer_places import Draft, radius_of_population
from vedette.reference.gazetteer_register import COUNTRY, SETTLEMENTS, Row, admin1_of, latin_name, read_packed

ATTRIBUTION = "Places of Ukraine in part: © OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)."
ABOUT = {"name": "osm", "kind": "openstreetmap", "attribution": ATTRIBUTION}
PACKED = ("odbl", "ua_osm.tsv.gz")
_HROMADA = 9


def mapped(rows: Iterable[Row], known: Mapping[str, Draft]) -> Iterator[Draft]:
    """Settlements and units that OpenStreetMap knows. A village without a point lies in its hromada where that is a
    closer guess than the one in `known` (drafts by id)."""
    told = {row["code"]: row for row in read_packed(*PACKED)}
    hromadas = {code[:_HROMADA]: row for code, row in told.items() if row["radius_km"]}
    for row in rows:
        here, around = told.get(row.code), hromadas.get(row.code[:_HROMADA])
        if here is not None:
            yield _draft(row, here)
        elif around is not None and row.point is None and row.category in SETTLEMENTS:
            draft = _draft(row, around)
            if row.id not in known or draft.radius_m < known[row.id].radius_m:
                yield draft


def _draft(row: Row, told: Mapping[str, str]) -> Draft:
    population = int(told["population"]) if told["population"].isdecimal() else 0
    draft = Draft(
        id=row.id, name=latin_name(row), kind="settlement" if row.category in SETTLEMENTS else "admin2",
        lat=float(told["lat"]), lon=float(told["lon"]), country=COUNTRY, admin1=admin1_of(row.code),
        radius_m=round(1_000 * float(told["radius_km"] or 0)) or radius_of_population(population),
        population=population,
    )  # fmt: skip
    draft.call([told["name en"]], "alternate")
    for name in (told["name ru"], *several(told["old names"])):
        draft.call([name], "alternate")
        draft.call(latin_spellings(name), "generated")
    return draft
