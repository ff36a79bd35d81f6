"""The place that a text is about where a sentence names none: its heading ("Kupiansk: …", "Kupiansk. …"), or the
town named last, where "the town", "there" or "the building" points back to it."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from vedette.model.mention import PlaceMention
from vedette.understand.events.words import EventWords
from vedette.understand.passage import Passage

_FARTHEST = 700
_LONGEST_HEADING = 6
_POINTING = frozenset({"the", "this", "that", "these", "those"})
_FINE = frozenset({"settlement", "site"})


class Topics:
    """Places by their number in the passage."""

    def __init__(self, passage: Passage, places: Sequence[PlaceMention], words: EventWords) -> None:
        self._passage = passage
        self._places = places
        self._words = words
        self.headings = frozenset(n for n, place in enumerate(places) if self._is_heading(place))

    def heading(self, token: Token) -> int | None:
        """That of the line of the token."""
        line = self._passage.text.rfind("\n", 0, token.idx) + 1
        at = self._passage.base + token.idx
        return next(
            (n for n in self.headings if self._start(n) == self._passage.base + line and self._start(n) < at), None
        )

    def pointed_at(self, clause: Sequence[Token], usable: Sequence[int]) -> int | None:
        """The town named last before the words that point back."""
        at = next((self._passage.base + each.idx for each in clause if self._points(each)), None)
        if at is None:
            return None
        before = [n for n in usable if self._places[n].kind in _FINE and at - _FARTHEST < self._start(n) < at]
        return max(before, key=self._start, default=None)

    def _start(self, number: int) -> int:
        return self._places[number].span.start

    def _is_heading(self, place: PlaceMention) -> bool:
        """Alone before the first full stop or colon of its line, but for a few words that tell nothing."""
        text, start = self._passage.text, place.span.start - self._passage.base
        if place.kind not in _FINE or (start and text[start - 1] != "\n"):
            return False
        behind = list(self._behind(place))
        return 0 < len(behind) <= _LONGEST_HEADING and behind[-1].text in {".", ":"}

    def _behind(self, place: PlaceMention) -> Iterator[Token]:
        """Up to the first stop; nothing where a verb comes before it."""
        end = place.span.end - self._passage.base
        for token in self._passage.doc[max(self._passage.token_indices([place.span]), default=0) :]:
            if token.idx < end:
                continue
            if token.pos_ in {"VERB", "AUX"} or "\n" in token.text:
                return
            yield token
            if token.text in {".", ":"}:
                return

    def _points(self, token: Token) -> bool:
        """ "there", "the town", "this sector"; "the town of A" names its own."""
        lower = token.lower_
        if lower in self._words.pointing_adverbs:
            return token.dep_ != "expl" and token.pos_ != "PRON"
        if token.lemma_.lower() not in self._words.pointing_nouns:
            return False
        led = any(child.dep_ == "det" and child.lower_ in _POINTING for child in token.children)
        named = any(child.dep_ in {"appos", "compound", "nmod"} and child.pos_ == "PROPN" for child in token.children)
        of = any(child.dep_ == "prep" and child.lower_ == "of" for child in token.children)
        return led and not named and not of
