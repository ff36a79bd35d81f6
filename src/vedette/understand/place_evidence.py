"""How likely a name is to stand for a place: a linear model of the signs for and against it."""

from spacy.tokens import Doc

from vedette.model.watch import Watch
from vedette.understand.place_names import Toponym, Words
from vedette.understand.place_signs import SURE, signs_around, signs_of
from vedette.understand.place_weights import PlaceWeights
from vedette.understand.place_words import PlaceWords

ACCEPTED = -0.2
_FOLLOWS = -1.0  # for a name that is surely a place elsewhere in the text
_FOLLOWED = 1.0  # a name in a country that the watch follows
# What too few texts hold to be learnt: "The Washington Post", "the Kremlin".
_OWN_LINE = 3.0  # "School on fire. Lypova.": a known name that begins a line of nothing else
_ENDS = frozenset({".", "!", "?", "…", "]", ")", '"', "”"})
_NEWSPAPER, _SEAT = -4.0, 3.0
_DEMONYM, _FIGHTERS = 1.8, -3.0


def weigh(
    doc: Doc, said: Words, toponyms: list[Toponym], words: PlaceWords, weights: PlaceWeights, watch: Watch | None
) -> list[Toponym]:
    """Those worth keeping, with their scores set."""
    persons = persons_of(doc)
    own = [signs_of(doc, said, toponym, words, persons) for toponym in toponyms]
    for toponym, signs in zip(toponyms, own, strict=True):
        toponym.score = _scored(weights.alone(signs), said, toponym, words, watch)
    around = signs_around(said, toponyms, words)
    for toponym, signs, further in zip(toponyms, own, around, strict=True):
        toponym.score = _scored(weights.together([*signs, *further]), said, toponym, words, watch)
    sure = {toponym.folded for toponym in toponyms if toponym.score >= SURE and toponym.entries}
    for toponym in toponyms:
        if toponym.folded in sure and _FOLLOWS <= toponym.score < ACCEPTED:
            toponym.score = ACCEPTED
    return [toponym for toponym in toponyms if toponym.score >= ACCEPTED]


def persons_of(doc: Doc) -> frozenset[str]:
    """Last words of the persons' names of more than one word."""
    return frozenset(
        token.lower_
        for entity in doc.ents
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity
        if token.is_alpha
    )


def _scored(learnt: float, said: Words, toponym: Toponym, words: PlaceWords, watch: Watch | None) -> float:
    after = said.lower[toponym.last] if toponym.last < len(said.words) else ""
    if toponym.demonym:
        return _FIGHTERS if after in words.armed else _DEMONYM
    score = learnt + (_SEAT if toponym.folded in words.seats else 0.0)
    if toponym.entries and _has_its_line(said, toponym):
        score += _OWN_LINE
    if after in words.outlets and said.capital[toponym.last]:
        score += _NEWSPAPER
    if watch is not None and any(entry.country in watch.countries for entry in toponym.entries):
        score += _FOLLOWED
    return score


def _has_its_line(said: Words, toponym: Toponym) -> bool:
    """After the end of a sentence, with nothing behind but a full stop and the end of the text."""
    if toponym.first == 0 or said.words[toponym.first - 1] not in _ENDS:
        return False
    return all(word.isspace() or word in _ENDS for word in said.words[toponym.last :])
