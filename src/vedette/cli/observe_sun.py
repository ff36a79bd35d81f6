"""vedette observe sun"""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vedette.observe.sun import Shadow, Sun

_METRES = click.FloatRange(min=0, max=100_000)


def _moment(ctx: click.Context, parameter: click.Parameter, given: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter("a moment as in 2024-05-12T13:04+03:00") from error
    if moment.tzinfo is None:
        raise click.BadParameter(f"give its zone as well, as in {given}+03:00 or {given}Z")
    if not 1900 <= moment.year <= 2100:
        raise click.BadParameter("a year from 1900 to 2100")
    return moment


@click.command("sun")
@click.option("--lat", type=click.FloatRange(-90, 90), required=True, help="Latitude, north above 0.")
@click.option("--lon", type=click.FloatRange(-180, 180), required=True, help="Longitude, east above 0.")
@click.option("--at", callback=_moment, required=True, metavar="MOMENT", help="As in 2024-05-12T13:04+03:00.")
@click.option("--height", type=_METRES, metavar="M", help="Height of something upright, in metres.")
@click.option("--shadow", type=_METRES, metavar="M", help="Length of its shadow on level ground, in the same measure.")
@click.option(
    "--tolerance",
    type=click.FloatRange(0.5, 30),
    default=5.0,
    show_default=True,
    help="Degrees within which they fit; beyond twice as many they do not.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def command(
    lat: float, lon: float, at: datetime, height: float | None, shadow: float | None, tolerance: float, as_json: bool
) -> None:
    """Tell where the sun stood, and whether a shadow fits the moment and the place that are claimed."""
    from vedette.observe import sun

    seen = sun.sun(lat, lon, at)
    told = sun.shadow(seen, height, shadow, tolerance)
    if as_json:
        click.echo(json.dumps(_line(lat, lon, at, seen, told, tolerance)))
        return
    click.echo(f"elevation {seen.elevation:.1f}°, azimuth {seen.azimuth:.1f}°")
    click.echo(f"{told.finding.replace('-', ' ')}: {told.reason}")


def _line(
    lat: float, lon: float, at: datetime, seen: "Sun", told: "Shadow", tolerance: float
) -> dict[str, float | str | None]:
    return {
        "lat": lat,
        "lon": lon,
        "at": at.isoformat(),
        "elevation": round(seen.elevation, 3),
        "azimuth": round(seen.azimuth, 3),
        "measured": None if told.measured is None else round(told.measured, 3),
        "tolerance": tolerance,
        "finding": told.finding,
        "reason": told.reason,
    }
