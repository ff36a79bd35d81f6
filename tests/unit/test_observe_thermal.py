"""Which cells burn as they do not usually."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.errors import ReadError, UsageError
from vedette.observe import thermal
from vedette.observe.cell import Cell, cell_of
from vedette.observe.detections import Detection
from vedette.observe.thermal import CellDay, count_cell_days, judge, observations
from vedette.observe.usual import Usual, chance_of_so_many, day_of_year

_BASELINE = (2018, 2019, 2020)
_DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))
_FEW = st.builds(Detection, st.floats(48, 48.5), st.floats(38, 38.5), _DAYS)


def _fires(times: int, day: str, lat: float = 48.6, lon: float = 38.0) -> list[Detection]:
    return [Detection(lat, lon, date.fromisoformat(day))] * times


def _judged(*fires: list[Detection]) -> dict[str, CellDay]:
    """Cell-days of the cell around 48.6, 38.0 by date."""
    days = judge(count_cell_days([each for group in fires for each in group]), _BASELINE)
    return {each.day.isoformat(): each for each in days if each.cell == Cell(486, 380)}


# A forest fire of the baseline, far away: it makes the years known and the cell of interest clean.
_ELSEWHERE = [fire for year in _BASELINE for fire in _fires(2, f"{year}-05-01", 50.0, 30.0)]
_HARVEST = [fire for year in _BASELINE for day in range(10, 30) for fire in _fires(4, f"{year}-07-{day}")]


@given(st.integers(-899, 899), st.integers(-1799, 1799))
def test_south_and_west_edges_belong_to_a_cell(north: int, east: int) -> None:
    """The north and east edges belong to the next one, whatever binary fractions say."""
    assert cell_of(north / 10 - 0.05, east / 10 - 0.05) == (north, east)
    assert cell_of(north / 10 + 0.05, east / 10 + 0.05) == (north + 1, east + 1)
    assert cell_of(north / 10 + 0.049999, east / 10 - 0.05) == (north, east)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_lies_in_its_cell(lat: float, lon: float) -> None:
    """The centre is never further than half a cell away."""
    cell = cell_of(lat, lon)
    assert abs(cell.lat - lat) <= 0.050001
    assert abs(cell.lon - lon) <= 0.050001


def test_footprint_is_a_closed_ring_on_earth() -> None:
    """Longitude first; cut where the map ends."""
    assert Cell(486, 380).footprint() == ("POLYGON ((37.95 48.55, 38.05 48.55, 38.05 48.65, 37.95 48.65, 37.95 48.55))")
    assert Cell(900, -1800).footprint() == (
        "POLYGON ((-180.00 89.95, -179.95 89.95, -179.95 90.00, -180.00 90.00, -180.00 89.95))"
    )


def test_a_harvest_at_its_time_is_usual_and_in_april_it_is_not() -> None:
    """The same count is judged by the season of the same cell."""
    days = _judged(_ELSEWHERE, _HARVEST, _fires(4, "2022-07-20"), _fires(4, "2022-04-10"))
    assert not days["2022-07-20"].stands_out
    assert days["2022-04-10"].stands_out
    assert days["2022-07-20"].expected > 1 > 0.01 > days["2022-04-10"].expected
    assert days["2022-07-20"].p > 0.05 > days["2022-04-10"].p


def test_the_season_is_a_circle() -> None:
    """New Year's fires of the baseline make those of late December usual."""
    new_year = [fire for year in _BASELINE for day in range(1, 8) for fire in _fires(4, f"{year}-01-0{day}")]
    days = _judged(_ELSEWHERE, new_year, _fires(1, "2022-12-28"), _fires(1, "2022-09-01"))
    assert days["2022-12-28"].expected > 100 * days["2022-09-01"].expected


def test_neighbours_teach_a_cell_that_never_burnt() -> None:
    """Less than its own past would, more than fires far away do."""
    beside = [fire._replace(lon=38.2) for fire in _HARVEST]
    own, near, far = (
        _judged(_ELSEWHERE, past, _fires(1, "2022-07-20"))["2022-07-20"].expected
        for past in (_HARVEST, beside, [fire._replace(lon=38.3) for fire in _HARVEST])
    )
    assert own > near > far > 0


@pytest.mark.parametrize(
    ("again", "sustained"),
    [("2022-05-07", False), ("2022-05-08", True), ("2022-07-29", True), ("2022-07-30", False), ("2022-04-24", True)],
)
def test_sustained_is_fire_that_comes_back_within_the_season(again: str, sustained: bool) -> None:
    """A week or more and less than ninety days away, before or after; both days are then sustained."""
    days = _judged(_ELSEWHERE, _fires(4, "2022-05-01"), _fires(4, again))
    assert days["2022-05-01"].stands_out
    assert days[again].stands_out
    assert days["2022-05-01"].sustained is days[again].sustained is sustained


def test_one_hot_pixel_is_no_evidence() -> None:
    """Where nothing ever burnt one detection is improbable, and still does not stand out; nor does it sustain."""
    days = _judged(_ELSEWHERE, _fires(1, "2022-05-01"), _fires(5, "2022-05-20"))
    assert days["2022-05-01"].p < 0.05
    assert not days["2022-05-01"].stands_out
    assert days["2022-05-20"].stands_out
    assert not days["2022-05-20"].sustained


