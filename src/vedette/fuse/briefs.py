"""Short reports of one incident each: a caption, a post, a headline. They are matched as wholes, by what they show.

Place and day alone join two long reports' mentions of a strike; of forty captions from one city and day they join none.
Groups grow by average linkage: a report joins where it is like the whole group, not like one of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from vedette.fuse.likeness import SAME_INCIDENT, Gist, likeness
from vedette.fuse.names import fold
from vedette.fuse.same_event import COARSE, NEIGHBOURS, cells, metres, one_place
from vedette.fuse.telling import Telling, side_of
from vedette.model.event import Location
from vedette.model.ids import DocumentId, SourceId

_SHOWN = frozenset({"ASSAULT", "MOBILIZE", "PROTEST", "COERCE"})
_CITY_M = 4_000
_SOFT = re.compile(r"[aeiouyjhw'’ʼ ]|[аеєиіїоуыэюяйьъ]")
_DOUBLED = re.compile(r"(.)\1+")
_LEAST_CONSONANTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """`tellings` are positions, in the order of the text; all tell of one day, at places that may be one."""

    document: DocumentId
    origin: SourceId
    tellings: tuple[int, ...]
    places: tuple[Location, ...]
    first: date
    last: date
    gist: Gist


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two briefs that were joined, with the mean chance of their groups, and the chance of the two `alone` with the
    parts of its score."""

    left: Brief
    right: Brief
    chance: float
    alone: float
    features: Mapping[str, float]


def briefs(tellings: Mapping[int, Telling]) -> list[Brief]:
    """In the order of the tellings, which come by position."""
    documents: dict[DocumentId, list[int]] = {}
    for at, telling in tellings.items():
        if telling.gist is not None:
            documents.setdefault(telling.document.id, []).append(at)
    found = (_brief(group, tellings) for group in documents.values())
    return [brief for brief in found if brief is not None]


def is_seen(telling: Telling) -> bool:
    """Told in a short report, of something to be seen. Who held a place is not seen in passing."""
    return telling.gist is not None and telling.mention.plover in _SHOWN and telling.mention.change is None


def _brief(group: Sequence[int], tellings: Mapping[int, Telling]) -> Brief | None:
    """None where it tells of ground that changed hands, of what did not happen, or of more than one place, day or
    attacker."""
    shown = [at for at in group if is_seen(tellings[at])]
    told = [tellings[at] for at in shown]
    if not told or any(tellings[at].mention.change or tellings[at].denies for at in group):
        return None
    places = tuple({telling.place.id: telling.place for telling in told if telling.place is not None}.values())
    days = {telling.when for telling in told}
    actors = {side_of(telling.parties, "actor") for telling in told} - {None}
    when, gist = next(iter(days)), told[0].gist
    if gist is None or not (places or gist.names) or len(days) != 1 or when is None or len(actors) > 1:
        return None
    if not all(one_place(left, right) for left, right in combinations(places, 2)):
        return None
    return Brief(
        document=told[0].document.id,
        origin=told[0].source.id,
        tellings=tuple(shown),
        places=places,
        first=when.first_day,
        last=when.last_day,
        gist=gist,
    )


def alike(pairs: Sequence[tuple[Brief, Brief]]) -> Iterator[Likeness]:
    """The joins, surest first, among pairs of one place and day. The order of the input does not matter."""
    rivals: dict[DocumentId, int] = {}
    for left, right in pairs:
        for brief in (left, right):
            rivals[brief.document] = rivals.get(brief.document, 0) + 1
    return _linked((*_judged(left, right, rivals), left, right) for left, right in pairs)


def _judged(left: Brief, right: Brief, rivals: Mapping[DocumentId, int]) -> tuple[float, Mapping[str, float]]:
    fewest = min(rivals[left.document], rivals[right.document])
    return likeness(left.gist, right.gist, fewest, one_source=left.origin == right.origin)


def together(found: Sequence[Brief]) -> list[tuple[Brief, Brief]]:
    """Pairs of one place and day."""
    blocks: dict[tuple[object, ...], list[Brief]] = {}
    for brief in sorted(found, key=lambda brief: brief.document):
        for spot in whereabouts(brief):
            blocks.setdefault(spot, []).append(brief)
    pairs: dict[tuple[DocumentId, DocumentId], tuple[Brief, Brief]] = {}
    for members in blocks.values():
        for at, left in enumerate(members):
            for right in members[at + 1 : at + 1 + NEIGHBOURS]:
                if (left.document, right.document) not in pairs and one_spot(left, right):
                    pairs[left.document, right.document] = (left, right)
    return list(pairs.values())


def whereabouts(brief: Brief) -> list[tuple[object, ...]]:
    """Cells of the map, and names, each on its days: of two that name one place, one may not be on the map."""
    spots = dict.fromkeys((*(cell for place in brief.places for cell in cells(place)), *_names(brief)))
    return [(spot, brief.first, brief.last) for spot in spots]


def _names(brief: Brief) -> frozenset[str]:
    """By their consonants, as a reader who is unsure of the spelling would look for them."""
    known = (fold(place.name) for place in brief.places if place.kind not in COARSE)
    return frozenset(map(_skeleton, (*brief.gist.names, *known)))


@lru_cache(maxsize=65536)
def _skeleton(name: str) -> str:
    bare = _DOUBLED.sub(r"\1", _SOFT.sub("", name))
    return bare if len(bare) >= _LEAST_CONSONANTS else name


def one_spot(left: Brief, right: Brief) -> bool:
    if any(one_place(a, b) or _inside(a, b) for a in left.places for b in right.places):
        return True
    return bool(_names(left) & _names(right))


def _inside(a: Location, b: Location) -> bool:
    """A quarter of a city, or a building in it."""
    around = max(a.radius_m, b.radius_m)
    return around >= _CITY_M and not {a.kind, b.kind} & COARSE and metres(a, b) <= around


def _linked(judged: Iterable[tuple[float, Mapping[str, float], Brief, Brief]]) -> Iterator[Likeness]:
    ordered = sorted(judged, key=lambda one: (-one[0], one[2].document, one[3].document))
    chances = {(left.document, right.document): chance for chance, _, left, right in ordered}
    groups: dict[DocumentId, list[DocumentId]] = {}
    for chance, features, left, right in ordered:
        if chance < SAME_INCIDENT:
            return
        ours = groups.setdefault(left.document, [left.document])
        theirs = groups.setdefault(right.document, [right.document])
        if ours is theirs:
            continue
        mean = _mean(ours, theirs, chances)
        if mean < SAME_INCIDENT:
            continue
        ours.extend(theirs)
        for document in theirs:
            groups[document] = ours
        yield Likeness(left=left, right=right, chance=mean, alone=chance, features=features)


def _mean(
    ours: Sequence[DocumentId], theirs: Sequence[DocumentId], chances: Mapping[tuple[DocumentId, DocumentId], float]
) -> float:
    """Over all pairs between the groups; a pair that was not compared counts as unlike."""
    total = sum(chances.get((min(a, b), max(a, b)), 0.0) for a in ours for b in theirs)
    return total / (len(ours) * len(theirs))
