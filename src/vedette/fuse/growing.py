"""Events that grow report by report: only what a new report touches is derived again.

Two tellings touch if any rule could join them or weigh one against the other: one statement, one short report, the
same words, one case, cases close to each other, short reports of one place and day, or a person's judgement. Whatever
touches forms a neighbourhood; clustering it alone gives the events that clustering everything gives (a test compares).
"""

from collections.abc import Hashable, Iterable

from vedette.fuse.briefs import Brief, briefs, is_seen, one_spot, whereabouts
from vedette.fuse.clusters import case_for, cluster, latest, wording
from vedette.fuse.copies import Copies, origin
from vedette.fuse.event import build_event
from vedette.fuse.independence import Descent
from vedette.fuse.same_event import UNSURE, Case, blocks, judge
from vedette.fuse.sides import Sides
from vedette.fuse.telling import Telling, order, publisher, tellings
from vedette.fuse.unions import Unions
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event
from vedette.model.ids import DocumentId
from vedette.model.link import Link, Pair, is_rule, mention_of
from vedette.model.source import Source
from vedette.model.watch import Watch


class Growing:
    """Documents are added once each, in any order. An edited or withdrawn one asks for a new start."""

    def __init__(self, *, sources: Iterable[Source], links: Iterable[Link], watch: Watch) -> None:
        self._publishers = {source.id: source for source in sorted((*sources, *watch.sources), key=lambda one: one.id)}
        self._sides = Sides(watch, self._publishers.values())
        self._persons = [link for link in links if not is_rule(link.maker)]
        self._pairs: dict[str, list[Pair]] = {}
        for pair in latest(self._persons):
            for end in pair:
                self._pairs.setdefault(mention_of(end), []).append(pair)
        self._copies = Copies()
        self._origins: dict[DocumentId, str] = {}
        names = {str(source.id): source.name for source in self._publishers.values()}
        self._descent = Descent(sides=self._sides, copies=self._copies.family, origins=self._origins, names=names)
        self._neighbourhoods = _Neighbourhoods()
        self._tellings: dict[int, Telling] = {}
        self._told: dict[DocumentId, list[int]] = {}
        self._cases: dict[Hashable, list[tuple[Case, int]]] = {}
        self._briefs: dict[Hashable, list[tuple[Brief, int]]] = {}
        self._events: dict[int, tuple[Event, ...]] = {}

    def add(self, document: Document, analysis: Analysis) -> tuple[Event, ...]:
        """The events of every neighbourhood that the document touches, as they stand now."""
        return self._derive(self._take(document, analysis))

    def load(self, papers: Iterable[tuple[Document, Analysis]]) -> None:
        """Many at once; each neighbourhood is derived once."""
        self._derive([at for document, analysis in papers for at in self._take(document, analysis)])

    def events(self) -> tuple[Event, ...]:
        """All of them, by id."""
        return tuple(sorted((event for found in self._events.values() for event in found), key=lambda one: one.id))

    def _take(self, document: Document, analysis: Analysis) -> list[int]:
        """The positions of all tellings whose events may change."""
        self._origins[document.id] = origin(document, self._publishers.values())
        source = publisher(document, self._publishers)
        told = sorted(tellings(analysis, document, source, self._sides), key=order)
        new = [self._place(telling) for telling in told]
        self._told[document.id] = new
        self._compare(told, new)
        copied = [at for other in self._copies.add(document) for at in self._told.get(other, ())]
        return [*new, *copied]

    def _place(self, telling: Telling) -> int:
        at = len(self._tellings)
        self._tellings[at] = telling
        self._neighbourhoods.add(at)
        keys: list[Hashable] = [("statement", telling.statement.id), ("words", wording(telling))]
        keys += [("person", pair) for pair in self._pairs.get(telling.mention.id, ())]
        if is_seen(telling):
            keys.append(("short", telling.document.id))
        for key in keys:
            self._neighbourhoods.share(key, at)
        return at

    def _compare(self, told: list[Telling], new: list[int]) -> None:
        for telling, at in zip(told, new, strict=True):
            case = case_for(telling, self._pairs.keys())
            if case is not None and self._neighbourhoods.share(("case", case), at):
                self._compare_case(case, at)
        for brief in briefs(told):
            self._compare_brief(brief, new[brief.tellings[0]])

    def _compare_case(self, case: Case, at: int) -> None:
        seen: set[int] = set()
        for block in blocks(case):
            known = self._cases.setdefault(block, [])
            for other, there in known:
                if there not in seen:
                    seen.add(there)
                    verdict = judge(*sorted((case, other), key=lambda one: one.order))
                    if verdict is not None and verdict.score >= UNSURE:
                        self._neighbourhoods.join(at, there)
            known.append((case, at))

    def _compare_brief(self, brief: Brief, at: int) -> None:
        for spot in whereabouts(brief):
            known = self._briefs.setdefault(spot, [])
            for other, there in known:
                if one_spot(brief, other):
                    self._neighbourhoods.join(at, there)
            known.append((brief, at))

    def _derive(self, touched: Iterable[int]) -> tuple[Event, ...]:
        for gone in self._neighbourhoods.swallowed():
            self._events.pop(gone, None)
        roots = dict.fromkeys(self._neighbourhoods.root(at) for at in touched)
        for root in roots:
            members = sorted((self._tellings[at] for at in self._neighbourhoods.members(root)), key=order)
            groups, _ = cluster(members, self._persons, self._descent)
            built = (build_event(group, self._sides, self._descent) for group in groups)
            self._events[root] = tuple(event for event in built if event is not None)
        return tuple(event for root in roots for event in self._events[root])


class _Neighbourhoods:
    """Disjoint sets that know their members, and which of them were swallowed by another."""

    def __init__(self) -> None:
        self._unions: Unions[int] = Unions(())
        self._members: dict[int, list[int]] = {}
        self._first: dict[Hashable, int] = {}
        self._swallowed: list[int] = []

    def add(self, at: int) -> None:
        self._unions.add(at)
        self._members[at] = [at]

    def share(self, key: Hashable, at: int) -> bool:
        """Joins all that come with one key; whether this is the first."""
        first = self._first.setdefault(key, at)
        self.join(first, at)
        return first == at

    def join(self, left: int, right: int) -> None:
        a, b = self._unions.find(left), self._unions.find(right)
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        if a != b:
            self._unions.join(a, b)
            self._members[a].extend(self._members.pop(b))
            self._swallowed.append(b)

    def root(self, at: int) -> int:
        return self._unions.find(at)

    def members(self, root: int) -> list[int]:
        return self._members[root]

    def swallowed(self) -> list[int]:
        gone, self._swallowed = self._swallowed, []
        return gone
