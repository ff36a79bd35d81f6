"""The change of every pixel of a block, as a t statistic with its sign: below zero is darker, or less green.

After PWTT (Ballinger 2024, arXiv 2405.06323), with these differences. The speckle filter is a multi-look over time:
neighbours count by the inverse of their variance over the earlier dates, the same at every date. Each date is held
against the ring of ground around the pixel, which takes out rain, ploughing and gain; the year's wave is fitted to the
earlier dates. The variance is that of the earlier dates alone, shrunk towards the scene's, and where the ground around
changed unevenly, as fields do, that unevenness is added.
"""

from dataclasses import dataclass

import numpy as np

from vedette.observe.change.ground import box_sum, ratio, ring_sum, temporal_variance
from vedette.observe.change.numbers import Levels, Mask, Numbers

FILTER, INNER, OUTER = 1, 2, 8
# How far a place follows the ground around it where its own past does not say; how sure that is (variance 1 / 50);
# and the year's wave that is left then (variance 1 / 4 of the unit's square).
FOLLOWS, FOLLOWS_SURE, WAVE_SURE = 0.8, 50.0, 4.0
PRIOR_DATES = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What is usual in a scene: P variances from date to date, and how far the measures stray together (-1 to 1)."""

    variance: Numbers
    together: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelChange:
    """P, rows, columns: the change, its variance over the dates, the factor to the variance of the change, and the
    unevenness of the ground around; and the product of the residuals of the two measures."""

    change: Levels
    spread: Levels
    factor: Levels
    uneven: Levels
    product: Levels
    freedom: Levels


def pixel_changes(levels: Levels, n_before: int, season: Numbers, *, floor: float, local: bool) -> PixelChange:
    variance = temporal_variance(levels[:n_before])
    weight = np.where(np.isfinite(variance), 1 / (variance + floor), 0)
    near = np.empty_like(levels)
    against = np.empty_like(levels)
    seen = _Seen(weight)
    for at, level in enumerate(levels):
        near[at], against[at] = _one_date(level, seen, weight, local=local)
    uneven = unevenness(near, n_before) if local else np.zeros_like(near[0])
    return _fitted(against, n_before, season, floor, uneven)


class _Seen:
    """How much of each square was observed; most dates of a block saw the same pixels, so it is kept for the next."""

    def __init__(self, weight: Numbers) -> None:
        self._weight = weight
        self._known: Mask | None = None
        self.near = self.around = weight

    def look(self, known: Mask) -> None:
        if self._known is None or not np.array_equal(known, self._known):
            self._known = known
            self.near = box_sum(known * self._weight, FILTER)
            self.around = ring_sum(known.astype(np.float64), INNER, OUTER)


def _one_date(level: Levels, seen: _Seen, weight: Numbers, *, local: bool) -> tuple[Levels, Levels]:
    """Filtered, and the same less its share of the ring around; NaN where the pixel itself was not observed."""
    known = np.isfinite(level)
    seen.look(known)
    filled = np.where(known, level, 0)
    near = ratio(box_sum(filled * weight, FILTER), seen.near)
    near[~known] = np.nan
    if not local:
        return near, near
    around = ratio(ring_sum(filled, INNER, OUTER), seen.around)
    return near, near - np.float32(FOLLOWS) * np.nan_to_num(around)


def unevenness(near: Levels, n_before: int) -> Levels:
    """How differently the ground around a pixel changed, beyond what chance from date to date gives."""
    change, by_chance = _change_and_chance(near, n_before)
    known = np.isfinite(change) & np.isfinite(by_chance)
    many = ring_sum(known.astype(np.float64), INNER, OUTER)
    filled = np.where(known, change, 0).astype(np.float64)
    mean = ratio(ring_sum(filled, INNER, OUTER), many)
    square = ratio(ring_sum(filled**2, INNER, OUTER), many)
    chance = ratio(ring_sum(np.where(known, by_chance, 0), INNER, OUTER), many)
    beyond: Levels = np.maximum(np.nan_to_num(square - mean**2 - chance), 0).astype(np.float32)
    return beyond


def unevenness_at(levels: Levels, n_before: int, built: Mask) -> tuple[Levels, Levels]:
    """The change of the ground, filtered, and its variance by chance: NaN in the middle of what is built on."""
    near = np.empty_like(levels)
    for at, level in enumerate(levels):
        known = np.isfinite(level) & ~built
        total = box_sum(np.where(known, level, 0), FILTER)
        near[at] = ratio(total, box_sum(known.astype(np.float64), FILTER))
    return _change_and_chance(near, n_before)


def _change_and_chance(near: Levels, n_before: int) -> tuple[Levels, Levels]:
    before = np.isfinite(near[:n_before]).sum(axis=0)
    after = np.isfinite(near[n_before:]).sum(axis=0)
    factor = 1 / np.maximum(before, 1) + 1 / np.maximum(after, 1)
    change = _mean(near[n_before:]) - _mean(near[:n_before])
    return change, (temporal_variance(near[:n_before]) * factor).astype(np.float32)


def _mean(levels: Levels) -> Levels:
    known = np.isfinite(levels)
    total = np.where(known, levels, 0).sum(axis=0, dtype=np.float64)
    return ratio(total, known.sum(axis=0).astype(np.float64))


def _fitted(levels: Levels, n_before: int, season: Numbers, floor: float, uneven: Levels) -> PixelChange:
    """A pixel that was missed on some earlier dates takes its mean there; its freedom counts what was seen."""
    known = np.isfinite(levels)
    before = known[:n_before].sum(axis=0).astype(np.float32)
    after = known[n_before:].sum(axis=0).astype(np.float32)
    centred = levels - _mean(levels[:n_before])
    centred = np.where(known, centred, 0).astype(np.float32)
    used, wave, lever = _wave(centred, n_before, season, before, np.float32(floor * 0.05))
    centred -= np.where(known, wave, 0)
    freedom = np.maximum(before - 1 - used, 1)
    seen = (before >= 3) & (after >= 1)
    residual = centred[:n_before]
    pair = residual.prod(axis=1).sum(axis=0) if levels.shape[1] == 2 else np.zeros(levels.shape[2:], np.float32)
    change = centred[n_before:].sum(axis=0) / np.maximum(after, 1)
    return PixelChange(
        change=np.where(seen, change, np.nan).astype(np.float32),
        spread=((residual**2).sum(axis=0) / freedom).astype(np.float32),
        factor=(1 / np.maximum(before, 1) + 1 / np.maximum(after, 1) + lever).astype(np.float32),
        uneven=uneven,
        product=(pair / freedom.min(axis=0)).astype(np.float32),
        freedom=freedom.astype(np.float32),
    )


def _wave(
    centred: Levels, n_before: int, season: Numbers, before: Levels, least: np.float32
) -> tuple[Levels, Levels, Levels]:
    """Degrees of freedom used, the wave at every date, and what it adds to the variance of the later mean. One design
    serves all pixels: turned to its main axes, the fit of each is a division. How firmly a wave is drawn to nothing
    depends on the noise that a free fit leaves: a strong season is no noise."""
    nothing = np.zeros_like(before)
    if not season.shape[1]:
        return nothing, np.zeros_like(centred), nothing
    design = season - season[:n_before].mean(axis=0)
    power, axes = np.linalg.eigh(design[:n_before].T @ design[:n_before])
    power = np.maximum(power, 1e-6).astype(np.float32)
    turned = (design @ axes).astype(np.float32)
    along = [np.tensordot(turned[:n_before, each], centred[:n_before], 1) for each in range(len(power))]
    left = (centred[:n_before] ** 2).sum(axis=0) - sum(one**2 / own for one, own in zip(along, power, strict=True))
    noise = np.maximum(left, 0) / np.maximum(before - 1 - len(power), 1) + least
    later = turned[n_before:].mean(axis=0)
    used, lever = nothing.copy(), nothing.copy()
    wave = np.zeros_like(centred)
    for each, own in enumerate(power):
        held = own + np.float32(WAVE_SURE) * noise
        wave += turned[:, each, None, None, None] * (along[each] / held)
        used += own / held
        lever += later[each] ** 2 / held
    return used, wave, lever


def usual_of(parts: list[PixelChange]) -> Usual:
    """From blocks spread over the scene."""
    spread = np.concatenate([each.spread.reshape(len(each.spread), -1) for each in parts], axis=1)
    seen = np.concatenate([np.isfinite(each.change).reshape(len(each.change), -1) for each in parts], axis=1)
    medians = np.array(
        [float(np.median(row[ok])) if ok.any() else np.nan for row, ok in zip(spread, seen, strict=True)]
    )
    variance = np.where(np.isfinite(medians), medians, 1.0)
    both = seen.all(axis=0)
    if len(variance) != 2 or not both.any():
        return Usual(variance=variance, together=0.0)
    product = np.concatenate([each.product.ravel() for each in parts])[both]
    scale = np.sqrt(spread[0][both] * spread[1][both])
    together = float(np.median(product / np.maximum(scale, 1e-12)))
    return Usual(variance=variance, together=min(max(together, -0.9), 0.9))


def t_of(found: PixelChange, usual: Usual) -> Levels:
    """Rows, columns: the measures together, each by the inverse of its variance; NaN where none was observed."""
    prior = usual.variance[:, None, None]
    spread = (found.spread * found.freedom + PRIOR_DATES * prior) / (found.freedom + PRIOR_DATES)
    variance = spread * found.factor + found.uneven
    known = np.isfinite(found.change)
    weight = np.where(known, 1 / variance, 0)
    above = (np.where(known, found.change, 0) * weight).sum(axis=0)
    square = (weight**2 * variance).sum(axis=0)
    if len(variance) == 2:
        shared = PRIOR_DATES * usual.together * float(np.sqrt(usual.variance.prod()))
        freedom = found.freedom.min(axis=0)
        product = (found.product * freedom + shared) / (freedom + PRIOR_DATES)
        covariance = product * found.factor.mean(axis=0) + np.sqrt(found.uneven.prod(axis=0))
        square = square + 2 * weight.prod(axis=0) * covariance
    with np.errstate(invalid="ignore", divide="ignore"):
        t = above / np.sqrt(np.maximum(square, 1e-12))
    return np.where(known.any(axis=0), t, np.nan).astype(np.float32)
