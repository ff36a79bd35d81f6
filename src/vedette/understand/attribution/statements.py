"""Statements of a passage: attributions and quotations joined, voices found, then the outlet's own voice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.model.mention import LoadedSpan, PlaceMention, TimeMention
from vedette.model.span import Span
from vedette.model.statement import Certainty, Statement, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.cue_model import CueModel, cue_model
from vedette.understand.attribution.cues import find_attributions
from vedette.understand.attribution.cuewords import cue_words
from vedette.understand.attribution.heard import Heard, hear
from vedette.understand.attribution.heeded import heeded
from vedette.understand.attribution.marks import headed, holding_names
from vedette.understand.attribution.outlet import own_voice
from vedette.understand.attribution.quotations import join_quotations
from vedette.understand.attribution.quotes import Quote, find_quotes
from vedette.understand.attribution.units import Unit, find_units, is_loud
from vedette.understand.attribution.voices import Voice, Voices
from vedette.understand.clauses import is_finite
from vedette.understand.conditions import find_condition, implied_condition
from vedette.understand.modality import certainty_of, kind_of, unsaid_certainty
from vedette.understand.model import encoder
from vedette.understand.passage import Passage

_SHORTEST_CONTENT = 3
_SHORTEST_OWN = 12


def find_statements(
    passage: Passage,
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    loaded: Sequence[LoadedSpan],
    institutions: Institutions,
    language: str,
) -> tuple[Statement, ...]:
    """Attributed statements and the outlet's own, in the order of the text."""
    voices = Voices(passage, times, places, institutions, language)
    model = cue_model(language)
    reader = encoder() if model is not None else None
    heard = hear(passage.doc, reader) if reader is not None else None
    return statements_of(passage, voices, loaded, language, model, heard)


def statements_of(
    passage: Passage,
    voices: Voices,
    loaded: Sequence[LoadedSpan],
    language: str,
    model: CueModel | None,
    heard: Heard | None = None,
) -> tuple[Statement, ...]:
    """The same with a model of one's own, with what the encoder says, or with the rules alone."""
    found = {each.id: each for each in _Finder(passage, voices, loaded, language, model, heard).run()}
    return tuple(sorted(found.values(), key=lambda each: (each.content.start, each.content.end)))


