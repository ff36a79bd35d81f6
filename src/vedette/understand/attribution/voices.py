"""Whose words an attribution carries, through which channel, and when they were said."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.interval import Interval
from vedette.model.mention import PlaceMention, TimeMention
from vedette.model.statement import Speaker, Statement, Via
from vedette.reference.institutions import Institutions
from vedette.understand.attribution.anatomy import Attribution
from vedette.understand.attribution.channels import Channel, channel_of, is_outlet, owner_of_channel
from vedette.understand.attribution.cuewords import cue_words
from vedette.understand.attribution.moments import Moments
from vedette.understand.attribution.speakers import Holder, Holders
from vedette.understand.lexicon import load
from vedette.understand.passage import Passage, noun_phrase

_NEAR_PARAGRAPHS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`head` is the token that names the holder, `witness` whether he reports rather than claims."""

    holder: Holder | None
    head: Token | None
    speaker: Speaker | None
    via: Via | None
    said: Interval | None
    witness: bool


@dataclass(slots=True)
class _Memory:
    """Who spoke last, and where."""

    last: Holder | None = None
    last_paragraph: int = -9


class Voices:
    """One article's voices, asked in the order of the text."""

    def __init__(
        self,
        passage: Passage,
        times: Sequence[TimeMention],
        places: Sequence[PlaceMention],
        institutions: Institutions,
        language: str,
    ) -> None:
        self._passage = passage
        self._moments = Moments(passage, times, cue_words(language))
        self._institutions = institutions
        self._language = language
        self._witnesses = frozenset(load(language, "titles")["witnesses"])
        self._holders = Holders(passage.doc, language, passage.token_indices(place.span for place in places))
        self._memory = _Memory()

    def notice(self, token: Token) -> None:
        """Somebody the text names without attributing anything to him."""
        self._holders.notice(token)

    def voice(self, attribution: Attribution, paragraph: int, enclosing: Statement | None) -> Voice:
        """`enclosing` is the statement the cue stands in, if it stands in one."""
        holder, head, channel = self._holder(attribution, paragraph, enclosing)
        channel = channel or channel_of(attribution.anchor, head, self._language)
        if holder is not None:
            holder.via = channel.name if channel else holder.via
            if enclosing is None and not attribution.attitude:
                self._memory.last, self._memory.last_paragraph = holder, paragraph
        return Voice(
            holder=holder,
            head=head,
            speaker=self._speaker(holder, head),
            via=self._via(holder, channel),
            said=self._moments.said(attribution, holder),
            witness=self._is_witness(holder, head),
        )

    def _holder(
        self, attribution: Attribution, paragraph: int, enclosing: Statement | None
    ) -> tuple[Holder | None, Token | None, Channel | None]:
        head = attribution.holder
        gap = paragraph - self._memory.last_paragraph
        outer = Holder(name=enclosing.speaker.name, person=False) if enclosing and enclosing.speaker else None
        if head is None:
            continued = attribution.act == "denial" or (attribution.direct and attribution.continues)
            before = outer or (self._memory.last if gap <= 1 else None)
            return (before if continued else None), None, None
        owned = None if self._holders.names_person(head) else owner_of_channel(head, self._language)
        head, channel = owned if owned is not None else (head, None)
        last = self._memory.last if gap <= _NEAR_PARAGRAPHS else None
        holder = self._holders.resolve(head, enclosing=outer, last=last)
        return (outer if holder is None and head.pos_ == "PRON" else holder), head, channel

    def _speaker(self, holder: Holder | None, head: Token | None) -> Speaker | None:
        if holder is None:
            return None
        span = None
        if head is not None:
            first, end = noun_phrase(head)
            span = self._passage.token_span(self._passage.doc[first], self._passage.doc[end - 1])
        person = self._institutions.person(holder.name)
        if person is not None:
            holder.country = person.country
            # A full name stays in the text's own spelling; a surname alone is completed.
            name = holder.name if " " in holder.name else person.full_name
            return Speaker(name=name, span=span, country=person.country)
        titled = " ".join([*sorted(holder.titles), holder.name])
        country = self._institutions.country_of(holder.name) or self._institutions.country_of(titled)
        holder.country = holder.country or country
        return Speaker(name=holder.name, span=span, country=country)

    def _via(self, holder: Holder | None, channel: Channel | None) -> Via | None:
        if channel is not None:
            doc = self._passage.doc
            return Via(name=channel.name, span=self._passage.token_span(doc[channel.start], doc[channel.end - 1]))
        return Via(name=holder.via) if holder is not None and holder.via else None

    def _is_witness(self, holder: Holder | None, head: Token | None) -> bool:
        if head is not None and (head.lemma_.lower() in self._witnesses or is_outlet(head, self._language)):
            return True
        return holder is not None and bool(self._witnesses & ({*holder.name.lower().split()} | holder.titles))
