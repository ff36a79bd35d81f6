"""Sums over squares of pixels that leave out what was not observed: the multi-look filter and the ground around."""

import numpy as np

from vedette.observe.change.numbers import Levels, Numbers

_FEW = 2


def box_sum(values: Numbers | Levels, reach: int) -> Numbers:
    """Over the square of 2 reach + 1 pixels a side around each, over the last two axes; beyond the edge counts 0."""
    found: Numbers = np.asarray(values, np.float64)
    for axis in (-2, -1):
        margin = [(0, 0)] * found.ndim
        margin[axis] = (reach, reach) if reach <= _FEW else (reach + 1, reach)
        padded = np.pad(found, margin)
        found = _shifted(padded, axis, reach) if reach <= _FEW else _running(padded, axis, reach)
    return found


def _shifted(padded: Numbers, axis: int, reach: int) -> Numbers:
    """For small squares: each line is the sum of few."""
    length = padded.shape[axis] - 2 * reach
    found = _lines(padded, axis, 0, length).copy()
    for step in range(1, 2 * reach + 1):
        found += _lines(padded, axis, step, length)
    return found


def _running(padded: Numbers, axis: int, reach: int) -> Numbers:
    """For large ones: differences of running sums."""
    sums = np.cumsum(padded, axis=axis)
    length = padded.shape[axis] - 2 * reach - 1
    return _lines(sums, axis, 2 * reach + 1, length) - _lines(sums, axis, 0, length)


def _lines(values: Numbers, axis: int, first: int, length: int) -> Numbers:
    chosen = slice(first, first + length)
    return values[..., chosen, :] if axis == -2 else values[..., chosen]


def ring_sum(values: Numbers | Levels, inner: int, outer: int) -> Numbers:
    """The outer square less the inner one."""
    return box_sum(values, outer) - box_sum(values, inner)


def ratio(above: Numbers, below: Numbers) -> Levels:
    """NaN where nothing was observed. `below` is a sum of weights: what is left of a difference of sums is nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 1e-6, above / below, np.nan).astype(np.float32)


def temporal_variance(levels: Levels) -> Levels:
    """Of each pixel over its dates, without a warning where there are none; NaN where there are fewer than two. Date by
    date, for a block of all dates twice would be much memory."""
    number = np.zeros(levels.shape[1:], np.float32)
    total = np.zeros(levels.shape[1:], np.float32)
    for level in levels:
        known = np.isfinite(level)
        number += known
        total += np.where(known, level, 0)
    mean = total / np.maximum(number, 1)
    squares = np.zeros(levels.shape[1:], np.float32)
    for level in levels:
        away = level - mean
        squares += np.where(np.isfinite(away), away * away, 0)
    return np.where(number > 1, squares / np.maximum(number - 1, 1), np.nan).astype(np.float32)
