"""vedette observe thermal"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.lines import write_lines
from vedette.cli.output import count, quiet_option, quoted, say
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.observe.detections import Detection, Tally
    from vedette.observe.grounds import Lands
    from vedette.observe.thermal import CellDay
    from vedette.observe.usual import Counts


def _years(ctx: click.Context, parameter: click.Parameter, given: str | None) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(year) for year in given.split(",")})) if given is not None else ()
    except ValueError as error:
        raise click.BadParameter("years with commas between, as in 2018,2019,2020") from error


@click.command("thermal")
@click.option(
    "--detections",
    type=click.Path(path_type=Path),
    required=True,
    help="A CSV file of fire detections, also gzipped: lat,lon,date or the columns of NASA FIRMS.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the cell-days go, a line each; standard output if left out.",
)
@click.option(
    "--baseline-years", callback=_years, help="Years that teach what is usual; all but the latest if left out."
)
@click.option(
    "--land",
    type=click.Path(path_type=Path),
    help="What the land is used for: GeoJSON polygons with a class, or a GeoTIFF of classes.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="WORKSPACE",
    help="Keep the table and what stands out in this workspace; the lines are then written only with --output.",
)
@click.option("--all", "everything", is_flag=True, help="Every cell-day with a detection, not only what stands out.")
@quiet_option
def command(
    detections: Path,
    output: Path | None,
    baseline_years: tuple[int, ...],
    land: Path | None,
    into: Path | None,
    everything: bool,
    quiet: bool,
) -> None:
    """Find the 0.1-degree cells that burn as they do not usually at that time of the year.

    Every year that is no baseline year is judged. No line means only that nothing stood out, not that nothing burnt.
    """
    from vedette.observe.detections import Tally, read_detections
    from vedette.observe.placebo import placebos, rates, sentence, told
    from vedette.observe.thermal import judge, years_of

    tally = Tally()
    counts, lands = _counted(read_detections(detections, tally), land)
    _tell_failures(detections, tally)
    known = years_of(counts)
    baseline = _baseline(known, baseline_years, detections)
    judged = judge(counts, baseline, lands)
    placebo = [] if quiet and into is None else placebos(counts, baseline, lands)
    if into is None or output is not None:
        write_lines((json.dumps(_line(each)) + "\n" for each in judged if everything or each.stands_out), output)
    if into is not None:
        _keep(into, detections, judged, sentence(placebo), quiet=quiet)
    if not quiet:
        _summarise(tally, judged, [year for year in known if year in baseline])
        click.echo(told(rates(judged), placebo), err=True)


def _counted(found: "Iterator[Detection]", land: Path | None) -> "tuple[Counts, Lands]":
    """And, where a file of land use is given, by that. It is read first, so that its faults do not come after long
    work."""
    from vedette.observe.grounds import count_by_land
    from vedette.observe.land import read_land
    from vedette.observe.thermal import count_cell_days

    return count_by_land(found, read_land(land)) if land else (count_cell_days(found), {})


def _tell_failures(path: Path, tally: "Tally") -> None:
    """One line; a damaged end is one more. Raises ReadError where no row could be read, which is the one line then."""
    if not tally.read:
        first = f"; {tally.first_bad}" if tally.first_bad else ""
        raise ReadError(
            f"{path}: holds no detection that could be read{first}: the columns of every row must stand in the "
            "order of the first line, as in lat,lon,date and 48.611,38.002,2022-06-03"
        )
    if tally.bad:
        rows = count(tally.bad, "row")
        click.echo(
            f"failed: {path}: {rows} could not be read and {_is(tally.bad)} left out; {tally.first_bad}", err=True
        )
    if tally.damage:
        click.echo(f"failed: {path}: {tally.damage}; what came before was read", err=True)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _baseline(known: list[int], asked: tuple[int, ...], path: Path) -> set[int]:
    """The years asked for, else all but the latest. Years without any detection are told: they teach nothing."""
    baseline = set(asked) or set(known[:-1])
    held = f"{path} holds {', '.join(map(str, known))}"
    if not baseline & set(known):
        raise UsageError(f"{held}: no baseline year to learn from; add detections of earlier years")
    if not set(known) - baseline:
        raise UsageError(f"{held}: all are baseline years and none is left to judge; name fewer")
    if missing := sorted(baseline - set(known)):
        click.echo(f"no detections in {', '.join(map(str, missing))}: left out of the baseline", err=True)
    return baseline


def _line(each: "CellDay") -> dict[str, Any]:
    """Six digits that count: more would be noise of the sum."""
    from vedette.observe.cell import DEGREES

    return {
        "lat": each.cell.lat,
        "lon": each.cell.lon,
        "cell_deg": DEGREES,
        "date": each.day.isoformat(),
        "count": each.count,
        "expected": float(f"{each.expected:.6g}"),
        "p": float(f"{each.p:.6g}"),
        "sustained": each.sustained,
        # A detection proves a look. Days without one have no line: cloud and calm look alike in this input.
        "could_observe": True,
        **({"land": each.land} if each.land else {}),
    }


def _keep(into: Path, detections: Path, judged: "list[CellDay]", placebo: str, *, quiet: bool) -> None:
    from vedette.app import keep
    from vedette.observe.detections import Tally, read_detections
    from vedette.observe.spots import spots_of
    from vedette.observe.thermal import observations, outstanding
    from vedette.workspace import open_workspace

    spots = spots_of(read_detections(detections, Tally(), sizes=True), outstanding(judged))
    with open_workspace(into) as workspace:
        new = keep(workspace, detections, lambda capture: observations(judged, capture, placebo, spots))
    say(f"{count(new, 'new observation')} kept. Next: vedette run {quoted(into)}", quiet=quiet)


def _summarise(tally: "Tally", judged: "list[CellDay]", learnt: list[int]) -> None:
    outstanding = sum(each.stands_out for each in judged)
    sustained = sum(each.sustained for each in judged)
    click.echo(
        f"{count(tally.read, 'detection')}, {count(len(judged), 'cell-day')} judged against "
        f"{', '.join(map(str, learnt))}: {outstanding:,} stand out, {sustained:,} of them sustained",
        err=True,
    )
