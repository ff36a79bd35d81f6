"""What a number counts of the losses of a war, and whose: read from the words of its sentence.

Language is data here: word beginnings of every language stand side by side, and the order of words decides little.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vedette.fuse.reach import reach_of
from vedette.fuse.sides import Sides
from vedette.fuse.tables import row_of
from vedette.model.event import Measure, Reach
from vedette.model.ids import SideId
from vedette.model.mention import Quantity

_Said = Measure | Literal["lost"]
# Word beginnings by language; the one that goes with the number says what was counted.
_MEASURES: dict[_Said, tuple[str, ...]] = {
    "killed": ("kill", "dead", "death", "die", "dying", "fatal", "lost their li", "eliminat", "slain", "убит", "погиб",
               "загин", "вбит", "ліквід", "ликвид"),
    "wounded": ("wound", "injur", "hurt", "ранен", "поранен", "пострада", "постражда"),
    "casualties": ("casualt",),
    "captured": ("captured", "capturing", "captures", "captive", "prisoner", "surrender", "taken captive", "detain",
                 "плен", "полон"),
    "missing": ("missing", "unaccounted", "пропа", "зник"),
    "displaced": ("displac", "evacuat", "fled", "flee", "refugee", "эваку", "евакуй", "бежен", "біжен", "переселен"),
    "destroyed": ("destroy", "destruct", "shot down", "shoot down", "down", "intercept", "knock", "burn", "уничтож",
                  "знищ", "сбит", "збит"),
    "lost": ("lost", "lose", "losing", "losses of", "loss of", "потеря", "втрат"),
}  # fmt: skip
_LOSS = re.compile(
    "|".join(
        rf"(?P<{measure}>\b(?:" + "|".join(map(re.escape, stems)) + r")\w*)" for measure, stems in _MEASURES.items()
    ),
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:person|people|soldier|troop|servicem|personnel|fighter|militant|civilian|resident|inhabitant|child|wom[ae]n|"
    r"m[ae]n\b|boy|girl|officer|guard|prisoner|casualt|victim|refugee|mercenar|sailor|marine|paratroop|pilot|crew|"
    r"человек|люд|осіб|особ|солдат|военн|військов|жител|мирн|дет|діт|боец|бойц|бійц)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"\b(?:%|per ?cent|percent|km|kilomet|met(?:re|er)|mile|hectare|day|week|month|year|hour|minute|euro|dollar|hryvn|"
    r"rouble|ruble|pound|usd|village|settlement|town|cit(?:y|ies)|degree|time|date|процент|гривн|рубл|сел|посел|насел)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(?:tank|vehicle|drone|missile|aircraft|plane|helicopter|gun|howitzer|system|uav|ship|boat|launcher|piece|unit)",
    re.IGNORECASE,
)
_CIVILIANS = re.compile(r"\b(?:civilian|resident|inhabitant|child|мирн|цивіл|жител|дет|діт)", re.IGNORECASE)
# "killed or wounded" counts both together.
_BOTH = re.compile(r"\w+ (?:and|or|и|или|та|або|чи) (?:\w+ )?\w+", re.IGNORECASE)
_SUFFERED = re.compile(
    r"\b(?:suffer|sustain|incur|lost\b|lose\b|loses\b|losing\b|casualt|losses\b|loss of\b|death toll|toll\b|"
    r"had\W*$|потеря|втрат|понес|зазна)\w*",
    re.IGNORECASE,
)
# "lost 100 killed": what follows says how.
_LOST = re.compile(r"los|потер|втрат", re.IGNORECASE)
_BREAK = re.compile(r"[;!?\n]|[.:](?=\s|$)")
_CLAUSE = re.compile(r",|\bwhile\b|\bwhereas\b|\bbut\b", re.IGNORECASE)
# "killed 8 civilians and wounded 42 more": of the same.
_OTHERS = re.compile(r"^(?:(?:more|others?|another|еще|ещё|ще)\b\s*)+$", re.IGNORECASE)
_SMALL = re.compile(
    r"(?:[^\w,;]|\b(?:of|to|as|a|an|the|total|some|over|about|around|up|at|least|more|than|also|another)\b)*"
)
_STOPS = frozenset(
    {"were", "was", "are", "is", "had", "have", "has", "been", "being", "be", "who", "which", "that", "and", "or", "in"}
    | {"on", "at", "by", "from", "during", "after", "when", "as", "near", "with", "among", "amid", "between", "since"}
    | {"including", "would", "will", "could", "и", "в", "на", "за", "у", "та", "і"}
)
_TOTAL = re.compile(r"\b(?:of|из|із|з)\s+(?:the\s+|about\s+|some\s+)*$", re.IGNORECASE)
_REACH = 120
_SUBJECT = 8
_NOUN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """`side` and `civilians` say whose loss it is, where the words do; `counted` is the noun phrase, `reach` what the
    number counts."""

    quantity: Quantity
    what: Measure
    side: SideId | None
    civilians: bool
    counted: str | None
    reach: Reach = "event"


def tolls(quantities: Sequence[Quantity], text: str, sides: Sides) -> tuple[Toll, ...]:
    """Those of a text's numbers that count losses, in the order of the text."""
    ordered = sorted(quantities, key=lambda one: (one.span.start, one.span.end))
    found: list[Toll] = []
    for at, quantity in enumerate(ordered):
        after = ordered[at + 1] if at + 1 < len(ordered) else None
        before = ordered[at - 1] if at else None
        toll = _Reading(quantity, before, after, text, sides).toll(found[-1] if found else None)
        if toll is not None:
            found.append(toll)
    return tuple(found)


