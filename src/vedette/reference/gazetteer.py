"""Names of places, looked up in read-only SQLite files: one that the product builds for itself, and those beside it."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from vedette.model.errors import WorkspaceError
from vedette.model.ids import PlaceId
from vedette.reference.gazetteer_build import build_gazetteer, gazetteer_version, osm_path
from vedette.reference.gazetteer_cases import bare_plurals, is_cyrillic, nominatives, of_adjective
from vedette.reference.gazetteer_cases import readings as readings_of
from vedette.reference.gazetteer_fuzzy import nearest, openings, slips_allowed
from vedette.reference.gazetteer_layer import Entry, Form, Layer
from vedette.reference.gazetteer_names import fold
from vedette.reference.gazetteer_places import FORMS
from vedette.reference.gazetteer_sounds import sound

__all__ = ["Entry", "Form", "Gazetteer", "gazetteer_path"]

_CACHED_NAMES = 50_000
_MOST = 200
_JUST_NOW_S = 3_600
_FORMS = (*FORMS, "fuzzy")


class Gazetteer:
    """Look-up by name in any spelling. To be opened in the process that asks: a connection does not cross a fork.

    Of the layers the first that knows an id says what the place is; the others add names, a closer point and a
    population."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._layers = tuple(layers)
        self._closer = {entry.id: entry for layer in reversed(self._layers[1:]) for entry in layer.closer()}
        self._named = lru_cache(maxsize=_CACHED_NAMES)(self._look_up)
        self._cased = lru_cache(maxsize=_CACHED_NAMES)(self._look_up_case)
        self._opening = lru_cache(maxsize=_CACHED_NAMES)(self._look_up_opening)

    @classmethod
    def open(cls, path: Path | None = None) -> "Gazetteer":
        """The file at `path` and the layer beside it, for None the user's own, built on first use; then what the user
        has imported."""
        first = path or gazetteer_path()
        return cls(Layer(each) for each in (first, osm_path(first), *imported()) if each.is_file())

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self._layers

    def close(self) -> None:
        for layer in self._layers:
            layer.close()

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name, the most populous first; at most 200."""
        return self._named(fold(name))

    def in_any_case(self, name: str) -> tuple[Entry, ...]:
        """The same for a name that may stand in any case of its language: where it is no name as it stands, each form
        is that of its nominative, and not `generated`."""
        return self._cased(fold(name))

    def words_from(self, opening: str) -> int:
        """How many words the longest name has that begins with this word; 0 where none does."""
        return self._opening(fold(opening).partition(" ")[0])

    def of_adjective(self, word: str) -> tuple[Entry, ...]:
        """The settlements that an adjective may be made from ("харківський", "Купянском"), the most populous first."""
        found = (entry for name in of_adjective(fold(word)) for entry in self._entries(name))
        return _ranked(replace(each, form="generated") for each in found if each.kind == "settlement")

    def similar(self, name: str) -> tuple[Entry, ...]:
        """The settlements whose names are one or two slips from this one ("Kramatosrk"), marked `fuzzy`; of a name of
        fewer than six letters none. A last resort, for what the words around make a place and nothing else fits."""
        folded = fold(name)
        allowed = slips_allowed(folded)
        if not allowed:
            return ()
        span = len(folded) - allowed, len(folded) + allowed
        for beginnings in openings(folded):
            written = {each for layer in self._layers for start in beginnings for each in layer.alike(start, *span)}
            names = nearest(folded, sorted(written - {folded}))
            found = [entry for each in names for entry in self._entries(each) if entry.kind == "settlement"]
            if found:
                return _ranked(replace(each, form="fuzzy") for each in found)
        return ()

    def get(self, place: PlaceId) -> Entry | None:
        found = (layer.get(place) for layer in self._layers)
        return next((self._placed(entry) for entry in found if entry), None)

    def has(self, place: str) -> bool:
        return any(layer.get(place) for layer in self._layers)

    def unit(self, country: str, admin1: str) -> Entry | None:
        """The first-level unit with this GeoNames code."""
        return self._layers[0].unit(country, admin1)

    def about(self) -> dict[str, str]:
        """Version, and the attribution that the licences of all layers ask for."""
        attribution = " ".join(layer.about["attribution"] for layer in self._layers)
        return {**self._layers[0].about, "attribution": attribution}

    def _look_up(self, folded: str) -> tuple[Entry, ...]:
        found = list(self._entries(folded))
        if is_cyrillic(folded):
            readings = readings_of(folded, lambda word: self._spelt_from(word) > 1)
            found += self._generated(self._entries(name) for name in readings)
            if not found:
                found += self._generated(self._entries(name) for name in bare_plurals(folded))
        elif not found and (key := sound(folded)):
            found += self._generated(self._merged(layer.sounding(key) for layer in self._layers))
        return _ranked(found)

    def _look_up_case(self, folded: str) -> tuple[Entry, ...]:
        found = self._named(folded)
        if not is_cyrillic(folded) or any(entry.form != "generated" for entry in found):
            return found
        names = list(readings_of(folded, lambda word: self._spelt_from(word) > 1))
        return _ranked(entry for name in names for entry in self._entries(name)) or found

    def _generated(self, found: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
        return (replace(entry, form="generated") for entries in found for entry in entries)

    def _entries(self, folded: str) -> Iterator[Entry]:
        for entries in self._merged(layer.named(folded) for layer in self._layers):
            yield from entries

    def _merged(self, by_layer: Iterable[Iterable[Entry]]) -> Iterator[Iterator[Entry]]:
        for number, entries in enumerate(by_layer):
            yield (self._known(entry, number) for entry in list(entries))

    def _known(self, entry: Entry, number: int) -> Entry:
        """As the first layer that knows it tells of it; `number` is that of the layer where it was found."""
        known = self.get(entry.id) if number else None
        return replace(known, form=entry.form) if known else self._placed(entry)

    def _placed(self, entry: Entry) -> Entry:
        """With the better point and the population of another layer, where one has them."""
        other = self._closer.get(entry.id)
        if other is None:
            return entry
        if other.radius_m < entry.radius_m:
            entry = replace(entry, lat=other.lat, lon=other.lon, radius_m=other.radius_m)
        return replace(entry, population=entry.population or other.population)

    def _look_up_opening(self, word: str) -> int:
        longest = self._spelt_from(word)
        if is_cyrillic(word):
            longest = max([longest, *map(self._spelt_from, nominatives(word))])
            return longest or max(map(self._spelt_from, bare_plurals(word)), default=0)
        if not longest and (key := sound(word)):
            return max(layer.sounds_from(key) for layer in self._layers)
        return longest

    def _spelt_from(self, word: str) -> int:
        return max(layer.words_from(word) for layer in self._layers)


def _ranked(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each place once, by its best form."""
    best: dict[PlaceId, Entry] = {}
    for entry in found:
        other = best.get(entry.id)
        if other is None or _FORMS.index(entry.form) < _FORMS.index(other.form):
            best[entry.id] = entry
    return tuple(sorted(best.values(), key=_likeliest))[:_MOST]


