"""Which capitalised words of a text may name a place: longest match in the gazetteer, overruling the entity tagger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from spacy.tokens import Doc

from vedette.model.mention import PlaceKind
from vedette.reference.countries import Country, load_countries
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_names import fold
from vedette.understand.place_words import PlaceWords

_LONGEST = 7
_LONGEST_DEMONYM = 2
_LONGEST_UNKNOWN = 3
_ABBREVIATION = 3
_ACRONYM = 4  # "NATO" is no town, though one in the Philippines has its name
_GREAT_TOWN = 100_000
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_NO_NAMES = frozenset({"VERB", "AUX", "DET", "PRON", "ADP", "SCONJ", "CCONJ", "PART", "INTJ", "NUM"})
_VERB_ENDINGS = ("ed", "ing")
_DASHES = frozenset("-–")


@dataclass(slots=True, kw_only=True)
class Toponym:
    """Tokens `first` to `last` (exclusive) that may name a place. `kind` is what a kind word beside it says.

    `name_end` is where the name alone ends, before a kind word. `demonym` is set for "Ukrainian" and its like;
    `tagged` for a name in no gazetteer that the entity tagger calls a place. `score` is the logit of its being one.
    """

    first: int
    name_end: int
    last: int
    folded: str
    entries: tuple[Entry, ...]
    kind: PlaceKind | None = None
    demonym: Country | None = None
    tagged: bool = False
    score: float = 0.0
    within: list[tuple[Entry, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text, taken out once: asking spaCy for them one by one costs more than all the rest."""

    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capital: tuple[bool, ...]
    ending: tuple[bool, ...]  # whether a name of several words may end in it

    @classmethod
    def of(cls, doc: Doc) -> "Words":
        strings = doc.vocab.strings
        rows = doc.to_array(["ORTH", "SPACY"]).tolist()
        shapes = [_shape(strings[orth]) for orth, _ in rows]
        words = tuple([shape[0] for shape in shapes])
        lengths = [len(word) + space for word, (_, space) in zip(words, rows, strict=True)]
        starts = tuple(accumulate(lengths, initial=0))[:-1]
        return cls(
            text="".join([word + " " if space else word for word, (_, space) in zip(words, rows, strict=True)]),
            words=words,
            lower=tuple([shape[1] for shape in shapes]),
            starts=starts,
            ends=tuple([start + len(word) for start, word in zip(starts, words, strict=True)]),
            capital=tuple([shape[2] for shape in shapes]),
            ending=tuple([shape[3] for shape in shapes]),
        )

    def __len__(self) -> int:
        return len(self.words)

    def between(self, first: int, last: int) -> str:
        """The text from token `first` to before token `last`, without the spaces around it."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


@lru_cache(maxsize=50_000)
def _shape(word: str) -> tuple[str, str, bool, bool]:
    """Itself, in small letters, whether it has a capital, whether a name of several words may end in it."""
    return word, word.lower(), word[0].isupper(), word[0].isupper() or word[0].isdigit() or word == "."


def candidate_names(doc: Doc, said: Words, gazetteer: Gazetteer, words: PlaceWords) -> list[Toponym]:
    """In the order of the text, without overlaps."""
    found: list[Toponym] = []
    position = 0
    while position < len(said.words):
        toponym = None
        if said.capital[position]:
            toponym = _starting_at(doc, said, position, gazetteer, words) or _unknown(doc, said, position, words)
        if toponym is not None:
            found.append(toponym)
        position = toponym.last if toponym else position + 1
    return sorted([*found, *_tagged_only(doc, said, found)], key=lambda toponym: toponym.first)


def _starting_at(doc: Doc, said: Words, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    # A hyphen within a name is a token of its own, hence twice the words.
    longest = max(_LONGEST_DEMONYM, min(_LONGEST, 2 * gazetteer.words_from(said.words[first])))
    for last in range(min(len(said.words), first + longest), first, -1):
        several = last - first > 1
        if several and not said.ending[last - 1] and said.lower[last - 1] not in words.after:
            continue
        if not _may_end(said, first, last):
            continue
        text = said.between(first, last)
        folded = fold(text)
        demonym = load_countries().demonyms.get(folded)
        entries = tuple(entry for entry in gazetteer.candidates(text) if _written_so(entry, text))
        if demonym is not None and not any(entry.kind == "country" for entry in entries):
            return Toponym(first=first, name_end=last, last=last, folded=folded, entries=(), demonym=demonym)
        kind, end = _kind_after(said, last, words)
        named = kind == "admin2" and _is_plain_name(said, first, last) and not doc[first].is_sent_start
        if entries or (named and folded not in words.common):
            return Toponym(first=first, name_end=last, last=end, folded=folded, entries=entries, kind=kind)
    return None


def _is_plain_name(said: Words, first: int, last: int) -> bool:
    return (
        last - first <= _LONGEST_UNKNOWN
        and said.lower[first] != "the"
        and all(said.capital[each] or said.words[each] in _DASHES for each in range(first, last))
    )


def _unknown(doc: Doc, said: Words, first: int, words: PlaceWords) -> Toponym | None:
    """Capitalised words that nobody lists: whether they name a place, what stands around them must say."""
    if not _may_be_name(doc, said, first, words) or (first and said.lower[first - 1] in words.titles):
        return None
    last = first + 1
    while last < len(said.words) and last - first < 2 * _LONGEST_UNKNOWN:
        joined = last + 1 if said.words[last] in _DASHES and said.ends[last - 1] == said.starts[last] else last
        if joined >= len(said.words) or not _goes_on(said, joined, words) or "\n" in said.between(last - 1, joined + 1):
            break
        last = joined + 1
    if said.words[last - 1].isupper() and last - first == 1 and len(said.words[first]) <= _ABBREVIATION + 1:
        return None
    kind, end = _kind_after(said, last, words)
    return Toponym(
        first=first, name_end=last, last=end, folded=fold(said.between(first, last)), entries=(), kind=kind
    )  # fmt: skip


def _may_be_name(doc: Doc, said: Words, first: int, words: PlaceWords) -> bool:
    token = doc[first]
    if not said.words[first].isalpha() or len(said.words[first]) < _ABBREVIATION or said.lower[first] in words.common:
        return False
    if said.lower[first] in words.given_names or (token.is_sent_start and token.pos_ in _NO_NAMES):
        return False
    if (
        token.is_sent_start
        and said.lower[first].endswith(_VERB_ENDINGS)
        and said.capital[min(first + 1, len(said.words) - 1)]
    ):
        return False  # "Updated Lyman": the tagger takes a verb before a name for a part of it
    return token.ent_type_ not in {"DATE", "TIME"} and (token.ent_type_ != "PERSON" or _cued(said, first, words))


def _cued(said: Words, first: int, words: PlaceWords) -> bool:
    before = said.lower[first - 1] if first else ""
    return before in words.strong or before in words.locative or before in {"", ",", "and", "of", ")", ":"}


def _goes_on(said: Words, index: int, words: PlaceWords) -> bool:
    return said.capital[index] and said.words[index].isalpha()


def _may_end(said: Words, first: int, last: int) -> bool:
    """A name stays on its line and ends in a word, or in the full stop of an abbreviation ("W.Va.")."""
    final = said.words[last - 1]
    if final == "." and last - first > 1:
        return last - first == 2 and len(said.words[first]) <= _ABBREVIATION + 1
    return final[0].isalnum() and (last - first == 1 or "\n" not in said.between(first, last))


def _written_so(entry: Entry, text: str) -> bool:
    """ "us" is no country and "In" no town: what is two or three letters long has to be written as it is known."""
    letters = text.replace(".", "")
    if entry.kind == "settlement" and len(letters) <= _ACRONYM and letters.isupper() and not _is_great(entry):
        return False
    if text.endswith(".") and (entry.form == "official" or entry.kind == "settlement" or text[:-1].isupper()):
        # The full stop is the sentence's, but in "Ind." and "D.C."
        return "." in text[:-1] and entry.kind != "settlement"
    if len(letters) > _ABBREVIATION or entry.form == "abbreviation":
        return True
    if entry.kind == "settlement":
        return len(letters) == _ABBREVIATION and letters == text and not letters.isupper()
    return letters.isupper() or letters != text


def _is_great(entry: Entry) -> bool:
    return entry.capital or entry.population >= _GREAT_TOWN


def _kind_after(said: Words, last: int, words: PlaceWords) -> tuple[PlaceKind | None, int]:
    """The kind that the word after the name says, and where the whole ends."""
    if last < len(said.words) and (kind := words.after.get(said.lower[last])):
        if said.lower[last] in words.only_small and said.capital[last]:
            return None, last
        return kind, last + 1
    return None, last


def _tagged_only(doc: Doc, said: Words, found: list[Toponym]) -> Iterator[Toponym]:
    """Places by the tagger that the gazetteer does not know: recognised, never located."""
    taken = {index for toponym in found for index in range(toponym.first, toponym.last)}
    for entity in doc.ents:
        first, last = entity.start, entity.end
        if said.lower[first] == "the":
            first += 1
        if last > first and said.lower[last - 1] in {"'s", "’s"}:
            last -= 1
        free = first < last and not any(index in taken for index in range(first, last))
        if entity.label_ in _PLACE_LABELS and free and said.capital[first]:
            folded = fold(said.between(first, last))
            yield Toponym(first=first, name_end=last, last=last, folded=folded, entries=(), tagged=True)
