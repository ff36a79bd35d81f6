"""What became of a threat: what its holder said of it later, and which reports use the words of its condition."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from sys import intern
from typing import Literal

from vedette.fuse.stems import Rarity, overlap, spelt
from vedette.model.event import Sequel, Touch
from vedette.model.ids import StatementId
from vedette.model.statement import Statement

ALIKE = 0.3
_TOUCHING = 0.5
_LEAST_SHARED = 2
_MOST_TOUCHES = 5
# A word that more than a tenth of all statements have says nothing of a matter.
_COMMON = 0.1
_SLACK = 1e-9
_TELLING = frozenset({"report", "claim", "admission"})
_Of = Literal["condition", "action"]
_FIRM = ("possible", "unconfirmed", "probable", "asserted", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with its day, its words with those of its condition, and the stems of both."""

    statement: Statement
    day: date | None
    text: str
    stems: frozenset[str]
    condition: frozenset[str] = frozenset()
    severity: int = 1


def sequels(menaces: Sequence[Said], denials: Iterable[Said]) -> tuple[Sequel, ...]:
    """Of one threat: its statements on later days, each against the one before, and what its holder denied since.

    `menaces` are in the order of their days; `denials` are the holder's own.
    """
    first = menaces[0]
    found = [(later.day, _how(before, later)) for before, later in _on_later_days(menaces)]
    found += [(denial.day, _withdrawal(first, denial)) for denial in denials if withdraws(first, denial)]
    found.sort(key=lambda item: (item[0] or date.max, item[1].statement))
    return tuple(sequel for _, sequel in found)


def withdraws(threat: Said, denial: Said) -> bool:
    later = denial.day is not None and threat.day is not None and denial.day > threat.day
    alike = overlap(threat.stems, denial.stems) >= ALIKE
    return later and alike and len(threat.stems & denial.stems) >= _LEAST_SHARED


