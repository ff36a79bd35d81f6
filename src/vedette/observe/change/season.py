"""What time of the year explains: a wave of one year, fitted to the earlier stack and carried on to the later one."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from vedette.observe.change.numbers import Mask, Numbers

_YEAR = 365.25
_SAME_WEEKS, _MOST_YEARS = 16, 6


def waves(days: Sequence[date] | None, dates: int) -> Numbers:
    """T x 2, sine and cosine of the year; T x 0 where days are not known."""
    if days is None:
        return np.zeros((dates, 0))
    turn = 2 * np.pi * np.array([day.toordinal() for day in days], np.float64) / _YEAR
    return np.stack([np.sin(turn), np.cos(turn)], axis=1)


def against_last_year(own: Numbers, days: Sequence[date] | None, early: Mask, late: Mask) -> float | None:
    """What the last of the later dates has more than the same day of the year before, a mean of the measures; `own` is
    T x P. None where those weeks were not seen. A wave knows no harvest; a year ago there was one."""
    if days is None:
        return None
    ordinals = np.array([day.toordinal() for day in days], np.float64)
    seen = np.isfinite(own).all(axis=1)
    for at in reversed(np.flatnonzero(late & seen)):
        then = _on(ordinals[at], ordinals[early & seen], own[early & seen])
        if then is not None:
            return float((own[at] - then).mean())
    return None


def _on(day: float, days: Numbers, own: Numbers) -> Numbers | None:
    """What was usual on that day of the year: between the nearest dates before and after it, of the last year that was
    seen then."""
    for years in range(1, _MOST_YEARS):
        away = days - (day - round(years * _YEAR))
        near = np.abs(away) <= _SAME_WEEKS
        if near.any():
            order = np.argsort(away[near])
            return np.array([np.interp(0.0, away[near][order], one[near][order]) for one in own.T])
    return None
