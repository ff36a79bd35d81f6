"""Whether what a word tells has happened, by the words around it: from +3, certainly, to -3, certainly not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vedette.model.statement import Kind
from vedette.understand.light.running import Row
from vedette.understand.slavic.event_words import event_words
from vedette.understand.slavic.factuality_words import FactualityWords, factuality_words
from vedette.understand.slavic.openers import opened

_BREAKS = frozenset(',;:—–(.!?«»"')
_AGAINST = frozenset({"але", "но", "а", "однак", "однако", "проте"})
_LEFT, _RIGHT, _NEAR, _DEPTH = 12, 6, 4, 3
_QUALIFYING = frozenset({"adjective", "participle", "numeral", "number", "pronoun", "preposition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`kind` is what it makes of words that are the outlet's own. `tried` marks what is wanted, tried or failed;
    `achieved` what was wanted and came about."""

    value: float
    kind: Kind | None = None
    tried: bool = False
    achieved: bool = False


TOLD = Standing(value=3.0)
DENIED = Standing(value=-3.0)
_ACHIEVED = Standing(value=3.0, achieved=True)
AVERTED = Standing(value=-2.0, tried=True)
_FORESEEN = Standing(value=1.0, kind="prediction")
_POSSIBLE = Standing(value=1.0, kind="speculation")
_TRIED = Standing(value=0.8, tried=True)
_WANTED = Standing(value=0.8, kind="intent", tried=True)
_CALLED = Standing(value=0.8, kind="call", tried=True)
_CONDITIONAL = Standing(value=0.5, kind="prediction")
_UNPROVEN = Standing(value=0.0)


def standing(row: Row, head: int, *, ground: bool = False) -> Standing:
    """`head` is the word that tells the deed; `ground` where the deed is to take or lose ground."""
    return _Reader(row, head, factuality_words(row.parse.language), ground=ground).read()


