"""Numbers in digits and words, before anybody asks what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.understand.lexicon import load

_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)|\d+(?:\.\d+)?|(?<![\d\w])\.\d+"
)
_LONGEST_DIGITS = 18
_LONGEST_WORD = 20
_COUNTED = re.compile(r" ([a-z]{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`text[start:end]` reads as `value`. `words` tells a spelt number, `fraction` a part of one ("two thirds")."""

    start: int
    end: int
    value: float
    words: bool = False
    fraction: bool = False
    scaled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    plain: dict[str, float]
    scale: dict[str, float]
    suffix: dict[str, float]
    money: dict[str, float]
    fraction: dict[str, float]
    signs: dict[str, float]
    articles: frozenset[str]
    joiner: str
    half: str
    not_after: frozenset[str]
    of: str
    not_counted: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(slots=True)
class _Piece:
    kind: str
    text: str
    start: int
    end: int


@cache
def _lexicon(language: str) -> _Lexicon:
    raw: dict[str, Any] = load(language, "numbers")
    words = [*raw["plain"], *raw["scale"], *raw["fraction"], *raw["article"], raw["joiner"]]
    alternatives = "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))
    suffixes = "|".join(sorted({*raw["suffix"], *raw["suffix_money"]}, key=len, reverse=True))
    pattern = re.compile(
        rf"(?P<slash>(?<=\s)\d/\d\b(?!/))|(?P<digits>(?:(?<![\w.])|(?<=\b[A-Z]{{2}})|(?<=\b[A-Z]{{3}}))(?:{_DIGITS}))"
        rf"(?P<suffix>(?:{suffixes})\b)?|(?P<sign>[{''.join(raw['fraction_sign'])}])|\b(?P<word>{alternatives})\b",
        re.IGNORECASE,
    )
    return _Lexicon(
        plain=raw["plain"],
        scale=raw["scale"],
        suffix=raw["suffix"],
        money=raw["suffix_money"],
        fraction=raw["fraction"],
        signs=raw["fraction_sign"],
        articles=frozenset(raw["article"]),
        joiner=raw["joiner"],
        half=raw["halves"]["word"],
        not_after=frozenset(raw["halves"]["not_after"]),
        of=raw["halves"]["of"],
        not_counted=frozenset(raw["not_counted"]),
        pattern=pattern,
    )


def find_numbers(text: str, language: str = "en") -> tuple[Number, ...]:
    """Every number in order, none overlapping. Offsets are code points; "one" and "second" are left to the caller."""
    lexicon = _lexicon(language)
    found: list[Number] = []
    for run in _runs(_pieces(text, lexicon), text):
        at = 0
        while at < len(run):
            number, used = _Reading(run, at, text, lexicon).read()
            if number is not None:
                found.append(number)
            at += max(used, 1)
    return tuple(found)


def _pieces(text: str, lexicon: _Lexicon) -> Iterator[_Piece]:
    for match in lexicon.pattern.finditer(text):
        kind = match.lastgroup or ""
        if kind == "suffix":
            suffix = match["suffix"]
            value = _suffix(suffix, text, match.start(), match.end(), lexicon)
            yield _Piece("digits", match["digits"], match.start(), match.end("digits"))
            if value:
                yield _Piece("suffix", str(value), match.start("suffix"), match.end())
        elif kind == "word":
            yield _Piece(_kind(match[0].lower(), lexicon), match[0].lower(), match.start(), match.end())
        else:
            yield _Piece(kind, match[0], match.start(), match.end())


def _suffix(suffix: str, text: str, start: int, end: int, lexicon: _Lexicon) -> float | None:
    """ "$5m", "5M" and "5m people" are millions; "5m" and "5m long" are metres; "5k" is always thousands."""
    if suffix.lower() in lexicon.suffix:
        return lexicon.suffix[suffix.lower()]
    before = text[max(0, start - 4) : start].rstrip()
    money = bool(before) and (before[-1] in "$€£¥₴₽" or re.search(r"\b[A-Z]{3}$", before) is not None)
    counted = _COUNTED.match(text, end)
    if money or suffix == "M" or (counted is not None and counted[1] not in lexicon.not_counted):
        return lexicon.money.get(suffix.lower())
    return None


def _kind(word: str, lexicon: _Lexicon) -> str:
    if word in lexicon.plain:
        return "plain"
    if word in lexicon.scale:
        return "scale"
    if word in lexicon.fraction:
        return "fraction"
    return "joiner" if word == lexicon.joiner else "article"


