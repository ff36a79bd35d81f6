"""Marks go through bytes unchanged, and bytes that are none are refused."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import Pixels, scene

from vedette.model.errors import ReadError
from vedette.observe.media.decode import Frame
from vedette.observe.media.marks import Mark, mark
from vedette.observe.media.packed import packed, unpacked


def _mark(pixels: Pixels, seconds: float) -> Mark:
    tall, wide = pixels.shape[:2]
    return mark(Frame(seconds=seconds, pixels=pixels, shot=False, width=wide, height=tall))


PLAIN = np.full((90, 60, 3), 128, np.uint8)
MARKS = (_mark(scene(1), 0.0), _mark(PLAIN, 0.5), _mark(scene(2, 200, 400), 1.25))
WHOLE = packed(MARKS)


@pytest.mark.parametrize("count", range(4))
def test_marks_go_through_bytes_unchanged(count: int) -> None:
    """Every field of each, one without any features among them."""
    found = unpacked(packed(MARKS[:count]))
    assert len(found) == count
    for one, other in zip(MARKS, found, strict=False):
        for each in fields(Mark):
            assert np.array_equal(getattr(one, each.name), getattr(other, each.name)), each.name


@given(st.integers(0, len(WHOLE) - 1))
def test_what_is_cut_off_is_refused(end: int) -> None:
    """Wherever it ends; and so is what has a byte too many."""
    with pytest.raises(ReadError, match="make no sense"):
        unpacked(WHOLE[:end])
    with pytest.raises(ReadError, match="make no sense"):
        unpacked(WHOLE + b"\0" * (end + 1))


@given(st.integers(0, 16 + 3 * 280 - 1), st.integers(0, 255))
def test_a_changed_byte_breaks_nothing(at: int, value: int) -> None:
    """It is refused, or gives as many marks, which hold what they say."""
    changed = bytearray(WHOLE)
    changed[at] = value
    try:
        found = unpacked(bytes(changed))
    except ReadError:
        return
    assert len(found) == len(MARKS)
    assert sum(one.grey.size for one in found) == sum(one.grey.size for one in MARKS)
    assert all(np.isfinite([one.seconds, one.until]).all() for one in found)


@given(st.binary(max_size=400))
def test_other_bytes_are_refused(payload: bytes) -> None:
    """Also with the right head before them, unless they say that there are no marks."""
    for given_bytes in (payload, b"marks 1\n" + payload):
        if not given_bytes.startswith(b"marks 1\n" + bytes(8)) or len(given_bytes) != 16:
            with pytest.raises(ReadError):
                unpacked(given_bytes)


def test_points_without_a_place_are_refused() -> None:
    """Not a number is no place in a picture."""
    points = MARKS[0].points.copy()
    points[3, 1] = np.nan
    bad = packed([Mark(**{each.name: getattr(MARKS[0], each.name) for each in fields(Mark)} | {"points": points})])
    with pytest.raises(ReadError):
        unpacked(bad)
