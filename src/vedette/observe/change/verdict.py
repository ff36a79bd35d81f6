"""When a footprint counts as changed, how many do, and the table of them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.observe.change.fit import Score
from vedette.observe.change.sensor import Rule
from vedette.observe.change.survey import Finding


def is_changed(score: Score, rule: Rule) -> bool:
    if rule.falls_only and score.t > 0:
        return False
    if (
        rule.lasting is not None
        and score.lasting is not None
        and score.lasting * math.copysign(1, score.t) < rule.lasting
    ):
        return False
    return abs(score.t) >= rule.t and score.weakest >= rule.without_any and abs(score.change) >= rule.least_change


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


def summarised(findings: Sequence[Finding], rule: Rule) -> Summary:
    observed = [each.score for each in findings if each.score]
    placebos = [each.placebo for each in findings if each.placebo]
    return Summary(
        observed=len(observed),
        unseen=len(findings) - len(observed),
        changed=sum(is_changed(each, rule) for each in observed),
        by_chance=sum(is_changed(each, rule) for each in placebos),
        placebos=len(placebos),
    )


HEADER = ("id", "t_max", "t_mean", "damaged")


def rows(findings: Sequence[Finding], rule: Rule) -> Iterator[tuple[str, str, str, str]]:
    """Statistics without sign; empty where the footprint was not observed."""
    for each in findings:
        if each.score is None:
            yield each.footprint.id, "", "", ""
            continue
        largest = f"{each.t_max:.4f}" if each.t_max is not None else ""
        yield each.footprint.id, largest, f"{abs(each.score.t):.4f}", str(is_changed(each.score, rule)).lower()
