"""A line of letters cut out of its picture, laid level, and shown to the reader in several ways."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]
Quad = npt.NDArray[np.float32]
"""Four corners in pixels, clockwise from the upper left as the letters stand."""

_LOW, _TALL = 48, 64
_MARGIN = 12
_WIDEST = 4000
_AIR, _AIR_ABOVE = 0.1, 0.03


def level(picture: Pixels, quad: Quad) -> Pixels:
    """The line as if it stood level and square, with a little air around it."""
    quad = np.asarray(quad, np.float32)
    along = _unit(quad[1] - quad[0] + quad[2] - quad[3])
    down = _unit(quad[3] - quad[0] + quad[2] - quad[1])
    width, height = size(quad)
    sideways, upright = along * (_AIR * height), down * (_AIR_ABOVE * height)
    corners = quad + np.array(
        [-sideways - upright, sideways - upright, sideways + upright, -sideways + upright], np.float32
    )
    wide = max(1, min(_WIDEST, round(width + 2 * _AIR * height)))
    high = max(1, min(_WIDEST, round(height + 2 * _AIR_ABOVE * height)))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turned = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(picture, turned, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut)


def size(quad: Quad) -> tuple[float, float]:
    """Width and height in pixels, the longer of two sides each."""
    width = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return float(width), float(height)


def _unit(vector: Quad) -> Quad:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-6), np.float32)


def _plain(line: Pixels) -> Pixels:
    """Grey, dark on light by what there is more of."""
    grey = _grey(line, _LOW)
    cut, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    return _framed(255 - grey if (grey < cut).mean() > 0.5 else grey)


def _as_it_is(line: Pixels) -> Pixels:
    return _framed(_grey(line, _LOW))


def _bright(line: Pixels) -> Pixels:
    """Only what is nearly as bright as the brightest, in all three colours: white letters with an outline."""
    return _framed(255 - _top(line.min(axis=2)))


def _dark(line: Pixels) -> Pixels:
    """Only what is dark in all three colours, softly."""
    return _framed(255 - _stretched(_scaled(255 - line.max(axis=2), _LOW)))


def _cut(line: Pixels) -> Pixels:
    """Black on white: whatever is in the upper third of brightness."""
    letters = (_grey(line, _TALL) > 170).astype(np.uint8) * 255
    return _framed(255 - letters)


# The first is shown to every reader; the others where it was not read surely.
SHOWINGS: tuple[Callable[[Pixels], Pixels], ...] = (_plain, _bright, _cut, _as_it_is, _dark)


def _grey(line: Pixels, height: int) -> Pixels:
    return _stretched(_scaled(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), height))


def _scaled(plane: Pixels, height: int) -> Pixels:
    scale = min(height / plane.shape[0], _WIDEST / plane.shape[1])
    wide, high = max(1, round(plane.shape[1] * scale)), max(1, round(plane.shape[0] * scale))
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(plane, (wide, high), interpolation=how))


def _stretched(plane: Pixels) -> Pixels:
    low, high = np.percentile(plane, (2, 98))
    spread = np.clip((plane.astype(np.float32) - low) * (255 / max(1.0, high - low)), 0, 255)
    return np.asarray(spread.astype(np.uint8))


def _top(plane: Pixels) -> Pixels:
    scaled = _scaled(plane, _LOW).astype(np.float32)
    highest = float(np.percentile(scaled, 97)) + 1e-6
    return np.asarray((np.clip((scaled / highest - 0.55) / 0.4, 0, 1) * 255).astype(np.uint8))


def _framed(plane: Pixels) -> Pixels:
    """With a margin in the colour of the ground, which the reader wants."""
    ground = int(np.percentile(plane, 90))
    margin = (_MARGIN,) * 4
    return np.asarray(cv2.copyMakeBorder(plane, *margin, cv2.BORDER_CONSTANT, value=ground))
