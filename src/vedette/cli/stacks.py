"""What `observe radar` and `observe optical` share: two stacks in, a map, a table and observations out."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vedette.cli.catalogues import taker
from vedette.cli.lines import write_lines
from vedette.cli.output import count, one_line, quiet_option, quoted, say, shown, shown_progress
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.observe.change.footprints import Footprint
    from vedette.observe.change.pair import Pair
    from vedette.observe.change.sensor import Rule, Sensor
    from vedette.observe.change.survey import Finding
    from vedette.observe.change.witness import Telling

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST_TOLD = 10
_PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options both commands take."""

    before: Path
    after: Path
    output: Path
    footprints: Path | None
    table: Path | None
    catalogue: str | None
    collection: str | None = None
    cloud: float | None = None
    allow_private: bool = False
    into: Path | None
    quiet: bool

    @property
    def picture(self) -> Path:
        return self.output.with_suffix(".png")


def stack_command(name: str, described: str, found: "Callable[[], tuple[Sensor, Telling]]") -> click.Command:
    """The command of one kind of sensor; `found` imports what it needs when it is called."""

    @click.command(name, help=described)
    @stack_options
    def command(**given: Any) -> None:
        compare(Asked(**given), *found())

    return command


def stack_options(command: _Command) -> _Command:
    options = (
        click.option(
            "--before", type=_PATH, required=True, help="Earlier images: a folder of GeoTIFFs, or one of many bands."
        ),
        click.option("--after", type=_PATH, required=True, help="Later images, likewise."),
        click.option(
            "--output", type=_PATH, required=True, help="The map of change, a GeoTIFF; a PNG comes beside it."
        ),
        click.option("--footprints", type=_PATH, help="Outlines to judge: GeoJSON polygons in WGS 84 with an id."),
        click.option("--table", type=_PATH, help="A CSV file with a row a footprint."),
        click.option(
            "--catalogue",
            metavar="FILE|URL",
            help="A STAC catalogue on this machine or an API on the web; before and after are then days.",
        ),
        click.option("--collection", help="Which collection of a catalogue on the web."),
        click.option(
            "--cloud",
            type=click.FloatRange(0, 100),
            metavar="PERCENT",
            help="Leave out images of a catalogue on the web with more cloud than this.",
        ),
        click.option(
            "--allow-private", is_flag=True, help="Let the catalogue lead to private addresses, as of your own network."
        ),
        click.option("--into", type=_PATH, metavar="WORKSPACE", help="Keep what changed in this workspace."),
        quiet_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def compare(asked: Asked, sensor: "Sensor", told: "Telling") -> None:
    """Raises ReadError where nothing could be read; whatever else is wrong is a line, and the run goes on."""
    if asked.footprints is None and (asked.table or asked.into):
        raise UsageError("a table and observations need outlines to judge: name them with --footprints")
    from vedette.observe.change.pair import open_pair
    from vedette.observe.change.raster import careful

    _check_workspace(asked.into)
    with careful(), _stacks(asked, sensor) as (before, after):
        pair = open_pair(before, after, sensor)
        _tell(pair.problems)
        _tell(pair.notes, "note")
        footprints = _footprints(asked.footprints, pair)
        findings, problems = _survey(asked, pair, footprints)
        _tell([*pair.scenes.problems, *problems])
        if asked.into and footprints:
            _keep(asked.into, findings, pair, asked, told, (before, after))
    if asked.table and footprints:
        write_lines(_table(findings, sensor.rule), asked.table)
    _summarise(findings, pair, asked)


@contextmanager
def _stacks(asked: Asked, sensor: "Sensor") -> Iterator[tuple[Path, Path]]:
    """Where the two stacks lie: as given, or taken out of the catalogue into a folder of their own."""
    if asked.catalogue is None:
        if asked.collection or asked.cloud is not None:
            raise UsageError("--collection and --cloud choose from a catalogue: name it with --catalogue")
        yield asked.before, asked.after
        return
    from vedette.observe.change.catalogue import Days
    from vedette.observe.change.footprints import bounds_of

    days = [Days.of(each.as_posix()) for each in (asked.before, asked.after)]
    box = bounds_of(asked.footprints) if asked.footprints else None
    take = taker(asked.catalogue, asked, sensor, box)
    with TemporaryDirectory() as name:
        places = Path(name) / "before", Path(name) / "after"
        for each, place in zip(days, places, strict=True):
            _tell(take(each, place))
        yield places


def _footprints(path: Path | None, pair: "Pair") -> "list[Footprint]":
    """Footprints that cannot be read do not keep the map from being made."""
    from vedette.observe.change.footprints import read_footprints

    if path is None:
        return []
    try:
        found = read_footprints(path, pair.scenes.grid)
    except ReadError as error:
        _tell([str(error)])
        return []
    bad = [each for each in found if each.shape is None]
    if bad:
        first = f"the first, {bad[0].id}, {bad[0].problem}"
        _tell([f"{path}: {count(len(bad), 'footprint')} cannot be judged and stay empty; {first}"])
    return found


def _survey(asked: Asked, pair: "Pair", footprints: "Sequence[Footprint]") -> "tuple[list[Finding], list[str]]":
    from vedette.observe.change.image import ChangeMap, write_look
    from vedette.observe.change.survey import Survey

    survey = Survey(pair.scenes, footprints)
    with (
        shown_progress(quiet=asked.quiet) as progress,
        ChangeMap(asked.output, pair.scenes.grid, _tags(pair)) as sink,
    ):
        findings = survey.run(sink.write, progress)
    write_look(asked.output, asked.picture)
    if footprints and not any(each.score for each in findings):
        survey.problems.append("no footprint lies where both stacks look: all stay empty")
    return findings, survey.problems


def _tags(pair: "Pair") -> dict[str, str]:
    known = {"STATISTIC": "t of the change, less than zero is darker or less green"}
    if pair.days:
        known |= {"BEFORE_UNTIL": str(pair.days[0]), "AFTER_FROM": str(pair.days[1]), "AFTER_UNTIL": str(pair.days[2])}
    return known


def _table(findings: "Sequence[Finding]", rule: "Rule") -> Iterator[str]:
    from vedette.observe.change.verdict import HEADER, rows

    sheet = io.StringIO()
    lines = csv.writer(sheet, lineterminator="\n")
    for row in (HEADER, *rows(findings, rule)):
        lines.writerow(row)
        yield sheet.getvalue()
        sheet.seek(0)
        sheet.truncate()


def _check_workspace(folder: Path | None) -> None:
    """Before the long work, not after it."""
    if folder:
        from vedette.workspace import open_workspace

        with open_workspace(folder):
            pass


def _keep(
    into: Path,
    findings: "Sequence[Finding]",
    pair: "Pair",
    asked: Asked,
    told: "Telling",
    stacks: tuple[Path, Path],
) -> None:
    """With the picture of the map as the capture they were seen in, and pictures of each place before and after."""
    from vedette.app import keep, shelf
    from vedette.observe.change.pictures import Shelf, pictured
    from vedette.observe.change.witness import observations
    from vedette.workspace import open_workspace

    with open_workspace(into) as workspace:
        write, take = shelf(workspace)
        pictures = pictured(findings, pair, *stacks, asked.output, Shelf(write=write, take=take))
        _tell(pictures.problems, "note")
        new = keep(
            workspace,
            asked.picture,
            lambda capture: observations(findings, pair, capture, told, pictures.pixels),
        )
    say(f"{count(new, 'new observation')} kept. Next: vedette run {quoted(into)}", quiet=asked.quiet)


def _tell(problems: Iterable[str], word: str = "failed") -> None:
    told = list(problems)
    for problem in told[:_MOST_TOLD]:
        click.echo(f"{word}: {one_line(problem)}", err=True)
    if len(told) > _MOST_TOLD:
        click.echo(f"{word}: and {len(told) - _MOST_TOLD:,} more like these", err=True)


def _summarise(findings: "Sequence[Finding]", pair: "Pair", asked: Asked) -> None:
    if not asked.quiet:
        for line in _summary(findings, pair, asked):
            click.echo(shown(line), err=True)


def _summary(findings: "Sequence[Finding]", pair: "Pair", asked: Asked) -> Iterator[str]:
    from vedette.observe.change.verdict import summarised

    dates = f"{count(len(pair.before), 'date')} before, {len(pair.after):,} after"
    if not findings:
        yield f"{dates}; the map is {asked.output}"
        return
    found = summarised(findings, pair.scenes.sensor.rule)
    yield (
        f"{dates}; {count(len(findings), 'footprint')}: {found.changed:,} changed, "
        f"{found.observed - found.changed:,} did not, {found.unseen:,} could not be observed"
    )
    if found.placebos:
        yield (
            f"placebo: had the last {len(pair.after):,} of the earlier dates been the later ones, "
            f"{found.by_chance:,} of {found.placebos:,} would have counted as changed"
        )
    else:
        yield "placebo: too few earlier dates to set some of them aside"
