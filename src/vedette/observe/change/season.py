"""What time of the year explains: a wave of one year, fitted to the earlier stack and carried on to the later one."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from vedette.observe.change.numbers import Numbers

_YEAR = 365.25


def waves(days: Sequence[date] | None, dates: int) -> Numbers:
    """T x 2, sine and cosine of the year; T x 0 where days are not known."""
    if days is None:
        return np.zeros((dates, 0))
    turn = 2 * np.pi * np.array([day.toordinal() for day in days], np.float64) / _YEAR
    return np.stack([np.sin(turn), np.cos(turn)], axis=1)
