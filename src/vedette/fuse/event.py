"""One event from the tellings that were joined."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeVar

from vedette.fuse.figures import admits_losses, one_each
from vedette.fuse.independence import Descent
from vedette.fuse.names import fold
from vedette.fuse.sharing import shared
from vedette.fuse.sides import Sides
from vedette.fuse.stance import contradicts_by_fact, headline, stance
from vedette.fuse.status import Voice, assess, seen_in_words
from vedette.fuse.telling import Telling
from vedette.fuse.witness import Witnesses, beside
from vedette.model.event import Account, Event, Figure, Location, Party, Stance
from vedette.model.ids import EventId, SideId, content_id
from vedette.model.interval import Interval, Precision
from vedette.model.mention import Change, is_count

T = TypeVar("T", bound=Hashable)

_FINEST = ("site", "settlement", "water", "admin2", "region", "admin1", "country")
_WEAK_DAY = "No account gives the day; the day of speaking or of publication stands for it."


_NOTHING_SEEN = Witnesses()
_DESTROYS = frozenset({"air-drone-strike", "shelling-artillery-missile", "suicide-bomb", "ied-mine"})


def build_event(
    tellings: Sequence[Telling], sides: Sides, descent: Descent, witnesses: Witnesses = _NOTHING_SEEN
) -> Event | None:
    """None where neither a place, a day, an actor nor a victim is known, and where nothing is said to have happened.

    `tellings` are in the order of their documents.
    """
    stated = any(telling.when is not None and not telling.weak for telling in tellings)
    place = _place(tellings)
    if place is None and not stated and not any(map(_says_enough, tellings)):
        return None
    tellings = _consistent(tellings)
    if all(telling.denies for telling in tellings) and not any(_denial(telling) for telling in tellings):
        return None
    change = headline(tellings)
    mover = event_mover(tellings, change)
    stances = [_stance(telling, change, mover) for telling in tellings]
    families = descent.number(tellings)
    telling_it = _named_after(tellings, change)
    voices = [
        _voice(telling, one, family, contradicts_by_fact(telling, change, mover))
        for telling, one, family in zip(tellings, stances, families, strict=True)
    ]
    subtype = _commonest([telling.mention.subtype for telling in telling_it])
    when = _when(tellings)
    place = _place(telling_it) or place
    sights = beside(tellings, place, when, subtype in _DESTROYS and change is None, witnesses)
    agreeing = sum(sight.bearing == "agrees" for sight in sights)
    notes = (*([] if stated else [_WEAK_DAY]), *seen_in_words(sights))
    return Event(
        id=_event_id(tellings),
        plover=_commonest([telling.mention.plover for telling in telling_it]) or tellings[0].mention.plover,
        subtype=subtype,
        change=change,
        parties=_parties(telling_it),
        place=place,
        when=when,
        figures=_figures(tellings, sides),
        accounts=_accounts(tellings, voices),
        assessment=shared(assess(_of_the_deed(tellings, voices), agreeing, notes)),
        sights=sights,
    )


def _of_the_deed(tellings: Sequence[Telling], voices: Sequence[Voice]) -> Sequence[Voice]:
    """Whoever counts the victims says nothing on whose attack it was: heard only where nobody says more."""
    heard = [voice for telling, voice in zip(tellings, voices, strict=True) if not is_count(telling.mention)]
    return heard or voices


def _says_enough(telling: Telling) -> bool:
    """Who did it or to whom, whose the victims were, or, in a short report, a place that is on no map known. Of those
    who fled it is enough how many they are."""
    if telling.parties or any(figure.victim or figure.what == "displaced" for figure in telling.figures):
        return True
    return telling.gist is not None and bool(telling.gist.names)


def _consistent(tellings: Sequence[Telling]) -> Sequence[Telling]:
    """Without the negations of those who tell the same event as a fact in the same text ("did not stop"); that attacks
    were repelled goes with a denial."""
    happened = [one for one in tellings if not one.denies and one.mention.change not in ("repelled", "contested")]
    firm = {(one.document.id, one.speaker) for one in happened}
    return [one for one in tellings if not one.denies or (one.document.id, one.speaker) not in firm]


def _denial(telling: Telling) -> bool:
    """What somebody denies was claimed by somebody; what merely did not happen is no event."""
    return telling.statement.kind == "denial" or telling.statement.certainty == "denied"


def event_mover(tellings: Sequence[Telling], change: Change | None) -> SideId | None:
    """The side that gains ground by the event."""
    return _commonest([telling.mover for telling in _named_after(tellings, change)]) or _commonest(
        [telling.mover for telling in tellings]
    )


def _event_id(tellings: Sequence[Telling]) -> EventId:
    """From the earliest telling, so that an event keeps its id while later reports of it come in."""
    return EventId(content_id("evt", *tellings[0].key))


def _named_after(tellings: Sequence[Telling], change: Change | None) -> list[Telling]:
    """Those that tell what the event is named after; firm ones where there are any."""
    same = [telling for telling in tellings if telling.mention.change == change] or list(tellings)
    return [telling for telling in same if not telling.denies] or same


def _stance(telling: Telling, change: Change | None, mover: SideId | None) -> Stance:
    found = stance(telling, change, mover)
    own = [figure for figure in telling.figures if figure.statement == telling.statement.id]
    admits = found == "supports" and not telling.denies and admits_losses(own, telling.document.text)
    return "concedes" if admits else found


def _voice(telling: Telling, found: Stance, family: int, fact: bool) -> Voice:
    return Voice(
        stance=found,
        side=telling.side,
        family=family,
        doubtful=telling.doubtful,
        fact=fact,
        reliability=telling.source.reliability,
    )


def _accounts(tellings: Sequence[Telling], voices: Sequence[Voice]) -> tuple[Account, ...]:
    """One a mention; two places of one mention that were joined are one account."""
    found = {
        telling.mention.id: Account(
            statement=telling.statement.id,
            mention=telling.mention.id,
            document=telling.document.id,
            source=telling.source.id,
            speaker=telling.speaker,
            side=telling.side,
            stance=voice.stance,
            family=voice.family,
            doubtful=voice.doubtful,
            fact=voice.fact,
            told=shared(telling.document.published.last_day) if telling.document.published else None,
        )
        for telling, voice in zip(tellings, voices, strict=True)
    }
    return tuple(found.values())


def _place(tellings: Sequence[Telling]) -> Location | None:
    """The one most accounts give among those of the finest kind."""
    places = [telling.place for telling in tellings if telling.place is not None]
    if not places:
        return None
    finest = min(_FINEST.index(place.kind) for place in places)
    return _commonest([place for place in places if _FINEST.index(place.kind) == finest])


def _when(tellings: Sequence[Telling]) -> Interval | None:
    """The shortest stated time, of equals the one told most; without one, the first day anybody speaks of it.

    That day is a bound, not a date: it carries the precision `range`.
    """
    stated = [telling.when for telling in tellings if telling.when is not None and not telling.weak]
    if stated:
        shortest = min((when.last_day - when.first_day).days for when in stated)
        return _commonest([when for when in stated if (when.last_day - when.first_day).days == shortest])
    spoken = [telling.when for telling in tellings if telling.when is not None]
    if not spoken:
        return None
    first = min(spoken)
    return Interval.of_days(first.first_day, first.last_day, Precision.RANGE)


def _parties(tellings: Sequence[Telling]) -> tuple[Party, ...]:
    """Each side once in each role, by the name given most; others by name. Actors first."""
    groups: dict[tuple[str, str], list[Party]] = {}
    for telling in tellings:
        for party in telling.parties:
            groups.setdefault((party.role, party.side or fold(party.name)), []).append(party)
    named = [chosen for group in groups.values() if (chosen := _commonest(group)) is not None]
    return tuple(sorted(named, key=lambda party: party.role))


def _figures(tellings: Sequence[Telling], sides: Sides) -> tuple[Figure, ...]:
    """Repeated by one speaker, under whatever name of his, a number is kept once."""
    return one_each([(figure, telling.source.name) for telling in tellings for figure in telling.figures], sides)


def _commonest(items: Sequence[T | None]) -> T | None:
    """The most frequent; of equals, the first by its text, so that the order of the input does not matter."""
    counts = Counter(item for item in items if item is not None)
    return min(counts, key=lambda item: (-counts[item], str(item)), default=None)
