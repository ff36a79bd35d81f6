"""Which of the places of one name is meant: population, what stands beside it, and what else the text is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, exp, log10, radians, sin, sqrt

from spacy.tokens import Doc

from vedette.model.mention import PlaceKind
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.understand.place_names import Toponym

_PRIOR: Mapping[PlaceKind, float] = {
    "country": 7.5,
    "region": 6.8,
    "water": 6.5,
    "site": 6.5,
    "admin1": 6.0,
    "admin2": 3.5,
}
_FORM = {"official": 0.0, "alternate": -0.7, "generated": -0.9, "abbreviation": -0.2}
_CAPITAL = 1.5
_UNLISTED = 2.5  # a place of this name that the gazetteer lacks
_LEAST_POPULATION = 250  # also where it is not known
_STRONGEST_PULL = 4.0
_NEIGHBOUR, _NEIGHBOUR_KM = 1.5, 30.0
_SHARED = 0.7
_MOST_NEIGHBOURS = 30
_FAR_DEGREES = 7.0
_PASSES = 3
_LARGEST_HOLDER_M = 400_000
_REACH_KM = 150.0
_SHARP = 1.3
_LOCAL = frozenset({"settlement", "site", "admin1", "admin2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`probability` is that of this entry among those of its name."""

    entry: Entry
    probability: float


@dataclass(slots=True, kw_only=True)
class _Name:
    """All mentions of one name in a text: one sense a text."""

    folded: str
    count: int
    scores: dict[Entry, float]
    choice: Choice | None = None


def choose(doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer, watch: Watch | None) -> dict[str, Choice]:
    """The choice for each folded name that has candidates."""
    _note_containers(doc, toponyms, gazetteer)
    _share_containers(doc, toponyms)
    names = _names(doc, toponyms, watch)
    for name in names:
        name.choice = _best(name.scores)
    demonyms = [toponym.demonym.code for toponym in toponyms if toponym.demonym]
    for _ in range(_PASSES):
        choices = [_best(_in_context(name, names, demonyms)) for name in names]
        for name, choice in zip(names, choices, strict=True):
            name.choice = choice
    return {name.folded: name.choice for name in names if name.choice}


def held_by(toponym: Toponym) -> Entry | None:
    """The unit or region that the text puts a place in, where the gazetteer knows no place of that name in it."""
    if toponym.kind not in {None, "settlement"} or any(entry.kind != "settlement" for entry in toponym.entries):
        return None
    holders = [entry for entry, _ in toponym.within if entry.kind in {"admin1", "region"}]
    if len(holders) != 1 or holders[0].radius_m > _LARGEST_HOLDER_M:
        return None
    return None if any(_is_inside(entry, holders[0]) for entry in toponym.entries) else holders[0]


def kilometres(a: Entry, b: Entry) -> float:
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    chord = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, chord)))


def _names(doc: Doc, toponyms: Iterable[Toponym], watch: Watch | None) -> list[_Name]:
    mentions: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        if toponym.entries:
            mentions.setdefault(toponym.folded, []).append(toponym)
    names = []
    for folded, group in mentions.items():
        after_comma = any(_is_after_comma(doc, toponym) for toponym in group)
        scores = {
            entry: _prior(entry, watch) + max(_beside(entry, toponym) for toponym in group)
            for entry in group[0].entries
            if entry.form != "abbreviation" or after_comma
        }
        if scores:
            names.append(_Name(folded=folded, count=len(group), scores=scores))
    return names


def _is_after_comma(doc: Doc, toponym: Toponym) -> bool:
    return toponym.first > 1 and doc[toponym.first - 1].text in {",", "("}


def _prior(entry: Entry, watch: Watch | None) -> float:
    score = _PRIOR.get(entry.kind, 0.9 * log10(max(entry.population, _LEAST_POPULATION))) + _FORM[entry.form]
    score += _CAPITAL * entry.capital
    if watch is not None:
        score += 1.5 * (entry.country in watch.countries) + 1.5 * _in_box(entry, watch)
    return score


def _in_box(entry: Entry, watch: Watch) -> bool:
    if watch.bbox is None:
        return False
    west, south, east, north = watch.bbox
    return west <= entry.lon <= east and south <= entry.lat <= north


def _beside(entry: Entry, toponym: Toponym) -> float:
    """What the words beside one mention say: a container ("Paris, Texas"), a kind word ("the village of")."""
    score = 0.0
    for container, strength in toponym.within:
        score += strength if _is_inside(entry, container) else -0.4 * strength
    if toponym.kind is not None:
        same = toponym.kind == entry.kind or (toponym.kind == "admin2" and entry.kind == "settlement")
        score += 1.5 if same else -1.0
    return score


