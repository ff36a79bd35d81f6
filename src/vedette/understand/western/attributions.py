"""Who says what in a stretch of words: cue, holder and content put together, by where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from vedette.understand.western.contents import Piece
from vedette.understand.western.holders import HolderFinder

_FEW = 2
# More in one sentence is no prose, and each is weighed against all others.
_MOST_CUES = 10


@dataclass(frozen=True, slots=True)
class Attribution:
    """All ranges are of words, end exclusive. `contents` may be two where the cue stands inside what is said."""

    cue: tuple[int, int] | None
    holder: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    act: str
    direct: bool = False


class Finder(HolderFinder):
    """Reads one unit: a sentence, or several that a quotation holds together."""

    def run(self) -> list[Attribution]:
        found = list(self._according())
        cited = [each for each in found if each.holder is not None]
        cues = islice((at for at in range(self.stop) if self._cue(at) is not None), _MOST_CUES)
        spoken = [one for at in cues if (one := self._spoken(at)) is not None]
        if spoken and cited:
            return [*spoken[:1], *(self._shared(each, spoken[0]) for each in cited[:1])]
        return found or spoken[:_FEW]

    def _shared(self, one: Attribution, other: Attribution) -> Attribution:
        """ "X berichtet unter Berufung auf Y": two holders of the same words."""
        return Attribution(one.cue, one.holder, other.contents, one.act)

    # according to -----------------------------------------------------------------------------------------------------

    def _according(self) -> Iterator[Attribution]:
        at = 0
        while at < self.stop:
            one = self._led(at) or self._followed(at) or self._nameless(at)
            if one is not None:
                yield one
                at = max(one.holder[1] if one.holder else 0, one.cue[1] if one.cue else 0, at + 1)
                continue
            at += 1

    def _stands(self, at: int, phrases: tuple[tuple[str, ...], ...]) -> int:
        """Where a phrase that begins here ends; 0 where none does."""
        for phrase in phrases:
            if tuple(word.lower for word in self.words[at : at + len(phrase)]) == phrase:
                return at + len(phrase)
        return 0

    def _led(self, at: int) -> Attribution | None:
        """ "Nach Angaben des Generalstabs wurden …", "selon le maire"; ", so der Bürgermeister"."""
        after = self._stands(at, self.known.before)
        if not after and self.words[at].lower == self.known.also and at and self.words[at - 1].text == ",":
            after = at + 1 if self._ends_with_phrase(at + 1) else 0
        if not after:
            return None
        end = self.phrase(after, self.stop)
        if end is None:
            return None
        contents = self._around(at, end)
        return Attribution((at, after), (after, end), contents, "report") if contents else None

    def _ends_with_phrase(self, first: int) -> bool:
        end = self.phrase(first, self.stop)
        return end is not None and self.stop - end <= 1

    def _followed(self, at: int) -> Attribution | None:
        """ "Dem Ministerium zufolge wurden …"."""
        after = self._stands(at, self.known.after)
        first = self.segment_start(at)
        if not after or first == at or self.phrase(first, at) != at:
            return None
        contents = self._around(first, after)
        return Attribution((at, after), (first, at), contents, "report") if contents else None

    def _nameless(self, at: int) -> Attribution | None:
        after = self._stands(at, self.known.alone)
        if not after or at != self.segment_start(at):
            return None
        contents = self._around(at, after)
        return Attribution((at, after), None, contents, "report") if contents else None

    def _around(self, first: int, last: int) -> tuple[Piece, ...]:
        """The sentence without the words from `first` to `last`."""
        opens = self.sentence_start(first)
        pieces = (self.trimmed(opens, first), self.trimmed(last, self.stop))
        return tuple(each for each in pieces if each is not None and each[1] - each[0] >= _FEW)

    # verbs ------------------------------------------------------------------------------------------------------------

    def _cue(self, at: int) -> tuple[int, int, str] | None:
        """Where a cue begins and ends, and its lemma. An auxiliary before a participle belongs to it."""
        word = self.words[at]
        if word.is_capital and at and self.language == "de":
            return None
        for form in word.forms:
            if form.lemma not in self.known.acts or form.tense == "futr":
                continue
            if form.pos in {"infinitive", "noun", "unknown"}:
                continue
            if form.pos == "participle":
                start = self._auxiliary_before(at)
                if start is None:
                    continue
                return start, at + 1, form.lemma
            needed = self.known.needs.get(form.lemma)
            if form.pos == "gerund" or (needed is not None and not self._has(needed, at)):
                continue
            if self.language == "fr" and self.words[at - 1].lower in {"n'", "ne"} and at:
                return at - 1, self._past_negation(at + 1), form.lemma
            return at, at + 1, form.lemma
        return None

    def _has(self, needed: frozenset[str], at: int) -> bool:
        return any(word.lower in needed for word in self.words[at : self.segment_end(at)])

    def _past_negation(self, at: int) -> int:
        return at + 1 if at < self.stop and self.words[at].lower == "pas" else at

    def _auxiliary_before(self, at: int) -> int | None:
        """ "a déclaré", "n'a pas précisé"; German puts them apart, and the participle alone is the cue."""
        for before in range(at - 1, max(-1, at - 4), -1):
            lemmas = {form.lemma for form in self.words[before].forms if form.pos == "verb"}
            if lemmas & self.tables.perfect and not (lemmas & self.tables.passive and self.language == "fr"):
                negated = before and self.words[before - 1].lower in {"n'", "ne"}
                return before - 1 if negated else before
            if self.words[before].pos not in {"adverb", "particle"}:
                break
        return at if self.language == "de" and self._having(at) is not None else None

    def _having(self, at: int) -> int | None:
        """Where the auxiliary of a participle stands that ends its clause, with nothing of another clause between."""
        for before in range(at - 1, self.sentence_start(at) - 1, -1):
            word = self.words[before]
            if word.lower in self.known.complementizers or word.text in {"«", "»", ":"}:
                return None
            if self.is_finite(before):
                return before if word.lemmas & self.tables.perfect and word.lower not in {"sind", "ist"} else None
        return None

    def _spoken(self, at: int) -> Attribution | None:
        cue = self._cue(at)
        if cue is None or self._is_quoted(cue[0]):
            return None
        first, last, lemma = cue
        act = self._act(lemma, first, last)
        if self.known.how and (one := self._as_told(first, last, act)) is not None:
            return one
        if (one := self._bracketed(first, lemma, act)) is not None:
            return one
        before = self.said_before(first)
        if before is not None and (holder := self.holder_after(last)) is not None:
            return self._inverted(cue, holder, before, act)
        holder = self.holder_before(first)
        after = last
        if holder is None and self.language == "de":
            holder = self.holder_after(last)
            after = holder[1] if holder else last
        if lemma in self.known.impersonal and before is not None:
            return Attribution((first, last), None, before[0], act, before[1])
        if holder is None:
            return None
        said = self.said_after(after, lemma)
        return Attribution((first, last), holder, (said[0],), act, said[1]) if said is not None else None

    def _is_quoted(self, at: int) -> bool:
        depth = 0
        for word in self.words[:at]:
            depth += (word.text == "«") - (word.text == "»")
        return depth > 0

    def _bracketed(self, at: int, lemma: str, act: str) -> Attribution | None:
        """ "Das Ministerium hat am Sonntag die Einnahme gemeldet": what is said stands before the participle, or in a
        clause behind it."""
        if self.language != "de" or not self.words[at].may_be("participle") or self.is_finite(at):
            return None
        having = self._having(at)
        if having is None:
            return None
        opens = self.segment_start(having)
        holder = (opens, having) if self.phrase(opens, having) == having else self._behind(having, at)
        if holder is None:
            return None
        said = self.said_after(at + 1, lemma) if at + 1 < self.stop else None
        if said is None and lemma in self.known.object:
            piece = self.trimmed(self.passed(max(having + 1, holder[1] if holder[0] > having else 0)), at)
            said = (piece, False) if piece else None
        return Attribution((at, at + 1), holder, (said[0],), act, said[1]) if said else None

    def _behind(self, having: int, at: int) -> Piece | None:
        """ "Am Sonntag hat der Stab gemeldet": the subject stands behind the auxiliary."""
        end = self.phrase(having + 1, at)
        return (having + 1, end) if end is not None else None

    def _act(self, lemma: str, first: int, last: int) -> str:
        act = self.known.acts[lemma]
        near = self.words[max(0, first - 1) : min(self.stop, last + 1)]
        end = self.words[max(0, self.segment_end(last) - 3) : self.segment_end(last)]
        if any(word.lower in self.known.negation for word in (*near, *(end if self.language == "de" else ()))):
            return next((name for each, name in self.known.denied.items() if each == lemma), act)
        return act

    def _as_told(self, first: int, last: int, act: str) -> Attribution | None:
        """ "Wie die Agentur meldete, …", "Comme l'a rapporté l'agence, …"."""
        opens = self.segment_start(first)
        if self.words[opens].lower != self.known.how or opens == first:
            return None
        end = self.segment_end(last)
        if self.language == "de":
            holder_end = self.phrase(opens + 1, first)
            holder = (opens + 1, holder_end) if holder_end else None
            cue = (first, last)
        else:
            holder_end = self.phrase(last, end)
            holder = (last, holder_end) if holder_end else None
            cue = (opens, last)
        contents = self._around(opens, end)
        return Attribution(cue, holder, contents, act) if contents and holder else None

    def _inverted(
        self, cue: tuple[int, int, str], holder: Piece, before: tuple[tuple[Piece, ...], bool], act: str
    ) -> Attribution:
        contents, direct = before
        after = holder[1]
        rest = self.trimmed(after, self.stop) if after < self.stop and self.words[after].text in {",", ":"} else None
        if rest is not None and direct and self.words[after + 1].text == "«":
            contents = (*contents, rest)
        return Attribution((cue[0], cue[1]), holder, contents, act, direct)
