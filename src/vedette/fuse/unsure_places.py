"""How sure it is where a mention was: by what else its name may mean."""

from collections.abc import Sequence

from vedette.fuse.corrected import PutByPerson
from vedette.model.event import Location
from vedette.model.mention import PlaceMention

_NO_POINT, _FUZZY = 0.6, 0.5

Doubt = tuple[float, str]


def place_doubt(named: Sequence[PlaceMention], place: Location | None) -> Doubt | None:
    """From 0 to 1, with why; None where it is sure enough. `named` are the places of the mention, `place` the one that
    an event is told at."""
    if any(isinstance(one, PutByPerson) for one in named):
        return None
    unknown = [one for one in named if one.lat is None and one.candidates and not one.metonym]
    if unknown and (place is None or place.kind not in ("settlement", "site")):
        return _NO_POINT, f"“{unknown[0].name}” may be one of {len(unknown[0].candidates)} places, and none was taken"
    taken = [one for one in named if place is not None and one.place is not None and place.id.startswith(one.place)]
    best = max(taken, key=lambda one: one.confidence, default=None)
    if best is None:
        return None
    if best.candidates:
        others = len(best.candidates)
        return 1 - min(best.confidence, 1.0), f"“{best.name}” may be another of {others + 1} places of that name"
    return (_FUZZY, f"“{best.name}” is only like a name that is known") if best.fuzzy else None
