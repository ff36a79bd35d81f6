"""How the sources do that are followed: a feed that is dead must not look like a quiet day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vedette.collecting import Health, health, tasks_of
from vedette.model.errors import VedetteError
from vedette.model.ids import SourceId
from vedette.model.task import Task, Tended, Tending
from vedette.model.watch import Watch
from vedette.workspace import Workspace

_FEWEST_GAPS = 3
_LONGER = 3
_SHORTEST_SILENCE, _UNKNOWN_SILENCE = timedelta(days=1), timedelta(days=7)
_GRACE = timedelta(hours=1)


def tended(workspace: Workspace, now: datetime | None = None) -> Sequence[Tended]:
    """Those in trouble first. Nothing where watch.toml cannot be read: `vedette collect` says why."""
    moment = now or datetime.now(UTC)
    try:
        tasks = tasks_of(workspace)
    except VedetteError:
        return ()
    found = [
        replace(tended_of(task, health(workspace, task.id), moment), source=_source(workspace.watch, task))
        for task in tasks
    ]
    return sorted(found, key=lambda one: (not one.is_troubled, one.task))


def _source(watch: Watch, task: Task) -> SourceId | None:
    """Whose words it brings, also where the task does not say it: what is withheld is told of nowhere."""
    from vedette.collect.gather import source_of_channel

    return task.source or source_of_channel(watch, task.address, task.channel)


def tended_of(task: Task, known: Health, now: datetime) -> Tended:
    """As of `now`, by what the last rounds left."""
    due = known.due(task)
    state, since = _state(task, known, due, now)
    return Tended(
        task=task.id,
        kind=task.kind,
        source=task.source,
        state=state,
        since=since,
        tried=known.tried,
        fresh=known.fresh,
        due=due,
        taken=known.taken,
        failed=known.failed,
        reason=known.reason if known.failed else "",
    )


def _state(task: Task, known: Health, due: datetime | None, now: datetime) -> tuple[Tending, datetime | None]:
    if known.tried is None or due is None:
        return "new", None
    if now > due + max(timedelta(seconds=task.every_s), _GRACE):
        return "late", due
    if known.failed:
        return "failing", known.done or known.fresh
    if known.fresh is not None and now - known.fresh > silence(known):
        return "silent", known.fresh
    return "well", None


def silence(known: Health) -> timedelta:
    """Longer than this a source does not usually give nothing: three times the longest of its last gaps, a day at
    least; a week where too little is known of it."""
    if len(known.gaps) < _FEWEST_GAPS:
        return _UNKNOWN_SILENCE
    return max(_SHORTEST_SILENCE, _LONGER * timedelta(seconds=max(known.gaps)))


def trouble(one: Tended) -> str:
    """In a line; empty where it is well."""
    match one.state:
        case "failing":
            went = f"last went well {_moment(one.since)}" if one.since else "never went well"
            return f"failed {one.failed} time{'' if one.failed == 1 else 's'}, {went}: {one.reason}"
        case "silent":
            return f"answers, and gave nothing new since {_moment(one.since)}, which is long for it"
        case "late":
            return f"was due {_moment(one.since)}, and nobody asked it: is `vedette collect --keep-on` at work?"
        case _:
            return ""


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}Z" if moment else "never"
