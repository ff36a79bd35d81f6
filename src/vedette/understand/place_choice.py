"""Which of the places of one name is meant: population, what stands beside it, and what else the text is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from vedette.model.mention import PlaceKind
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.understand.place_containers import is_inside, note_containers
from vedette.understand.place_context import Floats, Senses, settle
from vedette.understand.place_fronts import front_nearness
from vedette.understand.place_names import Toponym, Words
from vedette.understand.place_words import PlaceWords

_PRIOR: Mapping[PlaceKind, float] = {
    "country": 7.5,
    "region": 6.8,
    "water": 6.5,
    "site": 6.5,
    "admin1": 6.5,
    "admin2": 3.5,
}
_FORM = {"official": 0.0, "alternate": -0.9, "generated": -0.6, "abbreviation": -0.2, "fuzzy": -2.0}
_CAPITAL = 1.5
_UNLISTED = 2.5  # a place of this name that the gazetteer lacks
_LEAST_POPULATION = 250  # also where it is not known
_MOST_SENSES, _FEWEST_SENSES, _MOST_OF_TEXT = 60, 5, 900
_AT_A_FRONT = 5.0
_SHARP = 1.3
_OTHERS_TOLD = 4
_ALONE = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`probability` is that of this entry among those of its name; `rest` the likeliest others with theirs. `margin`
    is how many times likelier it is than the next one, as a logarithm."""

    entry: Entry
    probability: float
    rest: tuple[tuple[Entry, float], ...] = ()
    margin: float = _ALONE


def choose(
    said: Words, toponyms: Sequence[Toponym], gazetteer: Gazetteer, words: PlaceWords, watch: Watch | None
) -> dict[str, Choice]:
    """The choice for each folded name that has candidates: one sense a text."""
    note_containers(said, toponyms, gazetteer)
    return settled(said, toponyms, watch, fighting=not words.fighting.isdisjoint(said.lower))


def settled(said: Words, toponyms: Sequence[Toponym], watch: Watch | None, *, fighting: bool) -> dict[str, Choice]:
    """The same once what holds what is noted; `fighting` where the text tells of it."""
    names = _names(said, toponyms, watch, fighting=fighting)
    demonyms = sorted({toponym.demonym.code for toponym in toponyms if toponym.demonym})
    scored = settle(list(names.values()), demonyms, _SHARP, _UNLISTED)
    return {
        folded: _best(senses.entries, scores) for (folded, senses), scores in zip(names.items(), scored, strict=True)
    }


def _names(
    said: Words, toponyms: Iterable[Toponym], watch: Watch | None, *, fighting: bool
) -> dict[str, Senses]:  # fmt: skip
    mentions: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        if toponym.entries:
            mentions.setdefault(toponym.folded, []).append(toponym)
    most = max(_FEWEST_SENSES, min(_MOST_SENSES, _MOST_OF_TEXT // max(1, len(mentions))))
    names = {}
    for folded, group in mentions.items():
        after_comma = any(_is_after_comma(said, toponym) for toponym in group)
        scored = [
            (_prior(entry, watch, fighting=fighting) + max(_beside(entry, toponym) for toponym in group), entry)
            for entry in group[0].entries
            if entry.form != "abbreviation" or after_comma
        ]
        scored = sorted(scored, key=_score)[:most]
        if scored:
            entries, scores = tuple(entry for _, entry in scored), tuple(score for score, _ in scored)
            names[folded] = Senses(entries=entries, scores=scores, count=len(group))
    return names


def _score(scored: tuple[float, Entry]) -> float:
    return -scored[0]


def _is_after_comma(said: Words, toponym: Toponym) -> bool:
    return toponym.first > 1 and said.words[toponym.first - 1] in {",", "("}


def _prior(entry: Entry, watch: Watch | None, *, fighting: bool) -> float:
    prior = _PRIOR.get(entry.kind)
    score = (0.9 * log10(max(entry.population, _LEAST_POPULATION)) if prior is None else prior) + _FORM[entry.form]
    score += _CAPITAL * entry.capital
    if watch is not None:
        score += 1.5 * (entry.country in watch.countries) + 1.5 * _in_box(entry, watch)
    if fighting and entry.kind == "settlement":
        score += _AT_A_FRONT * front_nearness(entry.lat, entry.lon)
    return score


def _in_box(entry: Entry, watch: Watch) -> bool:
    if watch.bbox is None:
        return False
    west, south, east, north = watch.bbox
    return west <= entry.lon <= east and south <= entry.lat <= north


def _beside(entry: Entry, toponym: Toponym) -> float:
    """What the words beside one mention say: a container ("Paris, Texas"), a kind word ("the village of")."""
    score = 0.0
    for container, strength in toponym.within:
        score += strength if is_inside(entry, container) else -0.4 * strength
    if toponym.kind is not None:
        same = toponym.kind == entry.kind or (toponym.kind == "admin2" and entry.kind == "settlement")
        score += 1.5 if same else -1.0
    return score


def _best(entries: Sequence[Entry], scores: Floats) -> Choice:
    order = np.argsort(-scores, kind="stable")[: _OTHERS_TOLD + 1].tolist()
    top = float(scores[order[0]])
    weights = np.exp(_SHARP * (scores - top))
    total = float(weights.sum()) + float(np.exp(_SHARP * (_UNLISTED - top)))
    rest = tuple((entries[number], float(weights[number]) / total) for number in order[1:])
    margin = top - float(scores[order[1]]) if rest else _ALONE
    return Choice(entry=entries[order[0]], probability=1 / total, rest=rest, margin=margin)
