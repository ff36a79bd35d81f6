"""Sets in outline: enough to say of most that they are not alike, without looking into them.

Each member of a set turns one bit over. Two sets differ in at least as many members as their outlines do in bits
(Sandes, Teodoro and Melo 2017), so that no two that are alike are ever told apart.
"""

from collections.abc import Iterable, Set

_BITS = 1024
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_SLACK = 1e-6

Outline = tuple[int, int]
"""Bits, good within one process, and the number of members."""


def outline(members: Set[str]) -> Outline:
    turned = bytearray(_BITS)
    for member in members:
        turned[hash(member) % _BITS] ^= 1
    return int(turned.translate(_DIGITS), 2), len(members)


class Outlines:
    """Of numbered sets."""

    def __init__(self) -> None:
        self._known: dict[int, Outline] = {}

    def put(self, number: int, one: Outline) -> None:
        self._known[number] = one

    def drop(self, number: int) -> None:
        del self._known[number]

    def near(self, one: Outline, numbers: Iterable[int], least: float) -> list[int]:
        """Those of the known whose Jaccard with it may be `least` or more, in order: what differs is then at most that
        share of both."""
        bits, size = one
        share, known = (1 - least) / (1 + least), self._known
        return sorted(
            number
            for number in numbers
            if number in known and (bits ^ known[number][0]).bit_count() <= share * (size + known[number][1]) + _SLACK
        )
