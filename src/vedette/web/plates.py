"""The pictures of a place from above, before and after, as the page of an observation draws them."""

from dataclasses import dataclass

from vedette.model.pixels import Cut, Pixels, Role
from vedette.web import wording
from vedette.web.texts import gettext, ngettext

_ORDER: tuple[Role, ...] = ("before", "after", "change")
# A bar of about this share of the picture.
_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One picture and the words under it."""

    role: Role
    made_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`length` in pixels of the picture."""

    length: float
    told: str


def plates(pixels: Pixels) -> list[Plate]:
    """In the order in which they are looked at."""
    found = [one for role in _ORDER if (one := pixels.of(role)) is not None]
    return [Plate(role=one.role, made_of=_made_of(one)) for one in found]


def _made_of(one: Cut) -> str:
    images = ngettext("%(count)s image", "%(count)s images", one.images) % {"count": wording.number(one.images)}
    if one.role != "change" and one.images > 1:
        images += " " + gettext("laid over each other")
    if one.first is None or one.last is None:
        return f"{images}, {gettext('of days not known')}"
    return f"{images}, {wording.days(one.first, one.last)}"


def outline(pixels: Pixels) -> str:
    """The footprint as the path of an SVG, in pixels of the picture."""
    return " ".join("M" + " L".join(f"{x:g} {y:g}" for x, y in ring) + " Z" for ring in pixels.outline if ring)


def scale_bar(pixels: Pixels) -> Bar:
    """A round number of metres."""
    most = max(pixels.width * pixels.metres * _SHARE, pixels.metres)
    metres = max((step * 10**power for power in range(7) for step in (1, 2, 5) if step * 10**power <= most), default=1)
    return Bar(length=metres / pixels.metres, told=wording.distance(metres))
