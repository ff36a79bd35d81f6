"""Whether two tellings are of one event: kind, place, day and actors, each scored, each able to say no.

Tellings that agree in all of these are one `Case`; cases are compared only within blocks of kind, place and day.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import get_args

from vedette.fuse.names import fold, words
from vedette.fuse.sharing import shared
from vedette.fuse.telling import Telling, Topic, side_of
from vedette.model.event import Location
from vedette.model.ids import SideId
from vedette.model.mention import Change, Plover

SAME = 0.74
UNSURE = 0.62

_CELL = 0.25
_WEIGHTS = {"kind": 0.3, "place": 0.3, "day": 0.2, "actors": 0.2}
COARSE = frozenset({"country", "region", "admin1"})
_FORCE: frozenset[Topic] = frozenset({"control", "ground", "strike", "force"})
_NEAR_KINDS = {
    frozenset({"control", "ground"}): 0.7,
    frozenset({"ground", "force"}): 0.7,
    frozenset({"strike", "force"}): 0.7,
}
# A change of hands is reported for days; anything else one day late at most, and only where no text gives the day.
_PATIENCE: dict[Topic, int] = {"control": 3}
# A denial answers a claim of the days before; the day it is dated by is mostly its own.
_ANSWER_DAYS = 4
_LONG_DAYS = 7
NEIGHBOURS = 256
"""So many in a block, in its order, are compared with each other; a block may be a great city's worst day."""
_ONE_PLACE_M = 2_000
_NEXT = "\0\0"
_PLOVERS = get_args(Plover)
_FAR = 2_048
_KIND_BITS, _DAY_BITS = 5, 27
"""In the number of a block: of its kind, and of its kind and day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What tellings agree in. `first` and `last` are inclusive days; `only` sets apart a telling that a
    person judged. What is `seen` in a `short` report is compared with other short reports as a whole, not here."""

    plover: Plover
    subtype: str | None
    change: Change | None
    topic: Topic
    place: Location
    first: date
    last: date
    weak: bool
    mover: SideId | None
    actor: SideId | None
    target: SideId | None
    denies: bool = False
    names: frozenset[str] = field(default=frozenset())
    only: str = ""
    short: bool = False
    seen: bool = False

    @property
    def long(self) -> bool:
        return (self.last - self.first).days >= _LONG_DAYS

    @property
    def coarse(self) -> bool:
        return self.place.kind in COARSE

    @property
    def order(self) -> str:
        """Part by part, as if it were all of them: kept for every case, and one text is small."""
        return _NEXT.join(str(part).replace("\0", "\0\1") for part in (
            self.place.id, self.first, self.last, self.plover, self.subtype, self.change, self.weak, self.mover,
            self.actor, self.target, self.denies, sorted(self.names), self.only, self.place.lat, self.place.lon,
            self.place.radius_m, self.place.name, self.place.kind, self.place.country,
            self.topic, self.short, self.seen,
        ))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`features` are the parts of the score, `cases` what was compared; `reasons.py` tells them in words, after those
    that are given here."""

    score: float
    reasons: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    cases: tuple[Case, Case] | None = None


def case_of(telling: Telling, only: str = "", *, seen: bool = False) -> Case | None:
    """None without a place or a day: such tellings are fused only among copies of one text."""
    if telling.place is None or telling.when is None:
        return None
    return Case(
        plover=telling.mention.plover,
        subtype=telling.mention.subtype,
        change=telling.mention.change,
        topic=telling.topic,
        place=telling.place,
        first=shared(telling.when.first_day),
        last=shared(telling.when.last_day),
        weak=telling.weak,
        mover=telling.mover,
        actor=side_of(telling.parties, "actor"),
        target=side_of(telling.parties, "target"),
        denies=telling.denies,
        names=shared(frozenset(fold(party.name) for party in telling.parties if words(party.name))),
        only=only,
        short=telling.gist is not None,
        seen=seen,
    )


def candidates(cases: Sequence[Case]) -> Iterator[tuple[Case, Case]]:
    """Pairs that share a block; each at most once. Blocks larger than 256 cases compare neighbours in order only."""
    found: dict[Hashable, list[Case]] = {}
    for case in sorted(cases, key=lambda case: case.order):
        for block in blocks(case):
            found.setdefault(block, []).append(case)
    seen: set[tuple[int, int]] = set()
    for members in found.values():
        for at, left in enumerate(members):
            for right in members[at + 1 : at + 1 + NEIGHBOURS]:
                pair = (id(left), id(right))
                if pair not in seen:
                    seen.add(pair)
                    yield left, right


def blocks(case: Case) -> Iterator[Hashable]:
    """A number each where that is possible: there are some ten a case, and a number is small."""
    kind = 0 if case.topic in _FORCE else 1 + _PLOVERS.index(case.plover)
    there = list(cells(case.place))
    for day in _days(case):
        for cell in there:
            if isinstance(cell, int) and isinstance(day, int):
                yield (cell << _DAY_BITS) + (day << _KIND_BITS) + kind
            else:
                yield kind, cell, day


def cells(place: Location) -> Iterator[int | str]:
    """The four half-shifted cells around a point, so that neighbours always share one; a coarse place is its own.
    No other text begins with a #."""
    if place.kind in COARSE:
        yield f"#{place.id}"
        return
    for shift in range(4):
        row = int((place.lat + (shift // 2) * _CELL / 2) // _CELL)
        column = int((place.lon + (shift % 2) * _CELL / 2) // _CELL)
        yield _cell(shift, row, column)


def _cell(shift: int, row: int, column: int) -> int | str:
    if abs(row) < _FAR and abs(column) < _FAR:
        return (shift * 2 * _FAR + row + _FAR) * 2 * _FAR + column
    return f"#~{shift} {row} {column}"


def _days(case: Case) -> Iterable[int | str]:
    if case.long:
        return [f"{case.first}/{case.last}"]
    back = _ANSWER_DAYS if case.denies else 0
    reach = _PATIENCE.get(case.topic, 1)
    return range(case.first.toordinal() - back, case.last.toordinal() + reach + 1)


def judge(left: Case, right: Case) -> Verdict | None:
    """None where something speaks against it."""
    if left.short and right.short and (left.seen or right.seen):
        return None
    parts = {
        "kind": _kind(left, right),
        "place": _place(left, right),
        "day": _day(left, right),
        "actors": _actors(left, right),
    }
    if any(value is None for value in parts.values()) or (left.coarse and not _precise(left, right)):
        return None
    score = sum(_WEIGHTS[name] * (value or 0.0) for name, value in parts.items())
    features = {name: value or 0.0 for name, value in parts.items()}
    return Verdict(score=round(score, 3), features=features, cases=(left, right))


def _kind(left: Case, right: Case) -> float | None:
    if left.topic == "other" or right.topic == "other":
        same = left.plover == right.plover and left.topic == right.topic
        return 1.0 if same and left.subtype == right.subtype else None
    if None in (left.change, right.change) and (_is_gain(left) != _is_gain(right) or _is_blow(left, right)):
        return None
    if left.topic == right.topic:
        return 1.0
    if "control" in (left.topic, right.topic) and not _answers(left, right):
        return None
    return _NEAR_KINDS.get(frozenset({left.topic, right.topic}))


def _is_gain(case: Case) -> bool:
    """Ground won without the whole place. That fighting goes on there, or that somebody died, does not say so."""
    return case.change in ("advanced", "pushed-back")


def _is_blow(left: Case, right: Case) -> bool:
    """That somebody was hit or killed is no attack on the ground that was repelled."""
    return "repelled" in (left.change, right.change) and bool({left.topic, right.topic} & {"strike", "force"})


def _answers(left: Case, right: Case) -> bool:
    """Fighting told of a place that another says has fallen."""
    return bool({left.change, right.change} & {"repelled", "contested"})


def _place(left: Case, right: Case) -> float | None:
    if not one_place(left.place, right.place):
        return None
    if left.place.id == right.place.id:
        return 0.5 if left.coarse else 1.0
    return 0.9


def one_place(a: Location, b: Location) -> bool:
    """Whether two places may be one, as far as their areas tell."""
    if a.id == b.id:
        return True
    if a.kind in COARSE or b.kind in COARSE:
        return False
    return metres(a, b) <= _reach(a, b)


def _reach(a: Location, b: Location) -> float:
    """How far apart two places may lie and be one. Neighbouring villages are not, however close."""
    if a.kind != b.kind:
        return max(a.radius_m, b.radius_m)
    if a.kind == "settlement" and fold(a.name) != fold(b.name):
        return -1
    return min(a.radius_m, b.radius_m, _ONE_PLACE_M)


def metres(a: Location, b: Location) -> float:
    """Great circle."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = sin(radians(b.lon - a.lon) / 2) ** 2
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * across
    return 2 * 6_371_000 * asin(min(1.0, sqrt(chord)))


def _day(left: Case, right: Case) -> float | None:
    gap = max((left.first - right.last).days, (right.first - left.last).days, 0)
    if left.long or right.long:
        return 1.0 if (left.first, left.last) == (right.first, right.last) else None
    if gap == 0:
        return 0.8 if left.weak or right.weak else 1.0
    if left.denies != right.denies and gap <= _ANSWER_DAYS:
        return 0.6 if (left.first > right.last) == left.denies else None
    if left.topic == "control" and right.topic == "control":
        return 0.7 if gap <= _PATIENCE["control"] else None
    # Two days of publication that differ are no sign of one day.
    return 0.6 if gap == 1 and left.weak != right.weak else None


def _actors(left: Case, right: Case) -> float | None:
    if left.topic in ("control", "ground") and right.topic in ("control", "ground"):
        return _agreement((left.mover,), (right.mover,))
    known = _agreement((left.actor, left.target), (right.actor, right.target))
    if known is None or known == 1.0 or left.topic in _FORCE:
        return known
    return 1.0 if left.names & right.names else None


def _agreement(left: tuple[SideId | None, ...], right: tuple[SideId | None, ...]) -> float | None:
    """1 where a role's side is the same, None where one differs, less where unknown."""
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a and b]
    if any(a != b for a, b in pairs):
        return None
    if pairs:
        return 1.0
    return 0.6 if any(left) or any(right) else 0.5


def _precise(left: Case, right: Case) -> bool:
    """Within a whole province, only the same stated day, subtype, change and known actors make one event."""
    same = (left.subtype, left.change) == (right.subtype, right.change)
    specific = left.subtype is not None or left.change is not None
    return same and specific and not (left.weak or right.weak) and _actors(left, right) == 1.0
