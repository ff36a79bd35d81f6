"""A text as sentences of words: offsets into the document, dictionary forms, nothing that takes a model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.model.ids import DocumentId
from vedette.model.span import Span
from vedette.understand.light.forms import Form, PartOfSpeech


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, number or sign. `start` and `end` are code points into the document's text, end exclusive. `forms` are
    its readings, that which fits the words beside it best first, `lemmas` those of all; `index` counts the words of its
    sentence."""

    text: str
    lower: str
    start: int
    end: int
    index: int
    forms: tuple[Form, ...]
    lemmas: frozenset[str]

    @property
    def form(self) -> Form:
        return self.forms[0]

    @property
    def lemma(self) -> str:
        """In small letters; the word itself where the dictionary says nothing."""
        return self.forms[0].lemma or self.lower

    @property
    def pos(self) -> PartOfSpeech:
        return self.forms[0].pos

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_upper(self) -> bool:
        """All capitals, and more than one: an abbreviation, or a headline."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    def may_be(self, *parts: PartOfSpeech) -> bool:
        return any(form.pos in parts for form in self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`start` and `end` are those of its first and last word in the document's text."""

    words: tuple[Word, ...]
    language: str
    start: int
    end: int

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getitem__(self, index: int) -> Word:
        return self.words[index]

    def word_at(self, offset: int) -> Word | None:
        """The word that holds this code point of the document."""
        return next((word for word in self.words if word.start <= offset < word.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """A stretch of a document in one language. `text` is the whole document's, so that all offsets are the same."""

    document: DocumentId
    language: str
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(document=self.document, start=start, end=end)

    def span_of(self, words: Sequence[Word]) -> Span:
        """From the first of the words to the last."""
        return Span(document=self.document, start=words[0].start, end=words[-1].end)

    def sentence_at(self, offset: int) -> Sentence | None:
        return next((each for each in self.sentences if each.start <= offset < each.end), None)
