"""What the method says of years in which nothing is asked: a result is worth what it says beyond these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vedette.observe.grounds import Lands
from vedette.observe.thermal import CellDay, judge, years_of
from vedette.observe.usual import Counts

_MOST_YEARS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Of the cell-days with a detection in a year, how many were sustained."""

    year: int
    judged: int
    sustained: int

    @property
    def share(self) -> float:
        return self.sustained / self.judged if self.judged else 0.0

    def __str__(self) -> str:
        days = "cell-day" if self.judged == 1 else "cell-days"
        return f"{self.share:.1%} of {self.judged:,} {days} in {self.year}"


def rates(judged: Iterable[CellDay]) -> list[Rate]:
    """By year."""
    by_year: dict[int, list[bool]] = {}
    for each in judged:
        by_year.setdefault(each.day.year, []).append(each.sustained)
    return [Rate(year=year, judged=len(found), sustained=sum(found)) for year, found in sorted(by_year.items())]


def placebos(counts: Counts, baseline_years: Iterable[int], lands: Lands | None = None) -> list[Rate]:
    """Each of the latest baseline years, judged against the other baseline years alone; none where there is only one.

    A placebo year is judged with one year fewer than the result, so it errs towards more alarms, not fewer.
    """
    known = [year for year in years_of(counts) if year in set(baseline_years)]
    if len(known) < 2:
        return []
    calm = _of_years(counts, known)
    calm_lands = {name: _of_years(part, known) for name, part in (lands or {}).items()}
    return [
        rate
        for year in known[-_MOST_YEARS:]
        for rate in rates(judge(calm, [one for one in known if one != year], calm_lands))
    ]


def _of_years(counts: Counts, years: Sequence[int]) -> Counts:
    return {cell: kept for cell, days in counts.items() if (kept := {d: n for d, n in days.items() if d.year in years})}


def told(found: Sequence[Rate], placebo: Sequence[Rate]) -> str:
    """One line, for people."""
    seen = ", ".join(map(str, found)) or "no cell-day"
    if not placebo:
        return f"sustained: {seen}; placebo: none, for one baseline year leaves no other to judge it by"
    return f"sustained: {seen}; placebo: {', '.join(map(str, placebo))}"


def sentence(placebo: Sequence[Rate]) -> str:
    """For the note of every observation: the worst of the placebo years. Nothing where there is none."""
    if not placebo:
        return ""
    worst = max(placebo, key=lambda rate: (rate.share, rate.year))
    return f"By the same rule {worst.share:.1%} of all cell-days with fire counted as sustained in {worst.year}."
