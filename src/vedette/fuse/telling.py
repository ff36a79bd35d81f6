"""One mention at one place, with all that fusing asks about it, gathered from analysis, document, source and watch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from vedette.fuse.corrected import NoEvent, named_in_text
from vedette.fuse.counts import counts
from vedette.fuse.figures import figures
from vedette.fuse.likeness import LONGEST, Gist, gist
from vedette.fuse.names import fold
from vedette.fuse.persons import told_on
from vedette.fuse.sharing import shared, slim
from vedette.fuse.sides import Sides
from vedette.fuse.standing import parties_of
from vedette.fuse.unsure_places import place_doubt
from vedette.fuse.voices import Holder, holders
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Figure, Location, Party
from vedette.model.ids import DocumentId, PlaceId, SideId, SourceId
from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention
from vedette.model.source import Source
from vedette.model.statement import Statement
from vedette.reference.parties import is_rumour

Topic = Literal["control", "ground", "strike", "force", "other"]

_SPOT = "~"
_RANK = {"site": 0, "settlement": 0, "water": 1, "admin2": 2, "region": 3, "admin1": 3, "country": 4}
_RADII = {"site": 500, "settlement": 2_000, "water": 10_000, "admin2": 25_000, "region": 80_000, "admin1": 100_000}
_COUNTRY_RADIUS = 500_000
_SOMEWHERE = 25_000
_CONTROL = frozenset({"captured", "liberated", "withdrew"})
_GROUND = frozenset({"advanced", "pushed-back", "repelled", "contested"})
_STRIKES = frozenset(
    {"air-drone-strike", "shelling-artillery-missile", "suicide-bomb", "ied-mine", "grenade", "chemical"}
)
_VERBAL = frozenset({"THREATEN", "REQUEST", "REJECT", "ACCUSE", "CONSULT", "AGREE", "SUPPORT", "CONCEDE", "SANCTION"})
_NOT_YET = frozenset({"threat", "intent", "prediction", "call", "question"})
_DOUBTFUL = frozenset({"unconfirmed", "possible"})
_MOST_PLACES = 40
_CLOCKS_APART = timedelta(days=1)
_MEMORY = timedelta(days=36_525)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`when` is the best day known; `weak` where the text does not give it and the day of speaking or of publication
    stands for it. `mover` is the side that gains ground by it. `side` is that of the speaker or the outlet's own
    voice; `official` where it binds that side. `gist` is that of the whole document, where it is short.
    """

    mention: Mention
    statement: Statement
    document: Document
    source: Source
    speaker: str | None
    side: SideId | None
    official: bool
    place: Location | None
    when: Interval | None
    weak: bool
    parties: tuple[Party, ...]
    mover: SideId | None
    figures: tuple[Figure, ...]
    gist: Gist | None = field(default=None, compare=False)
    unsure_of_place: tuple[float, str] | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        return (self.mention.id, self.place.id if self.place else "")

    @property
    def topic(self) -> Topic:
        return topic(self.mention)

    @property
    def denies(self) -> bool:
        return self.mention.factuality < 0 or self.statement.certainty == "denied"

    @property
    def doubtful(self) -> bool:
        """Told only as possible or unconfirmed, or as a report that is nobody's."""
        told = self.statement.speaker
        if told is not None and is_rumour(told.name):
            return True
        return self.statement.certainty in _DOUBTFUL or 0 <= self.mention.factuality <= 1


def topic(mention: Mention) -> Topic:
    if mention.change in _CONTROL:
        return "control"
    if mention.change in _GROUND or mention.subtype == "armed-clash" or mention.plover == "RETREAT":
        return "ground"
    if mention.subtype in _STRIKES:
        return "strike"
    return "force" if mention.plover == "ASSAULT" and mention.subtype is None else "other"


def tellings(analysis: Analysis, document: Document, source: Source, sides: Sides) -> Iterator[Telling]:
    """Every mention that says that something did or did not happen, once for each settlement it names.

    A mention that no statement holds has nobody who tells it, and is left out.
    """
    analysis = slim(analysis, document.id)
    statements = {statement.id: statement for statement in analysis.statements}
    voices = holders(analysis, source, sides, told_on(document))
    published = document.published.last_day if document.published else None
    numbers, loose = figures(analysis, document.text, voices, sides, published)
    short = _gist(analysis, document)
    counted = counts(analysis, loose)
    numbers |= {mention.id: told for mention, told in counted}
    bare = {mention.id for mention, _ in counted}
    for mention in (*analysis.mentions, *(mention for mention, _ in counted)):
        statement = statements.get(mention.statement) if mention.statement else _around(mention, analysis)
        if statement is None or isinstance(mention, NoEvent) or not _tells(mention, statement):
            continue
        holder = voices[statement.id]
        for place in _places(mention, analysis):
            told = _telling(mention, statement, holder, document, source, sides, place, numbers.get(mention.id, ()))
            unsure = place_doubt([analysis.places[index] for index in mention.places], place)
            # A bare count is not what a short report shows.
            yield replace(told, gist=None if mention.id in bare else short, unsure_of_place=unsure)


def _gist(analysis: Analysis, document: Document) -> Gist | None:
    if len(document.text) > LONGEST:
        return None
    named = named_in_text(analysis)
    unknown = (fold(place.name) for place in named if place.lat is None and not place.metonym)
    return gist(document.text, (place.span for place in named), unknown)


def _around(mention: Mention, analysis: Analysis) -> Statement | None:
    """The narrowest statement whose content holds the trigger."""
    holding = [statement for statement in analysis.statements if statement.content.contains(mention.trigger)]
    return min(holding, key=lambda one: (one.content.end - one.content.start, one.id), default=None)


