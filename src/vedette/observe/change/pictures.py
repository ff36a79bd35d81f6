"""Before, after and change of the places that were observed, on their way into the archive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vedette.model.errors import ReadError
from vedette.model.pixels import Cut, Kept, Pixels, Role, Sha256
from vedette.observe.change.cut import Cutout
from vedette.observe.change.cutting import cut_all, latest
from vedette.observe.change.footprints import Footprint
from vedette.observe.change.pair import Pair
from vedette.observe.change.stack import Look, days_of
from vedette.observe.change.survey import Finding
from vedette.observe.change.verdict import is_changed

_MOST = 500
_MOST_CORNERS = 2_000
_LARGEST_MAP = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where bytes are kept: each gives the SHA-256 by which they are found again."""

    write: Callable[[bytes], str]
    take: Callable[[Path], str]


@dataclass(slots=True)
class Pictures:
    """By the area of the footprint. `problems` holds a line for what has none."""

    pixels: dict[str, Pixels] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def pictured(
    findings: Sequence[Finding], pair: Pair, before: Path, after: Path, change: Path, shelf: Shelf
) -> Pictures:
    """Of what changed most, then of what could not be observed, up to a number that a workspace holds easily."""
    found = Pictures()
    wanted = _wanted(findings, pair)
    if not wanted:
        return found
    if len(wanted) > _MOST:
        found.problems.append(f"pictures of before and after are kept of {_MOST:,} of {len(wanted):,} footprints alone")
        wanted = wanted[:_MOST]
    whole = _whole(change, shelf)
    boxes = [each.box for each in wanted]
    try:
        for each, cutout in zip(wanted, cut_all(before, after, change, pair.scenes.sensor, boxes), strict=True):
            if cutout is not None:
                found.pixels[each.wkt] = _pixels(each, cutout, pair, whole, shelf)
    except ReadError as error:
        found.problems.append(str(error))
    return found


def _wanted(findings: Sequence[Finding], pair: Pair) -> list[Footprint]:
    rule = pair.scenes.sensor.rule
    changed = [each for each in findings if each.score and is_changed(each.score, rule)]
    changed.sort(key=lambda each: -abs(each.score.t) if each.score else 0.0)
    unseen = [each for each in findings if each.score is None]
    return [each.footprint for each in (*changed, *unseen) if each.footprint.shape is not None]


def _whole(change: Path, shelf: Shelf) -> Kept | None:
    """The map of change is kept as well, unless it is of a whole scene."""
    size = change.stat().st_size
    return Kept(sha256=Sha256(shelf.take(change)), size=size) if size <= _LARGEST_MAP else None


def _pixels(footprint: Footprint, cutout: Cutout, pair: Pair, whole: Kept | None, shelf: Shelf) -> Pixels:
    late = list(pair.after)
    return Pixels(
        width=cutout.width,
        height=cutout.height,
        metres=round(cutout.metres, 2),
        step=cutout.step,
        bands=cutout.bands,
        low=tuple(round(each, 4) for each in cutout.low),
        high=tuple(round(each, 4) for each in cutout.high),
        outline=_outline(footprint, cutout),
        pictures=(
            _kept("before", cutout.before, latest(pair.before), shelf),
            _kept("after", cutout.after, late, shelf),
            _kept("change", cutout.change, [*pair.before, *late], shelf),
        ),
        whole=whole,
    )


def _kept(role: Role, png: bytes, looks: Sequence[Look], shelf: Shelf) -> Cut:
    days = days_of(looks)
    return Cut(
        role=role,
        kept=Kept(sha256=Sha256(shelf.write(png)), size=len(png)),
        images=len(looks),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _outline(footprint: Footprint, cutout: Cutout) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Of a footprint with very many corners its box."""
    assert footprint.shape is not None
    rings = [ring for polygon in footprint.shape["coordinates"] for ring in polygon]
    if sum(map(len, rings)) > _MOST_CORNERS:
        left, top, right, bottom = footprint.box
        rings = [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]
    return tuple(
        tuple((round((x - cutout.column) / cutout.step, 2), round((y - cutout.row) / cutout.step, 2)) for x, y in ring)
        for ring in rings
    )
