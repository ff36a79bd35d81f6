"""One unit of a text as attribution reads it: its words, its cues, and where its sentences and quotations end."""

from collections.abc import Sequence
from itertools import islice

from vedette.understand.light.sentences import Word
from vedette.understand.slavic.attribution_words import AttributionWords
from vedette.understand.slavic.cues import find_cues

BREAKS = frozenset(",;:—–()")
ENDS = frozenset({".", "!", "?", "…", "...", "!!", "?!", "‼", "❗"})
_MOST_CUES = 10


class Line:
    """All positions count words. `stop` is the end without the full stop and what is no word behind it."""

    def __init__(self, words: Sequence[Word], known: AttributionWords) -> None:
        self.words = words
        self.known = known
        # More in one sentence is no prose, and each is weighed against all others.
        self.cues = list(islice(find_cues(words, known), _MOST_CUES))
        self.stop = self.end_of_words()

    def end_of_words(self) -> int:
        """Without the full stop and what is no word behind it."""
        end = len(self.words)
        while end and (self.words[end - 1].text in ENDS or not self.words[end - 1].text[0].isalnum()):
            if self.words[end - 1].text in '»”")':
                break
            end -= 1
        return end

    def sentence_start(self, at: int) -> int:
        """Of the sentence of `at` inside the unit; leading signs stay outside."""
        while at > 0 and self.words[at - 1].text not in ENDS:
            at -= 1
        while at < self.stop and not (self.words[at].text[0].isalnum() or self.words[at].text in '«“„"—–-'):
            at += 1
        return at

    def sentence_end(self, at: int) -> int:
        while at < self.stop and self.words[at].text not in ENDS:
            at += 1
        return at

    def segment_start(self, at: int) -> int:
        while at > 0 and at > 0 and self.words[at - 1].text not in BREAKS and self.words[at - 1].text not in ENDS:
            at -= 1
        return at

    def trimmed(self, piece: tuple[int, int]) -> tuple[int, int] | None:
        """Without quotation marks, commas and dashes at the ends."""
        start, end = piece
        words = self.words
        while start < end and not words[start].text[0].isalnum() and words[start].text not in "#@":
            start += 1
        while end > start and not words[end - 1].text[-1].isalnum() and words[end - 1].text not in "%?!":
            end -= 1
        return (start, end) if end > start else None

    def closing(self, opening: int) -> int:
        depth = 0
        for at in range(opening, len(self.words)):
            text = self.words[at].text
            if text in "«“„" or (text == '"' and at == opening):
                depth += 1
            elif text in "»”" or (text == '"' and at > opening):
                depth -= 1
                if depth <= 0:
                    return at
        return self.stop

    def closing_from(self, at: int) -> int:
        for end in range(at, len(self.words)):
            if self.words[end].text in "»”":
                return end
        return self.stop

    def closed_before(self, opening: int, cut: int) -> bool:
        return self.closing(opening) < cut

    def inside_quote(self, at: int) -> bool:
        return any(
            self.words[opening].text in "«“„" and self.closing(opening) >= at for opening in range(at - 1, -1, -1)
        )

    def has_mark(self, start: int, end: int) -> bool:
        return any(not word.is_word for word in self.words[start:end])

    def is_aside(self, comma: int) -> bool:
        """A comma that opens an aside with another comma soon behind it: ", знакомые с ходом переговоров,"."""
        words = self.words
        following = words[comma + 1] if comma + 1 < self.stop else None
        if following is None or not (following.may_be("participle", "gerund") or following.lower.startswith("котор")):
            return False
        return any(words[at].text == "," for at in range(comma + 2, min(comma + 12, self.stop)))

    def is_full_participle(self, at: int) -> bool:
        return any(
            form.pos == "gerund" or (form.pos == "participle" and form.case is not None)
            for form in self.words[at].forms
        )
