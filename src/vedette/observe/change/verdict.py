"""When a footprint counts as changed: one rule, its threshold, and what it was calibrated on."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.observe.change.fit import Score
from vedette.observe.change.survey import Finding

# Calibrated on simulated stacks (docs/observations.md has the table): of footprints that nothing happened to, about
# one in a hundred passes; of sheds among ploughed fields, of slopes and of what was wet or bright on one date, at most
# three in a hundred.
DAMAGED_FROM = 2.75
# And without any one of the later dates, so that one wet day or one passing lorry is not damage.
WITHOUT_ANY_FROM = 1.5


def is_changed(score: Score) -> bool:
    return abs(score.t) >= DAMAGED_FROM and score.weakest >= WITHOUT_ANY_FROM


def chance(t: float) -> float:
    """Two-sided, of so large a statistic where nothing happened; the placebo shows how far to believe it."""
    return max(math.erfc(abs(t) / math.sqrt(2)), 1e-12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`by_chance` of `placebos` footprints would have counted as changed, had the last earlier dates been the later
    ones: nothing happened then, or nothing that the later dates are asked about."""

    observed: int
    unseen: int
    changed: int
    by_chance: int
    placebos: int


def summarised(findings: Sequence[Finding]) -> Summary:
    observed = [each.score for each in findings if each.score]
    placebos = [each.placebo for each in findings if each.placebo]
    return Summary(
        observed=len(observed),
        unseen=len(findings) - len(observed),
        changed=sum(map(is_changed, observed)),
        by_chance=sum(map(is_changed, placebos)),
        placebos=len(placebos),
    )


HEADER = ("id", "t_max", "t_mean", "damaged")


def rows(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str, str]]:
    """Statistics without sign; empty where the footprint was not observed."""
    for each in findings:
        if each.score is None:
            yield each.footprint.id, "", "", ""
            continue
        largest = f"{each.t_max:.4f}" if each.t_max is not None else ""
        yield each.footprint.id, largest, f"{abs(each.score.t):.4f}", str(is_changed(each.score)).lower()
