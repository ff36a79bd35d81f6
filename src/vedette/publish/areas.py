"""Areas of a report: first-level units where they are known, else countries."""

from vedette.model.event import Event, Location
from vedette.model.ids import PlaceId
from vedette.reference.countries import load_countries
from vedette.reference.gazetteer import Gazetteer

NOWHERE = "Without a known place"
ELSEWHERE = "Elsewhere"

# How the gazetteer names a unit whose name its sources do not give: by the largest town in it.
_BY_TOWN = " (first-level unit)"


def area(event: Event, gazetteer: Gazetteer | None) -> str:
    """By the event's own place: never by a larger town near it, which may lie in another country."""
    place = event.place
    if place is None:
        return NOWHERE
    if place.kind in ("country", "region"):
        return place.name[:1].upper() + place.name[1:]
    return unit_of(place, gazetteer) or country_of(place) or ELSEWHERE


def unit_of(place: Location, gazetteer: Gazetteer | None) -> str | None:
    if place.kind == "admin1":
        return named(place.name, place)
    # A spot "north of A" has A's id and words behind it, and lies where A lies.
    entry = (gazetteer.get(place.id) or gazetteer.get(PlaceId(place.id.split("~")[0]))) if gazetteer else None
    if gazetteer is None or entry is None or entry.country is None or entry.admin1 is None:
        return None
    unit = gazetteer.unit(entry.country, entry.admin1)
    return named(unit.name, place) if unit else None


def named(unit: str, place: Location) -> str:
    """ "Aleppo and around, Syria" for a unit without a name of its own."""
    if not unit.endswith(_BY_TOWN):
        return unit[:1].upper() + unit[1:]
    around = f"{unit.removesuffix(_BY_TOWN)} and around"
    country = country_of(place)
    return f"{around}, {country}" if country else around


def country_of(place: Location) -> str | None:
    found = load_countries().get(place.country) if place.country else None
    return found.name if found else None
