"""What somebody is made to say in a Ukrainian or Russian text; the outlet's own statements come with its events."""

from collections.abc import Iterator, Sequence

from vedette.model.interval import Interval
from vedette.model.mention import LoadedSpan, TimeMention
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, Via, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.light.modality import (
    certainty_of,
    find_condition,
    is_hearsay,
    is_witness,
    kind_of,
    platform_of,
)
from vedette.understand.light.sentences import Parse, Word
from vedette.understand.light.units import Unit, find_units
from vedette.understand.slavic.attribution_words import AttributionWords, attribution_words
from vedette.understand.slavic.attributions import Attribution, attributions
from vedette.understand.slavic.voices import Voices

_SHORTEST_CONTENT = 3
_LEAST_QUOTED = 5
_SURE = 0.65
_OPENING, _CLOSING = '«“„"', '»”"'


def find_statements(
    parsed: Parse, times: Sequence[TimeMention], loaded: Sequence[LoadedSpan], institutions: Institutions
) -> tuple[Statement, ...]:
    """Attributed statements in the order of the text, no two alike."""
    finder = _Statements(parsed, times, loaded, Voices(parsed, institutions))
    found = {each.id: each for each in finder.run()}
    return tuple(sorted(found.values(), key=lambda each: (each.content.start, each.content.end)))


class _Statements:
    def __init__(
        self, parsed: Parse, times: Sequence[TimeMention], loaded: Sequence[LoadedSpan], voices: Voices
    ) -> None:
        self._parsed = parsed
        self._times = times
        self._loaded = loaded
        self._voices = voices
        self._words: AttributionWords = attribution_words(parsed.language)

    def run(self) -> Iterator[Statement]:
        before: Unit | None = None
        speaking: Speaker | None = None
        for unit in find_units(self._parsed):
            same = before is not None and before.paragraph == unit.paragraph
            found = attributions(unit.words, self._words)
            for each in found:
                yield from self._made(each, unit, before if same else None)
            if not found and (quoted := _whole_quotation(unit)) is not None:
                yield from self._quoted(unit, quoted, speaking if same else None)
            elif found:
                direct = any(each.direct for each in found) and self._voices.last is not None
                speaking = self._voices.last if direct else None
            before = unit

    def _made(self, found: Attribution, unit: Unit, before: Unit | None) -> Iterator[Statement]:
        words = unit.words
        contents: list[Sequence[Word]] = [words[start:end] for start, end in found.contents]
        if found.carried and before is not None:
            contents = [_bare(before.words)]
        cue = self._parsed.span_of(words[found.cue[0] : found.cue[1]]) if found.cue else None
        holder = words[found.holder[0] : found.holder[1]] if found.holder else ()
        speaker = self._voices.speaker(holder, oblique=found.oblique) if holder else None
        said = [word for content in contents for word in content]
        inside = {word.start for word in said}
        around = [word for word in words if word.start not in inside]
        beside = words[found.cue[0] : found.cue[1]] if found.cue else ()
        via = self._via(around)
        when = self._when(around, contents)
        for content in contents:
            span = self._parsed.span_of(content) if content else None
            if span is None or span.end - span.start < _SHORTEST_CONTENT:
                continue
            yield self._statement(found, span, content, said, speaker, cue, via, when, (*beside, *holder))

    def _statement(
        self,
        found: Attribution,
        span: Span,
        content: Sequence[Word],
        said: Sequence[Word],
        speaker: Speaker | None,
        cue: Span | None,
        via: Via | None,
        when: Interval | None,
        beside: Sequence[Word],
    ) -> Statement:
        language = self._parsed.language
        condition = find_condition(content, language)
        told_under = condition is not None or find_condition(said, language) is not None
        hedged = certainty_of(beside, found.act, language)
        if speaker is None and hedged == "asserted" and is_hearsay(beside, language):
            hedged = "unconfirmed"
        return Statement(
            id=statement_id(span.document, span, cue, speaker.span if speaker else None),
            content=span,
            speaker=speaker,
            cue=cue,
            via=via,
            kind=kind_of(
                said,
                found.act,
                language,
                attributed=True,
                conditional=told_under,
                witness=speaker is None or is_witness(beside, language),
            ),
            certainty=hedged if hedged != "asserted" else certainty_of(content, found.act, language),
            condition=self._parsed.span_of(content[condition[0] : condition[1]]) if condition else None,
            direct=found.direct,
            said=when,
            loaded=self._is_loaded(span),
        )

    def _quoted(self, unit: Unit, quoted: tuple[int, int], speaking: Speaker | None) -> Iterator[Statement]:
        """A quotation that stands alone goes on with the words of who spoke right before it."""
        words = unit.words[quoted[0] : quoted[1]]
        span = self._parsed.span_of(words)
        name = Speaker(name=speaking.name, country=speaking.country) if speaking else None
        yield Statement(
            id=statement_id(span.document, span, None, None),
            content=span,
            speaker=name,
            kind=kind_of(
                words, "report", self._parsed.language, attributed=True, conditional=False, witness=name is None
            ),
            certainty=certainty_of(words, "report", self._parsed.language),
            direct=True,
            loaded=self._is_loaded(span),
        )

    def _is_loaded(self, span: Span) -> bool:
        """Where surely loaded sentences make up at least half of it."""
        covered = sum(
            max(0, min(span.end, each.span.end) - max(span.start, each.span.start))
            for each in self._loaded
            if each.score >= _SURE
        )
        return 2 * covered >= span.end - span.start

    def _via(self, around: Sequence[Word]) -> Via | None:
        for word in around:
            if (name := platform_of(word, self._parsed.language)) is not None:
                return Via(name=name, span=self._parsed.span_of([word]))
        return None

    def _when(self, around: Sequence[Word], contents: Sequence[Sequence[Word]]) -> Interval | None:
        """A day that stands with the cue, outside what is said."""
        if not around:
            return None
        inside = [(content[0].start, content[-1].end) for content in contents if content]
        for each in self._times:
            start, end = each.span.start, each.span.end
            if each.when is None or each.type not in ("DATE", "TIME"):
                continue
            if any(word.start <= start < word.end for word in around) and not any(
                first <= start and end <= last for first, last in inside
            ):
                return each.when
        return None


def _bare(words: Sequence[Word]) -> Sequence[Word]:
    """Without the marks and signs at both ends."""
    start, end = 0, len(words)
    while start < end and not words[start].text[0].isalnum():
        start += 1
    while end > start and not words[end - 1].text[-1].isalnum():
        end -= 1
    return words[start:end]


def _whole_quotation(unit: Unit) -> tuple[int, int] | None:
    """Where a unit is nothing but one quotation with a verb in it."""
    words = unit.words
    if len(words) < _LEAST_QUOTED + 2 or words[0].text not in _OPENING:
        return None
    closing = next((at for at in range(len(words) - 1, 0, -1) if words[at].text in _CLOSING), None)
    if closing is None or len(words) - closing > 2 or not any(word.pos == "verb" for word in words):
        return None
    if any(word.text in _CLOSING for word in words[1:closing]):
        return None
    return 1, closing
