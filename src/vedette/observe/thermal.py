"""Heat seen by satellites: which cells burnt on a day as they do not usually, and which of them burnt again.

One day's fire is a field. What a war adds is fire that comes back: another unusual day in the same cell a week or
more away, within the season. A cell-day is judged looking back and ahead, so the latest days can still change.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vedette.model.errors import ReadError, UsageError
from vedette.model.ids import CaptureId
from vedette.model.interval import Interval
from vedette.model.observation import Observation, ObservationKind, observation_id
from vedette.observe.cell import DEGREES, Cell, cell_of
from vedette.observe.detections import Detection
from vedette.observe.usual import Counts, Usual, day_of_year

METHOD, VERSION = "thermal", "1"

_UNUSUAL_BELOW = 0.05
# In cells that never burnt a single detection is improbable, but one hot pixel is no evidence.
_LEAST_EXCESS = 3
_BACK_AFTER_DAYS, _SEASON_DAYS = 7, 90
_MOST_CELL_DAYS = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDay:
    """The detections of one cell on one UTC day, beside what is usual there at that time of the year.

    `p` is the chance of so many or more, had the baseline years gone on. `sustained` ones stand out, and so does
    another day of the cell 7 to 89 days away.
    """

    cell: Cell
    day: date
    count: int
    expected: float
    p: float
    stands_out: bool
    sustained: bool


def count_cell_days(detections: Iterable[Detection]) -> dict[Cell, dict[date, int]]:
    """Raises ReadError beyond a number of cell-days that fits no memory."""
    counts: dict[Cell, dict[date, int]] = defaultdict(dict)
    held = 0
    for lat, lon, day in detections:
        days = counts[cell_of(lat, lon)]
        if day in days:
            days[day] += 1
            continue
        days[day] = 1
        held += 1
        if held > _MOST_CELL_DAYS:
            raise ReadError(f"more than {_MOST_CELL_DAYS:,} cell-days: cut the detections to the area you watch")
    return dict(counts)


def years_of(counts: Counts) -> list[int]:
    return sorted({day.year for days in counts.values() for day in days})


def judge(counts: Counts, baseline_years: Iterable[int]) -> list[CellDay]:
    """Every cell-day with a detection in a year that is no baseline year, by day, then south to north, west to east.

    A baseline year without any detection teaches nothing: it was not observed. Raises UsageError where no baseline
    year has detections.
    """
    asked = set(baseline_years)
    known = sorted(asked & set(years_of(counts)))
    if not known:
        raise UsageError("the detections hold no baseline year: name years of theirs with --baseline-years")
    usual = Usual(counts, known)
    found = [each for cell, days in counts.items() for each in _judged(cell, days, asked, usual)]
    return sorted(found, key=lambda each: (each.day, each.cell))


def _judged(cell: Cell, days: Mapping[date, int], baseline: set[int], usual: Usual) -> Iterator[CellDay]:
    judged = sorted(day for day in days if day.year not in baseline)
    if not judged:
        return
    of_the_year = usual.expected(cell)
    expected = {day: float(of_the_year[day_of_year(day)]) for day in judged}
    chances = {day: usual.chance(days[day], expected[day]) for day in judged}
    unusual = [day for day in judged if chances[day] < _UNUSUAL_BELOW and days[day] >= expected[day] + _LEAST_EXCESS]
    outstanding = {day: day.toordinal() for day in unusual}
    ordinals = list(outstanding.values())
    for day in judged:
        stands_out = day in outstanding
        yield CellDay(
            cell=cell,
            day=day,
            count=days[day],
            expected=expected[day],
            p=chances[day],
            stands_out=stands_out,
            sustained=stands_out and _came_back(day.toordinal(), ordinals),
        )


def _came_back(day: int, outstanding: Sequence[int]) -> bool:
    """Whether another of these days, in order, lies 7 to 89 days before or after."""
    return _any_within(outstanding, day - _SEASON_DAYS + 1, day - _BACK_AFTER_DAYS) or _any_within(
        outstanding, day + _BACK_AFTER_DAYS, day + _SEASON_DAYS - 1
    )


def _any_within(ordered: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(ordered, first)
    return at < len(ordered) and ordered[at] <= last


def observations(cell_days: Iterable[CellDay], capture: CaptureId | None = None) -> Iterator[Observation]:
    """What stands out, as facts: `measure` counts detections, `quality` is `1 - p`. What was seen could be seen."""
    return (_observation(each, capture) for each in cell_days if each.stands_out)


def _observation(each: CellDay, capture: CaptureId | None) -> Observation:
    kind: ObservationKind = "heat-sustained" if each.sustained else "heat"
    return Observation(
        id=observation_id(kind, METHOD, VERSION, *each.cell, each.day, each.count, f"{each.p:.6g}"),
        kind=kind,
        footprint=each.cell.footprint(),
        when=Interval.of_days(each.day, each.day),
        measure=float(each.count),
        unit="detections",
        quality=1 - each.p,
        p=each.p,
        could_observe=True,
        note=_note(each),
        capture=capture,
        method=METHOD,
        version=VERSION,
    )


def _note(each: CellDay) -> str:
    fires = "1 fire" if each.count == 1 else f"{each.count} fires"
    back = "; the cell burnt so again within the season" if each.sustained else ""
    return f"Satellites saw {fires} in this cell of {DEGREES} degrees, where {each.expected:.2g} are usual{back}."
