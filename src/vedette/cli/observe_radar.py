"""vedette observe radar"""

from typing import TYPE_CHECKING

from vedette.cli.stacks import stack_command

if TYPE_CHECKING:
    from vedette.observe.change.sensor import Sensor
    from vedette.observe.change.witness import Telling

_HELP = """Find buildings whose radar echo changed for good, between two stacks of Sentinel-1 images.

Give a year of earlier images and two months of later ones, of one orbit, corrected for terrain. A footprint that no
later image shows stays empty."""


def _radar() -> "tuple[Sensor, Telling]":
    from vedette.observe.radar.echo import TELLING, Radar

    return Radar(), TELLING


command = stack_command("radar", _HELP, _radar)
