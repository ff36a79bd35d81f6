"""What the heat rule says of years in which nothing is asked."""

from datetime import date, timedelta

from vedette.observe.detections import Detection
from vedette.observe.placebo import Rate, placebos, rates, sentence, told
from vedette.observe.thermal import count_cell_days, judge, observations


def _fires(year: int, *days: int, times: int = 4, lon: float = 38.0) -> list[Detection]:
    first = date(year, 4, 1)
    return [Detection(48.6, lon, first + timedelta(days=day)) for day in days for _ in range(times)]


_CALM = [fire for year in (2018, 2019, 2020, 2021) for fire in _fires(year, 100, lon=30.0)]


def test_each_baseline_year_is_judged_against_the_others() -> None:
    """A dry spring in one of them shows what the rule makes of a spring without war."""
    counts = count_cell_days([*_CALM, *_fires(2020, 0, 10, 20), *_fires(2022, 0, 10, 20, lon=39.0)])
    found = {rate.year: rate for rate in placebos(counts, [2018, 2019, 2020, 2021])}
    assert sorted(found) == [2018, 2019, 2020, 2021]
    assert (found[2020].judged, found[2020].sustained) == (4, 3)
    assert found[2019].sustained == 0


def test_the_years_judged_teach_a_placebo_nothing() -> None:
    """Else the war would make its own placebo look calm."""
    war = _fires(2022, *range(0, 200, 3))
    assert placebos(count_cell_days([*_CALM, *war]), [2018, 2019]) == placebos(count_cell_days(_CALM), [2018, 2019])


def test_one_baseline_year_leaves_no_placebo() -> None:
    """Which is said, not passed over."""
    assert placebos(count_cell_days(_CALM), [2019]) == []
    assert "placebo: none" in told([Rate(year=2022, judged=3, sustained=1)], [])
    assert sentence([]) == ""


def test_twice_back_is_sustained_and_the_note_carries_the_worst_placebo() -> None:
    """Every observation says what the rule makes of calm years."""
    counts = count_cell_days([*_CALM, *_fires(2020, 0, 10, 20), *_fires(2022, 0, 10, 20, lon=39.0)])
    judged = [each for each in judge(counts, [2018, 2019, 2020, 2021]) if each.stands_out]
    assert [rate.sustained for rate in rates(judged)] == [3]
    note = sentence(placebos(counts, [2018, 2019, 2020, 2021]))
    assert note == "By the same rule 75.0% of all cell-days with fire counted as sustained in 2020."
    assert all(each.note.endswith(note) for each in observations(judged, placebo=note))


def test_once_back_is_not_sustained_where_fire_is_only_unusual() -> None:
    """Two dry days of a field that burns now and then; two days where nothing ever burnt count."""
    field = [fire for year in (2018, 2019, 2020, 2021) for fire in _fires(year, 5, 30, times=2)]
    counts = count_cell_days([*_CALM, *field, *_fires(2022, 0, 14, times=6)])
    once = [each for each in judge(counts, [2018, 2019, 2020, 2021]) if each.stands_out]
    assert [each.sustained for each in once] == [False, False]
    thrice = count_cell_days([*_CALM, *field, *_fires(2022, 0, 14, 28, times=6)])
    assert all(each.sustained for each in judge(thrice, [2018, 2019, 2020, 2021]) if each.stands_out)
