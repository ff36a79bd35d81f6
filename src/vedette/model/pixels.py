"""What an observation from above was seen in: pictures cut to its place, kept by the hash of their bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

Sha256 = NewType("Sha256", str)
Role = Literal["before", "after", "change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Bytes of the workspace's archive."""

    sha256: Sha256
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A PNG, a pixel of it a pixel of the image unless `Pixels.step` is more than 1, made of so many `images` of the
    days from `first` to `last`; what none of them showed is transparent."""

    role: Role
    kept: Kept
    images: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """`width` and `height` are those of every picture, `metres` the side of one of its pixels, which stands for `step`
    pixels of the image; `outline` holds the rings of the footprint in pixels, from the upper left corner. `bands` tells
    what is shown, one as shades of grey or three as red, green and blue, each from `low` (dark) to `high`. `whole` is
    the map of change that all of it was cut from, a Cloud-Optimised GeoTIFF."""

    width: int
    height: int
    metres: float
    pictures: tuple[Cut, ...]
    outline: tuple[tuple[tuple[float, float], ...], ...] = ()
    step: int = 1
    bands: tuple[str, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    whole: Kept | None = None

    def of(self, role: Role) -> Cut | None:
        return next((one for one in self.pictures if one.role == role), None)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """All bytes that must lie in the archive."""
        return (*(one.kept for one in self.pictures), *((self.whole,) if self.whole else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The middle of a hot pixel, and its sides in metres, 0 where they are not told."""

    lat: float
    lon: float
    across: float = 0.0
    along: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """What burnt in a cell on a day: some of its hot pixels, how many are `usual`, and on what land it burnt beyond
    that, where its use is known."""

    usual: float
    land: str | None = None
    spots: tuple[Spot, ...] = ()
