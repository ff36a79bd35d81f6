"""How near places lie to each other."""

from math import asin, cos, radians, sin, sqrt

from vedette.reference.gazetteer import Entry


def kilometres(a: Entry, b: Entry) -> float:
    return kilometres_between(a.lat, a.lon, b.lat, b.lon)


def kilometres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, chord)))