def _is_inside(entry: Entry, container: Entry) -> bool:
    if entry.id == container.id or entry.kind == "country":
        return False
    if container.kind == "country":
        return entry.country == container.country
    if container.kind == "admin1":
        return (entry.country, entry.admin1) == (container.country, container.admin1)
    return kilometres(entry, container) * 1000 <= 1.2 * container.radius_m


def _best(scores: Mapping[Entry, float]) -> Choice | None:
    top = max(scores, key=lambda entry: scores[entry])
    total = sum(exp(_SHARP * (score - scores[top])) for score in (*scores.values(), _UNLISTED))
    return Choice(entry=top, probability=1 / total)


def _in_context(name: _Name, names: Sequence[_Name], demonyms: Sequence[str]) -> dict[Entry, float]:
    """Scores with what the other names of the text are taken for."""
    others = [(other.choice, other.count) for other in names if other is not name and other.choice]
    countries: dict[str, float] = dict.fromkeys(demonyms, 1.0)
    for choice, count in others:
        if choice.entry.country:
            weight = choice.probability * min(count, 3)
            countries[choice.entry.country] = countries.get(choice.entry.country, 0.0) + weight
    whole = sum(countries.values()) or 1.0
    surest = sorted(others, key=lambda other: other[0].probability * other[1], reverse=True)
    local = [(choice.entry, choice.probability) for choice, _ in surest if choice.entry.kind in _LOCAL]
    local = local[:_MOST_NEIGHBOURS]  # a long list of places must not cost its square
    return {
        entry: score + 2.5 * countries.get(entry.country or "", 0.0) / max(whole, 3.0) * (entry.kind != "country")
        + min(_STRONGEST_PULL, sum(_pull(entry, other, weight) for other, weight in local))
        + _next_door(entry, local)
        for entry, score in name.scores.items()
    }  # fmt: skip


def _next_door(entry: Entry, local: Sequence[tuple[Entry, float]]) -> float:
    """Reports name neighbours: among namesakes equally near to all, the one close to any other is likelier."""
    if entry.kind != "settlement":
        return 0.0
    near = (weight * _nearness(entry, other, _NEIGHBOUR_KM) for other, weight in local if other != entry)
    return _NEIGHBOUR * max(near, default=0.0)


def _nearness(entry: Entry, other: Entry, reach_km: float) -> float:
    """1 at the same point, falling off with the distance; nothing beyond seven degrees, which is cheap to see."""
    east = abs(entry.lon - other.lon)
    if abs(entry.lat - other.lat) > _FAR_DEGREES or (_FAR_DEGREES < east < 360 - _FAR_DEGREES and abs(entry.lat) < 60):
        return 0.0
    return exp(-kilometres(entry, other) / reach_km)


def _pull(entry: Entry, other: Entry, weight: float) -> float:
    if entry.kind == "country":
        return 0.0
    same_unit = entry.admin1 is not None and (entry.country, entry.admin1) == (other.country, other.admin1)
    if entry.kind == "admin1" or other.kind == "admin1":
        return 0.8 * weight * same_unit
    return weight * (0.4 * same_unit + 1.2 * _nearness(entry, other, _REACH_KM))


def _note_containers(doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> None:
    for earlier, later in pairwise(toponyms):
        between = doc[earlier.last : later.first].text
        if between in {",", "("}:
            earlier.within.extend((entry, 4.0) for entry in _containers(later, gazetteer))
        elif between in {"in", "of", "in the", "of the", ", in", "in eastern", "in southern", "in northern"}:
            earlier.within.extend((entry, 2.0) for entry in _containers(later, gazetteer))
        elif between in {"'s", "’s"} or (earlier.demonym and doc[earlier.last : later.first].text.islower()):
            later.within.extend((entry, 2.0) for entry in _containers(earlier, gazetteer))


def _share_containers(doc: Doc, toponyms: Sequence[Toponym]) -> None:
    """ "Pylna, Krasne and Hatyshche in the Kharkiv region": the last of a list says where all of them lie."""
    for earlier, later in reversed(list(pairwise(toponyms))):
        listed = doc[earlier.last : later.first].text in {",", "and", ", and", "or"}
        if listed and later.within and not earlier.within and not _can_hold(earlier):
            earlier.within.extend((entry, _SHARED * strength) for entry, strength in later.within)


def _can_hold(toponym: Toponym) -> bool:
    return toponym.demonym is not None or any(entry.kind != "settlement" for entry in toponym.entries)


def _containers(toponym: Toponym, gazetteer: Gazetteer) -> list[Entry]:
    """The greatest reading of a name that can hold another place; none where it names only settlements."""
    if toponym.demonym:
        return [entry for entry in gazetteer.candidates(toponym.demonym.name) if entry.kind == "country"][:1]
    return [entry for entry in toponym.entries if entry.kind in {"country", "admin1", "region"}][:2]
