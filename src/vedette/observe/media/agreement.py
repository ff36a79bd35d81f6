"""Whether two frames show the same: where one lies in the other, and whether the pictures agree there.

Shared features propose how the one lies in the other: each proposes a turn, a scale and a shift, and the proposal that
most others support is fitted to them. Then the pictures themselves are compared, patch by patch, over all the area they
have in common. A caption bar or a channel's mark on other footage passes the first and fails the second: the area in
common is the bar alone, or what lies around it disagrees.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vedette.observe.media.candidates import Shared
from vedette.observe.media.marks import Grey, Mark

_PROPOSALS = 64
_TRIES = 3
_FEWEST = 3
_FIT_PX = (26.0, 14.0, 9.0)
_TURN_DEG = 32.0
_OCTAVES = 0.75
_PATCH = 9
_PATCH_FILLED = 0.6
_EVEN = 4.0
_CLEAR = 8.0
_TILES = 4
_TILE_CLEAR = 0.08

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`likeness`: mean correlation of the patches, 0 to 1, weighted by how much there is to see in each.

    `cover`: the area in common as a share of the one or of the other, whichever is more. `evidence`: its clear patches
    as a share of the whole picture. `supported`: features that propose it.
    """

    likeness: float
    cover: float
    evidence: float
    supported: int = 0


NONE = Agreement(likeness=0.0, cover=0.0, evidence=0.0)


def placements(
    mark: Mark, mirrored: bool, shared: Shared | None, size: tuple[int, int]
) -> Iterator[tuple[Points, int]]:
    """2 × 3 matrices from the mark's picture to the frame's (`size`: its width and height), best supported first, each
    with the number of features that support it and no earlier one."""
    tall, wide = mark.grey.shape
    if shared is None:  # the hash led here: the one covers the other
        matrix = np.array([[size[0] / wide, 0, 0], [0, size[1] / tall, 0]])
        yield (matrix @ _mirror(wide) if mirrored else matrix), 0
        return
    own = mark.points[shared.feature].astype(np.float64)
    if mirrored:
        own[:, 0], own[:, 3] = wide - own[:, 0], 180 - own[:, 3]
    other = shared.shape.astype(np.float64)
    other = np.stack(
        [
            (other[:, 0] + 0.5) / 256 * size[0],
            (other[:, 1] + 0.5) / 256 * size[1],
            other[:, 2] / 16,
            other[:, 3] / 256 * 360,
        ],
        1,
    )
    octaves = other[:, 2] + 1 / 32 - np.log2(np.maximum(own[:, 2], 1))
    turn = np.radians(other[:, 3] - own[:, 3])
    left = np.ones(len(own), bool)
    for _ in range(_TRIES):
        if left.sum() < _FEWEST:
            return
        best = _best(own[:, :2], other[:, :2], octaves, turn, shared.weight, left)
        if best is None:
            return
        inside, matrix = _fitted(own[:, :2], other[:, :2], *best)
        count = len(np.unique(shared.feature[inside]))
        left &= ~inside & ~best[0]
        if count < _FEWEST:
            continue
        yield (matrix @ _mirror(wide) if mirrored else matrix), count


def _mirror(wide: int) -> Points:
    return np.array([[-1, 0, wide], [0, 1, 0], [0, 0, 1]], float)


def _best(
    own: Points,
    other: Points,
    octaves: Points,
    turn: Points,
    weight: npt.NDArray[np.float32],
    left: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.bool_], Points] | None:
    """The proposal with the heaviest support: which features support it, and its matrix."""
    rows = np.flatnonzero(left)
    rows = rows[np.argsort(-weight[rows], kind="stable")[:_PROPOSALS]]
    scale = 2.0 ** octaves[rows]
    across, down = scale * np.cos(turn[rows]), scale * np.sin(turn[rows])
    x0 = other[rows, 0] - (across * own[rows, 0] - down * own[rows, 1])
    y0 = other[rows, 1] - (down * own[rows, 0] + across * own[rows, 1])
    x = across[:, None] * own[None, :, 0] - down[:, None] * own[None, :, 1] + x0[:, None]
    y = down[:, None] * own[None, :, 0] + across[:, None] * own[None, :, 1] + y0[:, None]
    fits = (x - other[:, 0]) ** 2 + (y - other[:, 1]) ** 2 < _FIT_PX[0] ** 2
    fits &= np.abs(octaves[rows, None] - octaves[None]) < _OCTAVES
    fits &= np.cos(turn[rows, None] - turn[None]) > np.cos(np.radians(_TURN_DEG))
    fits &= left[None]
    support = fits @ weight
    top = int(support.argmax())
    if fits[top].sum() < _FEWEST:
        return None
    matrix = np.array([[across[top], -down[top], x0[top]], [down[top], across[top], y0[top]]])
    return fits[top], matrix


def _fitted(
    own: Points, other: Points, inside: npt.NDArray[np.bool_], matrix: Points
) -> tuple[npt.NDArray[np.bool_], Points]:
    """Least squares over the supporters, then over those that fit closely; an unlikely fit is not taken."""
    ones = np.concatenate([own, np.ones((len(own), 1))], axis=1)
    for nearest in _FIT_PX[1:]:
        chosen = np.flatnonzero(inside)
        fresh = _affine(ones[chosen], other[chosen]) if len(chosen) >= 6 else _similar(own[chosen], other[chosen])
        if fresh is None or not _likely(fresh):
            break
        matrix = fresh
        apart = np.linalg.norm(ones @ matrix.T - other, axis=1)
        closer = inside & (apart < nearest)
        if closer.sum() < _FEWEST:
            break
        inside = closer
    return inside, matrix


