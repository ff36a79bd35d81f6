"""Disjoint sets."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Unions(Generic[T]):
    """Union-find with path halving. The root of a set has no meaning; `groups` keeps the order of the items."""

    def __init__(self, items: Iterable[T]) -> None:
        self._parent = {item: item for item in items}

    def add(self, item: T) -> None:
        self._parent.setdefault(item, item)

    def find(self, item: T) -> T:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, left: T, right: T) -> T:
        """The root of the joined set: that of `left`."""
        a, b = self.find(left), self.find(right)
        if a != b:
            self._parent[b] = a
        return a

    def groups(self) -> list[list[T]]:
        found: dict[T, list[T]] = {}
        for item in self._parent:
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
