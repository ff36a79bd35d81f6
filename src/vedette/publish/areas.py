"""Areas of a report: what lies around which large town."""

from math import cos, hypot, radians

from vedette.model.event import Event, Location
from vedette.reference.basemap import Town, towns

_LARGE = 100_000
_FAR_KM = 120.0
_KM_PER_DEGREE = 111.3
_WHOLE = frozenset({"country", "region", "admin1"})

Box = tuple[float, float, float, float]


def area(event: Event, box: Box | None = None) -> str:
    """The nearest large town's surroundings, a whole region by its name, or "Elsewhere"."""
    place = event.place
    if place is None:
        return "Without a known place"
    if place.kind in _WHOLE:
        return place.name[:1].upper() + place.name[1:]
    near = [(distance_km(place, town), town.name) for town in towns(box) if _worth(town, place)]
    nearest = min(near, default=None)
    return f"Around {nearest[1]}" if nearest and nearest[0] <= _FAR_KM else "Elsewhere"


def _worth(town: Town, place: Location) -> bool:
    return town.population >= _LARGE and abs(town.lat - place.lat) < 2 and abs(town.lon - place.lon) < 4


def distance_km(place: Location, town: Town) -> float:
    """Flat, good enough within some hundred kilometres."""
    return _KM_PER_DEGREE * hypot(place.lat - town.lat, (place.lon - town.lon) * cos(radians(place.lat)))
