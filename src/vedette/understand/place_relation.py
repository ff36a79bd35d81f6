"""Where the text says something is, seen from a place: "15 km east of X", "between X and Y", "the X direction".

The span stays the name's; the point moves and the radius grows, so that the spot told of lies inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import asin, atan2, cos, degrees, radians, sin

from vedette.model.mention import PlaceMention
from vedette.understand.place_distance import kilometres_between
from vedette.understand.place_names import Toponym, Words
from vedette.understand.place_words import PlaceWords

_EARTH_KM = 6371.0
_FARTHEST_KM, _FARTHEST_PAIR_KM = 300.0, 80.0
_MILE_KM = 1.609
_UNIT_KM = {"km": 1.0, "kms": 1.0, "m": 0.001, "mile": _MILE_KM, "metre": 0.001, "meter": 0.001}
COMPASS = {"north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0}
COMPASS |= {"south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0}
_DIRECTION_M, _ABOUT_M, _BORDER_M, _LEAST_M = 25_000, 5_000, 40_000, 3_000
_MOST_SHIFT_M = 12_000
_POINT_KINDS = frozenset({"settlement", "site"})
_ARTICLES = frozenset({"the", "a", "an", "its", "city"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """`bearing` in degrees from north; `reach_km` a distance that the text gives."""

    name: str
    bearing: float | None = None
    reach_km: float | None = None


def related(
    said: Words, toponyms: Sequence[Toponym], places: Sequence[PlaceMention], words: PlaceWords
) -> list[PlaceMention]:  # fmt: skip
    """The places, moved to where the text says."""
    moved = list(places)
    before: Relation | None = None
    for number, (toponym, place) in enumerate(zip(toponyms, places, strict=True)):
        joined = before if number and _is_joined(said, toponyms[number - 1], toponym) else None
        before = None
        if place.lat is None or place.lon is None or place.metonym:
            continue
        relation = relation_of(said, toponym, words) or joined
        before = relation if relation is not None and relation.name in words.beside else None
        if relation is not None:
            moved[number] = placed(place, relation)
    for number in range(len(places) - 1):
        name = _pair(said, toponyms[number], toponyms[number + 1], words)
        if name is not None:
            moved[number : number + 2] = between_them(name, *places[number : number + 2]) or moved[number : number + 2]
    return moved


def _is_joined(said: Words, first: Toponym, second: Toponym) -> bool:
    """ "near A and B": near both."""
    between = said.lower[first.last : second.first]
    return 0 < len(between) <= 2 and all(word in {",", "and", "or"} for word in between)


def relation_of(said: Words, toponym: Toponym, words: PlaceWords) -> Relation | None:
    after = said.lower[toponym.last] if toponym.last < len(said.words) else ""
    if after in words.directions or said.lower[toponym.last - 1] in words.directions:
        return Relation(name="direction")
    if after in {"'s", "’s"} and toponym.last + 2 < len(said.words):
        side, part = said.lower[toponym.last + 1], said.lower[toponym.last + 2]
        if _bearing(side) is not None and part in words.parts:
            return Relation(name=f"{side} {part}", bearing=_bearing(side))
    return _before(said, toponym, words)


def _before(said: Words, toponym: Toponym, words: PlaceWords) -> Relation | None:
    at = toponym.first - 1
    while at >= 0 and said.lower[at] in _ARTICLES:
        at -= 1
    if at < 0:
        return None
    word = said.lower[at]
    if word in {"of", "from"} and at:
        return _of(said, at, words)
    if word == "with" and at and said.lower[at - 1] in words.borders:
        return Relation(name="border with")
    if word in words.beside:
        return Relation(name=word)
    if (bearing := _bearing(word)) is not None and not said.capital[at]:
        return Relation(name=word, bearing=bearing)
    return None


def _of(said: Words, at: int, words: PlaceWords) -> Relation | None:
    """What stands before "of" or "from"."""
    noun, start = said.lower[at - 1], at - 1
    if (bearing := _bearing(noun)) is not None:
        if start > 1 and said.lower[start - 1] == "the" and said.lower[start - 2] not in {"to", "on"}:
            return Relation(name=f"{noun}ern part of", bearing=bearing)  # "in the north of A" is still A
        while start and said.lower[start - 1] in {"the", "to", "on", "just"}:
            start -= 1
        return Relation(name=f"{noun} of", bearing=bearing, reach_km=_distance(said, start))
    if noun == "away":
        return _away(said, start)
    if said.lower[at] == "from":
        return _away(said, at)
    if noun in words.parts:
        side = said.lower[at - 2] if at > 1 else ""
        return Relation(
            name=f"{side} {noun} of" if _bearing(side) is not None else f"{noun} of", bearing=_bearing(side)
        )
    if noun == "bank":
        return Relation(name=f"{said.lower[at - 2]} bank of" if at > 1 else "bank of")
    if noun in words.borders or noun in words.vicinity:
        return Relation(name=f"{noun} of")
    return None


def _away(said: Words, end: int) -> Relation | None:
    reach = _distance(said, end)
    return Relation(name="from", reach_km=reach) if reach else None


def _distance(said: Words, end: int) -> float | None:
    """The kilometres that the words before token `end` give: "15 km", "15 kilometres (9 miles)", "15-20 km"."""
    if end > 3 and said.words[end - 1] == ")":
        opening = next((each for each in range(end - 2, max(-1, end - 7), -1) if said.words[each] == "("), None)
        end = opening if opening is not None else end
    if end < 2:
        return None
    unit = said.lower[end - 1].rstrip(".")
    scale = _UNIT_KM.get(unit) or _UNIT_KM.get(unit.rstrip("s").removeprefix("kilo"))
    if unit.startswith("kilo"):
        scale = 1.0
    try:
        number = float(said.words[end - 2].replace(",", ""))
    except ValueError:
        return None
    reach = number * scale if scale else 0.0
    return reach if 0 < reach <= _FARTHEST_KM else None


def _bearing(word: str) -> float | None:
    plain = word.replace("-", "").removesuffix("ern")
    return COMPASS.get(plain)


def placed(place: PlaceMention, relation: Relation) -> PlaceMention:
    radius = place.radius_m or _LEAST_M
    if relation.name == "direction":
        return replace(place, relation=relation.name, radius_m=max(radius, _DIRECTION_M))
    if "border" in relation.name:
        return replace(place, relation=relation.name, radius_m=max(radius, _BORDER_M))
    if place.kind not in _POINT_KINDS:
        return replace(place, relation=relation.name)
    if relation.reach_km is not None and relation.bearing is None:
        return replace(place, relation=relation.name, radius_m=radius + round(1200 * relation.reach_km))
    if relation.reach_km is not None and relation.bearing is not None:
        around = radius + round(400 * relation.reach_km)
        return _shifted(place, relation, relation.reach_km * 1000, max(_LEAST_M, around))
    if relation.bearing is None:
        return replace(place, relation=relation.name, radius_m=radius + _ABOUT_M)
    if relation.name.endswith(" of") and " " not in relation.name.removesuffix(" of"):
        shift = min(_MOST_SHIFT_M, radius + 500)
        return _shifted(place, relation, shift, radius + shift)
    return _shifted(place, relation, min(_MOST_SHIFT_M, radius / 2), radius)


def _shifted(place: PlaceMention, relation: Relation, metres: float, radius_m: float) -> PlaceMention:
    """Along a great circle, so many metres on the bearing."""
    lat, lon = radians(place.lat or 0.0), radians(place.lon or 0.0)
    arc, course = metres / 1000 / _EARTH_KM, radians(relation.bearing or 0.0)
    north = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(course))
    east = lon + atan2(sin(course) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(north))
    return replace(
        place,
        relation=relation.name,
        lat=round(degrees(north), 5),
        lon=round((degrees(east) + 540) % 360 - 180, 5),
        radius_m=round(radius_m),
    )


def _pair(said: Words, first: Toponym, second: Toponym, words: PlaceWords) -> str | None:
    if second.first - first.last > 2 or not first.first:
        return None
    linked, before = said.between(first.last, second.first).lower(), _word_before(said, first)
    if linked in {"and", "and the"} and before == "between":
        return "between"
    after = said.lower[second.last] if second.last < len(said.words) else ""
    if linked in {"-", "–"} and after in words.roads:
        return after
    return "road" if linked == "to" and before == "from" and said.lower[first.first - 2] in words.roads else None


def _word_before(said: Words, toponym: Toponym) -> str:
    at = toponym.first - 1
    return said.lower[at - 1] if at > 0 and said.lower[at] == "the" else said.lower[at]


def between_them(name: str, first: PlaceMention, second: PlaceMention) -> list[PlaceMention] | None:
    """Both are put at the middle, with a radius that reaches either."""
    if first.kind not in _POINT_KINDS or second.kind not in _POINT_KINDS:
        return None
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    apart = kilometres_between(first.lat, first.lon, second.lat, second.lon)
    if apart > _FARTHEST_PAIR_KM or abs(first.lon - second.lon) > 180:
        return None
    radius = max(_LEAST_M, round(500 * apart) + _LEAST_M)
    middle = round((first.lat + second.lat) / 2, 5), round((first.lon + second.lon) / 2, 5)
    return [replace(each, relation=name, lat=middle[0], lon=middle[1], radius_m=radius) for each in (first, second)]
