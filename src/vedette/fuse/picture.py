"""The derived picture: events, control, threats and sides, from documents, analyses and judgements.

Nothing else is asked, so the same facts in any order give the same picture.
"""

from collections.abc import Iterable, Mapping, Sequence

from vedette.fuse.clusters import cluster
from vedette.fuse.control import control
from vedette.fuse.copies import families, origin
from vedette.fuse.event import build_event, event_mover
from vedette.fuse.holding import Sign, gain_weight, hold_weight
from vedette.fuse.independence import Descent, quoted
from vedette.fuse.persons import told_on
from vedette.fuse.sides import Sides
from vedette.fuse.telling import Telling, gather, is_spot, publisher, side_of
from vedette.fuse.threats import threats
from vedette.fuse.voices import holders
from vedette.fuse.witness import Witnesses, sight_links
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event, Location, Picture
from vedette.model.ids import DocumentId, SideId, SourceId, StatementId
from vedette.model.link import Link
from vedette.model.observation import Observation
from vedette.model.source import Source
from vedette.model.watch import Watch

RECIPE = "fuse:16"
"""Changes whenever the same facts would give another picture."""

_HELD = frozenset({"settlement", "site"})
# A place known no better than this has no holder.
_COARSE_M = 25_000
# Half-way between what is possible and what is certain.
_PROBABLE = 2
_TAKEN = frozenset({"captured", "liberated", "withdrew"})


def build_picture(
    *,
    documents: Iterable[Document],
    sources: Iterable[Source],
    analyses: Iterable[Analysis],
    links: Iterable[Link],
    watch: Watch,
    observations: Iterable[Observation] = (),
) -> tuple[Picture, tuple[Link, ...]]:
    """The picture, and the links by which its mentions were joined and observations put beside them, to be appended."""
    links = tuple(links)
    witnesses = Witnesses(observations, links)
    papers = {document.id: document for document in sorted(documents, key=lambda document: document.id)}
    publishers = {source.id: source for source in sorted((*sources, *watch.sources), key=lambda source: source.id)}
    read = sorted((one for one in analyses if one.document in papers), key=lambda one: (one.document, one.version))
    sides = Sides(watch, publishers.values())
    tellings = gather(papers, publishers, read, sides)
    descent = _descent(papers, publishers, sides, tellings)
    groups, made = cluster(tellings, links, descent)
    built = [(build_event(group, sides, descent, witnesses), group) for group in groups]
    events = [(event, group) for event, group in built if event is not None]
    picture = Picture(
        events=tuple(sorted((event for event, _ in events), key=event_order)),
        control=control(sign for event, group in events if (sign := sign_of(event, group, sides))),
        threats=threats(papers, publishers, read, sides),
        sides=_sides(papers, publishers, read, sides),
    )
    seen = [link for event, group in events for link in sight_links(event.sights, group)]
    return picture, (*made, *seen)


def _descent(
    papers: Mapping[DocumentId, Document],
    publishers: Mapping[SourceId, Source],
    sides: Sides,
    tellings: Sequence[Telling],
) -> Descent:
    ordered = list(papers.values())
    return Descent(
        sides=sides,
        copies=families(ordered),
        origins={document.id: origin(document, publishers.values()) for document in ordered},
        names={source.id: source.name for source in publishers.values()},
        quoted=quoted(tellings),
    )


def event_order(event: Event) -> tuple[str, str]:
    return (event.when.start.isoformat() if event.when else "9999", event.id)


def sign_of(event: Event, group: Sequence[Telling], sides: Sides) -> Sign | None:
    """What the event says about who holds its place; None where it says nothing."""
    if event.place is None or event.when is None or not _can_be_held(event.place):
        return None
    day = event.when.last_day
    gain = event.change in _TAKEN
    mover = event_mover(group, event.change)
    weight = gain_weight(event, likely=_is_only_likely(group)) if gain else hold_weight(event)
    # A repelled attack and a strike speak for the one attacked.
    holder = mover if gain else sides.opponent(mover or side_of(event.parties, "actor"))
    if weight is None or holder is None:
        return None
    loser = _loser(group, holder) if gain else None
    home = sides.of_country(event.place.country)
    return Sign(event=event, holder=holder, day=day, weight=weight, gain=gain, loser=loser, home=home)


def _is_only_likely(group: Sequence[Telling]) -> bool:
    """No account of a change of holder has it as more than probable."""
    return all(telling.mention.factuality <= _PROBABLE for telling in group if telling.mention.change in _TAKEN)


def _can_be_held(place: Location) -> bool:
    return place.kind in _HELD and place.radius_m < _COARSE_M and not is_spot(place)


def _loser(group: Sequence[Telling], holder: SideId) -> SideId | None:
    """Who withdrew, or from whom it was taken, by the accounts."""
    for telling in group:
        role = "actor" if telling.mention.change == "withdrew" else "target"
        side = side_of(telling.parties, role)
        if side is not None and side != holder:
            return side
    return None


def _sides(
    papers: Mapping[DocumentId, Document], publishers: Mapping[SourceId, Source], read: Iterable[Analysis], sides: Sides
) -> tuple[tuple[StatementId, SideId], ...]:
    found: dict[StatementId, SideId] = {}
    for analysis in read:
        document = papers[analysis.document]
        found |= sides_in(document, publisher(document, publishers), analysis, sides)
    return tuple(sorted(found.items()))


def sides_in(document: Document, source: Source, analysis: Analysis, sides: Sides) -> dict[StatementId, SideId]:
    held = holders(analysis, source, sides, told_on(document))
    return {statement: holder.side for statement, holder in held.items() if holder.side}
