"""What a workspace follows: its sides, sources, area and languages (`watch.toml`)."""

from dataclasses import dataclass
from typing import Literal

from vedette.model.ids import SideId, SourceId
from vedette.model.source import Side, Source
from vedette.model.translation import Translator

Borders = Literal["recognised", "de-facto"]

A_PERSON, A_SOURCE = "a person (name withheld)", "a source (withheld)"
"""What stands in place of a name that may not leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may leave the workspace. Positions younger than `delay_hours` are coarsened to `coarsen_m`; `delays` gives
    more hours by kind of event. Nothing of the sources in `withhold` leaves, and none of the names of private persons
    in `redact`."""

    delay_hours: int = 0
    delays: tuple[tuple[str, int], ...] = ()
    coarsen_m: int = 0
    withhold: tuple[SourceId, ...] = ()
    redact: tuple[str, ...] = ()

    @property
    def holds_back(self) -> bool:
        return self.longest_delay > 0 or bool(self.withhold or self.redact)

    @property
    def longest_delay(self) -> int:
        return max((self.delay_hours, *(hours for _, hours in self.delays)))

    def delay_of(self, *kinds: str | None) -> int:
        """In hours: the longest of those given for one of the kinds, and never less than that of all."""
        return max((self.delay_hours, *(hours for kind, hours in self.delays if kind in kinds)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`bbox` is west, south, east, north in degrees, WGS 84. `borders` says which borders of states maps draw,
    `whisper` in which folder the model lies that writes speech down; empty for the one that an extra brings.
    `notice` is told before everything else, on every page and in every report. `persons_needed` is how many must judge
    alike before a judgement counts. `log_in`: everybody signs in, on this machine's own address, too.
    `translator` is asked by `vedette translate` alone. `extensions` are the packages whose extensions take part."""

    name: str
    languages: tuple[str, ...] = ("en",)
    countries: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    sides: tuple[Side, ...] = ()
    sources: tuple[Source, ...] = ()
    policy: Policy = Policy()
    borders: Borders = "recognised"
    whisper: str = ""
    notice: str = ""
    persons_needed: int = 1
    log_in: bool = False
    translator: Translator | None = None
    extensions: tuple[str, ...] = ()

    def side(self, side_id: SideId) -> Side | None:
        return next((side for side in self.sides if side.id == side_id), None)
