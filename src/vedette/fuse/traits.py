"""What a growing event holds together, and which two of them may become one."""

from dataclasses import dataclass
from datetime import date

from vedette.fuse.telling import Telling
from vedette.model.ids import SideId

_LONGEST_SPAN_DAYS = 3
_LONGEST_CONTROL_DAYS = 7
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Traits:
    """Widest days, the side that moves, tellings it must not meet.

    Fighting (`plain`) says neither that a place fell nor that it held, so it never joins a change of `control`; what
    tells no change at all (`loose`) never joins ground that was won (`gain`), nor who was `hit` what was `repelled`.
    `told` is the day of the first report, `stated` the last day on which a text says that it began. `members` are
    those that a person judged, by position.
    """

    first: date | None
    last: date | None
    control: bool
    plain: bool
    gain: bool
    loose: bool
    hit: bool
    repelled: bool
    told: date | None
    stated: date | None
    mover: SideId | None
    members: frozenset[int]
    forbidden: frozenset[int]


def traits_of(telling: Telling, *, members: frozenset[int] = _NOBODY, forbidden: frozenset[int] = _NOBODY) -> Traits:
    """`forbidden` are the tellings that a person told apart from this one."""
    known = telling.when is not None and not telling.denies
    return Traits(
        first=telling.when.first_day if telling.when and known else None,
        last=telling.when.last_day if telling.when and known else None,
        control=telling.topic == "control",
        plain=telling.topic != "control" and telling.mention.change not in ("repelled", "contested"),
        gain=telling.mention.change in ("advanced", "pushed-back"),
        loose=telling.mention.change is None,
        hit=telling.topic in ("strike", "force"),
        repelled=telling.mention.change == "repelled",
        told=telling.document.published.first_day if telling.document.published and known else None,
        stated=telling.when.first_day if telling.when and known and not telling.weak else None,
        mover=telling.mover if telling.topic in ("control", "ground") else None,
        members=members,
        forbidden=forbidden,
    )


def barred(one: Traits, two: Traits) -> bool:
    return bool(one.forbidden & two.members or two.forbidden & one.members)


def fits(one: Traits, two: Traits) -> bool:
    if one.mover and two.mover and one.mover != two.mover:
        return False
    both = merged(one, two)
    if (both.control and both.plain) or (both.gain and both.loose) or (both.repelled and both.hit):
        return False
    if both.control and both.told and both.stated and (both.stated - both.told).days > 1:
        return False  # nobody tells of a capture before it
    if both.first is None or both.last is None:
        return True
    longest = _LONGEST_CONTROL_DAYS if both.control else _LONGEST_SPAN_DAYS
    equal = (one.first, one.last) == (two.first, two.last)
    return equal or (both.last - both.first).days < longest


def merged(one: Traits, two: Traits) -> Traits:
    firsts = [day for day in (one.first, two.first) if day]
    lasts = [day for day in (one.last, two.last) if day]
    return Traits(
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        control=one.control or two.control,
        plain=one.plain or two.plain,
        gain=one.gain or two.gain,
        loose=one.loose or two.loose,
        hit=one.hit or two.hit,
        repelled=one.repelled or two.repelled,
        told=min((day for day in (one.told, two.told) if day), default=None),
        stated=max((day for day in (one.stated, two.stated) if day), default=None),
        mover=one.mover or two.mover,
        members=one.members | two.members,
        forbidden=one.forbidden | two.forbidden,
    )
