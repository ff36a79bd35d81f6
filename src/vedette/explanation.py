"""Why some accounts are one event, why it has its status, and what would change that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vedette.fuse.joining import RULE
from vedette.fuse.judging import places_of
from vedette.fuse.lineage import Branch, Kin, lineages
from vedette.fuse.prospects import Prospect, prospects
from vedette.fuse.rulings import Ruling, rulings
from vedette.model.correction import Correction, State, with_states
from vedette.model.document import Document
from vedette.model.event import Account, Event
from vedette.model.ids import DocumentId, EventId, SourceId
from vedette.model.link import Judgement, Pair, counting, end_at, mention_of
from vedette.model.query import Query, StatementRow
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.reference.denials import denial_before

_MOST_FOUND = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Two accounts that were judged alike, by a rule or a person. `score`, None for a person's judgement, rests on the
    `features`."""

    left: Account
    right: Account
    reasons: tuple[str, ...]
    score: float | None
    maker: str
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person judged, as the event's page tells it: accounts by their numbers there, from 1; the reports of what
    is in other events."""

    ruling: Ruling
    left: tuple[int, ...]
    right: tuple[int, ...]
    left_elsewhere: tuple[Document, ...] = ()
    right_elsewhere: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Another event that a rule was not sure is another. `account` is the number here, from 1, of what it compared."""

    account: int
    event: Event
    reasons: tuple[str, ...]
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`words` are those of each account, in the order of the accounts, with the verb before them that denies them, if
    one does; empty where they are gone. `proposers` are the language models that found them, by account; empty for the
    rules."""

    event: Event
    words: tuple[tuple[str | None, str], ...]
    proposers: tuple[str, ...]
    documents: dict[DocumentId, Document]
    sources: dict[SourceId, Source]
    tree: tuple[Branch, ...]
    joinings: tuple[Joining, ...]
    judged: tuple[Judged, ...]
    corrected: tuple[tuple[Correction, State], ...]
    doubts: tuple[Doubt, ...]
    prospects: tuple[Prospect, ...]


def explain(view: View, watch: Watch, event: Event) -> Explanation:
    sources = {source.id: source for source in view.sources()}
    documents = {document.id: document for document in view.documents(event.documents)}
    known = view.statements_told([account.statement for account in event.accounts])
    rows = [known.get(account.statement) for account in event.accounts]
    words = tuple(map(_words, rows))
    told = {account.statement: said for account, (_, said) in zip(event.accounts, words, strict=True)}
    return Explanation(
        event=event,
        words=words,
        proposers=tuple(row.statement.proposed_by if row else "" for row in rows),
        documents=documents,
        sources=sources,
        tree=lineages(event.accounts, Kin(documents=documents, words=told, sources=tuple(sources.values()))),
        joinings=joinings(view, event, watch.persons_needed),
        judged=judged(view, event, watch.persons_needed),
        corrected=corrections(view, event, watch.persons_needed),
        doubts=doubts(view, event, watch.persons_needed),
        prospects=prospects(event, watch, {source.id: source.name for source in sources.values()}),
    )


def _words(row: StatementRow | None) -> tuple[str | None, str]:
    return (denial_before(row.statement, row.document.text), row.content) if row else (None, "")


def joinings(view: View, event: Event, needed: int = 1) -> tuple[Joining, ...]:
    """In the order in which they were judged; of one pair the last word, and a person's before any rule's."""
    accounts: dict[str, Account] = {account.mention: account for account in event.accounts}
    found: dict[Pair, Joining] = {}
    for link in counting(view.links_among(_ends(view, event, needed)), RULE, needed):
        left, right = (accounts[mention_of(end)] for end in link.pair)
        if link.judgement is Judgement.SAME and left != right:
            left, right = sorted((left, right), key=event.accounts.index)
            found[link.pair] = Joining(
                left=left,
                right=right,
                reasons=link.reasons,
                score=link.score,
                maker=link.maker,
                features=link.features,
            )
    return tuple(found.values())


def numbered(event: Event, found: Iterable[Joining]) -> list[tuple[int, list[int], Joining]]:
    """With the numbers of the accounts, from 1; what was judged of one account with several for one reason is told
    once."""
    numbers = {account.mention: number for number, account in enumerate(event.accounts, start=1)}
    groups: dict[tuple[object, ...], tuple[int, list[int], Joining]] = {}
    for one in found:
        left, right = numbers[one.left.mention], numbers[one.right.mention]
        key = (one.maker, one.reasons, left, None if one.score is None else right)
        groups.setdefault(key, (left, [], one))[1].append(right)
    return [(left, sorted(rights), one) for left, rights, one in groups.values()]


def _ends(view: View, event: Event, needed: int = 1) -> list[str]:
    """Whatever a link may call its accounts: their mentions, and what those tell of its place."""
    places = places_of(view, event, needed)
    mentions = [str(account.mention) for account in event.accounts]
    return [*mentions, *(end_at(mention, place) for mention in mentions for place in places.get(mention, ()))]


def judged(view: View, event: Event, needed: int = 1) -> tuple[Judged, ...]:
    """The history of what persons judged of its accounts, oldest first, withdrawn words and all."""
    numbers: dict[str, int] = {account.mention: number for number, account in enumerate(event.accounts, start=1)}
    found = rulings(view.judgements(), numbers, needed)
    here = set(_ends(view, event, needed))
    ends = {end for ruling in found for end in (*ruling.left, *ruling.right)} - here
    papers = view.told_in(sorted({mention_of(end) for end in ends}))
    documents = {document.id: document for document in view.documents(sorted(set(papers.values())))}

    def half(side: Sequence[str]) -> tuple[tuple[int, ...], tuple[Document, ...]]:
        keys = dict.fromkeys(papers[mention_of(end)] for end in side if end in ends and mention_of(end) in papers)
        inside = sorted({numbers[mention_of(end)] for end in side if end in here})
        return tuple(inside), tuple(documents[key] for key in keys if key in documents)

    told = [(ruling, half(ruling.left), half(ruling.right)) for ruling in found]
    return tuple(
        Judged(ruling=ruling, left=left[0], right=right[0], left_elsewhere=left[1], right_elsewhere=right[1])
        for ruling, left, right in told
        if left[0] or right[0]
    )


def corrections(view: View, event: Event, needed: int = 1) -> tuple[tuple[Correction, State], ...]:
    """What persons said of its statements and mentions one by one, oldest first."""
    own = {*event.statements, *(account.mention for account in event.accounts)}
    found = with_states(view.corrections(event.documents), needed)
    return tuple(pair for pair in found if mention_of(pair[0].target) in own)


def doubts(view: View, event: Event, needed: int = 1) -> tuple[Doubt, ...]:
    """Each other event once, by the likest pair; not where a person judged the pair."""
    numbers: dict[str, int] = {account.mention: number for number, account in enumerate(event.accounts, start=1)}
    own = set(_ends(view, event, needed))
    links = counting(view.links_of(sorted(own)), RULE, needed)
    unsure = [link for link in links if link.maker == RULE and link.judgement is Judgement.UNSURE]
    found: dict[EventId, Doubt] = {}
    for link in sorted(unsure, key=lambda link: (-(link.score or 0.0), link.id)):
        here, there = link.pair if link.left in own else link.pair[::-1]
        if here in own and there not in own:
            for other in _events_with(view, there, needed):
                if other.id != event.id:
                    doubt = Doubt(
                        account=numbers[mention_of(here)], event=other, reasons=link.reasons, score=link.score
                    )
                    found.setdefault(other.id, doubt)
    return tuple(found.values())


def _events_with(view: View, end: str, needed: int) -> list[Event]:
    """The events of an end of a link."""
    mention = mention_of(end)
    document = view.told_in([mention]).get(mention)
    events = view.events_of(document) if document else []
    holding = [event for event in events if any(account.mention == mention for account in event.accounts)]
    return [event for event in holding if len(holding) == 1 or end in _ends(view, event, needed)]


def find_events(view: View, asked: str) -> Sequence[Event]:
    """The event of this id; else those at a place, by id or name; else those a report tells, by id or label."""
    exact = view.event(EventId(asked))
    if exact is not None:
        return [exact]
    document = view.document(asked)
    return view.events(Query(place=asked, limit=_MOST_FOUND)) or (view.events_of(document.id) if document else [])
