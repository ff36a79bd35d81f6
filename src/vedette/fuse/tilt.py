"""What the records of the sides weigh: sums kept place by place, and the few coarse rungs that follow from them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from vedette.fuse.holding import Sign
from vedette.fuse.record import EARLY, WEIGHS, firsts, rung
from vedette.model.ids import SideId
from vedette.model.record import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The decided claims of one side, to be added up over places. `leads` counts them by their days."""

    borne_out: int = 0
    denied: int = 0
    leads: Mapping[int, int] = field(default_factory=dict)


Tilt = Mapping[SideId, tuple[float, bool]]
"""What a side's own claims weigh, and whether it tells them early: of the sides with a rung."""


def tallies(found: Iterable[Claim]) -> dict[SideId, Tally]:
    """Of the claims on one place, side by side."""
    sides: dict[SideId, list[Claim]] = {}
    for one in found:
        if one.side is not None:
            sides.setdefault(one.side, []).append(one)
    return {side: _tally(list(firsts(told))) for side, told in sides.items()}


def _tally(told: Sequence[Claim]) -> Tally:
    outcomes = [one.outcome for one in told]
    leads = Counter(one.lead for one in told if one.lead is not None)
    return Tally(borne_out=outcomes.count("borne out"), denied=outcomes.count("denied"), leads=leads)


def summed(sums: dict[SideId, Tally], *, gone: Mapping[SideId, Tally], made: Mapping[SideId, Tally]) -> None:
    """Takes one place's tallies out of the sums and puts others in."""
    for side in gone.keys() | made.keys():
        whole, old, new = (each.get(side, Tally()) for each in (sums, gone, made))
        leads = Counter(whole.leads)
        leads.subtract(old.leads)
        leads.update(new.leads)
        sums[side] = Tally(
            borne_out=whole.borne_out - old.borne_out + new.borne_out,
            denied=whole.denied - old.denied + new.denied,
            leads=+leads,
        )


def tilt(sums: Mapping[SideId, Tally]) -> Tilt:
    """Only rungs count, so that it is seldom another."""
    rungs = {side: rung(one.borne_out, one.denied) for side, one in sums.items()}
    return {
        side: (WEIGHS[found], _median(sums[side].leads) >= EARLY) for side, found in rungs.items() if found is not None
    }


def _median(leads: Mapping[int, int]) -> float:
    days = sorted(Counter(leads).elements())
    return float(median(days)) if days else 0.0


def tilted(signs: Iterable[Sign], weighed: Tilt) -> list[Sign]:
    """Signs with what the record of the side that gains is worth: only where it alone tells of the gain."""
    return [_tilted(sign, weighed) for sign in signs]


def _tilted(sign: Sign, weighed: Tilt) -> Sign:
    if sign.holder not in weighed or not sign.gain or sign.tellers != {sign.holder}:
        return sign
    weight, early = weighed[sign.holder]
    return replace(sign, weight=sign.weight * weight, early=early)
