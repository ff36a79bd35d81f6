"""The picture as it was known at a moment: from what had been published by then, whenever it was gathered."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from vedette.fuse.changes import compare
from vedette.fuse.corrected import analyses as analyses_of
from vedette.fuse.corrected import corrected
from vedette.fuse.growing import Growing
from vedette.fuse.persons import told_on
from vedette.fuse.picture import build_picture
from vedette.fuse.presence import Presence, presences
from vedette.fuse.record import claims, records
from vedette.fuse.series import series
from vedette.fuse.sides import Sides
from vedette.fuse.signs import can_be_held
from vedette.fuse.states import TOLD_FOR, state_on
from vedette.fuse.telling import publisher
from vedette.fuse.voices import holders
from vedette.fuse.witness import Witnesses
from vedette.model.analysis import Analysis
from vedette.model.changes import Changes
from vedette.model.document import Document
from vedette.model.event import Control, Event, Location, Picture, Threat
from vedette.model.ids import DocumentId, PlaceId, SourceId
from vedette.model.link import Link
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Query
from vedette.model.record import Record
from vedette.model.retraction import standing
from vedette.model.series import Series
from vedette.model.state import State
from vedette.model.watch import Watch
from vedette.ports import View

_ALL = 2**31
_MOST_EVENTS = 100_000
_MOST_STATEMENTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a picture of a moment is made of."""

    papers: dict[DocumentId, tuple[Document, Analysis]]
    links: list[Link]
    observations: list[Observation]


def _known(view: View, moment: datetime, needed: int, without: Collection[SourceId] = ()) -> _Known:
    """The versions of that moment that were understood, and the judgements people had made by then. What gives no date
    of publication counts from its capture on."""
    published = (one for one in _published(view, moment) if one.source not in without)
    documents = {one.id: one for one in standing(published, view.retractions(), moment)}
    spoken = [one for one in view.corrections() if one.made <= moment]
    analyses = corrected(view.analyses(list(documents)), spoken, needed)
    return _Known(
        papers={one.document: (documents[one.document], one) for one in analyses},
        links=[link for link in view.judgements() if link.made is not None and link.made <= moment],
        observations=_seen_by(view, moment),
    )


def picture_known(view: View, watch: Watch, moment: datetime) -> Picture:
    """Built anew from what was known then."""
    return _built(_known(view, moment, watch.persons_needed), view, watch)


def view_without(view: View, watch: Watch, now: datetime) -> View:
    """As if nothing of a withheld source had ever been read: no place, day or status stands on its word. The picture is
    built anew for that, in seconds for some thousand documents."""
    if not watch.policy.withhold:
        return view
    return cast(
        View, _Repictured(view, _built(_known(view, now, watch.persons_needed, watch.policy.withhold), view, watch))
    )


class _Repictured:
    """The view with another picture. Of events it answers what reports, exports and sites ask: by days, in pages."""

    def __init__(self, view: View, picture: Picture) -> None:
        self._view, self._picture = view, picture

    def events(self, query: Query) -> Sequence[Event]:
        found = [one for one in self._picture.events if _is_of(one, query.first_day, query.last_day)]
        return found[query.offset : query.offset + query.limit]

    def control(self) -> Sequence[Control]:
        return self._picture.control

    def threats(self) -> Sequence[Threat]:
        return self._picture.threats

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)


