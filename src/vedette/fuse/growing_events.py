"""Events that grow report by report: only what a new report touches is derived again.

What a report, an edit, a report taken back or a person's judgement changes is found by `openings` and `regroup`; the
rules are those of `picture.build_picture`, and a property test compares the two field by field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vedette.fuse.copies import Copies, origin
from vedette.fuse.event import build_event
from vedette.fuse.holding import Sign
from vedette.fuse.independence import Descent, Quoted, quoted
from vedette.fuse.joining import Judged, Told, Turn
from vedette.fuse.misgivings import misgivings
from vedette.fuse.openings import Openings
from vedette.fuse.regroup import Groups, Regrouped
from vedette.fuse.sides import Sides
from vedette.fuse.signs import sign_of
from vedette.fuse.telling import Telling, order, publisher, tellings
from vedette.fuse.whereabouts import Whereabouts
from vedette.fuse.witness import Witnesses, sight_links
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event
from vedette.model.ids import DocumentId, SourceId
from vedette.model.link import Link
from vedette.model.misgiving import Misgiving
from vedette.model.observation import Observation
from vedette.model.source import Source

Paper = tuple[Document, Analysis]


@dataclass(frozen=True, slots=True)
class Derived:
    """What a group of tellings tells: an event, if any, and what that says of who holds its place."""

    event: Event | None = None
    sign: Sign | None = None
    links: tuple[Link, ...] = ()
    unsure: tuple[Misgiving, ...] = ()


@dataclass(frozen=True, slots=True)
class Grown:
    """What one change did to the groups, in no order; a group that is derived again is in both. `links` are new or say
    something new."""

    gone: tuple[Derived, ...]
    made: tuple[Derived, ...]
    links: tuple[Link, ...]


class GrowingEvents:
    """Documents come and go in any order, each once."""

    def __init__(
        self,
        *,
        publishers: Mapping[SourceId, Source],
        sides: Sides,
        links: Sequence[Link],
        observations: Iterable[Observation],
        needed: int = 1,
    ) -> None:
        self._witnesses = Witnesses(observations, links, needed)
        self._publishers, self._sides = publishers, sides
        self._judged, self._told = Judged(links, needed), Told()
        self._openings = Openings(self._told, self._judged)
        self._groups = Groups(self._told, self._judged, self._openings)
        self._copies = Copies()
        self._origins: dict[DocumentId, str] = {}
        self._quoted: dict[DocumentId, frozenset[Quoted]] = {}
        self._papers: dict[DocumentId, tuple[Document, list[int]]] = {}
        names = {str(source.id): source.name for source in self._publishers.values()}
        self._descent = Descent(self._sides, self._copies.family, self._origins, names, self._quoted)
        self._derived: dict[int, Derived] = {}
        self._whereabouts: Whereabouts | None = None

    def links(self) -> tuple[Link, ...]:
        """What rules found on the mentions that stand, and on observations beside their events."""
        return (*self._groups.links(), *(link for one in self._derived.values() for link in one.links))

    def change(
        self,
        *,
        new: Iterable[Paper] = (),
        gone: Iterable[DocumentId] = (),
        links: Iterable[Link] = (),
        witnesses: Witnesses | None = None,
    ) -> Grown:
        turn, touched = Turn(), _Touched()
        for document in gone:
            self._take_out(document, turn, touched)
        for link in links:
            self._heed(link, turn, touched)
        for paper in new:
            self._take_in(paper, turn, touched)
        self._openings.settle(turn)
        regrouped = self._groups.change(turn, new=touched.new, gone=touched.lost, judged=touched.judged)
        again = {self._groups.of(at) for at in touched.moved if at in self._told.tellings}
        if witnesses is not None:
            again |= self._found_by(*self._witnesses.differing(witnesses), gone=frozenset(regrouped.gone))
            self._witnesses = witnesses
        return self._derive(regrouped, again)

    def _take_in(self, paper: Paper, turn: Turn, touched: "_Touched") -> None:
        document, analysis = paper
        self._origins[document.id] = origin(document, self._publishers.values())
        source = publisher(document, self._publishers)
        told = sorted(tellings(analysis, document, source, self._sides), key=order)
        self._quoted |= quoted(told)
        moved = self._copies.add(document)
        positions = [self._told.add(telling) for telling in told]
        self._papers[document.id] = (document, positions)
        touched.new += positions
        self._openings.enter(positions, self._copies.family[document.id], turn)
        self._move(moved, turn, touched)

    def _take_out(self, document_id: DocumentId, turn: Turn, touched: "_Touched") -> None:
        document, positions = self._papers.pop(document_id)
        self._openings.leave(positions, turn)
        for at in positions:
            self._told.remove(at)
        touched.lost += positions
        del self._origins[document_id]
        self._quoted.pop(document_id, None)
        self._move(self._copies.remove(document), turn, touched)

    def _move(self, documents: Iterable[DocumentId], turn: Turn, touched: "_Touched") -> None:
        """To another family of copies."""
        for document in documents:
            positions = self._papers[document][1]
            self._openings.move(positions, self._copies.family[document], turn)
            touched.moved += positions

    def _heed(self, link: Link, turn: Turn, touched: "_Touched") -> None:
        before = self._openings.by_person(link.pair)
        if self._judged.add(link):
            touched.judged += self._openings.judge(link.pair, before, turn)

    def _derive(self, regrouped: Regrouped, again: set[int]) -> Grown:
        numbers = dict.fromkeys((*regrouped.made, *sorted(again)))
        gone = [one for number in (*regrouped.gone, *numbers) if (one := self._derived.pop(number, None)) is not None]
        made = [self._build(self._members(number)) for number in numbers]
        self._derived |= zip(numbers, made, strict=True)
        if self._whereabouts is not None:
            self._move_about(self._whereabouts, regrouped.gone, numbers)
        links = [link for one in made for link in one.links]
        return Grown(gone=tuple(gone), made=tuple(made), links=(*regrouped.links, *links))

    def _found_by(self, observations: Iterable[Observation], mentions: Iterable[str], gone: frozenset[int]) -> set[int]:
        """Groups that stood before the change and still do. Where no observation comes they need not be listed."""
        if self._whereabouts is None:
            self._whereabouts = Whereabouts()
            self._move_about(self._whereabouts, (), self._derived.keys() - gone)
        return self._whereabouts.near(observations, mentions) - gone

    def _move_about(self, whereabouts: Whereabouts, gone: Iterable[int], made: Iterable[int]) -> None:
        for number in gone:
            whereabouts.drop(number)
        for number in made:
            whereabouts.put(number, self._derived[number].event, self._members(number))

    def _build(self, members: Sequence[Telling]) -> Derived:
        event = build_event(members, self._sides, self._descent, self._witnesses)
        if event is None:
            return Derived()
        seen = tuple(sight_links(event.sights, members)) if event.sights else ()
        unsure = misgivings(event, members)
        return Derived(event=event, sign=sign_of(event, members, self._sides), links=seen, unsure=unsure)

    def _members(self, number: int) -> Sequence[Telling]:
        return [self._told.tellings[at] for at in self._groups[number].members]


class _Touched:
    """Tellings by position: new, gone, judged anew, and in documents that found other copies."""

    def __init__(self) -> None:
        self.new: list[int] = []
        self.lost: list[int] = []
        self.judged: list[int] = []
        self.moved: list[int] = []
