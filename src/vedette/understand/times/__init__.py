"""Time expressions as TIMEX3, told from the day of writing or from the time the text has reached."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval, Precision
from vedette.model.mention import TimeMention
from vedette.model.span import Span
from vedette.understand.times import points, relative, slavic, spans, western
from vedette.understand.times.anchor import FIRST_YEAR, LAST_YEAR, Anchor, Tense, is_narrative
from vedette.understand.times.grammar import Found, grammar
from vedette.understand.times.reading import Meaning, Reading
from vedette.understand.times.tokens import Token, times_of, tokenize
from vedette.understand.times.values import interval_of, type_of

_DAYS = {Precision.SECOND, Precision.HOUR, Precision.DAY}
_REACH = 40
_SHORTEST_VERB = 4
_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'(]?[^\W\d_a-z])|\n\s*\n")

_MAKERS: dict[str, Callable[[Reading], Meaning | None]] = {
    "point": points.point,
    "bare_month": points.bare_month,
    "shy_year": points.shy_year,
    "spelt_year": points.spelt_year,
    "second_year": points.second_year,
    "short_year": points.short_year,
    "same_month": points.same_month,
    "day_of_month": points.day_of_month,
    "part_alone": points.part_alone,
    "decade": points.decade,
    "century": points.century,
    "year_bc": points.year_bc,
    "told_year_bc": points.told_year_bc,
    "holiday": points.holiday,
    "season": relative.season,
    "quarter": relative.quarter,
    "told_quarter": relative.told_quarter,
    "year_before": relative.year_before,
    "half_year": relative.half_year,
    "shifted": relative.shifted,
    "week_of": relative.week_of,
    "ago": relative.ago,
    "offset": relative.offset,
    "duration": spans.duration,
    "set": spans.every,
    "reference": spans.reference,
    "wes_point": western.point,
    "sla_point": slavic.point,
    "sla_year": slavic.year,
    "sla_bare_year": slavic.bare_year,
    "sla_day_of_month": slavic.day_of_month,
    "sla_season": slavic.season,
    "sla_half": slavic.half,
    "sla_shifted": slavic.shifted,
    "sla_ago": slavic.ago,
    "sla_later": slavic.later,
    "sla_earlier": slavic.earlier,
    "sla_duration": slavic.duration,
    "sla_decade": slavic.decade,
    "sla_new_year": slavic.new_year,
}


def find_times(
    text: str,
    document: DocumentId,
    published: Interval | None,
    *,
    language: str = "en",
    sentences: Sequence[tuple[int, int]] | None = None,
) -> tuple[TimeMention, ...]:
    """Every time expression in order, none overlapping.

    `sentences` are the ends between which the words round an expression say whether it looks back or ahead; found
    by full stops where not given. Raises `KeyError` for a language without a lexicon of times.
    """
    rules, lexicon = grammar(language), times_of(language)
    tokens = tokenize(text, rules.vocabulary)
    found = rules.find(tokens)
    day = _day(published)
    years = [
        -1 if "era" in one.captured else one.captured["year"] for one in found if {"year", "era"} & one.captured.keys()
    ]
    today = sum(
        "deictic" in one.captured or ("weekday" in one.captured and "year" not in one.captured) for one in found
    )
    anchor = Anchor(published=day, narrative=is_narrative(day, years, today))
    tenses = _Tenses(text, tokens, sentences, language) if not anchor.narrative else None
    mentions: list[TimeMention] = []
    for one in found:
        anchor.tense = tenses.of(one) if tenses else None
        reading = Reading(one.captured, tokens, one.first, one.last, anchor, lexicon, one.rule.value)
        meaning = _MAKERS[one.rule.make](reading)
        if meaning is not None:
            mentions.append(
                _mention(meaning, Span(document=document, start=tokens[one.first].start, end=tokens[one.last - 1].end))
            )
            if meaning.moment is not None:
                anchor.reach(meaning.moment)
    return tuple(mentions)


def _day(published: Interval | None) -> date | None:
    """The day of writing, where it is known to the day."""
    if published is None or published.precision not in _DAYS:
        return None
    return published.first_day if FIRST_YEAR <= published.first_day.year <= LAST_YEAR else None


def _mention(meaning: Meaning, span: Span) -> TimeMention:
    kind = meaning.type or type_of(meaning.value)
    when = interval_of(meaning.value, meaning.zone) if kind in ("DATE", "TIME") else None
    return TimeMention(span=span, type=kind, value=meaning.value, when=when)


class _Tenses:
    """Whether the words round an expression look back or ahead: the nearest one before it, else the first after."""

    def __init__(
        self, text: str, tokens: list[Token], sentences: Sequence[tuple[int, int]] | None, language: str
    ) -> None:
        self._tokens = tokens
        self._ends = [end for _, end in sentences] if sentences else [match.end() for match in _END.finditer(text)]
        self._words = _tense_words(language)

    def of(self, one: Found) -> Tense | None:
        sentence = bisect_right(self._ends, self._tokens[one.first].start)
        for index in range(one.first - 1, max(one.first - _REACH, 0) - 1, -1):
            if bisect_right(self._ends, self._tokens[index].start) != sentence:
                break
            bare = index and self._tokens[index - 1].text == self._words.infinitive
            if not bare and (tense := self._tense(self._tokens[index].text)):
                return tense
        for index in range(one.last, min(one.last + _REACH, len(self._tokens))):
            if bisect_right(self._ends, self._tokens[index].start) != sentence:
                break
            if tense := self._tense(self._tokens[index].text):
                return tense
        return None

    def _tense(self, word: str) -> Tense | None:
        if word in self._words.future or word.endswith(self._words.future_ending):
            return "future"
        if word in self._words.past or (len(word) > _SHORTEST_VERB and word.endswith(self._words.past_ending)):
            return "past"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _TenseWords:
    future: frozenset[str]
    past: frozenset[str]
    future_ending: tuple[str, ...]
    past_ending: tuple[str, ...]
    infinitive: str


@cache
def _tense_words(language: str) -> _TenseWords:
    words = times_of(language)["tense"]
    return _TenseWords(
        future=frozenset(words["future"]),
        past=frozenset(words["past"]),
        future_ending=tuple(words.get("future_ending", ())),
        past_ending=tuple(words["past_ending"]),
        infinitive=words["infinitive"],
    )
