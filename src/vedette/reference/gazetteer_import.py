"""Places that the user brings: a GeoNames country file or dump, or place nodes of OpenStreetMap as GeoJSON.

Every file is hostile: it is streamed, and lines, sizes and numbers are bounded.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vedette.model.errors import UsageError
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_geojson import features, from_feature
from vedette.reference.gazetteer_geonames import from_columns
from vedette.reference.gazetteer_places import Draft, km_between
from vedette.reference.gazetteer_write import number_of, write_layer

ATTRIBUTIONS = {
    "geonames": "GeoNames (geonames.org), CC BY 4.0.",
    "openstreetmap": "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright).",
}
_GEOJSON = frozenset({".geojson", ".geojsonl", ".geojsonseq", ".geojsons", ".json", ".jsonl"})
_LARGEST = 4 * 2**30
_LARGEST_RATIO = 60  # GeoNames' own archives shrink to a quarter
_LONGEST_LINE = 2**24
_SAME_KM = 5.0
_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    name: str
    places: int
    attribution: str


def import_file(
    path: Path, folder: Path, known: Gazetteer, country: str | None, told: Callable[[int], None]
) -> Imported:
    """Makes a layer of the file in `folder`. A place that `known` has keeps its id there. `told` hears how many lines
    were read. Raises UsageError for a file that is neither."""
    geojson = path.suffix.lower() in _GEOJSON
    kind = "openstreetmap" if geojson else "geonames"
    name = _NAME.sub("-", path.stem)[:40].strip("-") or "places"
    about = {"version": "1", "name": name, "kind": kind, "attribution": f"{name}: {ATTRIBUTIONS[kind]}"}
    with _opened(path) as lines:
        read = _features(lines, path, country) if geojson else _rows(lines, path)
        found = (_as_known(draft, known) for draft in _counted(read, told))
        first = next(found, None)
        if first is None:
            raise UsageError(f"{path} names no place: {_WANTED[kind]}")
        places = write_layer(folder / f"{name}.sqlite", _all(first, found), about)
    return Imported(name=name, places=places, attribution=about["attribution"])


_WANTED = {
    "geonames": "give a GeoNames file of 19 columns such as UA.txt, UA.zip or allCountries.zip",
    "openstreetmap": "give GeoJSON or GeoJSONSeq of points with `name` and `place`",
}


def _all(first: Draft, others: Iterator[Draft]) -> Iterator[Draft]:
    yield first
    yield from others


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[bytes]]:
    """Lines without their ends."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
                yield _lines(stream, path)
        else:
            with path.open("rb") as stream:
                yield _lines(stream, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path} cannot be unpacked: {error}; download it again") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    texts = [each for each in archive.infolist() if each.filename.endswith(".txt") and "readme" not in each.filename]
    if len(texts) != 1:
        raise UsageError(f"{path} holds {len(texts)} tables: {_WANTED['geonames']}")
    if texts[0].file_size > _LARGEST_RATIO * max(1, texts[0].compress_size):
        raise UsageError(
            f"{path} claims to unpack to {texts[0].file_size:,} bytes, which no GeoNames file does; fetch it again"
        )
    return texts[0]


def _lines(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    read = 0
    while line := stream.readline(_LONGEST_LINE + 1):
        read += len(line)
        if len(line) > _LONGEST_LINE:
            raise UsageError(
                f"{path} has a line of more than {_LONGEST_LINE:,} bytes; GeoJSONSeq has a line a feature: write it so"
            )
        if read > _LARGEST:
            raise UsageError(f"{path} has more than {_LARGEST:,} bytes; import it in parts")
        yield line.rstrip(b"\r\n")


def _rows(lines: Iterator[bytes], path: Path) -> Iterator[Draft | None]:
    for number, line in enumerate(lines, start=1):
        columns = line.decode("utf-8", "replace").split("\t")
        if len(columns) != 19:
            raise UsageError(f"{path}, line {number}, has {len(columns)} columns: {_WANTED['geonames']}")
        yield from_columns(columns)


def _features(lines: Iterator[bytes], path: Path, country: str | None) -> Iterator[Draft | None]:
    try:
        for feature in features(lines):
            yield from_feature(feature, country)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no GeoJSON ({error}): {_WANTED['openstreetmap']}") from error


def _counted(drafts: Iterator[Draft | None], told: Callable[[int], None]) -> Iterator[Draft]:
    for number, draft in enumerate(drafts, start=1):
        if number % 10_000 == 0:
            told(number)
        if draft is not None:
            yield draft


def _as_known(draft: Draft, known: Gazetteer) -> Draft:
    """Under the id that its place has already, so that the two are one."""
    if draft.kind != "settlement" or (number_of(draft.id) is not None and draft.country != "UA"):
        return draft
    if known.has(draft.id):
        return draft
    near = [entry for entry in known.candidates(draft.name) if _same(draft, entry)]
    if near:
        entry = min(near, key=lambda each: km_between(draft.lat, draft.lon, each.lat, each.lon))
        draft.id, draft.country, draft.admin1, draft.admin2 = entry.id, entry.country, entry.admin1, entry.admin2
    return draft


def _same(draft: Draft, entry: Entry) -> bool:
    if entry.kind != "settlement" or (draft.country and entry.country != draft.country):
        return False
    reach = max(_SAME_KM, entry.radius_m / 1_000) if entry.population == 0 else _SAME_KM
    return km_between(draft.lat, draft.lon, entry.lat, entry.lon) < reach