def _tells(mention: Mention, statement: Statement) -> bool:
    """What is threatened, planned or asked has not happened; that it was threatened has."""
    if statement.kind in _NOT_YET and mention.plover not in _VERBAL:
        return False
    return mention.factuality != 0 or statement.certainty in _DOUBTFUL | {"probable"}


def _telling(
    mention: Mention,
    statement: Statement,
    holder: Holder,
    document: Document,
    source: Source,
    sides: Sides,
    place: Location | None,
    figures: tuple[Figure, ...],
) -> Telling:
    parties = shared(parties_of(mention, document, holder, sides))
    when, weak = _day(mention, statement, document)
    return Telling(
        mention=mention,
        statement=statement,
        document=document,
        source=source,
        speaker=holder.name,
        side=holder.side,
        official=holder.official,
        place=shared(place),
        when=when,
        weak=weak,
        parties=parties,
        mover=_mover(mention, parties, holder, sides),
        figures=figures,
    )


def _day(mention: Mention, statement: Statement, document: Document) -> tuple[Interval | None, bool]:
    if mention.when is not None and not _impossible(mention.when, document):
        return mention.when, False
    if statement.said is not None and not _impossible(statement.said, document):
        return statement.said, True
    if document.published is None:
        return None, True
    return _whole_day(document.published.first_day), True


@lru_cache(maxsize=16384)
def _whole_day(day: date) -> Interval:
    return Interval.of_days(day, day)


def _impossible(when: Interval, document: Document) -> bool:
    """What is told as having happened lies neither after the telling nor beyond memory ("the road T1302")."""
    if document.published is None:
        return False
    told = document.published.last_day
    return when.first_day > told + _CLOCKS_APART or when.last_day < told - _MEMORY


def _mover(mention: Mention, parties: tuple[Party, ...], holder: Holder, sides: Sides) -> SideId | None:
    """Who says that attacks were repelled, and not whose, speaks of attacks on his own side."""
    actor, target = side_of(parties, "actor"), side_of(parties, "target")
    match mention.change:
        case "captured" | "liberated" | "advanced" | "pushed-back":
            return actor or sides.opponent(target)
        case "withdrew":
            return sides.opponent(actor)
        case "repelled":
            return target or sides.opponent(actor or (holder.side if holder.official else None))
        case _:
            return None


def side_of(parties: tuple[Party, ...], role: str) -> SideId | None:
    """The one side in a role; None where there is none or more than one."""
    found = {party.side for party in parties if party.role == role and party.side}
    return found.pop() if len(found) == 1 else None


def _places(mention: Mention, analysis: Analysis) -> tuple[Location | None, ...]:
    """The finest places named. A list of villages is an event in each; of anything else the first place counts."""
    named = [analysis.places[index] for index in mention.places]
    known = list({place.id: place for place in map(location, reversed(named)) if place is not None}.values())[::-1]
    if not known:
        return (None,)
    finest = min(_RANK[place.kind] for place in known)
    best = [place for place in known if _RANK[place.kind] == finest]
    if finest > 0 and finest < _RANK["country"]:
        best = [_inside(place, best[0]) for place in named if _is_unknown_village(place)] or best
        finest = _RANK[best[0].kind]
    several = finest == 0 and topic(mention) != "other"
    return tuple(best[:_MOST_PLACES]) if several else tuple(best[:1])


def _is_unknown_village(place: PlaceMention) -> bool:
    return place.kind == "settlement" and place.lat is None and not place.metonym


def _inside(village: PlaceMention, region: Location) -> Location:
    """A village that no gazetteer knows, somewhere in the region named with it: its area, not a point."""
    found = PlaceId(f"{region.id}/{fold(village.name)}")
    return replace(region, id=found, name=village.name, kind="settlement", radius_m=max(region.radius_m, _SOMEWHERE))


def location(place: PlaceMention) -> Location | None:
    """None for a place that could not be resolved, and for one that stands for its government. A spot told of from a
    place ("north of A") is another place than A."""
    if place.metonym or place.lat is None or place.lon is None:
        return None
    found = place.place or PlaceId(f"point:{place.lat:.4f},{place.lon:.4f}")
    return Location(
        id=PlaceId(f"{found}{_SPOT}{place.relation}") if place.relation else found,
        name=place.name,
        kind=place.kind,
        lat=place.lat,
        lon=place.lon,
        radius_m=place.radius_m or _RADII.get(place.kind, _COUNTRY_RADIUS),
        country=place.country,
    )


def is_spot(place: Location) -> bool:
    """Not the named place itself."""
    return _SPOT in place.id


def gather(
    documents: Mapping[DocumentId, Document], sources: Mapping[SourceId, Source], analyses: list[Analysis], sides: Sides
) -> list[Telling]:
    """Sorted by document date and mention, so that the order of the input does not matter."""
    found = [
        telling
        for analysis in analyses
        if (document := documents.get(analysis.document)) is not None
        for telling in tellings(analysis, document, publisher(document, sources), sides)
    ]
    return sorted(found, key=order)


def order(telling: Telling) -> tuple[str, str, int, str, str]:
    published = telling.document.published
    start = _written(published.start) if published else "9999"
    return (start, telling.document.id, telling.mention.trigger.start, *telling.key)


@lru_cache(maxsize=16384)
def _written(moment: datetime) -> str:
    return moment.isoformat()


def publisher(document: Document, sources: Mapping[SourceId, Source]) -> Source:
    """A source the watch does not know speaks for itself, under its id."""
    return sources.get(document.source) or Source(id=document.source, name=document.source)
