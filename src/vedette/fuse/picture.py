"""The derived picture: events, control, threats and sides, from documents, analyses and judgements.

Nothing else is asked, so the same facts in any order give the same picture.
"""

from collections.abc import Iterable, Mapping, Sequence

from vedette.fuse.clusters import cluster
from vedette.fuse.copies import families, origin
from vedette.fuse.event import build_event
from vedette.fuse.ground import Ground
from vedette.fuse.independence import Descent, quoted
from vedette.fuse.misgivings import gravity, misgivings
from vedette.fuse.persons import told_on
from vedette.fuse.sides import Sides
from vedette.fuse.signs import presence_signs, sign_of
from vedette.fuse.telling import Telling, gather, publisher
from vedette.fuse.threats import threats
from vedette.fuse.voices import holders
from vedette.fuse.witness import Witnesses, sight_links
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event, Picture
from vedette.model.ids import DocumentId, SideId, SourceId, StatementId
from vedette.model.link import Link
from vedette.model.observation import Observation
from vedette.model.source import Source
from vedette.model.watch import Watch

RECIPE = "fuse:20"
"""Changes whenever the same facts would give another picture."""


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
    witnesses = Witnesses(observations, links, watch.persons_needed)
    papers = {document.id: document for document in sorted(documents, key=lambda document: document.id)}
    publishers = {source.id: source for source in sorted((*sources, *watch.sources), key=lambda source: source.id)}
    read = sorted((one for one in analyses if one.document in papers), key=lambda one: (one.document, one.version))
    sides = Sides(watch, publishers.values())
    tellings = gather(papers, publishers, read, sides)
    descent = _descent(papers, publishers, sides, tellings)
    groups, made = cluster(tellings, links, descent, watch.persons_needed)
    built = [(build_event(group, sides, descent, witnesses), group) for group in groups]
    events = [(event, group) for event, group in built if event is not None]
    ground = Ground(sides, publishers.values())
    ground.change(
        signs=(sign_of(event, group, sides) for event, group in events), events=(event for event, _ in events)
    )
    told = ((papers[one.document], one) for one in read)
    there = (presence_signs(paper, publisher(paper, publishers), one, sides) for paper, one in told)
    ground.change(signs=(sign for found in there for sign in found))
    unsure = [one for event, group in events for one in misgivings(event, group)]
    picture = Picture(
        events=tuple(sorted((event for event, _ in events), key=event_order)),
        control=ground.rows(),
        threats=threats(papers, publishers, read, sides),
        sides=_sides(papers, publishers, read, sides),
        unsure=tuple(sorted(unsure, key=gravity)),
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
