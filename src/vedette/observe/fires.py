"""A table of fire detections as a capture: the cell-days of its latest year that stand out from the years before."""

from pathlib import Path

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.watch import Watch
from vedette.observe.detections import Tally, read_detections
from vedette.observe.placebo import placebos, sentence
from vedette.observe.sense import Findings
from vedette.observe.spots import spots_of
from vedette.observe.thermal import count_cell_days, judge, observations, outstanding, years_of


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """All years but the latest teach what is usual; one year alone has nothing to be held against."""
    tally = Tally()
    counts = count_cell_days(read_detections(path, tally))
    years = years_of(counts)
    if len(years) < 2:
        raise ReadError(
            "holds fires of fewer than two years, so nothing tells which are usual there: "
            "add a table that holds the years before as well"
        )
    placebo = sentence(placebos(counts, years[:-1]))
    judged = judge(counts, years[:-1])
    spots = spots_of(read_detections(path, Tally(), sizes=True), outstanding(judged))
    found = tuple(observations(judged, capture.id, placebo, spots))
    return Findings(observations=found, problem=_problem(tally))


def _problem(tally: Tally) -> str | None:
    told = []
    if tally.bad:
        told.append(f"has {tally.bad:,} rows that could not be read and were left out; {tally.first_bad}")
    if tally.damage:
        told.append(f"is damaged: {tally.damage}; what came before was read")
    return "; ".join(told) or None
