"""When something was said: times that hang on the cue, on the occasion of the speech, or on who spoke before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from vedette.model.interval import Interval
from vedette.model.mention import TimeMention
from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.speakers import Holder
from vedette.understand.clauses import is_finite
from vedette.understand.passage import Passage

_DEEPEST = 12
_LEAST_BODY = 2
_CLAUSES = frozenset({"conj", "advcl"})


@dataclass(slots=True)
class _Memory:
    """When each holder last spoke, and when anybody did."""

    by_holder: dict[str, Interval] = field(default_factory=dict)
    last: Interval | None = None


class Moments:
    """One article's times of speaking, asked in the order of the text."""

    def __init__(self, passage: Passage, times: Sequence[TimeMention], words: CueWords) -> None:
        self._passage = passage
        self._times = times
        self._words = words
        self._memory = _Memory()

    def said(self, attribution: Attribution, holder: Holder | None) -> Interval | None:
        """A time of the cue's own, that of a speech told as one with it, or the last time this holder, or the body he
        speaks for, was said to speak."""
        own = self._own(attribution)
        if own is None and _is_concurrent(attribution.anchor, self._words):
            own = self._memory.last
        if own is not None:
            self._memory.last = own
            if holder is not None:
                self._memory.by_holder[holder.name] = own
            return own
        return self._remembered(holder) if holder is not None else None

    def _remembered(self, holder: Holder) -> Interval | None:
        known = self._memory.by_holder
        if holder.name in known:
            return known[holder.name]
        for body, when in known.items():
            words = body.lower().split()
            if len(words) >= _LEAST_BODY and holder.titles.issuperset(words):
                return when
        return None

    def _own(self, attribution: Attribution) -> Interval | None:
        covered = [self._passage.char_range(*content) for content in attribution.contents]
        sentence = attribution.anchor.sent
        first, last = sentence.start_char + self._passage.base, sentence.end_char + self._passage.base
        for time in self._times:
            if time.when is None or time.type in {"DURATION", "SET"} or not first <= time.span.start < last:
                continue
            if self._times_cue(time, attribution, covered):
                return time.when
        return None

    def _times_cue(self, time: TimeMention, attribution: Attribution, covered: Sequence[Range]) -> bool:
        base = self._passage.base
        at = time.span.start - base
        span = self._passage.doc.char_span(at, time.span.end - base, alignment_mode="expand")
        if span is None:
            return False
        way = list(_way_up(span.root))
        if any(start <= at < end for start, end in covered):
            return self._tells_occasion(way, attribution.anchor)
        return self._leads_to(way, attribution.anchor)

    def _leads_to(self, way: Sequence[Token], anchor: Token) -> bool:
        """The time hangs on the cue or above it, on a clause beside it, or on the occasion of the speech."""
        at = next((depth for depth, above in enumerate(way) if depth and above.pos_ in {"VERB", "AUX"}), None)
        if at is None:
            return False
        verb = way[at]
        if verb == anchor or verb in anchor.ancestors:
            return True
        if anchor not in way:
            return False
        noun = way[at - 1]
        return verb.dep_ in _CLAUSES or (at > 1 and noun.lemma_.lower() in self._words.occasions)

    def _tells_occasion(self, way: Sequence[Token], anchor: Token) -> bool:
        """Inside a content: "had said that the war was unjust during his address last week", "spoke about aid last
        week"."""
        if anchor not in way:
            return False
        between = way[1 : way.index(anchor)]
        if any(_is_own_occasion(token, self._words) for token in between):
            return True
        topical = anchor.lemma_.lower() in self._words.particles and way[0].dep_ == "npadvmod"
        return topical and not any(is_finite(token) for token in between)


def _is_own_occasion(token: Token, words: CueWords) -> bool:
    """ "His address", "their meeting"."""
    owned = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in token.children)
    return owned and token.lemma_.lower() in words.occasions


def _way_up(token: Token) -> Iterator[Token]:
    yield token
    for depth, above in enumerate(token.ancestors):
        if depth >= _DEEPEST:
            return
        yield above


def _is_concurrent(anchor: Token, words: CueWords) -> bool:
    """ "The report came as the envoy said …"."""
    return (
        anchor.dep_ == "advcl"
        and anchor.head.lemma_ in words.concurrent
        and any(child.dep_ == "mark" and child.lower_ == "as" for child in anchor.children)
    )
