"""The attempts between copies of one text and between short reports, kept up as documents come and go."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from vedette.fuse.attempts import by_copy, by_likeness, wording
from vedette.fuse.blocks import Blocks, Chains
from vedette.fuse.briefs import Brief, alike, one_spot, whereabouts
from vedette.fuse.joining import Attempt, Told, Turn
from vedette.fuse.same_event import NEIGHBOURS
from vedette.model.ids import DocumentId


class CopyOpenings:
    """By the family of copies and the wording."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._chains: Chains[int] = Chains(told.orders.__getitem__)
        self._keys: dict[int, bytes] = {}

    def enter(self, at: int, family: DocumentId, turn: Turn) -> None:
        key = self._keys[at] = _digest((family, *wording(self._told.tellings[at])))
        before, after = self._chains.add(key, at)
        turn.drop(self._made((before, after)))
        turn.add(self._made((before, at), (at, after)))

    def leave(self, at: int, turn: Turn) -> None:
        before, after = self._chains.remove(self._keys.pop(at), at)
        turn.drop(self._made((before, at), (at, after)))
        turn.add(self._made((before, after)))

    def of(self, at: int) -> Iterator[Attempt]:
        before, after = self._chains.beside(self._keys[at], at)
        return self._made((before, at), (at, after))

    def _made(self, *pairs: tuple[int | None, int | None]) -> Iterator[Attempt]:
        for left, right in pairs:
            found = by_copy(self._told, left, right) if left is not None and right is not None else None
            if found is not None:
                yield found


def _digest(key: tuple[object, ...]) -> bytes:
    """It is only asked whether two are the same, and there are as many as tellings."""
    return blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class BriefOpenings:
    """Between short reports of one place and day. Which of them are one depends on all that are told of it."""

    def __init__(self) -> None:
        self._briefs: dict[DocumentId, Brief] = {}
        self._near: dict[DocumentId, set[DocumentId]] = {}
        self._blocks: Blocks[DocumentId] = Blocks(NEIGHBOURS, str, lambda one: whereabouts(self._briefs[one]))
        self._made: dict[DocumentId, tuple[Attempt, ...]] = {}
        self._waiting: set[DocumentId] = set()

    def enter(self, brief: Brief) -> None:
        one = brief.document
        self._briefs[one], self._near[one] = brief, set()
        near, apart = self._blocks.add(one)
        for left, right in apart:
            self._near[left].discard(right)
            self._near[right].discard(left)
            self._waiting |= {left, right}
        for other in near:
            self._meet(one, other)
        self._waiting.add(one)

    def leave(self, one: DocumentId) -> None:
        if one not in self._briefs:
            return
        for other in self._near.pop(one):
            self._near[other].discard(one)
            self._waiting.add(other)
        for left, right in self._blocks.remove(one):
            if self._meet(left, right):
                self._waiting |= {left, right}
        del self._briefs[one]
        self._waiting.add(one)

    def settle(self, turn: Turn) -> None:
        """Asks again who is alike wherever something came or went."""
        waiting, self._waiting = self._waiting, set()
        done: set[DocumentId] = set()
        for one in sorted(waiting):
            if one not in done:
                reached = self._reached(one) if one in self._briefs else {one}
                done |= reached
                self._ask(reached, turn)

    def of(self, document: DocumentId) -> Iterable[Attempt]:
        return self._made.get(document, ())

    def _meet(self, one: DocumentId, other: DocumentId) -> bool:
        left, right = self._briefs[one], self._briefs[other]
        met = one_spot(left, right)
        if met:
            self._near[one].add(other)
            self._near[other].add(one)
        return met

    def _reached(self, one: DocumentId) -> set[DocumentId]:
        found, ahead = {one}, [one]
        while ahead:
            new = self._near[ahead.pop()] - found
            found |= new
            ahead.extend(new)
        return found

    def _ask(self, reached: set[DocumentId], turn: Turn) -> None:
        pairs = [
            (left, right) for left in sorted(reached) for right in sorted(self._near.get(left, ())) if left < right
        ]
        fresh: dict[DocumentId, list[Attempt]] = {}
        for one in alike([(self._briefs[left], self._briefs[right]) for left, right in pairs]):
            made = by_likeness(one)
            for document in (one.left.document, one.right.document):
                fresh.setdefault(document, []).append(made)
        for document in reached:
            before, now = self._made.pop(document, ()), tuple(fresh.get(document, ()))
            if now:
                self._made[document] = now
            turn.drop([made for made in before if made not in now])
            turn.add([made for made in now if made not in before])
