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
_JOINING = frozenset({",", "and", ", and", "or"})
_APART = frozenset({"appos", "acl", "relcl", "nummod"})
_MANY = frozenset({"street", "outskirt", "outskirts"})
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

    def pointed_at(self, clause: Sequence[Token], usable: Sequence[int]) -> tuple[int, ...]:
        """The town named last before the words that point back; "there", the whole list that it ends."""
        pointing = next((each for each in clause if self._points(each)), None)
        if pointing is None:
            return ()
        there = pointing.lower_ in self._words.pointing_adverbs
        at = self._passage.base + pointing.idx
        since = max(at - _FARTHEST, self._sentence_before(pointing)) if there else at - _FARTHEST
        before = [n for n in usable if self._places[n].kind in _FINE and since <= self._start(n) < at]
        before.sort(key=self._start)
        if there and before and not self._names_ground(clause, pointing):
            return self._listed(before)
        return () if there else tuple(before[-1:])

    def _sentence_before(self, token: Token) -> int:
        start = token.sent.start
        return self._passage.base + (token.doc[start - 1].sent.start_char if start else token.sent.start_char)

    def _names_ground(self, clause: Sequence[Token], pointing: Token) -> bool:
        """ "advanced to the border and were stopped there": it is the border that is meant."""
        ground = self._words.arguments["place"]
        return any(each.lemma_.lower() in ground and each.i < pointing.i and each.pos_ == "NOUN" for each in clause)

    def _listed(self, before: Sequence[int]) -> tuple[int, ...]:
        """The last of them, with those that a comma or "and" joins to it."""
        found = [before[-1]]
        for number in reversed(before[:-1]):
            end = self._places[number].span.end - self._passage.base
            between = self._passage.text[end : self._start(found[-1]) - self._passage.base]
            if between.strip() not in _JOINING:
                break
            found.append(number)
        return tuple(reversed(found))

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
        named = any(child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" for child in token.children)
        of = any(child.dep_ == "prep" and child.lower_ == "of" for child in token.children)
        told = any(child.dep_ in _APART or child.ent_type_ == "ORDINAL" for child in token.children)
        single = token.tag_ == "NN" or token.lemma_.lower() in _MANY
        return led and single and not named and not of and not told
