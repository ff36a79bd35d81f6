"""Lines that tell from where a message came: "Переслано от …" before it, "Джерело: …" or "via @…" behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vedette.model.ids import DocumentId
from vedette.model.span import Span
from vedette.model.statement import Statement, Via
from vedette.understand.lexicon import load

_LONGEST_LINE, _LONGEST_NAME, _MOST_WORDS = 200, 80, 7
_LINE = re.compile(r"[^\n]+")
_HANDLE = r"@\w{3,64}|https?://\S{3,160}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Code points `start` to `end` of a line that names it; `before` where what it carried stands behind the line."""

    start: int
    end: int
    via: Via
    before: bool


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A line of forwarding, and one that names a source."""
    words = load(language, "attribution")["carriers"]
    forwarded = "|".join(re.escape(each) for each in words["forwarded"])
    sources = "|".join(re.escape(each) for each in words["sources"])
    named = rf"(?P<name>[^\n]{{2,{_LONGEST_NAME}}}?)"
    head = rf"[^\w\n]{{0,8}}(?:{forwarded})[ \t]*:?[ \t]*{named}[ \t]*"
    tail = rf"[^\w\n]{{0,8}}(?:(?:{sources})[ \t]*[:—–][ \t]*{named}|(?:via|через)[ \t]+(?P<handle>{_HANDLE}))[ \t.)]*"
    return re.compile(head, re.IGNORECASE), re.compile(tail, re.IGNORECASE)


def find_carriers(text: str, document: DocumentId, language: str, start: int, end: int) -> tuple[Carrier, ...]:
    """In the order of `text[start:end]`."""
    return tuple(_carriers(text, document, language, start, end))


def _carriers(text: str, document: DocumentId, language: str, start: int, end: int) -> Iterator[Carrier]:
    head, tail = _patterns(language)
    for line in _LINE.finditer(text, start, end):
        if line.end() - line.start() > _LONGEST_LINE:
            continue
        for pattern, before in ((head, True), (tail, False)):
            found = pattern.fullmatch(text, line.start(), line.end())
            group = next((each for each in ("name", "handle") if found and found.groupdict().get(each)), None)
            if found is None or group is None or not _is_name(found[group]):
                continue
            span = Span(document=document, start=found.start(group), end=found.end(group))
            yield Carrier(
                start=line.start(), end=line.end(), via=Via(name=found[group].lstrip("@"), span=span), before=before
            )
            break


def _is_name(text: str) -> bool:
    """A few words, the first with a capital: no sentence."""
    words = text.split()
    return len(words) <= _MOST_WORDS and (text[0].isupper() or text[0] in '@«"“h') and not text.endswith((".", "!"))


def without(text: str, carriers: Sequence[Carrier]) -> str:
    """The text with blanks where a line tells that it was forwarded; every offset stays."""
    pieces, at = [], 0
    for each in carriers:
        if each.before:
            pieces += [text[at : each.start], " " * (each.end - each.start)]
            at = each.end
    return "".join([*pieces, text[at:]]) if pieces else text


def with_carriers(statements: Sequence[Statement], carriers: Sequence[Carrier]) -> tuple[Statement, ...]:
    """Statements that have no channel of their own get that of the lines around them; what a source's line itself
    seems to say is nobody's statement."""
    if not carriers:
        return tuple(statements)
    kept = [each for each in statements if not any(_inside(each, line) for line in carriers)]
    return tuple(_carried(each, carriers) for each in kept)


def _inside(statement: Statement, line: Carrier) -> bool:
    return line.start <= statement.content.start and statement.content.end <= line.end


def _carried(statement: Statement, carriers: Sequence[Carrier]) -> Statement:
    if statement.via is not None:
        return statement
    at = statement.content.start
    behind = next((each for each in carriers if not each.before and each.start >= at), None)
    ahead = next((each for each in reversed(carriers) if each.before and each.end <= at), None)
    found = ahead or behind
    return replace(statement, via=found.via) if found is not None else statement
