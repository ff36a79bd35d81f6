"""Who holds each statement of a document, and for which side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vedette.fuse.corrected import NamedByPerson, named_in_text
from vedette.fuse.names import words
from vedette.fuse.persons import known_as
from vedette.fuse.sides import ROLES, Sides
from vedette.model.analysis import Analysis
from vedette.model.ids import SideId, StatementId
from vedette.model.source import Source
from vedette.model.statement import Speaker, Statement
from vedette.reference.parties import is_rumour

# Those who report. Any other publisher with a side is a party's own institution or person.
_REPORTING = frozenset({"newspaper", "magazine", "broadcaster", "agency", "analyst", "pollster", "channel"})

_NEARLY_ALL = 0.75
_LOCAL = frozenset({"local", "city", "town", "village", "regional", "mayor", "mayors", "municipal", "district"})
_ARMED = frozenset(words("army military forces staff command"))
_OFFICES = frozenset(words("official officials authority authorities council office police service services doctors"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """`name` None is the source itself. `official`: it binds the side, unlike an outlet's own voice."""

    name: str | None
    side: SideId | None
    official: bool


def holders(analysis: Analysis, source: Source, sides: Sides, on: date | None = None) -> Mapping[StatementId, Holder]:
    """ "The ministry" is whom the same text calls Northland's ministry; in the ministry's own channel, the channel.

    Persons go by one name, whatever the spelling; `on` is the day by which an office is told from the one before it.
    """
    spoken = {one.id: _canonical(one.speaker, on) for one in analysis.statements}
    read = [one for one in spoken.values() if one and not isinstance(one, NamedByPerson)]
    known = {one.name: side for one in read if (side := sides.of_speaker(one, source))}
    heard = set(known.values())
    only = next(iter(heard)) if len(heard) == 1 else None
    return {one.id: _holder(one, spoken[one.id], source, sides, known, only) for one in analysis.statements}


def _canonical(speaker: Speaker | None, on: date | None) -> Speaker | None:
    return replace(speaker, name=known_as(speaker.name, on)) if speaker else None


def source_voice(source: Source, sides: Sides) -> Holder:
    return Holder(name=None, side=sides.of_source(source), official=_is_official(source))


def _holder(
    statement: Statement,
    speaker: Speaker | None,
    source: Source,
    sides: Sides,
    known: Mapping[str, SideId],
    only: SideId | None,
) -> Holder:
    """`only` is the one side that speaks in the text."""
    if speaker is not None and is_rumour(speaker.name):
        speaker = None
    if speaker is None and statement.attributed:
        return Holder(name=None, side=None, official=False)
    if speaker is None or _is_source(speaker, source):
        return source_voice(source, sides)
    side = known.get(speaker.name) or sides.of_speaker(speaker, source) or _of_outlet(speaker, source, sides)
    side = side or (only if _is_armed(speaker) else None)
    name = speaker.name if side else _fuller(speaker.name, known)
    return Holder(name=name, side=side or known.get(name), official=True)


def home_of(analysis: Analysis, sides: Sides) -> SideId | None:
    """The side in whose country nearly all towns and villages of a text lie."""
    fine = [
        place for place in named_in_text(analysis) if place.kind == "settlement" and place.country and not place.metonym
    ]
    found = Counter(sides.of_country(place.country) for place in fine)
    side, times = found.most_common(1)[0] if found else (None, 0)
    return side if times >= _NEARLY_ALL * len(fine) else None


def local(holder: Holder, home: SideId | None, sides: Sides) -> Holder:
    """ "Local officials" of towns in one side's country are told with that side: they have no name, and
    whoever was set up there by the other side is called so."""
    if holder.name is None or holder.side is not None or home is None or not _is_local(holder.name):
        return holder
    return replace(holder, name=f"{sides.name(home)}'s {holder.name[0].lower()}{holder.name[1:]}", side=home)


def _is_local(name: str) -> bool:
    said = set(words(name))
    return bool(said & _LOCAL) and said <= _LOCAL | _OFFICES


def _is_source(speaker: Speaker, source: Source) -> bool:
    """By name, or, in an official channel, by a bare role without any name ("the commander-in-chief")."""
    said = set(words(speaker.name))
    if not said:
        return True
    if any(said <= set(words(name)) for name in (source.name, *source.match)):
        return True
    return speaker.name == speaker.name.lower() and _is_bare_role(speaker) and _is_official(source)


def _of_outlet(speaker: Speaker, source: Source, sides: Sides) -> SideId | None:
    """ "The Defence Ministry" in a paper of one side is that side's."""
    return sides.of_source(source) if _is_bare_role(speaker) else None


def _is_armed(speaker: Speaker) -> bool:
    """ "The army", "the general staff"."""
    return bool(set(words(speaker.name)) & _ARMED) and _is_bare_role(speaker)


def _is_bare_role(speaker: Speaker) -> bool:
    """An institution or an office without any name; "a commander" is somebody else."""
    said = set(words(speaker.name))
    return bool(said) and said <= ROLES and speaker.country is None and not speaker.name.startswith(("a ", "an "))


def _is_official(source: Source) -> bool:
    return source.side is not None and source.kind not in _REPORTING


def _fuller(name: str, known: Mapping[str, SideId]) -> str:
    """The one name with a side that holds all its words; the name itself where there is none, or more than one side."""
    said = set(words(name))
    found: Sequence[str] = sorted(other for other in known if said and said <= set(words(other)))
    return found[0] if len({known[other] for other in found}) == 1 else name