class _Reading:
    """One number in its sentence: `left` and `right` are the words up to the next numbers, `whole` all before it."""

    def __init__(
        self, quantity: Quantity, before: Quantity | None, after: Quantity | None, text: str, sides: Sides
    ) -> None:
        start, end = quantity.span.start, quantity.span.end
        self.quantity = quantity
        self.sides = sides
        self.row = row_of(text, start)
        self.whole = _BREAK.split(text[max(0, start - 2 * _REACH) : start])[-1]
        self.rest = _BREAK.split(text[end : end + _REACH])[0]
        self.left = self.whole if before is None else self.whole[-max(0, start - before.span.end) or len(self.whole) :]
        self.right = self.rest if after is None else self.rest[: max(0, after.span.start - end)]
        self.total = before if before is not None and _TOTAL.search(text[: before.span.start][-_REACH:]) else None
        self.joined = after is not None and len(self.right) < len(self.rest)
        self.kind = " ".join(filter(None, (quantity.unit, quantity.of)))
        self.noun = _noun(self.right)

    def toll(self, last: Toll | None) -> Toll | None:
        quantity = self.quantity
        if quantity.low is None and quantity.high is None and quantity.value is None:
            return None
        if _NOT_COUNTED.search(self.noun or self.kind) or quantity.change in ("up", "down"):
            return None
        what = self._measure()
        if what is None:
            return None
        bare = not _OTHERS.sub("", self.noun) and (not _PEOPLE.search(self.kind) or self.noun != "")
        inherits = bare and last is not None and self._follows(last)
        side, civilians = self._victim()
        if inherits and last is not None and side is None and not civilians:
            side, civilians = last.side, last.civilians
        of = quantity.of
        return Toll(
            quantity=quantity,
            what=what,
            side=side,
            civilians=civilians,
            counted=of if of and of[:1].isalpha() else None,
            reach=reach_of(self.whole, self.rest),
        )

    def _follows(self, last: Toll) -> bool:
        """In the same sentence, with no number between that counts something else."""
        return 0 < self.quantity.span.start - last.quantity.span.end <= len(self.left) + 1

    def _same_sentence(self, other: Quantity) -> bool:
        return self.quantity.span.start - other.span.end <= len(self.whole)

    def _measure(self) -> Measure | None:
        found = self._said()
        things = bool(_MACHINE.search(self.noun or self.kind))
        people = bool(_PEOPLE.search(self.noun or self.kind))
        if found == "destroyed" and people and not things:
            return "killed"
        if found == "lost":
            return "casualties" if people and not things else "destroyed"
        if found == "captured" and not people and (things or not self._bare()):
            return None
        if found in ("killed", "wounded", "casualties", "missing", "displaced") and things and not people:
            return "destroyed" if found == "killed" else None
        return found

    def _bare(self) -> bool:
        return not self.noun

    def _said(self) -> _Said | None:
        """The word of loss right before the number, else the first behind it, else the nearest before it."""
        direct = [one for one in _LOSS.finditer(self.left) if _SMALL.fullmatch(self.left[one.end() :])]
        behind = _LOSS.search(self.right)
        if direct and not (behind is not None and _LOST.match(direct[-1].group())):
            return self._named(direct[-1])
        if behind is not None and not (self.joined and _CLAUSE.search(self.right[: behind.start()])):
            return "casualties" if self._both(behind) else self._named(behind)
        if self.joined and behind is None and len(self.right) < _REACH // 3 and not _CLAUSE.search(self.right):
            shared = _LOSS.search(self.rest, len(self.right))
            if shared is not None and not _CLAUSE.search(self.rest[len(self.right) : shared.start()]):
                return self._named(shared)
        ahead = list(_LOSS.finditer(_CLAUSE.split(self.left)[-1]))
        return self._named(ahead[-1]) if ahead else None

    def _both(self, found: re.Match[str]) -> bool:
        pair = _BOTH.match(self.right[found.start() :])
        words = [one.lastgroup for one in _LOSS.finditer(pair.group())] if pair else []
        return len(set(words)) > 1 and not (self.joined and pair is not None and pair.end() >= len(self.right))

    @staticmethod
    def _named(found: re.Match[str]) -> _Said | None:
        return next((measure for measure in _MEASURES if measure == found.lastgroup), None)

    def _victim(self) -> tuple[SideId | None, bool]:
        """By the noun that is counted, else by who suffered it."""
        for words in (self.noun, self.kind):
            if words and (side := self.sides.of_name(words)):
                return side, bool(_CIVILIANS.search(words))
        if _CIVILIANS.search(self.noun or self.kind):
            return None, True
        if self.total is not None and not self.noun and self._same_sentence(self.total):
            whole = " ".join(filter(None, (self.total.unit, self.total.of, _noun(self.left))))
            return self.sides.of_name(whole), bool(_CIVILIANS.search(whole))
        if self.row is not None:
            return self.sides.of_name(self.row.first), bool(_CIVILIANS.search(self.row.first))
        found = list(_SUFFERED.finditer(self.whole))
        for one in reversed(found):
            if side := self._nearest_side(self.whole[: one.start()]):
                return side, False
        ahead = list(_LOSS.finditer(_CLAUSE.split(self.left)[-1]))
        civil = bool(ahead) and not self.noun and bool(_CIVILIANS.search(self.left[-_REACH:]))
        return None, civil

    def _nearest_side(self, words: str) -> SideId | None:
        """The last one named, not far off."""
        for word in reversed(words.split()[-_SUBJECT:]):
            if side := self.sides.of_name(word):
                return side
        return None


def _noun(right: str) -> str:
    """The words that follow the number, up to a verb of loss, a break, or a small number of words."""
    stop = _LOSS.search(right)
    words = _CLAUSE.split(right[: stop.start()] if stop else right)[0].split()
    kept: list[str] = []
    for word in words[:_NOUN]:
        if word.lower() in _STOPS:
            break
        kept.append(word)
    return " ".join(kept)
