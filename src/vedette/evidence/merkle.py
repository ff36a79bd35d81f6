"""Merkle trees after RFC 6962, section 2.1: SHA-256, leaves and nodes told apart by their first byte."""

import hashlib
from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(_LEAF + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


class Tree:
    """Over entries in their order. Every level is kept, so that a path costs no hashing."""

    def __init__(self, entries: Iterable[bytes]) -> None:
        self._levels = [[leaf_hash(entry) for entry in entries]]
        while len(self._levels[-1]) > 1:
            self._levels.append(_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """Of no entries the hash of nothing."""
        return self._levels[-1][0] if self._levels[-1] else EMPTY

    def path(self, index: int) -> list[bytes]:
        """The audit path of an entry: the hashes beside its way to the root, the lowest first."""
        if not 0 <= index < len(self._levels[0]):
            raise IndexError(f"there is no entry {index}")
        found = []
        for level in self._levels[:-1]:
            if (beside := index ^ 1) < len(level):
                found.append(level[beside])
            index >>= 1
        return found


def _above(level: Sequence[bytes]) -> list[bytes]:
    """An odd last one goes up as it is: that gives the same root as the recursive definition of the standard."""
    pairs = [_node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs


def root_by_path(entry: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to, after RFC 9162, section 2.1.3.2; None where the path cannot be of such a tree."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf_hash(entry)
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = _node_hash(beside, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node_hash(found, beside)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None
