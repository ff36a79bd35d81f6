"""Who holds what is said: the noun phrase before the cue, or the one behind it where the two have changed places."""

from vedette.understand.western.contents import ContentFinder, Piece

_APPOSED, _FEW = 7, 2


class HolderFinder(ContentFinder):
    """All pieces are of words, end exclusive."""

    def holder_after(self, last: int) -> Piece | None:
        at = last
        while at < self.stop and (at in self.timed or self.is_passed(at)):
            at += 1
        end = self.phrase(at, self.stop)
        if end is None:
            return None
        return at, self._with_apposition(at, end)

    def _with_apposition(self, first: int, end: int) -> int:
        """ "die Sprecherin, Anna Berg"."""
        if end + 1 < self.stop and self.words[end].text == "," and self.words[end + 1].is_capital:
            last = self.phrase(end + 1, self.stop)
            if last is not None and last - end <= _FEW + 2 and not self.is_determined(end + 1) and last == self.stop:
                return last
        return end

    def holder_before(self, first: int) -> Piece | None:
        """The subject before the cue, with its apposition."""
        opens = self.segment_start(first)
        apposed = opens == first and first and self.words[first - 1].text == ","
        if apposed:
            begin = self._before_apposition(first - 1)
            return (begin, first - 1) if begin is not None else None
        for at in range(opens, first):
            if self.phrase(at, first) == self._before_adverbs(first, at):
                return at, self._before_adverbs(first, at)
            if self.begins_phrase(at):
                break
        if self.language == "fr":
            return self._subject_last(opens, first)
        return None

    def _before_adverbs(self, first: int, opens: int) -> int:
        while first > opens + 1 and self.words[first - 1].lower in {
            "n'",
            "ne",
            "l'",
            "se",
            "s'",
            "y",
            "en",
            "lui",
            "leur",
        }:
            first -= 1
        return first

    def _subject_last(self, opens: int, first: int) -> Piece | None:
        """ "Dimanche le ministère a annoncé": the last phrase before the verb."""
        end = self._before_adverbs(first, opens)
        for at in range(opens, end):
            if at in self.timed or self.words[at].pos in {"preposition", "conjunction", "adverb"}:
                continue
            if self.phrase(at, end) == end:
                return at, end
        return None

    def _before_apposition(self, comma: int) -> int | None:
        opens = self.segment_start(comma)
        if comma - opens > _APPOSED or opens == 0 or self.words[opens - 1].text != ",":
            return None
        begin = self.segment_start(opens - 1)
        if any(self.is_finite(at) for at in range(begin, comma)) or self.phrase(begin, opens - 1) is None:
            return None
        return begin
