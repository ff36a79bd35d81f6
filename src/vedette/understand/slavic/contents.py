"""What is said: the clause, the quotation, the object or the sentence that a cue brings."""

from vedette.understand.slavic.cues import Cue, is_dash
from vedette.understand.slavic.holders import HolderFinder
from vedette.understand.slavic.line import BREAKS, ENDS
from vedette.understand.slavic.phrases import Phrase, cases_of

_REACH = 14
_FEW = 2
Range = tuple[int, int]
Said = tuple[tuple[Range, ...], bool]


class ContentFinder(HolderFinder):
    """Contents come with whether they are quoted."""

    def said_from(self, cut: int) -> tuple[int, bool]:
        """Where what ends before `cut` begins: with its quotation, behind its dash, or with its sentence."""
        words = self.words
        if words[cut - 1].text in '»”"':
            depth = 0
            for at in range(cut - 1, -1, -1):
                if words[at].text in "»”" or (words[at].text == '"' and at == cut - 1):
                    depth += 1
                elif words[at].text in "«“„" or (words[at].text == '"' and at < cut - 1):
                    depth -= 1
                    if depth == 0:
                        whole = at == 0 or words[at - 1].text in ENDS or not words[at - 1].is_word
                        return (at + 1, True) if whole else (self.sentence_start(at), False)
        for at in range(cut - 1, -1, -1):
            if words[at].text in "«“„" and not self.closed_before(at, cut):
                return at + 1, True
        start = self.sentence_start(cut - 1)
        if is_dash(words[start]):
            return start + 1, True
        return start, False

    def clause_end(self, begin: int, since: int, *, noun: bool = False) -> int:
        """The end of the sentence, or before another cue that does not belong to what is said."""
        words = self.words
        end = self.sentence_end(begin)
        for at in range(begin + 1, end):
            if (
                words[at].text == ","
                and noun
                and at > begin + 1
                and words[at + 1 : at + 3]
                and any(word.may_be("verb") for word in words[at + 1 : at + 3])
            ):
                return at
            cue = next((each for each in self.cues if each.first == at and each.first > since), None)
            if cue is None:
                continue
            cut = self.outside(cue, at)
            if cut is not None and cut > begin:
                return cut
        return end

    def outside(self, cue: Cue, at: int) -> int | None:
        """Where a cue inside a clause ends it: ", и добавил", ", назвав", ", сообщает ТАСС"."""
        words = self.words
        if cue.government:
            return None
        before = at - 1
        while before > 0 and (words[before].lower in self.known.how or words[before].pos in {"particle"}):
            before -= 1
        if words[before].lower in self.known.joiners and not cue.gerund:
            return before - 1 if words[before - 1].text == "," else before
        if words[before].text == "," and (cue.gerund or self.is_last_clause(cue)):
            return before
        return None

    def around(self, first: int, after: int) -> tuple[Range, ...]:
        """What stands before and behind a phrase that is set off with commas, or opens its sentence."""
        pieces = []
        words = self.words
        start = self.sentence_start(first)
        opens = all(not word.is_word for word in words[start:first])
        set_off = first > 0 and words[first - 1].text in ",—–("
        if not opens:
            cut = first - 1 if set_off else first
            if self.sentence_end(after) - after <= _FEW or set_off:
                pieces.append((start, cut))
        if after < self.stop:
            begin = after + 1 if words[after].text in ",—–:)" else after
            if opens or set_off or not pieces:
                pieces.append((begin, self.clause_end(begin, after)))
        return tuple(piece for piece in map(self.trimmed, pieces) if piece is not None)

    def by_clause(self, cue: Cue, after: int) -> Said | None:
        """ ", что …" or ": …" behind the cue."""
        words, known = self.words, self.known
        for at in range(after, min(after + _REACH, self.stop - 1)):
            word = words[at]
            if word.text == ":":
                return self.quoted_or(at + 1)
            if word.text == "," and (words[at + 1].lower in known.complementizers | known.kept | known.how):
                begin = at + 1 if words[at + 1].lower in known.kept | known.how else at + 2
                if words[at + 1].lower in known.how and cue.lemma not in known.about:
                    return None
                piece = self.trimmed((begin, self.clause_end(begin, cue.end, noun=cue.noun)))
                return ((piece,), False) if piece else None
            if word.text in ";.!?" or (word.text == "," and not self.is_aside(at)) or is_dash(word):
                return None
            if any(other.first == at and not other.government for other in self.cues):
                return None
        return None

    def quoted_or(self, begin: int) -> Said | None:
        """What stands behind a colon: a quotation up to its closing mark, else the rest of the sentence."""
        words = self.words
        if begin >= self.stop:
            return None
        if words[begin].text in '«“„"':
            end = self.closing(begin)
            if end + 1 >= self.stop or not words[end + 1].is_word:
                piece = self.trimmed((begin + 1, end))
                return ((piece,), True) if piece else None
        piece = self.trimmed((begin, self.clause_end(begin, begin)))
        return ((piece,), is_dash(words[begin])) if piece else None

    def said_before(self, cue: Cue, after: int) -> Said | None:
        """What is said before the cue, and goes on behind it."""
        words = self.words
        at = cue.first - 1
        while words[at].lower in self.known.how:
            at -= 1
        cut = at
        while cut > 0 and (words[cut - 1].text == "," or is_dash(words[cut - 1])):
            cut -= 1
        start, direct = self.said_from(cut)
        first = self.trimmed((start, cut))
        if first is None or not any(word.is_word for word in words[first[0] : first[1]]):
            return None
        pieces = [first]
        end = self.sentence_end(after)
        if after < end and (words[after].text == "," or is_dash(words[after]) or words[after].text == ":"):
            further = self.trimmed((after + 1, self.clause_end(after + 1, after)))
            if further is not None and not self.opens_other(after + 1):
                pieces.append(further)
        elif direct and after < len(words) and words[after].text in ENDS:
            begin = after + 1
            if begin < len(words) and is_dash(words[begin]) and self.inside_quote(cut):
                further = self.trimmed((begin + 1, self.closing_from(begin)))
                if further is not None:
                    pieces.append(further)
        return tuple(pieces), direct

    def opens_other(self, at: int) -> bool:
        """Behind the cue begins what another cue holds, or an aside on the speaker."""
        return any(each.first in (at, at + 1) for each in self.cues) or self.is_full_participle(at)

    def as_told(self, cue: Cue, after: int) -> Said | None:
        """ "Как сообщили в МЧС, …": the sentence opens with it."""
        words = self.words
        start = self.sentence_start(cue.first)
        lead = [word for word in words[start : cue.first] if word.is_word]
        if not lead or lead[0].lower not in self.known.how:
            return None
        for at in range(after, min(after + _REACH, self.stop)):
            if words[at].text == "," and not self.is_aside(at):
                piece = self.trimmed((at + 1, self.clause_end(at + 1, at)))
                return ((piece,), False) if piece else None
        return None

    def governed(self, cue: Cue, after: int, holder: Phrase | None) -> Said | None:
        """An object, an infinitive, or a preposition with what is told of."""
        words, known = self.words, self.known
        begin = after
        while begin < self.stop and words[begin].pos == "adverb" and not words[begin].may_be("noun"):
            begin += 1
        if cue.lemma in known.about:
            spot = begin
            while spot < self.stop and spot < begin + _FEW + _FEW and words[spot].lower not in known.prepositions:
                if "dative" not in cases_of(words[spot]) and words[spot].pos != "latin":
                    break
                spot += 1
            if spot < self.stop and words[spot].lower in known.prepositions:
                return self.rest(spot, cue)
        if cue.lemma not in known.object or (cue.lemma in known.strict and cue.lemma not in known.holding):
            return None
        if cue.lemma in known.holding and holder is None:
            return None
        if begin < self.stop and words[begin].text not in BREAKS and words[begin].text not in ENDS:
            return self.rest(begin, cue)
        return None

    def rest(self, begin: int, cue: Cue) -> Said | None:
        piece = self.trimmed((begin, self.clause_end(begin, cue.end)))
        return ((piece,), False) if piece else None
