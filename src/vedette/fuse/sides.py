"""Which side a statement, a speaker or an actor stands for. Sides are data of the watch; none is special."""

from collections.abc import Iterable

from vedette.fuse.names import words
from vedette.model.ids import SideId
from vedette.model.mention import Actor
from vedette.model.source import Side, Source
from vedette.model.statement import Speaker
from vedette.model.watch import Watch
from vedette.reference.countries import load_countries

_SHORTEST_STEM = 5
_ENDINGS = ("", "n", "an", "ian", "i", "s")
# Words that many institutions share: they name a side's institution only in that institution's own channel.
ROLES = frozenset(
    words(
        "ministry minister defence foreign affairs general staff army forces armed military administration government "
        "president presidency spokesman spokesperson spokeswoman commander command regional department police "
        "officials official authorities governor head office channel service chief region leader mayor"
    )
)


class Sides:
    """Looks up sides for one watch. Two sides in one name give none: unknown is better than a guess."""

    def __init__(self, watch: Watch, sources: Iterable[Source]) -> None:
        self._sides = watch.sides
        self._countries = {side.country.upper(): side.id for side in watch.sides if side.country}
        known = {side.id for side in watch.sides}
        self._sources = tuple(source for source in sources if source.side in known)
        self._names: dict[str, SideId | None] = {}

    def opponent(self, side: SideId | None) -> SideId | None:
        """The other side, where there are exactly two."""
        if side is None or len(self._sides) != 2:
            return None
        return next((other.id for other in self._sides if other.id != side), None)

    def name(self, side: SideId) -> str:
        return next((one.name for one in self._sides if one.id == side), side)

    def of_name(self, name: str) -> SideId | None:
        if name not in self._names:
            found = {side.id for side in self._sides if _names_side(words(name), side)}
            self._names[name] = found.pop() if len(found) == 1 else None
        return self._names[name]

    def bare(self, name: str, side_id: SideId | None) -> frozenset[str]:
        """The name's words without those that only name its side, or the seat of its government."""
        side = next((side for side in self._sides if side.id == side_id), None)
        if side is None:
            return frozenset(words(name))
        own = [words(form)[0] for form in (side.name, *side.also) if len(words(form)) == 1]
        return frozenset(
            word for word in words(name) if not any(_is_form(word, form) for form in own) and not _is_seat(word, side)
        )

    def of_actor(self, actor: Actor) -> SideId | None:
        return self.of_country(actor.country) or self.of_name(actor.name)

    def of_speaker(self, speaker: Speaker, source: Source | None) -> SideId | None:
        """By state, by name, or because the speaker is himself one of the watch's sources."""
        return (
            self.of_country(speaker.country)
            or self.of_name(speaker.name)
            or self._of_own_channel(speaker.name, source)
            or self._of_source_name(speaker.name)
        )

    def of_source(self, source: Source | None) -> SideId | None:
        known = source is not None and any(side.id == source.side for side in self._sides)
        return source.side if known and source is not None else None

    def of_country(self, country: str | None) -> SideId | None:
        """By ISO code."""
        return self._countries.get(country.upper()) if country else None

    def _of_own_channel(self, name: str, source: Source | None) -> SideId | None:
        """ "The ministry" in the ministry's channel is the ministry."""
        if source is None or not words(name):
            return None
        own = any(set(words(name)) <= set(words(known)) for known in (source.name, *source.match))
        return self.of_source(source) if own else None

    def _of_source_name(self, name: str) -> SideId | None:
        said = set(words(name))
        if not said - ROLES:
            return None
        found = {
            source.side
            for source in self._sources
            if any(said <= set(words(known)) for known in (source.name, *source.match))
        }
        return found.pop() if len(found) == 1 else None


def _is_seat(word: str, side: Side) -> bool:
    country = load_countries().of_seat(word)
    return country is not None and country.code == side.country


def _names_side(said: tuple[str, ...], side: Side) -> bool:
    return any(_contains(said, words(name)) for name in (side.name, side.id, *side.also))


def _contains(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """The name's words in a row; a single word also with a demonym's ending ("Syria", "Syrian")."""
    if not name:
        return False
    if len(name) == 1:
        return any(_is_form(word, name[0]) and (at == 0 or said[at - 1] != "anti") for at, word in enumerate(said))
    return any(said[at : at + len(name)] == name for at in range(len(said) - len(name) + 1))


def _is_form(word: str, name: str) -> bool:
    stem = name[:-1] if name[-1] in "aeiouy" else name
    if len(stem) >= _SHORTEST_STEM:
        return word.startswith(stem)
    return any(word == name + ending for ending in _ENDINGS)
