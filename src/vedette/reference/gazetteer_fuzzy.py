"""Names that are nearly the one written: a slip of the pen or of the ear, where no exact name fits.

Restricted Damerau-Levenshtein distance: letters put in, left out, changed, or swapped with their neighbour.
"""

from collections.abc import Iterable, Iterator

_SHORTEST = 6
_TWO_SLIPS = 9  # letters from which on two slips are allowed
_VOWELS = ("aeiouy", "аеиіоуыя")
_OPENING = 3
_LONG_OPENING = 5


def slips_allowed(folded: str) -> int:
    letters = len(folded.replace(" ", ""))
    return 0 if letters < _SHORTEST else 1 if letters < _TWO_SLIPS else 2


def openings(folded: str) -> Iterator[tuple[str, ...]]:
    """How a name that is nearly this one may begin, the likelier and cheaper first: alike, with two letters swapped,
    with another vowel second or third."""
    yield (folded[:_LONG_OPENING],)
    yield folded[:_OPENING], folded[0] + folded[2] + folded[1], folded[:2] + folded[3]
    yield tuple(
        folded[:at] + each + folded[at + 1 : _OPENING]
        for at in range(1, _OPENING)
        for vowels in _VOWELS
        if folded[at] in vowels
        for each in vowels
        if each != folded[at]
    )


def nearest(folded: str, names: Iterable[str]) -> list[str]:
    """Those of the fewest slips, if no more than are allowed for a name of this length."""
    least, found = slips_allowed(folded), list[str]()
    for name in names:
        slips = distance(folded, name, least)
        if slips < least:
            least, found = slips, [name]
        elif slips == least:
            found.append(name)
    return found


def distance(left: str, right: str, most: int) -> int:
    """Slips between two names; `most + 1` where there are more than `most`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    left, right = _differing(left, right)
    if not left or not right:
        return len(left) + len(right)
    if len(set(left) ^ set(right)) > 2 * most:
        return most + 1
    return min(_slips(left, right), most + 1)


def _differing(left: str, right: str) -> tuple[str, str]:
    """Both without the beginning and the end that they share."""
    start = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        start += 1
    left, right = left[start:], right[start:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return left, right


def _slips(left: str, right: str) -> int:
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, start=1):
        before, above, row = row, before, [at]
        for across, other in enumerate(right, start=1):
            least = min(before[across] + 1, row[-1] + 1, before[across - 1] + (letter != other))
            if at > 1 and across > 1 and letter == right[across - 2] and left[at - 2] == other:
                least = min(least, above[across - 2] + 1)
            row.append(least)
    return row[-1]
