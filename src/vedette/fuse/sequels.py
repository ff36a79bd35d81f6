"""What became of a threat: what its holder said of it later, and which reports use the words of its condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    day: date | None
    stems: frozenset[str]


class Touching:
    """Looks for reports in the words of conditions and announcements, among all that is told."""

    def __init__(self) -> None:
        self._told: dict[StatementId, _Report] = {}
        self._having: dict[str, set[StatementId]] = {}
        self._rarity = Rarity()

    @property
    def scale(self) -> int:
        """With another scale, every touch is another."""
        return self._rarity.scale

    def add(self, said: Said) -> set[str]:
        """The words that now weigh something else."""
        one = said.statement.id
        if not _tells(said.statement) or one in self._told:
            return set()
        self._told[one] = _Report(said.day, said.stems)
        for stem in said.stems:
            self._having.setdefault(stem, set()).add(one)
        return self._rarity.add(said.stems)

    def remove(self, statement: StatementId) -> set[str]:
        report = self._told.pop(statement, None)
        if report is None:
            return set()
        for stem in report.stems:
            self._having[stem].discard(statement)
        return self._rarity.add(report.stems, -1)

    def stems_of(self, statement: StatementId) -> frozenset[str]:
        """Empty for what does not report."""
        report = self._told.get(statement)
        return report.stems if report else frozenset()

    def of(self, threat: Said, own: frozenset[str]) -> tuple[Touch, ...]:
        """At most five, the likeliest first. `own` are the threat's statements."""
        found = [touch for of, stems in _wanted(threat) for touch in self._touches(threat, stems, of, own)]
        best: dict[str, Touch] = {}
        for touch in sorted(found, key=lambda one: (-one.score, one.of, one.statement)):
            best.setdefault(touch.statement, touch)
        return tuple(best.values())[:_MOST_TOUCHES]

    def is_touched(self, threat: Said, statement: StatementId) -> bool:
        """Whether that report is in the words of the threat."""
        return any(self._is_touch(threat, *self._weighed(stems), statement) for _, stems in _wanted(threat))

    def _touches(self, threat: Said, stems: frozenset[str], of: _Of, own: frozenset[str]) -> Iterator[Touch]:
        weights, whole = self._weighed(stems)
        for statement in sorted(self._near(weights, whole)):
            if statement not in own and self._is_touch(threat, weights, whole, statement):
                shared = weights.keys() & self._told[statement].stems
                reason = f"told since in the words of the {of}: {spelt(shared, threat.text)}"
                score = round(_sum(weights, shared) / whole, 3)
                yield Touch(statement=statement, of=of, reasons=(reason,), score=score)

    def _weighed(self, stems: frozenset[str]) -> tuple[dict[str, float], float]:
        """What nobody tells is as rare as can be, and what everybody tells says nothing."""
        weights = {stem: weight for stem in stems if (weight := self._rarity.weight(stem, _COMMON))}
        whole = _sum(weights, weights.keys())
        return {stem: weight for stem, weight in weights.items() if self._having.get(stem)}, whole

    def _near(self, weights: Mapping[str, float], whole: float) -> set[StatementId]:
        """Every report that can be near enough has one of the rarest words: all others together do not suffice."""
        found: set[StatementId] = set()
        left = _sum(weights, weights.keys())
        for stem in sorted(weights, key=lambda one: (-weights[one], one)):
            if len(weights) < _LEAST_SHARED or left < _TOUCHING * whole - _SLACK:
                break
            found |= self._having[stem]
            left -= weights[stem]
        return found

    def _is_touch(self, threat: Said, weights: Mapping[str, float], whole: float, statement: StatementId) -> bool:
        report = self._told.get(statement)
        if report is None:
            return False
        shared = weights.keys() & report.stems
        since = threat.day is None or (report.day is not None and report.day >= threat.day)
        return since and len(shared) >= _LEAST_SHARED and _sum(weights, shared) >= _TOUCHING * whole


def _wanted(threat: Said) -> tuple[tuple[_Of, frozenset[str]], ...]:
    return ("condition", threat.condition), ("action", threat.stems - threat.condition)


def _sum(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    """In one order, so that it is the same everywhere."""
    return sum(weights[stem] for stem in sorted(stems))


def _tells(statement: Statement) -> bool:
    """What is itself conditional, doubted or denied does not report."""
    return statement.kind in _TELLING and statement.condition is None and statement.certainty != "denied"
