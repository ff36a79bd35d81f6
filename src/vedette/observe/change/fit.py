"""What a footprint's series says: its change, how sure, and whether every later date agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vedette.observe.change.numbers import Mask, Numbers
from vedette.observe.change.pixels import FOLLOWS, FOLLOWS_SURE, PRIOR_DATES, WAVE_SURE, Usual
from vedette.observe.change.series import Series

_LEAST_BEFORE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """P each: the change, the variance over the earlier dates, its degrees of freedom, the factor to the variance of
    the change; `product` of the two measures' residuals; `later` holds the residuals of the later dates, dates x P."""

    change: Numbers
    spread: Numbers
    freedom: Numbers
    factor: Numbers
    product: float
    later: Numbers
    uneven: Numbers
    lasting: float | None = None

    @property
    def observed(self) -> bool:
        return bool(np.isfinite(self.change).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`t` keeps its sign; `weakest` is the least that any one later date leaves of it when that date is left out, on
    the same side; `change` is in the unit of the measures, a mean of them; `changes` has each, or NaN; `lasting` is
    what is left of it in the end against the same weeks of the year before, where those were seen."""

    t: float
    weakest: float
    change: float
    changes: tuple[float, ...]
    lasting: float | None = None


def fit(series: Series, before: Mask, after: Mask, season: Numbers) -> Fit:
    """`before` and `after` choose dates, so that earlier ones can stand in for later ones."""
    measures = series.own.shape[1]
    columns = [_fit_one(series.own[:, p], series.around[:, p], before, after, season) for p in range(measures)]
    change, spread, freedom, factor = (np.array([each[n] for each in columns], np.float64) for n in range(4))
    residuals = np.stack([each[4] for each in columns], axis=1)
    known = np.isfinite(residuals[before]).all(axis=1)
    pairs = residuals[before][known].prod(axis=1).sum() if measures == 2 else 0.0
    return Fit(
        change=change,
        spread=spread,
        freedom=freedom,
        factor=factor,
        product=float(pairs / max(float(np.nanmin(freedom, initial=np.inf)), 1.0)) if known.any() else 0.0,
        later=residuals[after],
        uneven=series.uneven,
    )


_Column = tuple[float, float, float, float, Numbers]


def _fit_one(own: Numbers, around: Numbers, before: Mask, after: Mask, season: Numbers) -> _Column:
    """Ridge: the ring's share is drawn to `FOLLOWS`, the wave to none, each as surely as the noise lets it be."""
    local = bool(np.isfinite(around).any())
    known = np.isfinite(own) & (np.isfinite(around) if local else True)
    early, late = known & before, known & after
    if early.sum() < _LEAST_BEFORE or not late.any():
        return np.nan, np.nan, np.nan, np.nan, np.full(len(own), np.nan)
    design = np.column_stack([around, season]) if local else season
    design = design - design[early].mean(axis=0)
    drawn = np.array([FOLLOWS, *[0.0] * season.shape[1]]) if local else np.zeros(season.shape[1])
    sure = np.array([FOLLOWS_SURE, *[WAVE_SURE] * season.shape[1]]) if local else np.full(season.shape[1], WAVE_SURE)
    centred = own - own[early].mean()
    held = np.diag(sure * _noise(centred[early], design[early], drawn))
    square = design[early].T @ design[early] + held
    shares = np.linalg.solve(square, design[early].T @ centred[early] + held @ drawn)
    residual = np.where(known, centred - np.nan_to_num(design) @ shares, np.nan)
    used = float(np.trace(np.linalg.solve(square, square - held)))
    freedom = max(float(early.sum()) - 1 - used, 1.0)
    spread = float((residual[early] ** 2).sum()) / freedom
    later = design[late].mean(axis=0)
    lever = float(later @ np.linalg.solve(square, later))
    factor = 1 / float(late.sum()) + 1 / float(early.sum()) + lever
    return float(residual[late].mean()), spread, freedom, factor, residual


def _noise(centred: Numbers, design: Numbers, drawn: Numbers) -> float:
    """What the ring and the wave leave, fitted freely: a strong season is no noise that would draw its own wave to
    nothing."""
    rest = centred - design @ drawn
    if not design.shape[1] or len(rest) <= design.shape[1] + 2:
        return float(np.var(rest)) + 1e-9
    free = np.linalg.lstsq(design, rest, rcond=None)[0]
    left: float = float(((rest - design @ free) ** 2).sum())
    return left / float(len(rest) - 1 - design.shape[1]) + 1e-9


def usual_of_fits(fits: Sequence[Fit], fallback: Usual) -> Usual:
    """Medians over the footprints; few of them say less than the scene does."""
    seen = [each for each in fits if np.isfinite(each.spread).all()]
    if len(seen) < 20:
        return fallback
    variance = np.median(np.stack([each.spread for each in seen]), axis=0)
    if len(variance) != 2:
        return Usual(variance=variance, together=0.0)
    together = np.median([each.product / np.sqrt(max(each.spread.prod(), 1e-12)) for each in seen])
    return Usual(variance=variance, together=float(np.clip(together, -0.9, 0.9)))


def score(found: Fit, usual: Usual) -> Score | None:
    """The measures together, each by the inverse of its variance; None where nothing was observed."""
    if not found.observed:
        return None
    spread = (found.spread * found.freedom + PRIOR_DATES * usual.variance) / (found.freedom + PRIOR_DATES)
    variance = spread * found.factor + found.uneven
    known = np.isfinite(variance) & np.isfinite(found.change)
    weight = np.where(known, 1 / np.where(known, variance, 1), 0)
    square = float((weight**2 * np.where(known, variance, 0)).sum())
    if len(weight) == 2 and known.all():
        shared = PRIOR_DATES * usual.together * float(np.sqrt(usual.variance.prod()))
        freedom = float(found.freedom.min())
        product = (found.product * freedom + shared) / (freedom + PRIOR_DATES)
        covariance = product * float(found.factor.mean()) + float(np.sqrt(found.uneven.prod()))
        square = max(square + 2 * float(weight.prod()) * covariance, square * 0.05)
    change = float((weight * np.where(known, found.change, 0)).sum())
    t = change / float(np.sqrt(square))
    return Score(
        t=t,
        weakest=_weakest(found, weight, t),
        change=change / float(weight.sum()),
        changes=tuple(map(float, found.change)),
        lasting=found.lasting,
    )


def _weakest(found: Fit, weight: Numbers, t: float) -> float:
    """Leaving out each later date in turn: what the others alone would give."""
    each = np.nansum(found.later * weight, axis=1)
    seen = np.isfinite(found.later).any(axis=1)
    each = each[seen]
    if len(each) < 2 or not each.mean():
        return abs(t)
    without = (each.sum() - each) / (len(each) - 1)
    return float((without / each.mean()).min()) * abs(t)
