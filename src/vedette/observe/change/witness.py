"""Findings as observations: witnesses of their own, never votes on a claim."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vedette.model.ids import CaptureId
from vedette.model.interval import Interval, Precision
from vedette.model.observation import Observation, ObservationKind, observation_id
from vedette.model.pixels import Pixels
from vedette.observe.change.fit import Score
from vedette.observe.change.pair import Pair
from vedette.observe.change.survey import Finding
from vedette.observe.change.verdict import chance, is_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How one kind of sensor tells what it found. `kind` is asked with None for what was not observed."""

    method: str
    version: str
    kind: Callable[[Score | None], ObservationKind]
    fell: str
    rose: str
    unit: str
    beyond: str


def observations(
    findings: Sequence[Finding],
    pair: Pair,
    capture: CaptureId | None,
    told: Telling,
    pixels: Mapping[str, Pixels] | None = None,
) -> Iterator[Observation]:
    """Of footprints that changed, and of those that could not be observed; what was seen and did not change is left
    in the table. `capture` is the picture of the map, `pixels` are those of footprints by their area. `when` runs from
    the last earlier image to the last later one: the change came at some time within."""
    days, rule = pair.days, pair.scenes.sensor.rule
    when = Interval.of_days(days[0], days[2], Precision.RANGE) if days else None
    for each in findings:
        if each.footprint.shape is None or (each.score is not None and not is_changed(each.score, rule)):
            continue
        score = each.score
        kind = told.kind(score)
        measure = round(score.t, 4) if score else None
        yield Observation(
            id=observation_id(kind, told.method, told.version, capture, each.footprint.wkt, when, measure),
            kind=kind,
            when=when,
            footprint=each.footprint.wkt,
            measure=measure,
            unit="t",
            quality=round(1 - chance(score.t), 6) if score else None,
            p=chance(score.t) if score else None,
            could_observe=score is not None,
            note=_note(each, told),
            capture=capture,
            method=told.method,
            version=told.version,
            pixels=(pixels or {}).get(each.footprint.wkt),
        )


def _note(each: Finding, told: Telling) -> str:
    if each.score is None:
        return "No later image shows this place, so nothing is known of it."
    word = told.fell if each.score.t < 0 else told.rose
    return f"{word} by {abs(each.score.change):.2g}{told.unit} more than {told.beyond} explain."
