"""Who says what in a stretch of words: cue, holder and content put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vedette.understand.light.sentences import Word
from vedette.understand.slavic.attribution_words import AttributionWords
from vedette.understand.slavic.contents import ContentFinder
from vedette.understand.slavic.cues import Cue, is_dash
from vedette.understand.slavic.phrases import Phrase, is_holder, phrase_at

_FEW = 2
_IN = frozenset({"в", "во", "у"})
_LONGEST_HEAD = 12
_LONGEST_SIGNATURE = 8


@dataclass(frozen=True, slots=True)
class Attribution:
    """All ranges are of words, end exclusive. `contents` may be two where the cue stands inside what is said. An
    `oblique` holder stands in another case than the nominative.
    """

    cue: tuple[int, int] | None
    holder: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    act: str
    direct: bool = False
    carried: bool = False
    oblique: bool = False


class Finder(ContentFinder):
    """Reads one unit: a sentence, or several that a quotation holds together."""

    def run(self) -> Iterator[Attribution]:
        found: list[Attribution] = []
        for cue in self.cues:
            one = self.accorded(cue, found) if cue.government else self.spoken(cue)
            if one is not None and found and (cue.gerund or self.goes_on(cue, found[-1])):
                one = replace(one, holder=found[-1].holder)
            if one is not None:
                found.append(one)
        if not found:
            headed = self.headed() or self.signed()
            found = [headed] if headed else []
        yield from found

    def goes_on(self, cue: Cue, before: Attribution) -> bool:
        """ "X сказал … и добавил": the same subject."""
        joined = cue.first > 0 and self.words[cue.first - 1].lower in self.known.joiners
        return joined and before.holder is not None and self.sentence_start(cue.first) <= before.holder[0]

    def accorded(self, cue: Cue, found: Sequence[Attribution]) -> Attribution | None:
        holder = None
        after = cue.end
        if cue.government not in ("alone", "possessive"):
            phrase = phrase_at(self.words, cue.end, self.stop, self.known)
            if phrase is None or self.words[phrase.head].lemmas & self.known.no_holders:
                return None
            if self.words[phrase.head].lower in self.known.no_holders:
                return None
            holder, after = (phrase.first, phrase.end), phrase.end
        if cue.government == "citing":
            return self.cited(cue, holder, after, found)
        if (
            cue.government == "alone"
            and cue.first
            and self.words[cue.first].lower == cue.lemma
            and after - cue.first < _FEW
        ):
            return None
        contents = self.around(cue.first, after)
        if not contents:
            return None
        speaker = holder or ((cue.first + 1, cue.first + 2) if cue.government == "possessive" else None)
        return Attribution((cue.first, cue.end), speaker, contents, "report", oblique=holder is not None)

    def cited(
        self, cue: Cue, holder: tuple[int, int] | None, after: int, found: Sequence[Attribution]
    ) -> Attribution | None:
        """ "X со ссылкой на Y": a second holder of what X says."""
        if holder is None:
            return None
        for other in self.cues:
            if not other.government and (spoken := self.spoken(other)) is not None:
                return Attribution((cue.first, cue.end), holder, spoken.contents, "report", oblique=True)
        contents = found[-1].contents if found else self.around(cue.first, after)
        return Attribution((cue.first, cue.end), holder, contents, "report", oblique=True) if contents else None

    def spoken(self, cue: Cue) -> Attribution | None:
        inverted = not cue.gerund and self.is_inverted(cue)
        holder = self.holder_of(cue, inverted)
        after = holder.end if holder is not None and holder.first >= cue.end else cue.end
        if (one := self.by_clause(cue, after)) is not None:
            contents, direct = one
        elif cue.noun:
            return None
        elif inverted and (pieces := self.said_before(cue, after)):
            contents, direct = pieces
        elif (one := self.as_told(cue, after)) is not None or (one := self.governed(cue, after, holder)) is not None:
            contents, direct = one
        else:
            return self.of_this(cue, holder)
        if holder is None and not self.may_lack_holder(cue, contents, direct):
            return None
        governed = (
            one is not None and not direct and contents[0][0] >= after and not self.has_mark(after, contents[0][0])
        )
        if holder is not None and governed and self.is_thing(holder):
            return None
        spot = (holder.first, holder.end) if holder else None
        oblique = holder is not None and (cue.noun or (holder.first > 0 and self.words[holder.first - 1].lower in _IN))
        return Attribution((self.cue_start(cue), cue.end), spot, contents, cue.act, direct, oblique=oblique)

    def cue_start(self, cue: Cue) -> int:
        """ "Как" right before the verb belongs to it."""
        with_how = cue.first and self.words[cue.first - 1].lower in self.known.how
        return cue.first - 1 if with_how else cue.first

    def is_inverted(self, cue: Cue) -> bool:
        """Behind a comma or a dash, with what is said before it: ", заявил", "— сказал", ", как сообщили"."""
        at = cue.first - 1
        while at >= 0 and self.words[at].lower in self.known.how:
            at -= 1
        return at >= 1 and (self.words[at].text == "," or is_dash(self.words[at]))

    def of_this(self, cue: Cue, holder: Phrase | None) -> Attribution | None:
        """ "Об этом сообщил глава региона.": what is said is the sentence before."""
        words = self.words
        lead = cue.first
        for sequence in self.known.this:
            start = cue.first - len(sequence)
            if start >= 0 and tuple(word.lower for word in words[start : cue.first]) == sequence:
                lead = start
        if lead == cue.first:
            return None
        spot = (holder.first, holder.end) if holder else None
        if lead and words[lead - 1].text in ",—–":
            start, direct = self.said_from(lead - 1)
            piece = self.trimmed((start, lead - 1))
            return Attribution((lead, cue.end), spot, (piece,), cue.act, direct) if piece else None
        return Attribution((lead, cue.end), spot, (), cue.act, carried=True)

    def headed(self) -> Attribution | None:
        words = self.words
        first = next((at for at, word in enumerate(words) if word.is_word or word.text in "«"), None)
        if first is None:
            return None
        colon = next((at for at in range(first, min(first + _LONGEST_HEAD, self.stop)) if words[at].text == ":"), None)
        if colon is None or colon + _FEW > self.stop:
            return None
        phrase = phrase_at(words, first, colon, self.known)
        if phrase is None or phrase.end != colon or "nominative" not in phrase.cases:
            return None
        if not words[first].is_capital and words[first].text != "«":
            return None
        if words[phrase.head].lemmas & self.known.deeds:  # "Обстріли Липового: двоє загиблих"
            return None
        if not is_holder(words, phrase, self.known, places=False):
            return None
        told = self.quoted_or(colon + 1)
        return Attribution(None, (first, colon), told[0], "report", told[1]) if told else None

    def signed(self) -> Attribution | None:
        words = self.words
        dash = next((at for at in range(self.stop - 1, 1, -1) if is_dash(words[at])), None)
        if dash is None or self.stop - dash > _LONGEST_SIGNATURE or words[dash].start == words[dash - 1].end:
            return None
        phrase = phrase_at(words, dash + 1, self.stop, self.known)
        if phrase is None or phrase.end != self.stop or "nominative" not in phrase.cases:
            return None
        known = words[dash + 1].is_upper or words[dash + 1].pos == "latin"
        last = words[self.segment_start(dash) : dash]
        told = any(word.may_be("verb", "participle") for word in last)
        if not known and not (told and is_holder(words, phrase, self.known, places=False)):
            return None
        start, direct = self.said_from(dash)
        piece = self.trimmed((start, dash))
        return Attribution(None, (phrase.first, phrase.end), (piece,), "report", direct) if piece else None


def attributions(words: Sequence[Word], known: AttributionWords) -> list[Attribution]:
    """In the order of their cues; no two with the same cue."""
    return [replace(each) for each in Finder(words, known).run()]
