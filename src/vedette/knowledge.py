"""The picture as it was known at a moment: from what had been published by then, whenever it was gathered."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from vedette.fuse.changes import compare
from vedette.fuse.picture import build_picture
from vedette.fuse.record import claims, records
from vedette.fuse.series import series
from vedette.fuse.sides import Sides
from vedette.model.changes import Changes
from vedette.model.document import Document
from vedette.model.event import Control, Event, Picture
from vedette.model.ids import PlaceId
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.record import Record
from vedette.model.retraction import standing
from vedette.model.series import Series
from vedette.model.watch import Watch
from vedette.ports import View

_ALL = 2**31


def picture_known(view: View, watch: Watch, moment: datetime) -> Picture:
    """Built anew from the versions of that moment that were understood, and the judgements people had made by then.

    What gives no date of publication counts from its capture on.
    """
    documents = standing(_published(view, moment), view.retractions(), moment)
    links = [link for link in view.judgements() if link.made is not None and link.made <= moment]
    picture, _ = build_picture(
        documents=documents,
        sources=view.sources(),
        analyses=view.analyses([document.id for document in documents]),
        links=links,
        watch=watch,
        observations=_seen_by(view, moment),
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


def changes(view: View, watch: Watch, since: datetime, until: datetime) -> Changes:
    return compare(picture_known(view, watch, since), picture_known(view, watch, until))


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
