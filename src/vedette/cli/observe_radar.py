"""vedette observe radar"""

from pathlib import Path

import click

from vedette.cli.stacks import Asked, compare, stack_options


@click.command("radar")
@stack_options
def command(
    before: Path,
    after: Path,
    output: Path,
    footprints: Path | None,
    table: Path | None,
    catalogue: Path | None,
    into: Path | None,
    quiet: bool,
) -> None:
    """Find buildings whose radar echo changed for good, between two stacks of Sentinel-1 images.

    Give a year of earlier images and two months of later ones, of one orbit, corrected for terrain. A footprint that
    no later image shows stays empty.
    """
    from vedette.observe.radar.echo import TELLING, Radar

    asked = Asked(
        before=before,
        after=after,
        output=output,
        footprints=footprints,
        table=table,
        catalogue=catalogue,
        into=into,
        quiet=quiet,
    )
    compare(asked, Radar(), TELLING)