class _Finder:
    def __init__(
        self,
        passage: Passage,
        voices: Voices,
        loaded: Sequence[LoadedSpan],
        language: str,
        model: CueModel | None,
        heard: Heard | None,
    ) -> None:
        self._passage = passage
        self._voices = voices
        self._loaded = loaded
        self._language = language
        self._model, self._heard = model, heard
        self._words = cue_words(language)
        self._quotes = find_quotes(passage.text)
        self._names = holding_names(passage.doc)
        self._is_loud = is_loud([token for token in passage.doc if not token.is_space])

    def run(self) -> Iterator[Statement]:
        waiting: list[Statement] = []
        for unit in find_units(self._passage.doc, self._quotes, frozenset(self._words.verbs)):
            made = list(self._unit(unit))
            spoken = next((each for each in made if each.direct and each.speaker is not None), None)
            yield from (_spoken_by(each, spoken) for each in waiting) if spoken else waiting
            waiting = [each for each in made if self._runs_on(each)]
            yield from (each for each in made if each not in waiting)
        yield from waiting

    def _runs_on(self, statement: Statement) -> bool:
        """In a quotation that its paragraph does not close, by somebody whom only the next one may name."""
        if not statement.direct or statement.speaker is not None or statement.cue is not None:
            return False
        start = statement.content.start - self._passage.base
        return any(quote.start <= start < quote.end and not quote.closed for quote in self._quotes)

    def _unit(self, unit: Unit) -> Iterator[Statement]:
        tokens = [token for token in self._passage.doc[unit.start : unit.end] if not token.is_space]
        if not tokens or (not self._is_loud and is_loud(tokens)):
            return
        quotes = self._quotes_in(tokens)
        found = list(find_attributions(tokens, quotes, self._words, self._model, self._heard))
        if (line := headed(tokens, quotes, self._words, self._names)) is not None:
            found = [line, *(each for each in found if each.anchor.i > line.anchor.i)]
        attributions = join_quotations(tokens, quotes, found, self._words)
        if self._heard is not None:
            attributions = heeded(attributions, tokens, self._heard, self._words)
        made: list[Statement] = []
        for attribution in attributions:
            enclosing = self._enclosing(attribution, made)
            voice = self._voices.voice(attribution, unit.paragraph, enclosing)
            if enclosing is not None and _says_nothing_new(attribution, voice, enclosing):
                continue
            made.extend(self._pieces(attribution, voice))
        for token in tokens:
            if token.dep_ in {"nsubj", "nsubjpass"} and not self._inside(token, made):
                self._voices.notice(token)
        yield from made
        said = [each for each in attributions if not each.attitude]
        for content in own_voice(tokens, said, self._quotes):
            own = self._own(content)
            if own is not None:
                yield own

    def _quotes_in(self, tokens: Sequence[Token]) -> list[Quote]:
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        return [quote for quote in self._quotes if start <= quote.start < end]

    def _inside(self, token: Token, made: Sequence[Statement]) -> bool:
        at = self._passage.base + token.idx
        return any(each.content.start <= at < each.content.end for each in made)

    def _enclosing(self, attribution: Attribution, made: Sequence[Statement]) -> Statement | None:
        at = self._passage.base + attribution.anchor.idx
        around = [each for each in made if each.content.start <= at < each.content.end]
        return min(around, key=lambda each: each.content.end - each.content.start, default=None)

    def _pieces(self, attribution: Attribution, voice: Voice) -> Iterator[Statement]:
        """The statements of one attribution. A condition cut off by the cue holds for all of them ("“If the lines
        collapse,” he said, “we may send troops”")."""
        read = [(content, self._tokens(content)) for content in attribution.contents]
        conditions = [find_condition(tokens, self._language) for _, tokens in read]
        shared = next((own for own, (_, tokens) in zip(conditions, read, strict=True) if _is_all(own, tokens)), None)
        whole = [token for _, tokens in read for token in tokens]
        for own, (content, tokens) in zip(conditions, read, strict=True):
            statement = self._held(attribution, content, voice, own or shared, whole if shared else tokens)
            if statement is not None:
                yield statement

    def _held(
        self, attribution: Attribution, content: Range, voice: Voice, condition: Range | None, telling: Sequence[Token]
    ) -> Statement | None:
        """A statement somebody is made to hold. `telling` are the tokens that tell its kind."""
        start, end = self._with_marks(*self._passage.trim(*self._passage.char_range(*content)))
        start = self._after_mark(content, start)
        if end - start < _SHORTEST_CONTENT:
            return None
        span = self._passage.span(start, end)
        cue = None if attribution.continues else self._token_range(attribution.cue)
        bound = condition or implied_condition(self._tokens(content), self._language)
        return Statement(
            id=statement_id(span.document, span, cue, voice.speaker.span if voice.speaker else None),
            content=span,
            speaker=voice.speaker,
            cue=cue,
            via=voice.via,
            kind=kind_of(
                telling,
                attribution.act,
                attributed=True,
                conditional=condition is not None,
                witness=voice.witness,
                language=self._language,
                condition=condition,
            ),
            certainty=self._certainty(attribution, self._tokens(content)),
            condition=self._token_range(bound) if bound else None,
            direct=attribution.direct,
            said=voice.said,
            loaded=self._is_loaded(span),
        )

    def _own(self, content: Range) -> Statement | None:
        """A statement in the outlet's own voice."""
        start, end = self._passage.trim(*self._passage.char_range(*content))
        start = self._after_mark(content, start)
        if end - start < _SHORTEST_OWN:
            return None
        span, inside = self._passage.span(start, end), self._tokens(content)
        condition = find_condition(inside, self._language)
        bound = condition or implied_condition(inside, self._language)
        is_loaded = self._is_loaded(span)
        kind = kind_of(
            inside,
            "report",
            attributed=False,
            conditional=condition is not None,
            witness=True,
            language=self._language,
        )
        return Statement(
            id=statement_id(span.document, span, None, None),
            content=span,
            kind="judgement" if is_loaded and kind == "report" else kind,
            certainty=certainty_of(inside, "report", self._language),
            condition=self._token_range(bound) if bound else None,
            loaded=is_loaded,
        )

    def _certainty(self, attribution: Attribution, inside: Sequence[Token]) -> Certainty:
        """A hedge on the cue ("unconfirmed reports") weighs before those in the content."""
        anchor = attribution.anchor
        beside = [
            anchor,
            *(child for child in anchor.children if child.dep_ in {"amod", "advmod"} or child.pos_ == "ADJ"),
        ]
        if (unsaid := unsaid_certainty(anchor, attribution.act)) is not None:
            return unsaid
        hedged = certainty_of(beside, attribution.act, self._language)
        return hedged if hedged != "asserted" else certainty_of(inside, attribution.act, self._language)

    def _tokens(self, content: Range) -> list[Token]:
        return [token for token in self._passage.doc[content[0] : content[1]] if not token.is_space]

    def _token_range(self, tokens: Range) -> Span:
        return self._passage.token_span(self._passage.doc[tokens[0]], self._passage.doc[tokens[1] - 1])

    def _is_loaded(self, span: Span) -> bool:
        return any(span.contains(each.span) for each in self._loaded)

    def _with_marks(self, start: int, end: int) -> tuple[int, int]:
        """A content that takes in most of a quotation takes in its marks."""
        for quote in self._quotes:
            if quote.start < end <= quote.end and start <= quote.inner_start + 2 and quote.inner_end - end <= 3:
                end = quote.end
            if quote.start < start <= quote.inner_start and end > quote.inner_start:
                start = quote.start
            if start <= quote.start < end < quote.end and quote.end - end <= 3:
                end = quote.end
        return start, end

    def _after_mark(self, content: Range, start: int) -> int:
        """Behind "that", "whether" or a conjunction that opens the content."""
        doc = self._passage.doc
        first = doc[content[0]]
        opens = (
            first.lower_ in {"that", "whether"} and (first.dep_ == "mark" or first.tag_ == "IN")
        ) or first.dep_ == "cc"
        if opens and first.idx == start and content[1] - content[0] > 1:
            return int(doc[content[0] + 1].idx)
        return start


def _says_nothing_new(attribution: Attribution, voice: Voice, enclosing: Statement) -> bool:
    """ "The general said he expected the fighting to grow": the infinitive is a part of what he said already."""
    if voice.speaker is None or enclosing.speaker is None or voice.speaker.name != enclosing.speaker.name:
        return False
    doc = attribution.anchor.doc
    return all(_is_infinitive(doc[start:end].root) for start, end in attribution.contents)


def _is_infinitive(head: Token) -> bool:
    return head.tag_ in {"VB", "VBG"} and not is_finite(head)


def _is_all(condition: Range | None, tokens: Sequence[Token]) -> bool:
    """The condition is all there is in the content."""
    if condition is None:
        return False
    words = [token for token in tokens if not token.is_punct]
    return all(condition[0] <= token.i < condition[1] for token in words)


def _spoken_by(statement: Statement, spoken: Statement) -> Statement:
    """The same statement with the speaker and channel that the next paragraph gives."""
    span = spoken.speaker.span if spoken.speaker else None
    named = statement_id(statement.content.document, statement.content, None, span)
    return replace(statement, id=named, speaker=spoken.speaker, via=spoken.via, said=spoken.said)
