"""Which captures may leave, and which of them an event or a report rests on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.model.capture import MESSAGE, Capture
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.ids import CaptureId, DocumentId, EventId
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.public import veil_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """In the order they were taken. `held` is how many the policy keeps back. `titles` by capture."""

    captures: Sequence[Capture]
    held: int = 0
    titles: dict[CaptureId, str]


def chosen(
    view: View, policy: Policy, now: datetime, *, events: Sequence[str] = (), reports: Sequence[str] = ()
) -> Chosen:
    """Those of these events and reports, with the media that came with them; all of them where none is named.

    Bytes leave whole or not at all: nothing of a withheld source, nothing that names a redacted person, nothing younger
    than the longest delay. Raises UsageError for what is not known."""
    documents = view.documents()
    wanted = _documents(view, documents, events, reports) if events or reports else None
    captures = view.captures() if wanted is None else _of(view.captures(), wanted)
    hidden = _held(view, policy, now) if policy.holds_back else set()
    late = now - timedelta(hours=policy.longest_delay)
    free = [one for one in captures if not _is_held(one, policy, hidden, late)]
    titles = {one.capture: one.title for one in documents if one.title}
    return Chosen(captures=free, held=len(captures) - len(free), titles=titles)


def _documents(
    view: View, documents: Sequence[Document], events: Sequence[str], reports: Sequence[str]
) -> Sequence[Document]:
    ids: set[DocumentId] = set()
    for one in events:
        event = view.event(EventId(one))
        if event is None:
            raise UsageError(f"no event has the id {one!r}; `vedette export WORKSPACE events` shows them")
        ids |= set(event.documents)
    for one in reports:
        report = view.document(one)
        if report is None:
            raise UsageError(
                f"no report has the id or, alone, the label {one!r}; `vedette export … statements` shows both"
            )
        ids.add(report.id)
    origins = {one.origin for one in (*documents, *view.documents(sorted(ids))) if one.id in ids}
    # With the versions before: what was changed later is evidence too.
    return [version for origin in sorted(origins) for version in view.versions(origin)]


def _of(captures: Sequence[Capture], documents: Sequence[Document]) -> Sequence[Capture]:
    ids, origins = {one.capture for one in documents}, {one.origin for one in documents}
    return [one for one in captures if one.id in ids or one.header(MESSAGE) in origins]


def _held(view: View, policy: Policy, now: datetime) -> set[CaptureId]:
    """By every version: a name that was taken out of a report later still stands in the bytes of the earlier one."""
    veil, late = veil_over(view, policy), now - timedelta(hours=policy.longest_delay)
    return {
        one.capture
        for one in view.sightings()
        if one.source in policy.withhold
        or (one.published is not None and one.published.end > late and policy.longest_delay)
        or veil.words(one) != one
    }


def _is_held(capture: Capture, policy: Policy, hidden: Collection[CaptureId], late: datetime) -> bool:
    young = bool(policy.longest_delay) and capture.fetched > late
    return capture.id in hidden or capture.source in policy.withhold or young
