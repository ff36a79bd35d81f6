"""Who holds what is said: the subject of the cue, the place in which it is told, or nobody."""

from collections.abc import Sequence

from vedette.understand.light.sentences import Word
from vedette.understand.slavic.cues import Cue
from vedette.understand.slavic.line import BREAKS, Line
from vedette.understand.slavic.phrases import Phrase, is_holder, is_plural, only_plural, phrase_at

_REACH = 14
_SEGMENTS = 3


class HolderFinder(Line):
    def holder_of(self, cue: Cue, inverted: bool) -> Phrase | None:
        if cue.gerund:
            return None
        if cue.noun:
            phrase = phrase_at(self.words, cue.end, self.stop, self.known)
            return phrase if phrase and "genitive" in phrase.cases else None
        if inverted:
            before = self.holder_before(cue)
            return self.holder_after(cue) or (before if before and not self.is_thing(before) else None)
        return self.holder_before(cue) or self.holder_after(cue)

    def holder_after(self, cue: Cue) -> Phrase | None:
        words, at = self.words, cue.end
        limit = min(self.stop, cue.end + _REACH)
        told_in: Phrase | None = None
        while at < limit:
            word = words[at]
            if word.text in BREAKS and not word.is_word:
                break
            if word.lower in self.known.governing:
                phrase = phrase_at(words, at + 1, limit, self.known)
                if phrase and at == cue.end and self.told_in(word, phrase, cue, beside=True):
                    told_in = phrase
                at = phrase.end if phrase else at + 1
                continue
            phrase = phrase_at(words, at, limit, self.known)
            if phrase is not None:
                if self.is_subject(phrase, cue):
                    return phrase
                at = phrase.end
                continue
            if word.pos not in {"adverb", "particle"}:
                break
            at += 1
        return told_in

    def holder_before(self, cue: Cue) -> Phrase | None:
        start = cue.first
        for _ in range(_SEGMENTS):
            begin = self.segment_start(start)
            found = self.subject_in(begin, start, cue)
            if found is not None:
                return found
            if begin == 0 or self.words[begin - 1].text != "," or self.words[begin].lower in self.known.complementizers:
                return None
            start = begin - 1
        return None

    def subject_in(self, begin: int, end: int, cue: Cue) -> Phrase | None:
        """The last phrase that may be the subject, or the place in which a plural verb has it told."""
        words, at = self.words, begin
        subjects: list[Phrase] = []
        told_in: Phrase | None = None
        while at < end:
            word = words[at]
            if word.lower in self.known.governing and not (word.is_upper and at > begin):
                phrase = phrase_at(words, at + 1, end, self.known)
                if phrase and self.told_in(word, phrase, cue):
                    told_in = phrase
                at = phrase.end if phrase else at + 1
                continue
            phrase = phrase_at(words, at, end, self.known)
            if phrase is not None and self.is_subject(phrase, cue):
                subjects.append(phrase)
            at = phrase.end if phrase else at + 1
        minded = [each for each in subjects if not self.is_thing(each)]
        return next(reversed(minded or subjects), told_in)

    def is_subject(self, phrase: Phrase, cue: Cue) -> bool:
        if "nominative" not in phrase.cases or cue.lemma in self.known.impersonal:
            return False
        head = self.words[phrase.head]
        if cue.plural and not is_plural(head) and not head.is_upper and head.pos not in {"latin"}:
            joined = any(word.lower in self.known.joiners for word in self.words[phrase.first : phrase.end + 1])
            return joined or not any(form.listed for form in head.forms)
        return cue.plural or not only_plural(head)

    def is_thing(self, holder: Phrase) -> bool:
        """A subject that is no person, body or paper, as far as its words tell."""
        return not is_holder(self.words, holder, self.known)

    def told_in(self, preposition: Word, phrase: Phrase, cue: Cue, *, beside: bool = False) -> bool:
        """ "В Кремле опровергли", "у Міноборони запевнили", "в сводке говорится"."""
        if preposition.lower not in {"в", "во", "у"} or "locative" not in phrase.cases:
            return False
        head = self.words[phrase.head]
        textual = cue.lemma in self.known.textual
        if not (cue.plural or textual):
            return False
        venue = bool(head.lemmas & self.known.venues) or head.lower in self.known.venues
        holder = is_holder(self.words, phrase, self.known) or head.is_capital
        return textual or ((holder or beside) and not venue)

    def is_last_clause(self, cue: Cue) -> bool:
        """Cue and holder alone up to the end of the sentence: ", сообщает ТАСС."."""
        holder = self.holder_after(cue)
        return holder is not None and self.sentence_end(holder.end) - holder.end <= 1

    def may_lack_holder(self, cue: Cue, contents: Sequence[tuple[int, int]], direct: bool) -> bool:
        """A cue alone attributes in the passive, by hearsay in the plural, or beside a quotation."""
        if direct or cue.gerund or cue.noun or cue.lemma in self.known.impersonal:
            return True
        if any(other.first < cue.first for other in self.cues if not other.noun):
            return True
        return cue.plural and cue.lemma in self.known.hearsay
