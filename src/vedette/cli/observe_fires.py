"""vedette observe fires"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.lines import write_lines
from vedette.cli.moment import DAY
from vedette.cli.output import count, one_line, quiet_option, shown_progress
from vedette.model.errors import CaptureError, UsageError

if TYPE_CHECKING:
    from vedette.collect.firms import Days, Firms
    from vedette.ports import Progress

_KEY = "FIRMS_MAP_KEY"


@click.command("fires")
@click.option("--area", required=True, metavar="W,S,E,N", help="West, south, east and north, in degrees.")
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--source", default="VIIRS_SNPP_NRT", show_default=True, help="The service's name of a sensor.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="A CSV file for `observe thermal`.")
@quiet_option
def command(area: str, first: datetime, last: datetime, source: str, output: Path, quiet: bool) -> None:
    """Fetch fire detections from NASA FIRMS with your own key, which is read from FIRMS_MAP_KEY.

    The network is asked only when this is called.
    """
    from vedette.collect.address import Fetcher
    from vedette.collect.firms import SERVICE, Area, Firms, parts

    key = os.environ.get(_KEY, "")
    if not key:
        raise UsageError(f"no key: ask FIRMS for one (it is free) and set {_KEY} to it")
    fetcher = Fetcher(timeout_s=60)
    firms = Firms(key=key, source=source, area=Area.of(area), fetcher=fetcher, service=SERVICE)
    days = parts(first.date(), last.date())
    with shown_progress(quiet=quiet) as progress:
        write_lines(_fetched(firms, days, progress), output)
    if not quiet:
        click.echo(f"{count(last.toordinal() - first.toordinal() + 1, 'day')} asked of {source}: {output}", err=True)


def _fetched(firms: "Firms", days: "list[Days]", progress: "Progress") -> Iterator[str]:
    """One header, then every line. Days that fail are told: no data is not the same as no fire."""
    header = ""
    for done, part in enumerate(days):
        try:
            first, *rest = firms.lines(part)
        except CaptureError as error:
            if not header and done + 1 == len(days):
                raise
            click.echo(f"failed: {one_line(str(error))}", err=True)
            continue
        if header and first != header:
            click.echo(f"failed: FIRMS, {part}: other columns than before; left out", err=True)
            continue
        if not header:
            header = first
            yield f"{first}\n"
        yield from (f"{line}\n" for line in rest)
        progress("fires", done + 1, len(days))
