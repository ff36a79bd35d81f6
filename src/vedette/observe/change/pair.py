"""Two stacks made one: the earlier dates, then the later ones, checked against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.scenes import Scenes
from vedette.observe.change.sensor import Sensor
from vedette.observe.change.stack import Look, Stack, days_of, open_stack

LEAST_BEFORE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`problems` are lines on files that were left out, `notes` on what the stacks cannot tell."""

    scenes: Scenes
    before: Sequence[Look]
    after: Sequence[Look]
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def days(self) -> tuple[date, date, date] | None:
        """The last earlier day, the first and the last later one; None where dates are not known."""
        early, late = days_of(self.before), days_of(self.after)
        return (early[-1], late[0], late[-1]) if early and late else None


def open_pair(before: Path, after: Path, sensor: Sensor) -> Pair:
    """Raises ReadError or UsageError where the two cannot be compared."""
    early, late = open_stack(before, sensor), open_stack(after, sensor)
    if len(early.looks) < LEAST_BEFORE:
        one = "date" if len(early.looks) == 1 else "dates"
        raise ReadError(
            f"{before}: holds {len(early.looks)} {one}; what is usual there takes at least {LEAST_BEFORE}, better a "
            f"year of them: add earlier images{_why(early)}"
        )
    _check_order(early, late, before, after)
    scenes = Scenes([*early.looks, *late.looks], len(early.looks), sensor)
    return Pair(
        scenes=scenes,
        before=early.looks,
        after=late.looks,
        problems=(*early.problems, *late.problems),
        notes=(*scenes.notes, *_notes(early, late, after)),
    )


def _why(stack: Stack) -> str:
    return f" ({len(stack.problems)} could not be used; the first: {stack.problems[0]})" if stack.problems else ""


def _check_order(early: Stack, late: Stack, before: Path, after: Path) -> None:
    if not early.days or not late.days or max(early.days) < min(late.days):
        return
    if min(early.days) > max(late.days):
        raise UsageError(f"{before} is later than {after}: turn --before and --after round")
    raise UsageError(
        f"{after} begins on {min(late.days)}, before {before} ends on {max(early.days)}: part them by date"
    )


def _notes(early: Stack, late: Stack, after: Path) -> list[str]:
    found = []
    if days_of([*early.looks, *late.looks]) is None:
        found.append("some dates are not known, so the season cannot be taken out: put YYYYMMDD in the names")
    if len(late.looks) == 1:
        found.append(f"{after}: holds one date; what passed on that day cannot be told from damage")
    return found