def _affine(ones: Points, other: Points) -> Points:
    """A little pull towards the middle of the unknown keeps few or collinear points from tearing the picture."""
    middle = ones.mean(axis=0)
    centred = ones[:, :2] - middle[:2]
    shift = other.mean(axis=0)
    similar = _linear(centred, other - shift)
    left = other - shift - centred @ similar.T
    extra = np.linalg.solve(centred.T @ centred + 400.0 * np.eye(2), centred.T @ left).T
    linear = similar + extra
    return np.concatenate([linear, (shift - linear @ middle[:2])[:, None]], axis=1)


def _linear(own: Points, other: Points) -> Points:
    """The turn and scale nearest to the points, both centred."""
    length = max(float((own**2).sum()), 1e-9)
    across = float((own * other).sum()) / length
    down = float((own[:, 0] * other[:, 1] - own[:, 1] * other[:, 0]).sum()) / length
    return np.array([[across, -down], [down, across]])


def _similar(own: Points, other: Points) -> Points | None:
    if len(own) < 2:
        return None
    middle, shift = own.mean(axis=0), other.mean(axis=0)
    linear = _linear(own - middle, other - shift)
    return np.concatenate([linear, (shift - linear @ middle)[:, None]], axis=1)


def _likely(matrix: Points) -> bool:
    """Neither mirrored, nor flattened, nor blown up beyond reason."""
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(np.linalg.det(matrix[:, :2]) > 0 and small > 0.12 and large < 8 and large < 2.2 * small)


def agreement(grey: Grey, matrix: Points, frame: Grey, size: tuple[int, int], supported: int = 0) -> Agreement:
    """Lays `grey` upon the frame's small picture by `matrix`, which leads to a picture of `size`."""
    tall, wide = frame.shape
    shrink = np.diag([wide / size[0], tall / size[1], 1.0])
    full = shrink @ np.vstack([matrix, [0, 0, 1]])
    laid, mask, scale = _laid(grey, full, (wide, tall))
    area = float(mask.mean())
    if area < 0.02:
        return NONE
    whole = grey.shape[0] * grey.shape[1] * scale**2 / (wide * tall)
    likeness, evidence = _likeness(frame.astype(np.float32), laid, mask)
    return Agreement(
        likeness=likeness, cover=min(1.0, max(area, area / max(whole, 1e-6))), evidence=evidence, supported=supported
    )


def _laid(
    grey: Grey, full: Points, size: tuple[int, int]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]:
    """Reduced before it is laid, so that fine lines do not alias."""
    scale = float(np.sqrt(abs(np.linalg.det(full[:2, :2]))))
    tall, wide = grey.shape
    if scale < 0.75:
        factor = max(scale, 0.02)
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    step = (_moved(-0.5) @ full @ np.diag([wide / grey.shape[1], tall / grey.shape[0], 1.0]) @ _moved(0.5))[:2]
    laid = cv2.warpAffine(grey.astype(np.float32), step, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    ones = np.ones(grey.shape, np.float32)
    mask = cv2.warpAffine(ones, step, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(laid, np.float32), np.asarray(mask, np.float32), scale


def _moved(by: float) -> Points:
    """Between pixels counted by their corners and by their middles."""
    return np.array([[1, 0, by], [0, 1, by], [0, 0, 1]], float)


def _likeness(
    one: npt.NDArray[np.float32], other: npt.NDArray[np.float32], mask: npt.NDArray[np.float32]
) -> tuple[float, float]:
    def summed(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return np.asarray(
            cv2.boxFilter(values * mask, -1, (_PATCH, _PATCH), normalize=False, borderType=cv2.BORDER_CONSTANT)
        )

    count = summed(np.ones_like(mask))
    filled = (count >= _PATCH_FILLED * _PATCH**2) & (mask > 0)
    count = np.maximum(count, 1)
    mean, mean_other = summed(one) / count, summed(other) / count
    spread = np.maximum(summed(one * one) / count - mean**2, 0)
    spread_other = np.maximum(summed(other * other) / count - mean_other**2, 0)
    together = summed(one * other) / count - mean * mean_other
    alike = together / np.sqrt((spread + _EVEN) * (spread_other + _EVEN))
    clear = np.minimum(np.sqrt(np.maximum(spread, spread_other)) / _CLEAR, 1.0)
    clear = np.where((clear > 0.25) & filled, clear, 0)
    total = float(clear.sum())
    if total < 1:
        return 0.0, 0.0
    return _even(np.maximum(alike, 0) * clear, clear), total / mask.size


def _even(alike: npt.NDArray[np.float32], clear: npt.NDArray[np.float32]) -> float:
    """The mean over tiles of the picture, each with the same voice: a bar that agrees is one row of them."""
    told = []
    for rows in np.array_split(np.arange(len(clear)), _TILES):
        for columns in np.array_split(np.arange(clear.shape[1]), _TILES):
            tile = np.ix_(rows, columns)
            weight = float(clear[tile].sum())
            if weight >= _TILE_CLEAR * rows.size * columns.size:
                told.append(float(alike[tile].sum()) / weight)
    return float(np.mean(told)) if len(told) > 1 else 0.0