def _runs(pieces: Iterator[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Pieces with nothing but a space or a hyphen between them."""
    run: list[_Piece] = []
    for piece in pieces:
        gap = text[run[-1].end : piece.start] if run else ""
        if run and (gap not in ("", " ", "-", "\n", "‑", "\u00a0") or (gap == "" and piece.kind == "digits")):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


class _Reading:
    """One number read from `pieces[at:]`; `read` says how many pieces it took."""

    def __init__(self, pieces: list[_Piece], at: int, text: str, lexicon: _Lexicon) -> None:
        self.pieces, self.first, self.at, self.text, self.lexicon = pieces, at, at, text, lexicon
        self.total = 0.0
        self.current: float | None = None
        self.fraction = self.scaled = False

    def _piece(self, ahead: int = 0) -> _Piece | None:
        index = self.at + ahead
        return self.pieces[index] if index < len(self.pieces) else None

    def _hyphen(self) -> bool:
        """Whether a hyphen stands before the current piece."""
        return self.at > self.first and self.text[self.pieces[self.at].start - 1] in "-‑"

    def read(self) -> tuple[Number | None, int]:
        begin = self.pieces[self.first]
        if begin.kind == "article" and not self._article():
            return None, 1
        while (piece := self._piece()) is not None and self._take(piece):
            self.at += 1
        if self.current is None and not self.total:
            return None, 1
        last = self.pieces[self.at - 1]
        value = self.total + (self.current or 0.0)
        number = Number(
            start=begin.start,
            end=last.end,
            value=value,
            words=begin.kind != "digits",
            fraction=self.fraction,
            scaled=self.scaled,
        )
        return number, self.at - self.first

    def _article(self) -> bool:
        """ "a million", "a dozen", "a half-million", "a third of"."""
        following = self._piece(1)
        if following is None or following.kind not in ("scale", "fraction"):
            return False
        self.current = 1.0
        self.at += 1
        return following.kind != "fraction" or self._is_fraction(following)

    def _take(self, piece: _Piece) -> bool:
        match piece.kind:
            case "digits":
                return self._digits(piece)
            case "plain":
                return self._plain(self.lexicon.plain[piece.text])
            case "scale":
                return self._scale(self.lexicon.scale[piece.text])
            case "suffix":
                return self._scale(float(piece.text))
            case "fraction":
                return self._part(piece)
            case "sign" | "slash":
                return self._sign(piece)
            case "joiner":
                return self._join()
        return False

    def _digits(self, piece: _Piece) -> bool:
        if self.current is not None or self.total or len(piece.text) > _LONGEST_DIGITS:
            return False
        self.current = float(re.sub(r"[,\s]", "", piece.text))
        return True

    def _plain(self, value: float) -> bool:
        if self.current is None:
            if self.total and self.total % 1000:
                return False
            self.current = value
            return True
        tail = self.current % 100
        spelt = self.pieces[self.at - 1].kind != "digits"
        if spelt and ((tail == 0 and self.current >= 100) or (tail >= 20 and tail % 10 == 0 and 0 < value < 10)):
            self.current += value
            return True
        return False

    def _scale(self, factor: float) -> bool:
        if self.current is None:
            return False
        self.scaled = True
        if factor < 1000:
            self.current *= factor
        else:
            self.total, self.current = self.total + self.current * factor, None
        return True

    def _is_fraction(self, piece: _Piece) -> bool:
        """A third is a part only of something; a half is one nearly always."""
        after = self.text[piece.end : piece.end + 4].lower()
        if piece.text == self.lexicon.half:
            start = self.pieces[self.first].start
            before = self.text[max(0, start - _LONGEST_WORD) : start].split()[-1:] if self.first == self.at else []
            return not before or before[0].lower() not in self.lexicon.not_after
        return after.startswith(f" {self.lexicon.of}") or self._hyphen()

    def _part(self, piece: _Piece) -> bool:
        if not self._is_fraction(piece):
            return False
        if piece.text == self.lexicon.half and self.current is None:
            return self._half(piece)
        if self.current is None or self.total or self.pieces[self.at - 1].kind == "fraction":
            return False
        self.current *= self.lexicon.fraction[piece.text]
        self.fraction = True
        return True

    def _half(self, piece: _Piece) -> bool:
        """ "half", "half a million", "half-dozen"."""
        self.current = self.lexicon.fraction[piece.text]
        self.fraction = True
        article, scale = self._piece(1), self._piece(2)
        if article is not None and article.kind == "article" and scale is not None and scale.kind == "scale":
            self.at += 1
        return True

    def _sign(self, piece: _Piece) -> bool:
        if piece.kind == "slash":
            above, below = piece.text.split("/")
            if below == "0":
                return False
            value = int(above) / int(below)
        else:
            value = self.lexicon.signs[piece.text]
        self.fraction = self.current is None
        self.current = (self.current or 0.0) + value
        return True

    def _join(self) -> bool:
        """ "two hundred and five", "two and a half"; elsewhere "and" ends the number."""
        following, beyond = self._piece(1), self._piece(2)
        if following is None or self.at == self.first:
            return False
        if following.kind == "plain" and self.pieces[self.at - 1].kind == "scale":
            return (self.current or 0.0) >= 100 or (self.current is None and self.total >= 1000)
        half = following if following.kind == "fraction" else beyond
        if half is None or half.text != self.lexicon.half or self.current is None or self.current != int(self.current):
            return False
        if following.kind not in ("article", "fraction"):
            return False
        self.current += 0.5
        self.at += 1 if following is half else 2
        return True
