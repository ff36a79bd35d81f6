"""Which capitalised words of a text may name a place: longest match in the gazetteer, overruling the entity tagger."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from vedette.model.mention import PlaceKind
from vedette.reference.countries import Country, load_countries
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_names import fold
from vedette.understand.place_words import PlaceWords

_LONGEST = 7
_LONGEST_DEMONYM = 2
_LONGEST_CUED = 3
_ABBREVIATION = 3
_PLACE_LABELS = frozenset({"GPE", "LOC"})


@dataclass(slots=True, kw_only=True)
class Toponym:
    """Tokens `first` to `last` (exclusive) that may name a place. `kind` is what a kind word beside it says.

    `name_end` is where the name alone ends, before a kind word. `demonym` is set for "Ukrainian" and its like;
    `cued` for a name in no gazetteer that the words before it make a place.
    """

    first: int
    name_end: int
    last: int
    folded: str
    entries: tuple[Entry, ...]
    kind: PlaceKind | None = None
    demonym: Country | None = None
    cued: bool = False
    score: float = 0.0
    within: list[tuple[Entry, float]] = field(default_factory=list)


def candidate_names(doc: Doc, gazetteer: Gazetteer, words: PlaceWords) -> list[Toponym]:
    """In the order of the text, without overlaps."""
    found: list[Toponym] = []
    position = 0
    while position < len(doc):
        toponym = None
        if _is_capitalised(doc[position]):
            toponym = _starting_at(doc, position, gazetteer, words) or _cued(doc, position, words)
        if toponym is not None:
            found.append(toponym)
        position = toponym.last if toponym else position + 1
    return sorted([*found, *_tagged_only(doc, found)], key=lambda toponym: toponym.first)


def _starting_at(doc: Doc, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    # A hyphen within a name is a token of its own, hence twice the words.
    longest = max(_LONGEST_DEMONYM, min(_LONGEST, 2 * gazetteer.words_from(doc[first].text)))
    for last in range(min(len(doc), first + longest), first, -1):
        if not _may_end(doc, first, last):
            continue
        text = doc[first:last].text
        folded = fold(text)
        demonym = load_countries().demonyms.get(folded)
        entries = tuple(entry for entry in gazetteer.candidates(text) if _written_so(entry, text))
        if demonym is not None and not any(entry.kind == "country" for entry in entries):
            return Toponym(first=first, name_end=last, last=last, folded=folded, entries=(), demonym=demonym)
        kind, end = _kind_after(doc, last, words)
        if entries or (kind == "admin2" and not doc[first].is_sent_start and folded not in words.common):
            return Toponym(first=first, name_end=last, last=end, folded=folded, entries=entries, kind=kind)
    return None


def _cued(doc: Doc, first: int, words: PlaceWords) -> Toponym | None:
    """ "near Morokhovets", "the village of Pylna": the capitalised words after a strong cue."""
    before = first - 1
    if before > 0 and doc[before].lower_ == "of":
        before -= 1
    if before < 0 or doc[before].lower_ not in words.strong or doc[first].lower_ in words.common:
        return None
    last = first
    while last < len(doc) and _is_capitalised(doc[last]) and doc[last].is_alpha and last - first < _LONGEST_CUED:
        last += 1
    if last == first or doc[first].lower_ in words.given_names:
        return None
    return Toponym(first=first, name_end=last, last=last, folded=fold(doc[first:last].text), entries=(), cued=True)


def _is_capitalised(token: Token) -> bool:
    return token.text[0].isupper()


def _may_end(doc: Doc, first: int, last: int) -> bool:
    """A name stays on its line and ends in a word, or in the full stop of an abbreviation ("W.Va.")."""
    final = doc[last - 1]
    if final.text == "." and last - first > 1:
        return last - first == 2 and len(doc[first].text) <= _ABBREVIATION + 1
    return final.text[0].isalnum() and "\n" not in doc[first:last].text


def _written_so(entry: Entry, text: str) -> bool:
    """ "us" is no country and "In" no town: what is two or three letters long has to be written as it is known."""
    letters = text.replace(".", "")
    if text.endswith(".") and (entry.form == "official" or entry.kind == "settlement" or text[:-1].isupper()):
        # The full stop is the sentence's, but in "Ind." and "D.C."
        return "." in text[:-1] and entry.kind != "settlement"
    if len(letters) > _ABBREVIATION or entry.form == "abbreviation":
        return True
    if entry.kind == "settlement":
        return len(letters) == _ABBREVIATION and letters == text and not letters.isupper()
    return letters.isupper() or letters != text


def _kind_after(doc: Doc, last: int, words: PlaceWords) -> tuple[PlaceKind | None, int]:
    """The kind that the word after the name says, and where the whole ends."""
    if last < len(doc) and (kind := words.after.get(doc[last].lower_)):
        if doc[last].lower_ in words.only_small and _is_capitalised(doc[last]):
            return None, last
        return kind, last + 1
    return None, last


def _tagged_only(doc: Doc, found: list[Toponym]) -> Iterator[Toponym]:
    """Places by the tagger that the gazetteer does not know: recognised, never located."""
    taken = {index for toponym in found for index in range(toponym.first, toponym.last)}
    for entity in doc.ents:
        first, last = entity.start, entity.end
        if doc[first].lower_ == "the":
            first += 1
        if last > first and doc[last - 1].lower_ in {"'s", "’s"}:
            last -= 1
        free = first < last and not any(index in taken for index in range(first, last))
        if entity.label_ in _PLACE_LABELS and free and _is_capitalised(doc[first]):
            yield Toponym(first=first, name_end=last, last=last, folded=fold(doc[first:last].text), entries=())
