"""What became of a threat: what its holder said of it later, and which reports use the words of its condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from vedette.fuse.stems import overlap, weights
from vedette.model.event import Sequel, Touch
from vedette.model.statement import Statement

ALIKE = 0.3
_TOUCHING = 0.5
_LEAST_SHARED = 2
_MOST_TOUCHES = 5
# A word that more than a tenth of all statements have says nothing of a matter.
_COMMON = 0.1
_FEW = 3
_TELLING = frozenset({"report", "claim", "admission"})
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
    found += [
        (denial.day, _withdrawal(first, denial))
        for denial in denials
        if denial.day and first.day and denial.day > first.day and overlap(first.stems, denial.stems) >= ALIKE
        and len(first.stems & denial.stems) >= _LEAST_SHARED
    ]  # fmt: skip
    found.sort(key=lambda item: (item[0] or date.max, item[1].statement))
    return tuple(sequel for _, sequel in found)


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
    shared = ", ".join(sorted(first.stems & denial.stems))
    return Sequel(statement=denial.statement.id, how="withdraws", reasons=(f"denied in the same words: {shared}…",))


class Touching:
    """Looks for reports in the words of conditions and announcements, among all that was told."""

    def __init__(self, told: Sequence[Said]) -> None:
        self._told = [one for one in told if _tells(one.statement)]
        self._having: dict[str, list[int]] = {}
        for at, one in enumerate(self._told):
            for stem in one.stems:
                self._having.setdefault(stem, []).append(at)
        self._rarest = log(1 + len(self._told))
        most = max(_FEW, len(self._told) * _COMMON)
        self._weights: Mapping[str, float] = {
            stem: weight
            for stem, weight in weights(one.stems for one in self._told).items()
            if len(self._having[stem]) <= most
        }

    def of(self, threat: Said, own: frozenset[str]) -> tuple[Touch, ...]:
        """At most five, the likeliest first. `own` are the threat's statements."""
        wanted = {"condition": threat.condition, "action": threat.stems - threat.condition}
        found = [touch for of, stems in wanted.items() for touch in self._touches(threat, stems, of, own)]
        best: dict[str, Touch] = {}
        for touch in sorted(found, key=lambda one: (-one.score, one.of, one.statement)):
            best.setdefault(touch.statement, touch)
        return tuple(best.values())[:_MOST_TOUCHES]

    def _touches(self, threat: Said, wanted: frozenset[str], of: str, own: frozenset[str]) -> Iterator[Touch]:
        # What nobody tells is as rare as can be, and what everybody tells says nothing.
        untold = sum(self._rarest for stem in wanted if stem not in self._having)
        wanted = frozenset(stem for stem in wanted if stem in self._weights)
        whole = untold + sum(self._weights[stem] for stem in wanted)
        near = {at for stem in wanted for at in self._having[stem]} if len(wanted) >= _LEAST_SHARED else set()
        for at in sorted(near):
            one = self._told[at]
            shared = wanted & one.stems
            score = sum(self._weights[stem] for stem in shared) / whole if whole else 0.0
            since = threat.day is None or (one.day is not None and one.day >= threat.day)
            if since and len(shared) >= _LEAST_SHARED and score >= _TOUCHING and one.statement.id not in own:
                reason = f"told since in the words of the {of}: {', '.join(sorted(shared))}…"
                yield Touch(statement=one.statement.id, of=of, reasons=(reason,), score=round(score, 3))  # type: ignore[arg-type]


def _tells(statement: Statement) -> bool:
    """What is itself conditional, doubted or denied does not report."""
    return statement.kind in _TELLING and statement.condition is None and statement.certainty != "denied"
