"""vedette observe claim"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.lines import write_lines
from vedette.cli.output import count, quiet_option
from vedette.model.errors import ReadError, UsageError
from vedette.model.interval import Interval

if TYPE_CHECKING:
    from vedette.observe.placed import Spot


@click.command("claim")
@click.argument("pictures", type=click.Path(path_type=Path))
@click.option("--lat", type=click.FloatRange(-90, 90), help="Latitude of the place that is claimed, north above 0.")
@click.option("--lon", type=click.FloatRange(-180, 180), help="Its longitude, east above 0.")
@click.option(
    "--radius-km", type=click.FloatRange(0, 24), default=2.0, show_default=True, help="How far the place reaches."
)
@click.option("--published", metavar="MOMENT", help="When it was published: 2024-05-12, or 2024-05-12T13:04+03:00.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the answers go, a line a file; standard output if left out.",
)
@quiet_option
def command(
    pictures: Path,
    lat: float | None,
    lon: float | None,
    radius_km: float,
    published: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Hold what a picture or clip, or each of a folder, says of itself against the place and time claimed of it.

    Each check says consistent, inconsistent or cannot tell. What a file says of itself can be changed.
    """
    from vedette.cli.media_files import media_files
    from vedette.observe.placed import Spot

    if (lat is None) != (lon is None):
        raise UsageError("give both --lat and --lon, or neither")
    claimed = []
    if lat is not None and lon is not None:
        claimed = [Spot(name=f"{lat:.4f}, {lon:.4f}", lat=lat, lon=lon, radius_m=1000 * radius_km)]
    moment = _moment(published) if published else None
    paths = [pictures] if pictures.is_file() else media_files(pictures)
    base = pictures.parent if pictures.is_file() else pictures
    tally = {"read": 0, "against": 0}
    write_lines(_lines(base, paths, claimed, moment, tally), output)
    if not tally["read"]:
        raise ReadError(f"{pictures}: none of {count(len(paths), 'file')} could be read; the lines above say why")
    if not quiet:
        click.echo(f"{count(tally['read'], 'file')} read, {tally['against']:,} inconsistent", err=True)


def _moment(given: str) -> Interval:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--published {given}: a day as in 2024-05-12, or a moment as in 2024-05-12T13:04Z") from None
    if moment.tzinfo is not None:
        return Interval.of_instant(moment)
    if len(given) != len("2024-05-12"):
        raise UsageError(f"--published {given}: give its zone as well, as in {given}+03:00 or {given}Z")
    return Interval.of_days(moment.date(), moment.date())


def _lines(
    base: Path, paths: list[Path], claimed: "list[Spot]", published: Interval | None, tally: dict[str, int]
) -> Iterator[str]:
    try:
        from vedette.observe.media.decode import Decoder
    except ImportError as error:
        raise UsageError(f"pictures need {error.name}: pip install 'vedette[media]'") from error
    with Decoder() as decoder:
        for path in paths:
            try:
                told = decoder.about(path)
            except ReadError as error:
                click.echo(f"failed: {error}", err=True)
                continue
            line = _line(told, claimed, published)
            tally["read"] += 1
            tally["against"] += "inconsistent" in (line["place"]["finding"], line["time"]["finding"])
            yield json.dumps({"file": path.relative_to(base).as_posix()} | line, ensure_ascii=False) + "\n"


def _line(told: Any, claimed: "list[Spot]", published: Interval | None) -> dict[str, Any]:
    from vedette.observe.dated import light
    from vedette.observe.taken import place_of, time_of

    spot, (when, zone) = place_of(told), time_of(told)
    return {
        "taken_from": when.start.isoformat() if when else None,
        "taken_to": when.end.isoformat() if when else None,
        "lat": spot[0] if spot else None,
        "lon": spot[1] if spot else None,
        "place": _place(spot, claimed),
        "time": _time(when, published),
        "sun": light(spot, when) if spot and when and zone else None,
    }


def _place(spot: tuple[float, float] | None, claimed: "list[Spot]") -> dict[str, Any]:
    from vedette.observe.placed import Spot, held

    if spot is None or not claimed:
        missing = "The file does not say where it was taken." if spot is None else "No place is claimed."
        return {"finding": "cannot-tell", "away_km": None, "reason": missing}
    found = held([Spot(name="the file's position", lat=spot[0], lon=spot[1])], claimed)
    away = None if found.away_m is None else round(found.away_m / 1000, 3)
    return {"finding": found.finding, "away_km": away, "reason": found.reason}


def _time(when: Interval | None, published: Interval | None) -> dict[str, Any]:
    from vedette.observe.dated import held

    if when is None or published is None:
        missing = "The file does not say when it was taken." if when is None else "No time is claimed."
        return {"finding": "cannot-tell", "reason": missing}
    finding, reason = held(when, published)
    return {"finding": finding, "reason": reason}