def _is_of(event: Event, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    if event.when is None:
        return False
    return (last is None or event.when.first_day <= last) and (first is None or event.when.last_day >= first)


def _built(known: _Known, view: View, watch: Watch) -> Picture:
    picture, _ = build_picture(
        documents=[document for document, _ in known.papers.values()],
        sources=view.sources(),
        analyses=[analysis for _, analysis in known.papers.values()],
        links=known.links,
        watch=watch,
        observations=known.observations,
    )
    return picture


def _seen_by(view: View, moment: datetime) -> list[Observation]:
    """What could have been known of then: an interval that was over. Pictures count with the reports that show them."""
    found = view.observations(ObservationQuery(limit=_ALL))
    return [one for one in found if one.when is None or one.when.end <= moment]


def _published(view: View, moment: datetime) -> list[Document]:
    documents = view.documents_known(moment)
    undated = {one.capture for one in documents if one.published is None and one.modified is None}
    late = {capture.id for capture in view.captures(sorted(undated)) if capture.fetched > moment}
    return [one for one in documents if one.capture not in late or one.capture not in undated]


def changes(view: View, watch: Watch, since: datetime, until: datetime, without: Collection[SourceId] = ()) -> Changes:
    """The later picture grows out of the earlier: what was known before is fused once. `without` are sources as if
    never read."""
    before, after = (_known(view, one, watch.persons_needed, without) for one in (since, until))
    growing = Growing(sources=view.sources(), links=before.links, watch=watch, observations=before.observations)
    growing.change(new=before.papers.values())
    spoken = {one.document for one in view.corrections()}
    former, heard = growing.picture(), {link.id for link in before.links}
    growing.change(
        new=[paper for one, paper in after.papers.items() if one not in before.papers or one in spoken],
        gone=[one for one in before.papers if one not in after.papers or one in spoken],
        links=[link for link in after.links if link.id not in heard],
        witnesses=Witnesses(after.observations, after.links, watch.persons_needed),
    )
    return compare(former, growing.picture())


def held(control: Iterable[Control], place: str | None = None, on: date | None = None) -> list[Control]:
    """Of each place, or of one by its id or name, the last change of holder up to and on that day; by name."""
    last: dict[PlaceId, Control] = {}
    for row in sorted(control, key=lambda row: row.day):
        if (place is None or is_of(row, place)) and (on is None or row.day <= on):
            last[row.place.id] = row
    return sorted(last.values(), key=lambda row: (row.place.name, row.place.id))


def is_of(row: Control, place: str) -> bool:
    return place.casefold() in {row.place.id.casefold(), row.place.name.casefold()}


def counted(view: View, watch: Watch) -> Callable[[Iterable[Event]], tuple[Series, ...]]:
    """What gives the figures over time of some events of this workspace."""
    sources = view.sources()
    sides = Sides(watch, sources)
    return lambda events: series(events, sides, sources)


def recorded(view: View, watch: Watch) -> Callable[[Iterable[Event]], tuple[Record, ...]]:
    """What gives the records of sides and voices by some events of this workspace."""
    sources = view.sources()
    sides = Sides(watch, sources)
    return lambda events: records(claims(events, sides, sources))


def states_of(
    view: View, watch: Watch, place: str, on: date | None = None, moment: datetime | None = None
) -> list[State]:
    """What stood of each place of that id or name on a day, as it was known at a moment; empty where nothing names it.

    Without a day, on the last of which anything is published.
    """
    picture = picture_known(view, watch, moment) if moment else None
    day = on or (moment.date() if moment else _last_day(view))
    rows = [row for row in (picture.control if picture else _control(view, place)) if is_of(row, place)]
    told = picture.events if picture else view.events(Query(place=place, limit=_MOST_EVENTS))
    events = [event for event in told if event.place is not None and _is_named(event.place, place)]
    there = [one for one in _presences(view, watch, place, day, moment) if _is_named(one.place, place)]
    found = (*(row.place for row in rows), *(one.place for one in there), *(one.place for one in events if one.place))
    sides = Sides(watch, view.sources())
    return [
        state_on(
            where,
            day,
            rows=[row for row in rows if row.place.id == where.id],
            events=[event for event in events if event.place is not None and event.place.id == where.id],
            presences=[one for one in there if one.place.id == where.id],
            sides=sides,
        )
        for where in {one.id: one for one in found if can_be_held(one)}.values()
    ]


def _control(view: View, place: str) -> Sequence[Control]:
    """An id finds its rows at once; a name may be written otherwise, so all are looked through."""
    found = view.control_of(place)
    return found if any(row.place.id == place for row in found) else view.control()


def _last_day(view: View) -> date:
    days = (day for day, _, _ in view.statements_by_day(Query()) if day is not None)
    return max(days, default=datetime.now(UTC).date())


def _is_named(where: Location, place: str) -> bool:
    return place.casefold() in {where.id.casefold(), where.name.casefold()}


def _presences(view: View, watch: Watch, place: str, on: date, moment: datetime | None) -> list[Presence]:
    """Who is told to be there in the reports of the weeks before, read from the documents that name it."""
    asked = Query(place=place, first_day=on - TOLD_FOR, last_day=on, limit=_MOST_STATEMENTS)
    named = dict.fromkeys(row.document.id for row in view.statements(asked))
    known = _published(view, moment) if moment else view.documents(list(named))
    standing_then = standing(known, view.retractions(), moment)
    papers = {document.id: document for document in standing_then if document.id in named}
    publishers = {source.id: source for source in (*view.sources(), *watch.sources)}
    sides = Sides(watch, publishers.values())
    found: list[Presence] = []
    for analysis in analyses_of(view, list(papers), watch.persons_needed):
        document = papers[analysis.document]
        voices = holders(analysis, publisher(document, publishers), sides, told_on(document))
        found += presences(analysis, document, voices, sides)
    return found
