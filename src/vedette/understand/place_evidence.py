"""How much the words around a name, and the name itself, speak for a place."""

from itertools import pairwise
from math import log10

from spacy.tokens import Doc, Token

from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry
from vedette.understand.place_names import Toponym
from vedette.understand.place_words import PlaceWords

ACCEPTED = 2.0
_SURE = 3.0
_FOLLOWS = -0.5
_THINGS = dict.fromkeys(("PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "LANGUAGE"), -0.8)
_LABELS = {"GPE": 3.0, "LOC": 3.0, "FAC": 1.0, "ORG": 0.5, "NORP": -0.5, "PERSON": -1.0, "": 0.0, **_THINGS}
_LABELS_INSIDE = {"GPE": 1.5, "LOC": 1.0, "FAC": 0.0, "ORG": -1.5, "NORP": -1.0, "PERSON": -4.0, "": 0.0}
_OTHER_LABEL = -2.0
_HEADS_ORGANISATION = 0.0  # "Kharkiv Military Administration", "University of Kentucky"
_GREAT = frozenset({"country", "region", "admin1", "water", "site"})
_BESIDE_A_NAME = 1.2
_FAMILIAR = 0.5
_FAMILIAR_ABROAD = 1.5
_TELLING_POPULATION = 100_000
_SEVERAL_WORDS = 1.0
_UNKNOWN = -2.5  # a name in no gazetteer needs the tagger's word and a preposition
_CUED = 0.8  # but for "the village of" and its like
_COMMON_WORD = 4.5
_OWN_LINE = 3.0  # "School on fire. Lypova.": a known name that begins a line of nothing else
_SURNAME = 2.5
_ENDS = frozenset({".", "!", "?", "…", "]", ")", '"', "”"})
_NEWSPAPER = 4.0


def weigh(doc: Doc, toponyms: list[Toponym], words: PlaceWords, watch: Watch | None) -> list[Toponym]:
    """Those worth keeping, with their scores set. A name that is surely a place once is a place again."""
    persons = _persons(doc)
    for toponym in toponyms:
        toponym.score = _score(doc, toponym, words, watch, persons)
    _join_lists(doc, toponyms)
    _prefer_countries(toponyms, words)
    sure = {toponym.folded for toponym in toponyms if toponym.score >= _SURE and not toponym.demonym}
    for toponym in toponyms:
        if toponym.folded in sure and _FOLLOWS <= toponym.score < ACCEPTED:
            toponym.score = ACCEPTED
    return [toponym for toponym in toponyms if toponym.score >= ACCEPTED]


def _score(doc: Doc, toponym: Toponym, words: PlaceWords, watch: Watch | None, persons: frozenset[str]) -> float:
    if toponym.demonym:
        return _SURE
    known = _by_importance(toponym, watch) if toponym.entries else _CUED if toponym.cued else _UNKNOWN
    if toponym.entries and toponym.name_end - toponym.first > 1:
        known += _SEVERAL_WORDS
    score = known + _by_label(doc, toponym) + _by_cue(doc, toponym, words)
    if toponym.entries and _has_its_line(doc, toponym):
        score += _OWN_LINE
    return score - _against(doc, toponym, words, persons)


def _has_its_line(doc: Doc, toponym: Toponym) -> bool:
    """After the end of a sentence, with nothing behind but a full stop and the end of the text."""
    if toponym.first == 0 or doc[toponym.first - 1].text not in _ENDS:
        return False
    return all(token.is_space or token.text in _ENDS for token in doc[toponym.last :])


def _persons(doc: Doc) -> frozenset[str]:
    """Last words of the persons' names of more than one word."""
    return frozenset(
        token.lower_
        for entity in doc.ents
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity
        if token.is_alpha
    )


def _by_label(doc: Doc, toponym: Toponym) -> float:
    label = doc[toponym.first].ent_type_
    covered = list(doc[toponym.first : toponym.last])
    before = doc[toponym.first].ent_iob_ == "I" and doc[toponym.first - 1].lower_ != "the"
    after = (
        toponym.last < len(doc) and doc[toponym.last].ent_iob_ == "I" and doc[toponym.last].lower_ not in {"'s", "’s"}
    )
    inside = bool(label) and (before or after) and covered[-1].ent_type_ == label
    tagged = (_LABELS_INSIDE if inside else _LABELS).get(label, _OTHER_LABEL)
    if label == "ORG" and inside and (not before or doc[toponym.first - 1].lower_ == "of"):
        tagged = _HEADS_ORGANISATION
    proper = any(token.pos_ == "PROPN" for token in covered)
    return tagged + (0.8 if proper else -1.5)


def _by_cue(doc: Doc, toponym: Toponym, words: PlaceWords) -> float:
    score = _cue_after(doc, toponym, words)
    index = toponym.first - 1
    while index >= 0 and (doc[index].lower_ == "the" or doc[index].lower_ in words.bearings):
        score += 1.0 if doc[index].lower_ in words.bearings else 0.0
        index -= 1
    if index < 0:
        return score
    word = doc[index].lower_
    if word == "of" and index and (doc[index - 1].lower_ in words.before or doc[index - 1].lower_ in words.bearings):
        return score + 2.5
    if word in words.before or word in words.locative:
        return score + 1.5
    if doc[index].lemma_.lower() in words.taking_verbs:
        return score + 1.0
    return score + (0.3 if word in words.weak else 0.0)


def _cue_after(doc: Doc, toponym: Toponym, words: PlaceWords) -> float:
    if toponym.kind:
        return 2.0
    after = doc[toponym.last].lower_ if toponym.last < len(doc) else ""
    if after in words.after:
        return 1.5
    return 1.0 if after in words.ruling_nouns else 0.0


def _by_importance(toponym: Toponym, watch: Watch | None) -> float:
    best = 0.0
    for entry in toponym.entries:
        if entry.form == "abbreviation":
            worth = -1.0
        elif entry.kind in _GREAT or entry.capital:
            worth = 2.0
        else:
            worth = 0.5 * log10(entry.population + 10) - 1.5 - (0.5 if entry.form != "official" else 0.0)
        if watch and entry.country in watch.countries:
            worth += 1.5
        best = max(best, worth)
    return best


def _against(doc: Doc, toponym: Toponym, words: PlaceWords, persons: frozenset[str]) -> float:
    first, single = doc[toponym.first], toponym.name_end - toponym.first == 1
    great = any(entry.kind == "country" and entry.form != "abbreviation" for entry in toponym.entries)
    before = doc[toponym.first - 1] if toponym.first else None
    after = doc[toponym.last] if toponym.last < len(doc) else None
    score = 0.0
    if single and first.lower_ in words.common and not (great and first.text.isupper()):
        score += _COMMON_WORD
    if single and first.lower_ in words.given_names and not great:
        score += 2.5 if _is_name(after) else 1.0
    if before is not None and before.lower_ in words.titles and not toponym.kind:
        score += 2.5
    if before is not None and before.lower_ in words.given_names and before.text[0].isupper():
        score += 3.0
    if single and first.lower_ in persons and not great:
        score += _SURNAME
    if after is not None and after.lower_ in words.outlets and after.text[0].isupper():
        score += _NEWSPAPER
    if first.is_sent_start and not first.ent_type_:
        score += 0.5
    return score + _BESIDE_A_NAME * (_is_name(after, first) + _is_name(before, first))


def _is_name(token: Token | None, place: Token | None = None) -> bool:
    """Whether another name goes on beside the place, which the tagger does not call an organisation's."""
    if token is None or not token.is_alpha or not token.text[0].isupper() or token.pos_ != "PROPN":
        return False
    return place is None or token.ent_type_ != "ORG" or place.ent_type_ != "ORG"


def _prefer_countries(toponyms: list[Toponym], words: PlaceWords) -> None:
    """A name with a place in a country that the text speaks of is likelier to be that place, all the more where it
    can hardly be a surname of the text's own language."""
    countries = {toponym.demonym.code for toponym in toponyms if toponym.demonym}
    for toponym in toponyms:
        if toponym.score >= _SURE and toponym.entries and _is_telling(toponym.entries[0]):
            countries.add(toponym.entries[0].country or "")
    for toponym in toponyms:
        familiar = countries.intersection(entry.country or "" for entry in toponym.entries)
        if familiar:
            toponym.score += _FAMILIAR if familiar <= words.homelands else _FAMILIAR_ABROAD


def _is_telling(entry: Entry) -> bool:
    return entry.kind in _GREAT or entry.population >= _TELLING_POPULATION


def _join_lists(doc: Doc, toponyms: list[Toponym]) -> None:
    """ "Pylna, Borysivka and Krasne": what stands in a list with a place is a place; "Paris, Texas", too."""
    for earlier, later in pairwise(toponyms):
        between = doc[earlier.last : later.first].text
        if between in {",", "and", ", and", "or", "("} and not earlier.demonym and not later.demonym:
            if earlier.score >= ACCEPTED and later.entries:
                later.score += 1.5
            if later.score >= _SURE and earlier.entries:
                earlier.score += 1.5
