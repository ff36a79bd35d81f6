"""The words of a parse as one row, as the finders of places read them in every language."""

from dataclasses import dataclass

from vedette.understand.light.sentences import Parse, Word
from vedette.understand.place_names import Words


@dataclass(frozen=True, slots=True)
class Row:
    """`words` counts through all sentences; `opens[i]` is where the sentence of word `i` begins, `closes[i]` where it
    ends. A hash is no part of the name behind it."""

    parse: Parse
    words: tuple[Word, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    said: Words

    @classmethod
    def of(cls, parse: Parse) -> "Row":
        words: list[Word] = []
        opens: list[int] = []
        closes: list[int] = []
        for sentence in parse.sentences:
            opens.extend([len(words)] * len(sentence))
            closes.extend([len(words) + len(sentence)] * len(sentence))
            words.extend(sentence.words)
        return cls(parse, tuple(words), tuple(opens), tuple(closes), _said(parse, words))

    def __len__(self) -> int:
        return len(self.words)

    def before(self, index: int, steps: int = 1) -> Word | None:
        """The word so many steps before, in the same sentence."""
        at = index - steps
        return self.words[at] if at >= self.opens[index] else None

    def after(self, last: int) -> Word | None:
        """The word at `last`, where it is of the sentence of the word before it."""
        return self.words[last] if 0 < last < len(self.words) and last < self.closes[last - 1] else None


def _said(parse: Parse, words: list[Word]) -> Words:
    texts = [word.text.lstrip("#@") or word.text for word in words]
    starts = [word.end - len(text) for word, text in zip(words, texts, strict=True)]
    capital = tuple([text[0].isupper() for text in texts])
    return Words(
        text=parse.text,
        words=tuple(texts),
        lower=tuple([text.lower() for text in texts]),
        starts=tuple(starts),
        ends=tuple([word.end for word in words]),
        capital=capital,
        ending=capital,
    )
