"""Polish, at a first level: who says what, some events of war, places and days. Everything else is missed.

Not there: numbers, names of persons and bodies beyond a speaker's, conditions, loaded language, most verbs.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.extension import Stretch
from vedette.model.analysis import Analysis
from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Certainty, Kind, Speaker, Statement, statement_id

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]|$)?")
_NAME = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][\w’'-]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w’'-]+)*")
_ACCORDING = re.compile(r"\s*(?P<cue>[Ww]edług|[Zz]daniem) (?P<speaker>[^,]{3,80}), (?P<content>.+)")
_DAYS = re.compile(
    r"\b(?P<word>wczoraj|dzisiaj|dziś)\b|\b(?P<day>\d{1,2}) (?P<month>[a-zńź]+)(?: (?P<year>\d{4}))?\b", re.IGNORECASE
)
_MONTHS = ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
           "października", "listopada", "grudnia")  # fmt: skip
_EDGE = ' \t,;:–—-"„”«».!?'
_LONGEST_SENTENCE, _LONGEST_NAME = 2_000, 60


def read(stretch: Stretch) -> Analysis:
    text = stretch.document.text
    statements: dict[str, Statement] = {}
    mentions: dict[str, Mention] = {}
    places: list[PlaceMention] = []
    times: list[TimeMention] = []
    for match in _SENTENCE.finditer(text, stretch.start, stretch.end):
        start, end = _trimmed(text, match.start(), min(match.end(), match.start() + _LONGEST_SENTENCE))
        if start == end:
            continue
        own = list(_times(stretch, start, end))
        here = len(places)
        places += _places(stretch, start, end)
        times += own
        statement = _attributed(stretch, start, end)
        content = statement.content if statement else stretch.span(start, end)
        statement = statement or Statement(id=statement_id(content.document, content, None, None), content=content)
        inside = [number for number in range(here, len(places)) if content.contains(places[number].span)]
        told = list(_mentions(stretch, statement, inside, own))
        mentions.update((one.id, one) for one in told)
        if statement.speaker or told:
            statements[statement.id] = statement
    return Analysis(
        document=stretch.document.id,
        version="",
        language="pl",
        statements=tuple(statements.values()),
        mentions=tuple(mentions.values()),
        places=tuple(places),
        times=tuple(times),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    cues: re.Pattern[str]
    kinds: dict[str, Kind]
    hedges: dict[str, Certainty]
    endings: dict[str, str]
    events: dict[str, dict[str, Any]]
    triggers: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    known = tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))
    kinds = {word: kind for kind, words in known["cues"].items() for word in words}
    events = {word: row for row in known["events"] for word in row["words"]}
    return _Lexicon(
        cues=re.compile(rf"\b(?:{'|'.join(kinds)})\b"),
        kinds=kinds,
        hedges={word: certainty for certainty, words in known["hedges"].items() for word in words},
        endings=known["endings"],
        events=events,
        triggers=re.compile(rf"\b(?:{'|'.join(sorted(events, key=len, reverse=True))})\b", re.IGNORECASE),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _attributed(stretch: Stretch, start: int, end: int) -> Statement | None:
    """ "Ministerstwo poinformowało, że …", "Według sztabu, …", "…, poinformował sztab"."""
    text = stretch.document.text
    if found := _ACCORDING.fullmatch(text, start, end):
        parts = [stretch.span(*found.span(name)) for name in ("speaker", "cue", "content")]
        return _statement(text, parts[0], parts[1], parts[2], "claim")
    cue = _lexicon().cues.search(text, start, end)
    if cue is None:
        return None
    kind = _lexicon().kinds[cue[0]]
    link = re.compile(r",? że ").match(text, cue.end(), end)
    if link is not None and cue.start() > start:
        speaker, content = _trimmed(text, start, cue.start()), _trimmed(text, link.end(), end)
    else:
        speaker, content = _trimmed(text, cue.end(), end), _trimmed(text, start, cue.start())
    if speaker[0] == speaker[1] or content[0] == content[1] or speaker[1] - speaker[0] > _LONGEST_NAME:
        return None
    return _statement(text, stretch.span(*speaker), stretch.span(*cue.span()), stretch.span(*content), kind)


def _statement(text: str, speaker: Span, cue: Span, content: Span, kind: Kind) -> Statement:
    words = content.of(text).lower()
    hedged = next((certainty for word, certainty in _lexicon().hedges.items() if word in words), "asserted")
    return Statement(
        id=statement_id(content.document, content, cue, speaker),
        content=content,
        speaker=Speaker(name=speaker.of(text), span=speaker),
        cue=cue,
        kind=kind,
        certainty="denied" if kind == "denial" else hedged,
    )


def _places(stretch: Stretch, start: int, end: int) -> Iterator[PlaceMention]:
    """Names that the gazetteer knows, as they stand or in their basic form."""
    text = stretch.document.text
    for match in _NAME.finditer(text, start, end):
        for name in _forms(match[0]):
            if place := stretch.place(match.start(), match.end(), name):
                yield place
                break


def _forms(name: str) -> Iterator[str]:
    yield name
    for ending, basic in _lexicon().endings.items():
        if name.endswith(ending):
            yield name.removesuffix(ending) + basic


def _times(stretch: Stretch, start: int, end: int) -> Iterator[TimeMention]:
    for match in _DAYS.finditer(stretch.document.text, start, end):
        day = _day(match, stretch.document.published)
        if day is not None:
            span = stretch.span(match.start(), match.end())
            yield TimeMention(span=span, type="DATE", value=day.isoformat(), when=Interval.of_days(day, day))


def _day(match: re.Match[str], published: Interval | None) -> date | None:
    """None without a day of publication, where it is needed, and for what is no date."""
    if match["word"]:
        back = timedelta(days=match["word"].lower() == "wczoraj")
        return published.first_day - back if published else None
    month = match["month"].lower()
    year = int(match["year"]) if match["year"] else published.first_day.year if published else None
    if month not in _MONTHS or year is None:
        return None
    try:
        return date(year, _MONTHS.index(month) + 1, int(match["day"]))
    except ValueError:
        return None


def _mentions(stretch: Stretch, statement: Statement, places: list[int], times: list[TimeMention]) -> Iterator[Mention]:
    """An event a sentence: the first that is told; a day is known only where the sentence gives it."""
    content = statement.content
    match = _lexicon().triggers.search(stretch.document.text, content.start, content.end)
    if match is None:
        return
    row = _lexicon().events[match[0].lower()]
    trigger = stretch.span(match.start(), match.end())
    yield Mention(
        id=mention_id(content.document, trigger, row["plover"]),
        trigger=trigger,
        extent=content,
        plover=row["plover"],
        change=row.get("change"),
        places=tuple(places),
        when=times[0].when if times else None,
        statement=statement.id,
        factuality=-3.0 if statement.kind == "denial" else 3.0,
    )