def _likeliest(entry: Entry) -> tuple[int, int, str]:
    return -entry.population, entry.radius_m, entry.id


def _unannounced() -> None:
    """Nobody waits for it."""


def imports_folder() -> Path:
    """Where the layers lie that the user brought; under `XDG_DATA_HOME`."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "vedette" / "gazetteers"


def imported() -> list[Path]:
    """In the order of their names."""
    return sorted(imports_folder().glob("*.sqlite"))


def gazetteer_place() -> Path:
    """Where the user's gazetteer of this version is, or will be."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "vedette" / f"gazetteer-{gazetteer_version()}.sqlite"


def gazetteer_path(building: Callable[[], None] = _unannounced) -> Path:
    """The user's gazetteer under `XDG_CACHE_HOME`. If this version of it is not there yet, calls `building` and builds
    it, which takes about half a minute."""
    path = gazetteer_place()
    if not path.is_file():
        building()
        try:
            # Before half a minute of work.
            path.parent.mkdir(parents=True, exist_ok=True)
            build_gazetteer(path)
            _clear_away(path)
        except OSError as error:
            raise WorkspaceError(
                f"the gazetteer could not be written to {path.parent} ({error.strerror}); "
                "set XDG_CACHE_HOME to a folder that can be written to"
            ) from error
    return path


def _clear_away(built: Path) -> None:
    """Earlier versions go; one built just now may be another installation's. Who has one open keeps it."""
    for earlier in built.parent.glob("gazetteer-*.sqlite"):
        if earlier.stat().st_mtime < built.stat().st_mtime - _JUST_NOW_S:
            earlier.unlink(missing_ok=True)
