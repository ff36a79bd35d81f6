"""The attempts of `attempts.py`, kept up as documents come and go and persons judge: what is added, what is gone."""

from collections.abc import Iterable, Iterator

from vedette.fuse.attempts import briefs_of, by_person, within_documents
from vedette.fuse.joining import Attempt, Judged, Told, Turn
from vedette.fuse.openings_of_cases import CaseOpenings
from vedette.fuse.openings_of_texts import BriefOpenings, CopyOpenings
from vedette.model.ids import DocumentId
from vedette.model.link import Judgement, Pair, mention_of


class Openings:
    """All attempts that stand."""

    def __init__(self, told: Told, judged: Judged) -> None:
        self._told = told
        self._judged = judged
        self._copies = CopyOpenings(told)
        self._cases = CaseOpenings(told, judged)
        self._briefs = BriefOpenings()
        self._inside: dict[int, list[Attempt]] = {}

    def enter(self, positions: list[int], family: DocumentId, turn: Turn) -> None:
        """A document's tellings, in order."""
        for at in positions:
            self._copies.enter(at, family, turn)
            self._cases.enter(at, turn)
        for made in within_documents(self._told, positions):
            self._inside.setdefault(made.left, []).append(made)
            self._inside.setdefault(made.right, []).append(made)
            turn.add((made,))
        for brief in briefs_of(self._told, positions):
            self._briefs.enter(brief)
        for pair in self._pairs(positions):
            turn.add(self._by_person(pair))

    def leave(self, positions: list[int], turn: Turn) -> None:
        for pair in self._pairs(positions):
            turn.drop(self._by_person(pair))
        for at in positions:
            telling = self._told.tellings[at]
            self._briefs.leave(telling.document.id)
            self._copies.leave(at, turn)
            self._cases.leave(at, turn)
            turn.drop(self._inside.pop(at, []))

    def move(self, positions: Iterable[int], family: DocumentId, turn: Turn) -> None:
        """To another family of copies."""
        for at in positions:
            self._copies.leave(at, turn)
            self._copies.enter(at, family, turn)

    def judge(self, pair: Pair, before: Iterable[Attempt], turn: Turn) -> list[int]:
        """After a person's word on a pair: its tellings, whose own rules have changed."""
        turn.drop(before)
        positions = [at for mention in dict.fromkeys(map(mention_of, pair)) for at in self._told.of(mention)]
        for at in positions:
            self._cases.leave(at, turn)
            self._cases.enter(at, turn)
        turn.add(self._by_person(pair))
        return positions

    def by_person(self, pair: Pair) -> list[Attempt]:
        return list(self._by_person(pair))

    def settle(self, turn: Turn) -> None:
        self._briefs.settle(turn)

    def of(self, at: int) -> Iterator[Attempt]:
        """Every attempt with this telling."""
        telling = self._told.tellings[at]
        for pair in self._judged.pairs(telling.mention.id):
            yield from (made for made in self._by_person(pair) if at in (made.left, made.right))
        yield from self._copies.of(at)
        yield from self._inside.get(at, ())
        yield from (made for made in self._briefs.of(telling.document.id) if at in (made.left, made.right))
        yield from self._cases.of(at)

    def _pairs(self, positions: Iterable[int]) -> list[Pair]:
        mentions = dict.fromkeys(self._told.tellings[at].mention.id for at in positions)
        return list(dict.fromkeys(pair for mention in mentions for pair in self._judged.pairs(mention)))

    def _by_person(self, pair: Pair) -> Iterator[Attempt]:
        return by_person(self._told, pair) if self._judged.word(pair) is Judgement.SAME else iter(())