def _on_later_days(menaces: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Only where the texts give days of speaking: a later paper may quote the first."""
    dated = [one for one in menaces if one.statement.said is not None]
    before = dated[0] if dated else None
    for one in dated[1:]:
        if before is not None and one.day and before.day and one.day > before.day:
            yield before, one
            before = one


def _how(before: Said, later: Said) -> Sequel:
    reasons = [
        *_compared(later.severity, before.severity, "names a graver measure", "names a milder measure"),
        *_compared(bool(before.condition), bool(later.condition), "drops the condition", "adds a condition"),
        *_compared(_firmness(later), _firmness(before), "is said more firmly", "is said less firmly"),
    ]
    balance = sum(weight for weight, _ in reasons)
    how = "hardens" if balance > 0 else "softens" if balance < 0 else "repeats"
    told = tuple(reason for _, reason in reasons) or ("said again on another day",)
    return Sequel(statement=later.statement.id, how=how, reasons=told)  # type: ignore[arg-type]


def _compared(later: int, before: int, more: str, less: str) -> list[tuple[int, str]]:
    if later == before:
        return []
    return [(1, more)] if later > before else [(-1, less)]


def _firmness(said: Said) -> int:
    certainty = said.statement.certainty
    return _FIRM.index(certainty) if certainty in _FIRM else 0


def _withdrawal(first: Said, denial: Said) -> Sequel:
    shared = spelt(first.stems & denial.stems, first.text)
    return Sequel(statement=denial.statement.id, how="withdraws", reasons=(f"denied in the same words: {shared}",))


@dataclass(frozen=True, slots=True)
class _Report:
    """`stems` in order; a set of them would be several times as large, and there are as many as statements."""

    statement: StatementId
    day: date | None
    stems: tuple[str, ...]


class Touching:
    """Looks for reports in the words of conditions and announcements, among all that is told."""

    def __init__(self) -> None:
        self._told: dict[int, _Report] = {}
        self._numbers: dict[StatementId, int] = {}
        self._having: dict[str, array[int]] = {}
        self._rarity = Rarity()
        self._next = 0

    @property
    def scale(self) -> int:
        """With another scale, every touch is another."""
        return self._rarity.scale

    def add(self, said: Said) -> set[str]:
        """The words that now weigh something else."""
        one = said.statement.id
        if not _tells(said.statement) or one in self._numbers:
            return set()
        number, self._next = self._next, self._next + 1
        self._numbers[one] = number
        self._told[number] = _Report(one, said.day, tuple(map(intern, sorted(said.stems))))
        for stem in said.stems:
            self._having.setdefault(stem, array("I")).append(number)
        return self._rarity.add(said.stems)

    def remove(self, statement: StatementId) -> set[str]:
        number = self._numbers.pop(statement, None)
        if number is None:
            return set()
        stems = self._told.pop(number).stems
        for stem in stems:
            having = self._having[stem]
            del having[bisect_left(having, number)]
        return self._rarity.add(frozenset(stems), -1)

    def stems_of(self, statement: StatementId) -> frozenset[str]:
        """Empty for what does not report."""
        number = self._numbers.get(statement)
        return frozenset(self._told[number].stems) if number is not None else frozenset()

    def of(self, threat: Said, own: frozenset[str]) -> tuple[Touch, ...]:
        """At most five, the likeliest first. `own` are the threat's statements."""
        found = [touch for of, stems in _wanted(threat) for touch in self._touches(stems, threat.day, of, own)]
        best: dict[StatementId, _Found] = {}
        for touch in sorted(found, key=lambda one: (-one.score, one.of, one.report.statement)):
            best.setdefault(touch.report.statement, touch)
        return tuple(_touch(one, threat.text) for one in islice(best.values(), _MOST_TOUCHES))

    def is_touched(self, threat: Said, statement: StatementId) -> bool:
        """Whether that report is in the words of the threat."""
        number = self._numbers.get(statement)
        if number is None:
            return False
        report = self._told[number]
        return any(_shared(report, threat.day, *self._weighed(stems)) for _, stems in _wanted(threat))

    def _touches(self, stems: frozenset[str], day: date | None, of: _Of, own: frozenset[str]) -> "Iterator[_Found]":
        weights, whole = self._weighed(stems)
        for number in self._near(weights, whole):
            report = self._told[number]
            shared = _shared(report, day, weights, whole)
            if shared and report.statement not in own:
                yield _Found(round(_sum(weights, shared) / whole, 3), of, report, shared)

    def _weighed(self, stems: frozenset[str]) -> tuple[dict[str, float], float]:
        """What nobody tells is as rare as can be, and what everybody tells says nothing."""
        weights = {stem: weight for stem in stems if (weight := self._rarity.weight(stem, _COMMON))}
        whole = _sum(weights, weights.keys())
        return {stem: weight for stem, weight in weights.items() if self._having.get(stem)}, whole

    def _near(self, weights: Mapping[str, float], whole: float) -> set[int]:
        """Every report that can be near enough has one of the rarest words: all others together do not suffice."""
        found: set[int] = set()
        left = _sum(weights, weights.keys())
        for stem in sorted(weights, key=lambda one: (-weights[one], one)):
            if len(weights) < _LEAST_SHARED or left < _TOUCHING * whole - _SLACK:
                break
            found.update(self._having[stem])
            left -= weights[stem]
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    of: _Of
    report: _Report
    shared: list[str]


def _touch(found: _Found, text: str) -> Touch:
    reason = f"told since in the words of the {found.of}: {spelt(frozenset(found.shared), text)}"
    return Touch(statement=found.report.statement, of=found.of, reasons=(reason,), score=found.score)


def _shared(report: _Report, day: date | None, weights: Mapping[str, float], whole: float) -> list[str]:
    """The words that make it a touch, in order; none where it is none."""
    if day is not None and (report.day is None or report.day < day):
        return []
    shared = [stem for stem in report.stems if stem in weights]
    return shared if len(shared) >= _LEAST_SHARED and _sum(weights, shared) >= _TOUCHING * whole else []


def _wanted(threat: Said) -> tuple[tuple[_Of, frozenset[str]], ...]:
    return ("condition", threat.condition), ("action", threat.stems - threat.condition)


def _sum(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    """In one order, so that it is the same everywhere."""
    return sum(weights[stem] for stem in sorted(stems))


def _tells(statement: Statement) -> bool:
    """What is itself conditional, doubted or denied does not report."""
    return statement.kind in _TELLING and statement.condition is None and statement.certainty != "denied"
