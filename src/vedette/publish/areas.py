"""Areas of a report: what lies around which large town."""

from math import cos, hypot, log10, radians

from vedette.model.event import Event, Location
from vedette.reference.basemap import Town, towns

NOWHERE = "Without a known place"

_LARGE = 100_000
_FAR_KM = 120.0
_DRAW_KM = 30.0
_KM_PER_DEGREE = 111.3
_WHOLE = frozenset({"country", "region", "admin1"})

Box = tuple[float, float, float, float]


def area(event: Event, box: Box | None = None) -> str:
    """The nearest large town's surroundings, a whole region by its name, or "Elsewhere"."""
    place = event.place
    if place is None:
        return NOWHERE
    if place.kind in _WHOLE:
        return place.name[:1].upper() + place.name[1:]
    near = [(_pull(place, town), town.name) for town in towns(box) if _worth(town, place)]
    return f"Around {min(near)[1]}" if near else "Elsewhere"


def _pull(place: Location, town: Town) -> float:
    """Kilometres, less 30 for every tenfold population: a city draws its own suburbs."""
    return distance_km(place, town) - _DRAW_KM * log10(town.population / _LARGE)


def _worth(town: Town, place: Location) -> bool:
    close = abs(town.lat - place.lat) < 2 and abs(town.lon - place.lon) < 4
    return town.population >= _LARGE and close and distance_km(place, town) <= _FAR_KM


def distance_km(place: Location, town: Town) -> float:
    """Flat, good enough within some hundred kilometres."""
    return _KM_PER_DEGREE * hypot(place.lat - town.lat, (place.lon - town.lon) * cos(radians(place.lat)))
