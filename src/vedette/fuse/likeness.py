"""How alike two short reports are in what they let one see, whatever their language.

A logistic score. Its weights were fitted on short descriptions of footage (one place, one day) and rounded; every part
is told in the reasons. It depends on nothing else that a watch holds but the number of rivals: the more reports there
are of one place and day, the less the same place and day say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from sys import intern

from vedette.fuse.names import words
from vedette.fuse.sharing import shared
from vedette.model.span import Span
from vedette.reference.sights import load_sights

LONGEST = 600
"""Characters of a report that tells one thing; a longer one is read mention by mention."""
SAME_INCIDENT = 0.25

_BEGINNING = 5
_RAREST = 3
_RAREST_WEIGHT = 6.0
_BIAS = 0.0
_WORDS = 2.5
_RARE = 2.7
_RAREST_OF_ALL = 1.2
_OTHER_THINGS = -1.8
_OTHER_HAPPENINGS = -1.0
_NUMBERS = 1.1
_RIVALS = -0.73
# A source tells an incident once: what it tells again of a place and day is mostly something else there.
_ONE_SOURCE = -2.15
# Not the minute and second of a video, nor the first of its pictures.
_NUMBER = re.compile(r"(?<![:\d])\d{2,}(?![:\d])")
_CLOCK = re.compile(r"\d+:\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """A short report without its place names: beginnings of words with their weights, numbers, things, happenings.

    `names` are those of its places that could not be located, folded.
    """

    words: Mapping[str, float]
    length: float
    numbers: frozenset[str]
    things: frozenset[str]
    happenings: frozenset[str]
    names: frozenset[str] = frozenset()


def gist(text: str, places: Iterable[Span], names: Iterable[str] = ()) -> Gist:
    sights = load_sights()
    told = words(_CLOCK.sub(" ", _without(text, places)))
    weights: dict[str, float] = {}
    for word in told:
        weight = sights.weight(word) if len(word) > 1 else 0.0
        if weight:
            key = intern(word[:_BEGINNING])
            weights[key] = max(weights.get(key, 0.0), weight)
    things, happenings = sights.seen(told)
    return Gist(
        words=weights,
        length=sqrt(sum(weight * weight for weight in weights.values())),
        numbers=shared(frozenset(_NUMBER.findall(" ".join(told)))),
        things=shared(things),
        happenings=shared(happenings),
        names=shared(frozenset(names)),
    )


def likeness(left: Gist, right: Gist, rivals: int, *, one_source: bool) -> tuple[float, dict[str, float]]:
    """The chance that both show one incident, told of one place and day, and the parts of the score; `alike` is the
    cosine of their words.

    `rivals` is the number of other reports of that place and day, at least 1.
    """
    shared = {key: min(left.words[key], right.words[key]) for key in left.words.keys() & right.words.keys()}
    cosine = _cosine(left, right, shared)
    rarest = [weight / _RAREST_WEIGHT for weight in sorted(shared.values(), reverse=True)[:_RAREST]]
    parts = {
        "words": _WORDS * cosine * cosine,
        "rare words": _RARE * sum(rarest) / _RAREST + _RAREST_OF_ALL * max(rarest, default=0.0),
        "other things": _OTHER_THINGS * _differ(left.things, right.things),
        "other happenings": _OTHER_HAPPENINGS * _differ(left.happenings, right.happenings),
        "a number": _NUMBERS * bool(left.numbers & right.numbers),
        "rivals": _RIVALS * log(max(rivals, 1)),
        "one source": _ONE_SOURCE * one_source,
    }
    chance = 1 / (1 + exp(-(_BIAS + sum(parts.values()))))
    return chance, {"alike": round(cosine, 3)} | {name: round(value, 2) for name, value in parts.items() if value}


def _cosine(left: Gist, right: Gist, shared: Mapping[str, float]) -> float:
    if not left.length or not right.length:
        return 0.0
    return sum(left.words[key] * right.words[key] for key in sorted(shared)) / (left.length * right.length)


def _differ(left: frozenset[str], right: frozenset[str]) -> bool:
    """Both say, and nothing that they say is the same."""
    return bool(left and right and not left & right)


def _without(text: str, places: Iterable[Span]) -> str:
    letters = list(text)
    for span in places:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)
