"""Lists kept in order while things come and go: who stands next to whom, and who within a window."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Rows(Generic[T]):
    """Lists by key. Most hold one thing, which then stands for its list: there are more of them than of anything."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, T | list[T]] = {}

    def __getitem__(self, key: Hashable) -> list[T]:
        """Put it back after a change."""
        found = self._rows.get(key)
        return found if isinstance(found, list) else [] if found is None else [found]

    def put(self, key: Hashable, row: list[T]) -> None:
        if row:
            self._rows[key] = row if len(row) > 1 else row[0]
        else:
            del self._rows[key]


class Blocks(Generic[T]):
    """Things that share a block are neighbours if at most `reach` places lie between them in its order."""

    def __init__(self, reach: int, order: Callable[[T], Any], of: Callable[[T], Iterable[Hashable]]) -> None:
        """`of` are the blocks of a thing, asked for again rather than kept."""
        self._reach = reach
        self._order = order
        self._of = of
        self._blocks: Rows[T] = Rows()

    def add(self, one: T) -> tuple[list[T], list[tuple[T, T]]]:
        """Its neighbours, and the pairs that it pushed out of every window."""
        near: dict[T, None] = {}
        apart: list[tuple[T, T]] = []
        for block in dict.fromkeys(self._of(one)):
            members = self._blocks[block]
            at = self._at(members, one)
            near |= dict.fromkeys(members[max(0, at - self._reach) : at + self._reach])
            members.insert(at, one)
            self._blocks.put(block, members)
            apart += self._across(members, at, self._reach + 1)
        return list(near), [pair for pair in apart if not self._within(*pair)]

    def remove(self, one: T) -> list[tuple[T, T]]:
        """The pairs that came into a window by it."""
        found: list[tuple[T, T]] = []
        for block in dict.fromkeys(self._of(one)):
            members = self._blocks[block]
            at = self._at(members, one)
            found += self._across(members, at, self._reach + 1)
            del members[at]
            self._blocks.put(block, members)
        return found

    def _across(self, members: list[T], at: int, distance: int) -> Iterator[tuple[T, T]]:
        """Pairs at that distance with `at` between them."""
        last = len(members) - distance
        for left in range(max(0, at - distance + 1), min(at, last)):
            yield members[left], members[left + distance]

    def _within(self, left: T, right: T) -> bool:
        shared = set(self._of(left)) & set(self._of(right))
        return any(
            abs(self._at(self._blocks[block], left) - self._at(self._blocks[block], right)) <= self._reach
            for block in shared
        )

    def _at(self, members: list[T], one: T) -> int:
        return bisect_left(members, self._order(one), key=self._order)


class Chains(Generic[T]):
    """Things of one key stand in a row, each next to the one before it."""

    def __init__(self, order: Callable[[T], Any]) -> None:
        self._order = order
        self._rows: Rows[T] = Rows()

    def add(self, key: Hashable, one: T) -> tuple[T | None, T | None]:
        """Those it came between."""
        row = self._rows[key]
        at = bisect_left(row, self._order(one), key=self._order)
        row.insert(at, one)
        self._rows.put(key, row)
        return self._beside(row, at)

    def remove(self, key: Hashable, one: T) -> tuple[T | None, T | None]:
        """Those between which it stood."""
        row = self._rows[key]
        at = bisect_left(row, self._order(one), key=self._order)
        found = self._beside(row, at)
        del row[at]
        self._rows.put(key, row)
        return found

    def beside(self, key: Hashable, one: T) -> tuple[T | None, T | None]:
        row = self._rows[key]
        return self._beside(row, bisect_left(row, self._order(one), key=self._order))

    def first(self, key: Hashable) -> T | None:
        row = self._rows[key]
        return row[0] if row else None

    def _beside(self, row: list[T], at: int) -> tuple[T | None, T | None]:
        return (row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None)
