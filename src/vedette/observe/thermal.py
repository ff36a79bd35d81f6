"""Heat seen by satellites: which cells burnt on a day as they do not usually, and which of them burnt again.

One day's fire is a field. What a war adds is fire that comes back and back: unusual days in the same cell a week or
more away, within the season. A cell-day is judged looking back and ahead, so the latest days can still change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vedette.model.errors import ReadError, UsageError
from vedette.model.ids import CaptureId
from vedette.model.interval import Interval
from vedette.model.observation import Observation, ObservationKind, observation_id
from vedette.model.pixels import Heat
from vedette.observe.cell import DEGREES, Cell, cell_of
from vedette.observe.detections import Detection
from vedette.observe.grounds import MOST_CELL_DAYS, Ground, Held, Lands, held_by_land
from vedette.observe.land import WORKS
from vedette.observe.spots import Spots
from vedette.observe.usual import Counts, Usual

METHOD, VERSION = "thermal", "3"

_BACK_AFTER_DAYS, _SEASON_DAYS = 7, 90
_WEEKS = 2
_IMPOSSIBLE_BELOW = 1e-6
_SELDOM = 0.05
# What is known of fire there without any war.
_ON = {
    "industry": " Most beyond that lies on industrial ground, where works and flares burn all year.",
    "landfill": " Most beyond that lies on a dump, where waste burns all year.",
    "settlement": " Most beyond that lies in a settlement.",
    "cropland": " Most beyond that lies on cropland or grass, where stubble is burnt in its season.",
    "forest": " Most beyond that lies in forest or scrub.",
    "other": " Most beyond that lies on land of no use that is told.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDay:
    """The detections of one cell on one UTC day, beside what is usual there at that time of the year.

    `p` is the chance of so many or more, had the baseline years gone on. `sustained` ones stand out, and so do days of
    the cell 7 to 89 days away, in two weeks or more; one such day is enough where both are next to impossible. `land`
    is the use of the land that burnt most beyond what is usual, where a file tells it.
    """

    cell: Cell
    day: date
    count: int
    expected: float
    p: float
    stands_out: bool
    sustained: bool
    land: str | None = None


def count_cell_days(detections: Iterable[Detection]) -> dict[Cell, dict[date, int]]:
    """Raises ReadError beyond a number of cell-days that fits no memory."""
    counts: dict[Cell, dict[date, int]] = defaultdict(dict)
    held = 0
    for lat, lon, day, *_ in detections:
        days = counts[cell_of(lat, lon)]
        if day in days:
            days[day] += 1
            continue
        days[day] = 1
        held += 1
        if held > MOST_CELL_DAYS:
            raise ReadError(f"more than {MOST_CELL_DAYS:,} cell-days: cut the detections to the area you watch")
    return dict(counts)


def years_of(counts: Counts) -> list[int]:
    return sorted({day.year for days in counts.values() for day in days})


def judge(counts: Counts, baseline_years: Iterable[int], lands: Lands | None = None) -> list[CellDay]:
    """Every cell-day with a detection in a year that is no baseline year, by day, then south to north, west to east.

    `lands` are the same detections by the use of the land: each is then held against what is usual on such land there.
    A baseline year without any detection teaches nothing: it was not observed. Raises UsageError where no baseline year
    has detections.
    """
    asked = set(baseline_years)
    known = sorted(asked & set(years_of(counts)))
    if not known:
        raise UsageError("the detections hold no baseline year: name years of theirs with --baseline-years")
    grounds = {name: Ground(part, Usual(part, known)) for name, part in (lands or {}).items()}
    whole = Ground(counts, Usual(counts, known))
    found = [each for cell, days in counts.items() for each in _judged(cell, days, asked, whole, grounds)]
    return sorted(found, key=lambda each: (each.day, each.cell))


def _judged(
    cell: Cell, days: Mapping[date, int], baseline: set[int], whole: Ground, grounds: Mapping[str, Ground]
) -> Iterator[CellDay]:
    judged = sorted(day for day in days if day.year not in baseline)
    if not judged:
        return
    found = held_by_land(cell, judged, grounds) if grounds else whole.held(cell, judged)
    outstanding = {day: day.toordinal() for day in judged if found[day].unusual and _may_be_war(found[day])}
    chances = {day: found[day].p for day in judged}
    for day in judged:
        held = found[day]
        yield CellDay(
            cell=cell,
            day=day,
            count=held.count,
            expected=held.expected,
            p=held.p,
            stands_out=held.unusual,
            sustained=day in outstanding and _sustained(day, outstanding, chances),
            land=held.land,
        )


def _may_be_war(held: Held) -> bool:
    """Works and dumps come back by their nature: only what is next to impossible there counts as coming back."""
    return held.land not in WORKS or held.p < _IMPOSSIBLE_BELOW


def _sustained(day: date, outstanding: Mapping[date, int], chances: Mapping[date, float]) -> bool:
    """Whether days 7 to 89 days away, in two weeks or more, stand out as well; one such day is enough where it and this
    one are next to impossible. Harvests and dry spells light a cell twice; war comes back."""
    here = day.toordinal()
    back = [other for other, at in outstanding.items() if _BACK_AFTER_DAYS <= abs(at - here) < _SEASON_DAYS]
    weeks = {(outstanding[other] - here + _BACK_AFTER_DAYS // 2) // _BACK_AFTER_DAYS for other in back}
    if len(weeks) >= _WEEKS:
        return True
    return chances[day] < _IMPOSSIBLE_BELOW and any(chances[other] < _IMPOSSIBLE_BELOW for other in back)


def outstanding(cell_days: Iterable[CellDay]) -> list[tuple[Cell, date]]:
    return [(each.cell, each.day) for each in cell_days if each.stands_out]


def observations(
    cell_days: Iterable[CellDay],
    capture: CaptureId | None = None,
    placebo: str = "",
    spots: Spots | None = None,
) -> Iterator[Observation]:
    """What stands out, as facts: `measure` counts detections, `quality` is `1 - p`. What was seen could be seen.
    `placebo` is a sentence on what the method says of years in which nothing is asked, `spots` are the hot pixels."""
    return (_observation(each, capture, placebo, spots or {}) for each in cell_days if each.stands_out)


def _observation(each: CellDay, capture: CaptureId | None, placebo: str, spots: Spots) -> Observation:
    kind: ObservationKind = "heat-sustained" if each.sustained else "heat"
    land = (each.land,) if each.land else ()
    return Observation(
        id=observation_id(kind, METHOD, VERSION, *each.cell, each.day, each.count, f"{each.p:.6g}", *land),
        kind=kind,
        footprint=each.cell.footprint(),
        when=Interval.of_days(each.day, each.day),
        measure=float(each.count),
        unit="detections",
        quality=1 - each.p,
        p=each.p,
        could_observe=True,
        note=f"{_note(each)} {placebo}".strip(),
        capture=capture,
        method=METHOD,
        version=VERSION,
        heat=Heat(
            usual=float(f"{each.expected:.4g}"), land=each.land, spots=tuple(spots.get((each.cell, each.day), ()))
        ),
    )


def _note(each: CellDay) -> str:
    fires = "1 fire" if each.count == 1 else f"{each.count} fires"
    back = "; the cell burnt so again within the season" if each.sustained else ""
    usual = f"{each.expected:.2g} are usual" if each.expected >= _SELDOM else "next to none is usual in that season"
    return (
        f"Satellites saw {fires} in this cell of {DEGREES} degrees, where {usual}{back}.{_ON.get(each.land or '', '')}"
    )
