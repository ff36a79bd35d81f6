"""Whether a text attributes words to a speaker: all of it stands together, and nobody else in between.

Deliberately narrow. A model may be misled by what it reads, or lie; what these checks let through is at least said so,
in this order, in this place of the text.
"""

import re
from dataclasses import dataclass

from vedette.model.analysis import Analysis
from vedette.model.statement import Certainty, Kind
from vedette.understand.proposals.cue_words import attributes, is_short_form, negates
from vedette.understand.proposals.finding import Page, Range, between, hull, inside, overlap

_FURTHEST_CUE, _FURTHEST_CONTENT = 80, 160
_LONGEST_CUE, _LONGEST_SPEAKER = 60, 160
_SHORTEST_CONTENT = 2
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
# A stop ends a sentence if something begins behind it; after a short form it ends none.
_STOP = re.compile(r"([\w.]*)([.!?…]+)[\"'”»’)\]]*\s+(?=[\"'“„«(]*[^\W\d_a-zа-яіїєґёßäöüà-ÿ])")
_COLON_LINE = re.compile(r":[\"'“„«\s]*\Z")
_MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "”": "”"}
_EITHER = frozenset('"»”')
_LONGEST_QUOTATION = 3_000
_BEFORE = 24
_MOST_MARKS = 8
_MARKS_AND_LETTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Where a proposal says that its parts stand."""

    speaker: Range
    cue: Range | None
    content: Range
    kind: Kind
    certainty: Certainty

    @property
    def attribution(self) -> Range:
        return hull(self.speaker, self.cue) if self.cue else self.speaker


def quotations(text: str) -> tuple[Range, ...]:
    """What stands between marks of quotation, without the marks. None runs over an empty line."""
    found: list[Range] = []
    at = 0
    while at < len(text):
        closing = _MARKS.get(text[at])
        if closing is None or not _opens(text, at):
            at += 1
            continue
        limit = text.find("\n\n", at + 1, at + _LONGEST_QUOTATION)
        end = limit if limit >= 0 else min(len(text), at + _LONGEST_QUOTATION)
        ends = [place for mark in closing if (place := _closed(text, mark, at + 1, end)) >= 0]
        if not ends:
            at += 1
            continue
        found.append((at + 1, min(ends)))
        at = min(ends) + 1
    return tuple(found)


def _opens(text: str, at: int) -> bool:
    """Marks that also close, as straight ones do, open a quotation before a word and behind none."""
    if text[at] not in _EITHER:
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(after) and not after.isspace() and (not before or before.isspace() or before in "([—–-")


def _closed(text: str, mark: str, start: int, end: int) -> int:
    """Where it ends; a straight mark behind a blank ends nothing, and behind many of them nothing does."""
    at = text.find(mark, start, end)
    for _ in range(_MOST_MARKS):
        if at < 0 or mark != '"' or not text[at - 1].isspace():
            return at
        at = text.find(mark, at + 1, end)
    return -1


class Neighbourhood:
    """A text with what the rules read in it."""

    def __init__(self, page: Page, read: Analysis, language: str | None) -> None:
        self._text, self._language = page.text, language
        self.quoted = quotations(page.text)
        self._voices = [(_range(one.speaker.span if one.speaker else None), _range(one.cue)) for one in read.statements]
        self._persons = [(one.span.start, one.span.end) for one in read.entities if one.type == "person"]

    def is_direct(self, content: Range) -> bool:
        return self._quotation(content) is not None

    def _quotation(self, content: Range) -> Range | None:
        """That which holds it, with its marks."""
        return next((one for one in map(_marked, self.quoted) if inside(content, one)), None)

    def _way(self, one: Claimed) -> Range:
        """From the attribution to what it attributes: to the whole quotation, of which the content may be a part."""
        held = self._quotation(one.content)
        return between(one.attribution, held if held and not overlap(held, one.attribution) else one.content)

    def objection(self, one: Claimed) -> str | None:
        """Why the text does not attribute this so; None where it does."""
        return self._of_parts(one) or self._of_quotations(one) or self._of_gaps(one) or self._of_voices(one)

    def _of_parts(self, one: Claimed) -> str | None:
        if not _LETTER.search(self._text, *one.speaker) or _length(one.speaker) > _LONGEST_SPEAKER:
            return "no speaker"
        if len(_WORD.findall(self._text, *one.content)) < _SHORTEST_CONTENT:
            return "nothing said"
        if not self.is_direct(one.content) and self._ends_within(self._bare(one.content)):
            return "more than one sentence"
        if one.cue is None:
            return None if self.is_direct(one.content) else "no cue"
        if _length(one.cue) > _LONGEST_CUE or not attributes(self._words(one.cue), self._language):
            return "no word of saying"
        parts = (one.speaker, one.cue, one.content)
        if any(overlap(left, right) for at, left in enumerate(parts) for right in parts[at + 1 :]):
            return "parts overlap"
        return None

    def _of_quotations(self, one: Claimed) -> str | None:
        """Nobody speaks inside of another's quotation, and none is cut in two or leapt over."""
        said, way = one.attribution, self._way(one)
        for mark in self.quoted:
            if overlap(said, mark) and not (inside(said, mark) and inside(one.content, mark)):
                return "words of somebody else"
            whole = inside(one.content, _marked(mark)) or inside(self._bare(mark), one.content)
            if (overlap(one.content, mark) and not whole) or (_length(mark) > 0 and inside(mark, way)):
                return "words of somebody else"
        return None

    def _of_gaps(self, one: Claimed) -> str | None:
        way = self._way(one)
        if overlap(one.attribution, one.content):
            return "parts overlap"
        if one.cue is not None:
            aside = between(one.speaker, one.cue)
            if _length(aside) > _FURTHEST_CUE or self._ends_within(aside):
                return "too far apart"
            if negates(self._words(aside)) and one.kind != "denial" and one.certainty != "denied":
                return "not said so"
        colon = one.attribution[1] <= one.content[0] and _COLON_LINE.search(self._words(way))
        if _length(way) > _FURTHEST_CONTENT or (self._ends_within(way) and not colon):
            return "too far apart"
        if negates(self._words(way)) or negates(self._sentence_before(one.content[0])):
            return "not said so"
        return None

    def _sentence_before(self, at: int) -> str:
        """The last words before that place, as far as its sentence goes back."""
        words = self._text[max(0, at - _BEFORE) : at]
        return re.split(r"[.!?…\n\"“„«]", words)[-1]

    def _bare(self, mark: Range) -> Range:
        """Without the stops at its end."""
        words = self._words(mark)
        return (mark[0], mark[0] + len(words.rstrip(" .,;!?…")))

    def _of_voices(self, one: Claimed) -> str | None:
        """A cue that the rules know for another's is his; so is what stands behind another's name."""
        way = self._way(one)
        aside = between(one.speaker, one.cue) if one.cue else way
        for speaker, cue in self._voices:
            own = speaker is not None and overlap(speaker, one.speaker)
            if one.cue is not None and cue is not None and overlap(cue, one.cue) and speaker is not None and not own:
                return "another speaks"
            between_them = [part for part in (speaker, cue) if part is not None]
            if not own and any(inside(part, gap) for part in between_them for gap in (way, aside)):
                return "another speaks"
        others = (name for name in self._persons if not overlap(name, one.speaker))
        if any(inside(name, gap) for name in others for gap in (way, aside)):
            return "another speaks"
        return None

    def _ends_within(self, where: Range) -> bool:
        """Whether a sentence or a paragraph ends there."""
        if "\n" in self._words(where):
            return True
        words = self._words((where[0], min(len(self._text), where[1] + _MARKS_AND_LETTER)))
        stops = (found for found in _STOP.finditer(words) if found.start(2) < where[1] - where[0])
        return any(not is_short_form(found[1]) for found in stops)

    def _words(self, where: Range) -> str:
        return self._text[where[0] : where[1]]


def _marked(quoted: Range) -> Range:
    return (quoted[0] - 1, quoted[1] + 1)


def _length(one: Range) -> int:
    return one[1] - one[0]


def _range(span: object) -> Range | None:
    start, end = getattr(span, "start", None), getattr(span, "end", None)
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None
