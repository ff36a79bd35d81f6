"""Findings as observations: witnesses of their own, never votes on a claim."""

from collections.abc import Iterator, Sequence

from vedette.model.ids import CaptureId
from vedette.model.interval import Interval, Precision
from vedette.model.observation import Observation, ObservationKind, observation_id
from vedette.observe.change.pair import Pair
from vedette.observe.change.survey import Finding
from vedette.observe.change.verdict import chance, is_changed


def observations(
    findings: Sequence[Finding],
    pair: Pair,
    capture: CaptureId | None,
    kind: ObservationKind,
    method: str,
    version: str,
    told: tuple[str, str, str],
) -> Iterator[Observation]:
    """Of footprints that changed, and of those that could not be observed; what was seen and did not change is left
    in the table. `capture` is the picture of the map; `told` words a fall, a rise and the unit. `when` runs from the
    last earlier image to the last later one: the change came at some time within."""
    days = pair.days
    when = Interval.of_days(days[0], days[2], Precision.RANGE) if days else None
    for each in findings:
        if each.footprint.shape is None or (each.score is not None and not is_changed(each.score)):
            continue
        score = each.score
        measure = round(score.t, 4) if score else None
        yield Observation(
            id=observation_id(kind, method, version, capture, each.footprint.wkt, when, measure),
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
            method=method,
            version=version,
        )


def _note(each: Finding, told: tuple[str, str, str]) -> str:
    if each.score is None:
        return "No later image shows this place, so nothing is known of it."
    fell, rose, unit = told
    word = fell if each.score.t < 0 else rose
    return f"{word} by {abs(each.score.change):.2g}{unit} more than the ground around it and the season explain."