class _Reader:
    def __init__(self, row: Row, head: int, words: FactualityWords, *, ground: bool) -> None:
        self.row, self.head, self.words, self.ground = row, head, words, ground
        self.first, self.last = self._clause()

    def read(self) -> Standing:
        local = self._noun() if self._is_noun() else self._verb(self.head, _DEPTH)
        opening = opened(self.row, self.head, self.words)
        match opening:
            case "until":
                return _FORESEEN if self._tense(self.head) == "futr" else TOLD
            case "if":
                return _least(local, _CONDITIONAL)
            case "whether":
                return _least(local, replace(_POSSIBLE, kind="question"))
            case "purpose":
                return _least(local, _WANTED)
            case "wish":
                return _least(local, _CALLED)
            case "unproven":
                return _least(local, replace(_POSSIBLE, value=0.8))
            case "false":
                return replace(local, value=-local.value)
        return self._asked(local)

    def _asked(self, local: Standing) -> Standing:
        """A question leaves open what it does not take for granted: "Хто обстріляв?"."""
        opens, closes = self.row.opens[self.head], self.row.closes[self.head]
        sentence = self.row.words[opens:closes]
        if not any("?" in word.text for word in sentence[-2:]):
            return local
        granted = any(word.lower in self.words.asked for word in sentence[:3])
        return replace(local, kind="question") if granted else _least(local, replace(_POSSIBLE, kind="question"))

    # the clause ------------------------------------------------------------------------------------------------------

    def _clause(self) -> tuple[int, int]:
        first, last = self.head, self.head + 1
        opens, closes = self.row.opens[self.head], self.row.closes[self.head]
        while first > opens and not self._breaks(first - 1):
            first -= 1
        while last < closes and not self._breaks(last):
            last += 1
        return first, last

    def _breaks(self, index: int) -> bool:
        word = self.row.words[index]
        return word.text in _BREAKS or word.lower in _AGAINST

    def _is_noun(self) -> bool:
        return self.row.words[self.head].pos in {"noun", "unknown"}

    def _tense(self, index: int) -> str | None:
        return self.row.words[index].form.tense

    def _is_denied(self, index: int) -> bool:
        """ "не взяли", "не був узятий"."""
        before = self.row.words[max(self.first, index - 2) : index]
        if before and before[-1].lower in self.words.negation:
            return True
        linked = len(before) == 2 and not self.words.future.isdisjoint(before[1].lemmas)
        return linked and before[0].lower in self.words.negation

    # a verb ----------------------------------------------------------------------------------------------------------

    def _verb(self, index: int, depth: int) -> Standing:
        if self.row.words[index].pos == "infinitive":
            return self._infinitive(index, depth)
        if self._is_denied(index):
            return DENIED
        near = self.row.words[max(self.first, index - 3) : min(self.last, index + 3)]
        if self._would(index):
            return _CONDITIONAL
        future = self._tense(index) == "futr" or any(
            word.form.tense == "futr" and not self.words.future.isdisjoint(word.lemmas) for word in near
        )
        return _FORESEEN if future else TOLD

    def _would(self, index: int) -> bool:
        """ "захопив би"; not "вроде бы захватил"."""
        for at in range(max(self.first, index - 3), min(self.last, index + 3)):
            if self.row.words[at].lower in self.words.would:
                before = self.row.before(at)
                return before is None or before.lower not in self.words.seeming
        return False

    def _infinitive(self, index: int, depth: int) -> Standing:
        governor = next(self._governors(index), None)
        if governor is None or not depth:
            return _WANTED
        return self._governed(governor, depth, negated=self._is_denied(governor))

    def _governors(self, index: int) -> Iterator[int]:
        """Words that govern it, the nearest before it first, then those behind it: "взяти Ізюм не вдалося"."""
        governing = self.words.governing
        for at in range(index - 1, max(self.first, index - _LEFT) - 1, -1):
            if not governing.isdisjoint(self.row.words[at].lemmas):
                yield at
        for at in range(index + 1, min(self.last, index + 1 + _RIGHT)):
            if not governing.isdisjoint(self.row.words[at].lemmas):
                yield at

    def _governed(self, at: int, depth: int, *, negated: bool) -> Standing:
        words, lemmas = self.words, self.row.words[at].lemmas
        if negated and lemmas & words.hindering:
            return AVERTED
        if lemmas & words.future:
            return DENIED if negated else _FORESEEN if self._tense(at) == "futr" else _WANTED
        if lemmas & words.achieving:
            above = AVERTED if negated else self._verb(at, depth - 1)
            return _ACHIEVED if above is TOLD else above
        if lemmas & words.tried:
            return AVERTED if negated or self._has_failed() else _TRIED
        if lemmas & words.averting:
            return TOLD if negated else AVERTED
        if lemmas & words.possible:
            return AVERTED if negated else _POSSIBLE
        return _CALLED if lemmas & words.obliged else _WANTED

    def _has_failed(self) -> bool:
        """ "Спроба невдала", "попытка не удалась"."""
        for at in range(self.row.opens[self.head], self.row.closes[self.head]):
            lemmas = self.row.words[at].lemmas
            if lemmas & self.words.failed or (lemmas & self.words.achieving and self._is_denied(at)):
                return True
        return False

    # a noun ----------------------------------------------------------------------------------------------------------

    def _noun(self) -> Standing:
        above = self._above()
        if any(self.row.words[at].lemmas & self.words.evidence and self._is_denied(at) for at in self._around()):
            return _UNPROVEN
        carried = self._carried()
        return above if above.value < carried.value else carried

    def _above(self) -> Standing:
        """What stands before it: "загроза обстрілу", "жодного обстрілу", "ймовірний наступ", "планує наступ"."""
        words = self.words
        for at in range(self.head - 1, max(self.first, self.head - 1 - _NEAR) - 1, -1):
            word = self.row.words[at]
            if word.lower in words.none or word.lemmas & words.none:
                return DENIED
            if word.lemmas & words.unsure and at + 1 == self.head:
                return _POSSIBLE
            if word.lemmas & words.evidence and self._is_unproven(at):
                return _UNPROVEN
            if word.lemmas & words.tried:
                return self._attempted()
            if word.lemmas & (words.governing - words.achieving - words.verbal - words.future - words.obliged):
                return self._governed(at, _DEPTH, negated=self._is_denied(at))
            if word.pos not in _QUALIFYING and not word.lemmas & words.carrying and word.lower not in words.negation:
                break
        return TOLD

    def _attempted(self) -> Standing:
        """An assault that was tried was one; ground that was to be taken was not taken."""
        if not self.ground:
            return TOLD
        return AVERTED if self._has_failed() else _TRIED

    def _is_unproven(self, at: int) -> bool:
        near = self.row.words[max(self.first, at - 3) : min(self.last, at + 4)]
        return any(word.lower in self.words.negation or word.lower in self.words.none for word in near)

    def _carried(self) -> Standing:
        """The verb that only carries it: "обстрілів не було", "може відбутися штурм", "завдамо удару"."""
        light = event_words(self.row.parse.language).control.light
        for at in self._around():
            word = self.row.words[at]
            if word.pos not in {"verb", "infinitive", "participle", "predicative"} or not word.lemmas & light:
                continue
            if word.lemmas & self.words.possible:
                continue
            return self._verb(at, _DEPTH)
        return TOLD

    def _around(self) -> Iterator[int]:
        for step in range(1, _RIGHT + 1):
            yield from (at for at in (self.head - step, self.head + step) if self.first <= at < self.last)


def _least(one: Standing, other: Standing) -> Standing:
    """The weaker of what both leave open; a sign stays."""
    if abs(one.value) <= other.value:
        return replace(one, kind=other.kind)
    return replace(other, value=other.value if one.value >= 0 else -other.value, tried=one.tried or other.tried)