def test_fire_in_another_cell_does_not_sustain() -> None:
    """It must come back to the cell."""
    days = _judged(_ELSEWHERE, _fires(4, "2022-05-01"), _fires(4, "2022-05-20", lat=48.7))
    assert not days["2022-05-01"].sustained


def test_baseline_years_are_not_judged() -> None:
    """They only teach; the 29th of February has its place in every year."""
    judged = judge(count_cell_days([*_ELSEWHERE, *_fires(3, "2020-02-29"), *_fires(3, "2024-02-29")]), _BASELINE)
    assert [(each.day, each.count) for each in judged] == [(date(2024, 2, 29), 3)]
    assert [day_of_year(date(2023, *day)) for day in ((1, 1), (2, 28), (3, 1), (12, 31))] == [0, 58, 60, 365]


def test_a_year_without_detections_is_not_a_year_without_fire() -> None:
    """It was not observed, so it must not halve what is usual."""
    counts = count_cell_days([*_HARVEST, *_fires(4, "2022-07-20")])
    assert judge(counts, [*_BASELINE, 2014, 2015, 2017]) == judge(counts, _BASELINE)


def test_without_any_baseline_nothing_is_judged() -> None:
    """Better no answer than one from nothing."""
    with pytest.raises(UsageError, match="baseline"):
        judge(count_cell_days(_fires(4, "2022-07-20")), [2019])


def test_too_many_cell_days_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory a file may take has a bound; detections of one cell-day take none."""
    monkeypatch.setattr(thermal, "MOST_CELL_DAYS", 3)
    assert len(count_cell_days(_fires(1000, "2022-07-20"))) == 1
    with pytest.raises(ReadError, match="cut the detections"):
        count_cell_days([fire for day in range(10, 14) for fire in _fires(1, f"2022-07-{day}")])


@given(st.lists(_FEW, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(fires: list[Detection], chance: random.Random) -> None:
    """To the last digit, ids included."""
    shuffled = [*fires, *_ELSEWHERE]
    chance.shuffle(shuffled)
    judged = judge(count_cell_days([*_ELSEWHERE, *fires]), _BASELINE)
    assert judge(count_cell_days(shuffled), reversed(_BASELINE)) == judged
    assert all(left < right for left, right in pairwise((each.day, each.cell) for each in judged))


@given(st.lists(_FEW, max_size=40))
def test_every_detection_of_a_judged_year_is_counted_once(fires: list[Detection]) -> None:
    """And every chance is one."""
    judged = judge(count_cell_days([*_ELSEWHERE, *fires]), _BASELINE)
    seen = Counter((cell_of(lat, lon), day) for lat, lon, day, *_ in fires if day.year not in _BASELINE)
    assert {(each.cell, each.day): each.count for each in judged} == seen
    assert all(0 < each.p <= 1 and each.expected > 0 for each in judged)
    assert all(each.stands_out for each in judged if each.sustained)


@given(st.integers(0, 400), st.floats(1e-9, 1e9), st.floats(0.01, 10))
def test_the_chance_of_more_is_never_larger(count: int, expected: float, dispersion: float) -> None:
    """p lies in 0..1, is 1 for none, and falls with the count."""
    fewer, more = (chance_of_so_many(number, expected, dispersion) for number in (count, count + 1))
    assert 0 < more <= fewer <= 1
    assert chance_of_so_many(0, expected, dispersion) == 1


def test_the_chance_is_that_of_the_negative_binomial() -> None:
    """With dispersion 1 it is geometric, and has a closed form."""
    for count in range(20):
        assert chance_of_so_many(count, 2.0, 1.0) == pytest.approx((2 / 3) ** count)


def test_bursty_years_widen_what_is_usual() -> None:
    """The dispersion is learnt: the same mean in bursts makes the same count less of a surprise."""
    steady = [Detection(48.6, 38.0, date(year, 1, 1) + timedelta(days=day)) for year in _BASELINE for day in range(365)]
    bursty = [fire for fire in steady if fire.day.day == 1 for _ in range(30)]
    calm, wild = (Usual(count_cell_days(fires), _BASELINE) for fires in (steady, bursty))
    assert calm.dispersion > wild.dispersion
    assert calm.chance(8, 1.0) < wild.chance(8, 1.0)


def test_what_stands_out_becomes_an_observation() -> None:
    """One a cell-day, with its footprint and day; the same input gives the same ids."""
    days = judge(
        count_cell_days([*_ELSEWHERE, *_fires(4, "2022-05-01"), *_fires(1, "2022-05-02"), *_fires(5, "2022-05-20")]),
        _BASELINE,
    )
    first, second = observations(days)
    assert (first.kind, first.measure, first.could_observe) == ("heat-sustained", 4.0, True)
    assert first.footprint == Cell(486, 380).footprint()
    assert first.when.first_day == first.when.last_day == date(2022, 5, 1)
    assert first.quality is not None
    assert 0.95 < first.quality < 1
    assert first.id != second.id
    assert list(observations(days)) == [first, second]
