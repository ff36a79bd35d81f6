"""Why some accounts are one event, why it has its status, and what would change that."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.fuse.prospects import Prospect, prospects
from vedette.model.document import Document
from vedette.model.event import Account, Event
from vedette.model.ids import DocumentId, EventId, SourceId
from vedette.model.link import Judgement
from vedette.model.query import Query, StatementRow
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.reference.denials import denial_before

_MOST_FOUND = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Two accounts that were judged alike, by a rule or a person. `score` is None for a person's judgement."""

    left: Account
    right: Account
    reasons: tuple[str, ...]
    score: float | None
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`words` are those of each account, in the order of the accounts, with the verb before them that denies them, if
    one does; empty where they are gone."""

    event: Event
    words: tuple[tuple[str | None, str], ...]
    documents: dict[DocumentId, Document]
    sources: dict[SourceId, Source]
    joinings: tuple[Joining, ...]
    prospects: tuple[Prospect, ...]


def explain(view: View, watch: Watch, event: Event) -> Explanation:
    sources = {source.id: source for source in view.sources()}
    return Explanation(
        event=event,
        words=tuple(_words(view.statement(account.statement)) for account in event.accounts),
        documents={document.id: document for document in view.documents(event.documents)},
        sources=sources,
        joinings=joinings(view, event),
        prospects=prospects(event, watch, {source.id: source.name for source in sources.values()}),
    )


def _words(row: StatementRow | None) -> tuple[str | None, str]:
    return (denial_before(row.statement, row.document.text), row.content) if row else (None, "")


def joinings(view: View, event: Event) -> tuple[Joining, ...]:
    """In the order in which they were judged; of one pair the last word."""
    accounts = {account.mention: account for account in event.accounts}
    found: dict[tuple[str, str], Joining] = {}
    for link in view.links_among(list(accounts)):
        pair = (link.left, link.right)
        found.pop(pair, None)
        if link.judgement is Judgement.SAME:
            left, right = sorted((accounts[end] for end in accounts if end in pair), key=event.accounts.index)
            found[pair] = Joining(left=left, right=right, reasons=link.reasons, score=link.score, maker=link.maker)
    return tuple(found.values())


def find_events(view: View, asked: str) -> Sequence[Event]:
    """The event of this id; else those at a place, by id or name; else those a report tells, by id or label."""
    exact = view.event(EventId(asked))
    if exact is not None:
        return [exact]
    document = view.document(asked)
    return view.events(Query(place=asked, limit=_MOST_FOUND)) or (view.events_of(document.id) if document else [])
