"""Where `--catalogue` leads: to a file on this machine, or to an API on the web."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.observe.change.catalogue import Days
    from vedette.observe.change.mosaic import Box
    from vedette.observe.change.sensor import Sensor

_SECONDS = 3600.0
_TIMEOUT_S = 60.0

Taker = Callable[["Days", Path], list[str]]
"""Brings the images of some days into a folder; gives a line for each that cannot be used."""


class Choice(Protocol):
    """What of a catalogue is wanted."""

    @property
    def collection(self) -> str | None: ...

    @property
    def cloud(self) -> float | None: ...

    @property
    def allow_private(self) -> bool: ...


def taker(catalogue: str, choice: Choice, sensor: "Sensor", box: "Box | None") -> Taker:
    """Raises UsageError for options that do not go together."""
    from vedette.observe.change.catalogue import write_stack
    from vedette.observe.change.remote import is_web

    if is_web(catalogue):
        if box is None:
            raise UsageError("a catalogue on the web is asked for a place: name outlines with --footprints")
        return _from_web(catalogue, choice, sensor, box)
    if choice.collection or choice.cloud is not None:
        raise UsageError("--collection and --cloud choose from a catalogue on the web: this one is a file")
    return lambda days, folder: write_stack(Path(catalogue), days, sensor, box, folder)


def _from_web(catalogue: str, choice: Choice, sensor: "Sensor", box: "Box") -> Taker:
    from vedette.collect.address import Fetcher
    from vedette.observe.change.remote import Search, fetch_stack
    from vedette.scenes import web_of

    web = web_of(Fetcher(timeout_s=_TIMEOUT_S, allow_private=choice.allow_private), _SECONDS)
    search = Search(address=catalogue, collection=choice.collection, cloud=choice.cloud)
    return lambda days, folder: fetch_stack(search, days, sensor, box, folder, web)
