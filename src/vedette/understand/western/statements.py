"""What somebody is made to say in a German or French text; the outlet's own statements come with its events."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from vedette.model.interval import Interval
from vedette.model.mention import TimeMention
from vedette.model.span import Span
from vedette.model.statement import Certainty, Speaker, Statement, Via, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.light.modality import certainty_of as hedged_only
from vedette.understand.light.modality import find_condition, is_witness, kind_of, platform_of
from vedette.understand.light.sentences import Parse, Word
from vedette.understand.light.units import Unit, find_units
from vedette.understand.western.attribution_words import attribution_words
from vedette.understand.western.attributions import Attribution, Finder
from vedette.understand.western.certainty import certainty_of, reports_speech
from vedette.understand.western.forms import word_tables
from vedette.understand.western.voices import Voices

_SHORTEST_CONTENT = 3


def find_statements(parsed: Parse, times: Sequence[TimeMention], institutions: Institutions) -> tuple[Statement, ...]:
    """Attributed statements in the order of the text, no two alike."""
    finder = _Statements(parsed, times, Voices(parsed, institutions))
    found = {each.id: each for each in finder.run()}
    return tuple(sorted(found.values(), key=lambda each: (each.content.start, each.content.end)))


class _Statements:
    def __init__(self, parsed: Parse, times: Sequence[TimeMention], voices: Voices) -> None:
        self._parsed, self._times, self._voices = parsed, times, voices
        self._language = parsed.language
        self._starts = [each.span.start for each in times]
        self._words, self._tables = attribution_words(parsed.language), word_tables(parsed.language)

    def run(self) -> Iterator[Statement]:
        paragraph, speaking = -1, False
        for unit in find_units(self._parsed):
            timed = {at for at, word in enumerate(unit.words) if self._is_timed(word.start)}
            found = Finder(unit.words, self._words, self._tables, timed, self._language).run()
            for each in found:
                yield from self._made(each, unit)
            goes_on = speaking and unit.paragraph == paragraph
            if not found and goes_on and reports_speech(unit.words, self._language):
                yield from self._continued(unit)
            elif not found:
                speaking = False
            speaking = speaking or any(each.holder for each in found)
            paragraph = unit.paragraph

    def _is_timed(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._times[at].span.end

    def _made(self, found: Attribution, unit: Unit) -> Iterator[Statement]:
        words = unit.words
        contents = [words[start:end] for start, end in found.contents]
        inside = {word.start for content in contents for word in content}
        around = [word for word in words if word.start not in inside]
        holder = words[found.holder[0] : found.holder[1]] if found.holder else ()
        cue = words[found.cue[0] : found.cue[1]] if found.cue else ()
        speaker = self._voices.speaker(holder) if holder else None
        for content in contents:
            span = self._parsed.span_of(content)
            if span.end - span.start >= _SHORTEST_CONTENT:
                yield self._statement(found, span, content, speaker, cue, (*cue, *holder), around)

    def _statement(
        self,
        found: Attribution,
        span: Span,
        content: Sequence[Word],
        speaker: Speaker | None,
        cue: Sequence[Word],
        beside: Sequence[Word],
        around: Sequence[Word],
    ) -> Statement:
        condition = find_condition(content, self._language)
        mark = self._parsed.span_of(cue) if cue else None
        hedged = certainty_of(cue, found.act, self._language)
        return Statement(
            id=statement_id(span.document, span, mark, speaker.span if speaker else None),
            content=span,
            speaker=speaker,
            cue=mark,
            via=self._via(around),
            kind=kind_of(
                content,
                found.act,
                self._language,
                attributed=True,
                conditional=condition is not None,
                witness=speaker is None or is_witness(beside, self._language),
            ),
            certainty=hedged if hedged != "asserted" else self._sure(content, found.act, around),
            condition=self._parsed.span_of(content[condition[0] : condition[1]]) if condition else None,
            direct=found.direct,
            said=self._when(around),
        )

    def _sure(self, content: Sequence[Word], act: str, around: Sequence[Word]) -> Certainty:
        """Behind "que" a conditional is what comes, seen from then: no hearsay."""
        led = any(word.lower in self._words.dropped for word in around)
        return hedged_only(content, act, self._language) if led else certainty_of(content, act, self._language)

    def _continued(self, unit: Unit) -> Iterator[Statement]:
        """A sentence in the subjunctive goes on with the words of who spoke before it."""
        words = [word for word in unit.words if word.text[0].isalnum()]
        last = self._voices.last
        if not words or last is None:
            return
        span = self._parsed.span_of(words)
        yield Statement(
            id=statement_id(span.document, span, None, None),
            content=span,
            speaker=Speaker(name=last.name, country=last.country),
            kind=kind_of(words, "report", self._language, attributed=True, conditional=False, witness=False),
            certainty=certainty_of(words, "report", self._language),
        )

    def _via(self, around: Sequence[Word]) -> Via | None:
        for word in around:
            if (name := platform_of(word, self._language)) is not None:
                return Via(name=name, span=self._parsed.span_of([word]))
        return None

    def _when(self, around: Sequence[Word]) -> Interval | None:
        """A day that stands with the cue, outside what is said."""
        if not around:
            return None
        first, last = bisect_left(self._starts, around[0].start), bisect_left(self._starts, around[-1].end)
        for each in self._times[first:last]:
            beside = any(word.start <= each.span.start < word.end for word in around)
            if beside and each.when is not None and each.type in ("DATE", "TIME"):
                return each.when
        return None
