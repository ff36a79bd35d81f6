"""What is said: a clause before the cue or behind it, a quotation, an object, what a preposition governs."""

from vedette.understand.western.line import Line

_APPOSED, _FEW = 7, 2
_CUE_REACH = 6
Piece = tuple[int, int]


class ContentFinder(Line):
    """All pieces are of words, end exclusive."""

    def said_before(self, first: int) -> tuple[tuple[Piece, ...], bool] | None:
        """What stands before ", sagte": a quotation, or a clause with a verb of its own."""
        if first < _FEW or self.words[first - 1].text not in {",", "»", "–", "—"}:
            return None
        end = first - 1
        while end > 0 and self.words[end].text in {",", "–", "—"}:
            end -= 1
        if self.words[end].text == "»":
            opening = next((at for at in range(end - 1, -1, -1) if self.words[at].text == "«"), None)
            piece = self.trimmed(opening, end) if opening is not None else None
            if piece is not None and (opening == self.sentence_start(first) or piece[1] - piece[0] > _APPOSED):
                return (piece,), True
        opens = self.sentence_start(first)
        if not any(self.is_finite(at) for at in range(opens, end + 1)) and self.is_apposed(first, end + 1 - opens):
            return None
        piece = self.trimmed(opens, end + 1)
        return ((piece,), False) if piece else None

    def is_apposed(self, first: int, length: int) -> bool:
        """ "Der Chef, Iwan Berg, sagte": two commas round a name; or too little to be said."""
        return length <= _FEW or self.words[self.segment_start(first - 1) - 1].text == ","

    def said_after(self, after: int, lemma: str) -> tuple[Piece, bool] | None:
        at = self.passed(after)
        end = self._content_end()
        for index in range(after, end):
            word = self.words[index]
            if word.text == "«" and (closing := self.quoted(index, after)) is not None:
                piece = self.trimmed(index, closing)
                return (piece, True) if piece else None
            if word.lower in self.known.complementizers and self._opens_clause(index, lemma):
                begin = index + 1 if word.lower in self.known.dropped else index
                piece = self.trimmed(begin, end)
                return (piece, False) if piece else None
            if word.text == ":" and index - after <= _CUE_REACH:
                piece = self.trimmed(index + 1, end)
                return (piece, False) if piece else None
            if word.text == "," and self.language == "de" and self._leads_to_clause(after, index, lemma):
                piece = self.trimmed(index + 1, end)
                return (piece, False) if piece and self._has_verb(*piece) else None
        if (piece := self._about(after, end, lemma)) is not None:
            return piece, False
        if lemma in self.known.object or (self.language == "fr" and self._is_infinitive(at)):
            comma = next((each for each in range(at, end) if self.words[each].text == ","), None)
            if self.language == "de" and comma == at:
                at += 1
            piece = self.trimmed(at, end)
            return (piece, False) if piece else None
        return None

    def _leads_to_clause(self, after: int, comma: int, lemma: str) -> bool:
        """A comma of German opens what is said, but for verbs that have an object before it."""
        if comma + 1 < self.stop and self.words[comma + 1].lower in self.known.complementizers:
            return False
        bare = all(at in self.timed or self.words[at].pos in {"preposition", "adverb"} for at in range(after, comma))
        return lemma not in self.known.object or (comma > after and bare)

    def quoted(self, opening: int, after: int) -> int | None:
        """Where a quotation right behind the cue ends."""
        closing = self.closing(opening)
        if closing is None or closing - opening <= _FEW or opening - after > _CUE_REACH + 2:
            return None
        return closing if self.words[opening - 1].text in {":", ","} else None

    def passed(self, at: int) -> int:
        """Past the time and the particle behind a cue."""
        while at < self.stop and (at in self.timed or self.is_passed(at) or self.words[at].text == ","):
            if self.words[at].text == "," and not (at - 1 in self.timed or at + 1 in self.timed):
                break
            at += 1
        return at

    def is_passed(self, at: int) -> bool:
        """Words between a cue and its subject: "erklärte am Sonntag der Sprecher"."""
        word = self.words[at]
        timed = at + 1 in self.timed and (word.pos == "preposition" or self.is_determined(at))
        return timed or word.pos == "adverb" or word.lower == "sich"

    def _content_end(self) -> int:
        """Without a particle of the cue that ends the sentence: "… zurück"."""
        last = self.words[self.stop - 1] if self.stop else None
        particles = {each for joined in self.tables.particles.values() for each in joined}
        if last is not None and last.lower in particles and self.stop > _FEW and self.words[self.stop - 2].text != "»":
            end = self.stop - 1
            return end - 1 if self.words[end - 1].lower in self.known.negation else end
        return self.stop

    def _opens_clause(self, index: int, lemma: str) -> bool:
        if self.language == "fr":
            return self.words[index].lower in self.known.dropped or lemma not in self.known.object
        return self.words[index - 1].text == ","

    def _has_verb(self, first: int, last: int) -> bool:
        return any(self.is_finite(at) or self.words[at].may_be("infinitive") for at in range(first, last))

    def _is_infinitive(self, at: int) -> bool:
        near = self.words[at : at + 2]
        return any(word.may_be("infinitive") for word in near)

    def _about(self, after: int, end: int, lemma: str) -> Piece | None:
        """ "bat um Hilfe", "font état d'au moins 15 morts"."""
        governed = self.known.about.get(lemma)
        if governed is None:
            return None
        for at in range(after, min(end, after + _CUE_REACH)):
            if self.words[at].lower in governed:
                infinitive = any(self.words[each].text == "," for each in range(at, end)) and self.language == "de"
                return self.trimmed(at + 1 if self.language == "de" and not infinitive else at, end)
        comma = next((each for each in range(after, end) if self.words[each].text == ","), None)
        if comma is not None and self.language == "de":
            return self.trimmed(comma + 1, end)
        return None
