"""Words, numbers and signs of a text, and where its sentences end.

Telegram has its own ways: a bullet or an emoji begins a line, headlines have no verb and no full stop, a line breaks in
the middle of a sentence, sentences follow each other without a space.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load

_LETTER = r"[^\W\d_]"
_APOSTROPHE = "'’ʼ`ʹ\u0301"
_WORD = rf"{_LETTER}(?:{_LETTER}|[{_APOSTROPHE}](?={_LETTER}))*"
_ENDS = frozenset(".!?…")
_CLOSING = frozenset("»”\"')]’")
_OPENING = frozenset("«“„\"([’'—–-•▪►#@")
_LONGEST_SENTENCE = 200
# More that close side by side close nothing.
_MOST_CLOSING = 12


@dataclass(frozen=True, slots=True)
class Token:
    """Offsets are code points into the text that was cut up."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """What a language's abbreviations make of full stops. `inside` never end a sentence, `may_end` do where one may
    begin; `leading` are the words that a line cannot end in ("у", "та")."""

    token: re.Pattern[str]
    inside: frozenset[str]
    may_end: frozenset[str]
    leading: frozenset[str]


@cache
def cutting(language: str) -> Cutting:
    table = load(language, "sentences")
    inside, may_end = table["abbreviations"]["inside"], table["abbreviations"]["may_end"]
    longest_first = sorted([*inside, *may_end], key=len, reverse=True)
    abbreviations = "|".join(re.escape(each).replace(r"\ ", r"\s?") for each in longest_first)
    # French "l'armée" is two words.
    elided = "|".join(table.get("words", {}).get("elided", ())) or "(?!)"
    pattern = (
        rf"(?P<address>https?://\S+|www\.\S+|t\.me/\S+)|[#@][\w]+|(?<!\w)(?i:{elided})['’](?=\w)|(?<![\w])(?i:{abbreviations})(?=\W|$)"
        rf"|{_WORD}(?:[-‑–](?:{_WORD}|\d+))*|\d+(?:[.,:]\d+)*(?:[-‑]?{_LETTER}{{1,3}}(?!{_LETTER}))?(?:-{_WORD})?"
        rf"|\.\.+|[!?]+|\S"
    )
    return Cutting(re.compile(pattern), _unspaced(inside), _unspaced(may_end), frozenset(table["lines"]["go_on_after"]))


def _unspaced(written: Iterable[str]) -> frozenset[str]:
    return frozenset(each.replace(" ", "") for each in written)


def tokens_of(text: str, start: int, end: int, language: str) -> list[Token]:
    """Those of `text[start:end]`, with offsets into `text`."""
    return [Token(match[0], match.start(), match.end()) for match in cutting(language).token.finditer(text, start, end)]


def sentences_of(text: str, tokens: Sequence[Token], language: str) -> Iterator[Sequence[Token]]:
    """The tokens, sentence by sentence; none is lost."""
    cut = cutting(language)
    first = 0
    for number in range(1, len(tokens)):
        if number - first >= _LONGEST_SENTENCE or _begins(text, tokens, number, cut):
            yield tokens[first:number]
            first = number
    if tokens:
        yield tokens[first:]


def _begins(text: str, tokens: Sequence[Token], number: int, cut: Cutting) -> bool:
    """Whether a sentence begins with this token."""
    token, before = tokens[number], tokens[number - 1]
    gap = text[before.end : token.start]
    if "\n" in gap:
        return gap.count("\n") > 1 or not _goes_on(before, token, cut)
    last, farthest = number - 1, max(0, number - 1 - _MOST_CLOSING)
    while last > farthest and tokens[last].text in _CLOSING and not text[tokens[last - 1].end : tokens[last].start]:
        last -= 1
    if not _ends(tokens, last, cut):
        return _is_sign(token.text) and not _is_sign(before.text) and _begins_after_sign(tokens, number)
    if not gap:
        return _is_glued(tokens, last, number)
    return _may_begin(token.text) and not _is_aside(tokens, number)


def _goes_on(before: Token, token: Token, cut: Cutting) -> bool:
    """A line that breaks in the middle of its sentence."""
    if before.text in _ENDS or _is_sign(before.text) or not (token.text[0].isalpha() or token.text[0].isdigit()):
        return False
    return before.text == "," or before.text.lower() in cut.leading or token.text[0].islower()


def _ends(tokens: Sequence[Token], last: int, cut: Cutting) -> bool:
    text = tokens[last].text
    lower = "".join(text.lower().split())
    if lower in cut.inside:
        return False
    if lower in cut.may_end:
        return True
    if text[-1] not in _ENDS:
        return False
    initial = text == "." and last and len(tokens[last - 1].text) == 1 and tokens[last - 1].text.isupper()
    return not initial


def _may_begin(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit() or text[0] in _OPENING or _is_sign(text)


def _is_aside(tokens: Sequence[Token], number: int) -> bool:
    """«Ні!» — сказав він: what follows the dash belongs to the same sentence."""
    if tokens[number].text not in {"—", "–", "-"} or number + 1 >= len(tokens):
        return False
    return tokens[number + 1].text[0].islower()


def _is_glued(tokens: Sequence[Token], last: int, number: int) -> bool:
    """ "області.Ворог": the space was forgotten."""
    before = tokens[last - 1].text if last else ""
    return tokens[last].text[-1] in _ENDS and len(before) > 2 and before.islower() and tokens[number].text[0].isupper()


def _is_sign(text: str) -> bool:
    """An emoji, a bullet, a flag."""
    return ord(text[0]) >= 0x2190 and not text[0].isalpha()


def _begins_after_sign(tokens: Sequence[Token], number: int) -> bool:
    """An emoji in the middle of a line begins a sentence where a capital follows it."""
    following = number
    while following < len(tokens) and (_is_sign(tokens[following].text) or tokens[following].text == "\ufe0f"):
        following += 1
    return following < len(tokens) and tokens[following].text[0].isupper()
