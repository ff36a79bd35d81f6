"""The attempts between tellings of one case, and between cases close to each other, kept up as tellings come and go."""

from collections.abc import Iterator

from vedette.fuse.attempts import by_closeness, by_equality, case_for, of_one_case, of_two_cases
from vedette.fuse.blocks import Blocks, Chains
from vedette.fuse.joining import Attempt, Judged, Told, Turn
from vedette.fuse.same_event import NEIGHBOURS, Case, Verdict, blocks


class CaseOpenings:
    """Within cases, and between cases close to each other."""

    def __init__(self, told: Told, judged: Judged) -> None:
        self._told = told
        self._judged = judged
        self._chains: Chains[int] = Chains(told.orders.__getitem__)
        self._of: dict[int, int] = {}
        self._numbers: dict[Case, int] = {}
        self._cases: dict[int, Case] = {}
        self._orders: dict[int, str] = {}
        self._close: dict[int, dict[int, Verdict]] = {}
        self._blocks: Blocks[int] = Blocks(NEIGHBOURS, self._orders.__getitem__, lambda one: blocks(self._cases[one]))
        self._next = 0

    def enter(self, at: int, turn: Turn) -> None:
        case = case_for(self._told.tellings[at], self._judged)
        if case is None:
            return
        one = self._numbers.get(case)
        known = one is not None
        if one is None:
            one = self._begin(case, turn)
        self._of[at] = one
        first = self._chains.first(one)
        before, after = self._chains.add(one, at)
        turn.drop(self._row(one, (before, after)))
        turn.add(self._row(one, (before, at), (at, after)))
        if before is None:
            if known and first is not None:
                turn.drop(self._between(one, first))
            turn.add(self._between(one, at))

    def leave(self, at: int, turn: Turn) -> None:
        one = self._of.pop(at, None)
        if one is None:
            return
        before, after = self._chains.remove(one, at)
        turn.drop(self._row(one, (before, at), (at, after)))
        turn.add(self._row(one, (before, after)))
        if before is None:
            turn.drop(self._between(one, at))
            if after is None:
                self._end(one, turn)
            else:
                turn.add(self._between(one, after))

    def of(self, at: int) -> Iterator[Attempt]:
        one = self._of.get(at)
        if one is None:
            return
        before, after = self._chains.beside(one, at)
        yield from self._row(one, (before, at), (at, after))
        if before is None:
            yield from self._between(one, at)

    def _begin(self, case: Case, turn: Turn) -> int:
        one, self._next = self._next, self._next + 1
        self._numbers[case], self._cases[one], self._orders[one] = one, case, case.order
        near, apart = self._blocks.add(one)
        for left, right in apart:
            if right in self._close.get(left, ()):
                turn.drop((self._attempt(left, right),))
                del self._close[left][right], self._close[right][left]
        for other in near:
            self._meet(one, other)
        return one

    def _end(self, one: int, turn: Turn) -> None:
        for other in self._close.pop(one, ()):
            del self._close[other][one]
        met = self._blocks.remove(one)
        del self._numbers[self._cases.pop(one)], self._orders[one]
        for left, right in met:
            if right not in self._close.get(left, ()) and self._meet(left, right):
                turn.add((self._attempt(left, right),))

    def _meet(self, one: int, other: int) -> bool:
        left, right = sorted((one, other), key=self._orders.__getitem__)
        verdict = of_two_cases(self._cases[left], self._cases[right])
        if verdict is not None:
            self._close.setdefault(one, {})[other] = self._close.setdefault(other, {})[one] = verdict
        return verdict is not None

    def _row(self, one: int, *pairs: tuple[int | None, int | None]) -> Iterator[Attempt]:
        beside = [(left, right) for left, right in pairs if left is not None and right is not None]
        verdict = of_one_case(self._cases[one]) if beside else None
        if verdict is not None:
            yield from (by_equality(self._told, left, right, verdict) for left, right in beside)

    def _between(self, one: int, first: int) -> Iterator[Attempt]:
        """`first` stands for the case."""
        for other, verdict in self._close.get(one, {}).items():
            there = self._chains.first(other)
            if there is not None:
                yield self._ordered((one, first), (other, there), verdict)

    def _attempt(self, left: int, right: int) -> Attempt:
        here, there = self._chains.first(left), self._chains.first(right)
        assert here is not None
        assert there is not None
        return self._ordered((left, here), (right, there), self._close[left][right])

    def _ordered(self, one: tuple[int, int], other: tuple[int, int], verdict: Verdict) -> Attempt:
        (left, ours), (right, theirs) = sorted((one, other), key=lambda item: self._orders[item[0]])
        return by_closeness(self._cases[left], self._cases[right], verdict, ours, theirs)
