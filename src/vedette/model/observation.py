"""Evidence without words."""

from dataclasses import dataclass

from vedette.model.ids import CaptureId, ObservationId
from vedette.model.interval import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a sensor or a lens saw. `footprint` is WKT, WGS 84. `could_observe` None means not known."""

    id: ObservationId
    kind: str
    footprint: str
    when: Interval
    measure: float | None
    quality: float | None = None
    could_observe: bool | None = None
    capture: CaptureId | None = None
