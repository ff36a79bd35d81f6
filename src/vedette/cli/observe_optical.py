"""vedette observe optical"""

from pathlib import Path

import click

from vedette.cli.stacks import Asked, compare, stack_options


@click.command("optical")
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
    """Find burnt ground and lost plants, between two stacks of Sentinel-2 images (level 2A, with scene classes).

    Give a year of earlier images, so that the season is known. What clouds hid in the later ones stays empty.
    """
    from vedette.observe.optical.index import TELLING, Optical

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
    compare(asked, Optical(), TELLING)
