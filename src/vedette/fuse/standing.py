"""Which side a party stands for: by its name, else by who speaks of it ("the enemy", "our units", "its troops")."""

from vedette.fuse.names import words
from vedette.fuse.sides import Sides
from vedette.fuse.voices import Holder
from vedette.model.document import Document
from vedette.model.event import Party
from vedette.model.ids import SideId
from vedette.model.mention import Actor, Mention
from vedette.reference.parties import is_enemy, is_own_unit

_SLAVIC_OURS = "наш наша наше наші нашої нашого нашому нашій нашим нашою наших нашими нашу наши нашей нашего нашему"
_OURS = frozenset({"our", "my", *_SLAVIC_OURS.split()})
_THEIRS = frozenset({"its", "their", "his", "her"})
_LOOKED_BACK = 12


def parties_of(mention: Mention, document: Document, holder: Holder, sides: Sides) -> tuple[Party, ...]:
    """Each once, actors and targets in the order of the text."""
    found = (
        Party(name=one.name, role=one.role, side=_side(one, mention, document, holder, sides)) for one in mention.actors
    )
    return tuple(dict.fromkeys(found))


def _side(actor: Actor, mention: Mention, document: Document, holder: Holder, sides: Sides) -> SideId | None:
    return sides.of_actor(actor) or _by_teller(actor, mention, document, holder, sides)


def _by_teller(actor: Actor, mention: Mention, document: Document, holder: Holder, sides: Sides) -> SideId | None:
    """Who speaks for a side has one enemy where there are two sides, and tells of his own units without their name."""
    if holder.side is None:
        return None
    if is_enemy(actor.name):
        return sides.opponent(holder.side)
    owner = _owner(actor, document)
    if owner in _OURS or (owner in _THEIRS and holder.name is not None and actor == mention.actors[0]):
        return holder.side
    own = holder.official and actor.role == "actor" and mention.change is not None and owner not in _THEIRS
    return holder.side if own and is_own_unit(actor.name) else None


def _owner(actor: Actor, document: Document) -> str:
    """The word before the name, or its first ("our units")."""
    start = actor.span.start
    before = words(document.text[max(0, start - _LOOKED_BACK) : start])
    first = words(actor.name)[:1]
    if first and first[0] in _OURS | _THEIRS:
        return first[0]
    return before[-1] if before else ""
