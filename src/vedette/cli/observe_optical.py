"""vedette observe optical"""

from typing import TYPE_CHECKING

from vedette.cli.stacks import stack_command

if TYPE_CHECKING:
    from vedette.observe.change.sensor import Sensor
    from vedette.observe.change.witness import Telling

_HELP = """Find burnt ground and lost plants, between two stacks of Sentinel-2 images (level 2A, with scene classes).

Give a year of earlier images, so that the season is known. What clouds hid in the later ones stays empty."""


def _optical() -> "tuple[Sensor, Telling]":
    from vedette.observe.optical.index import TELLING, Optical

    return Optical(), TELLING


command = stack_command("optical", _HELP, _optical)
