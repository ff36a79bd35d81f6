"""Looking at what was captured, sense by sense: the part of `app` that puts senses, store and engine together."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.capture import Capture
from vedette.model.errors import CaptureError
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId
from vedette.model.observation import Observation
from vedette.model.prints import Prints
from vedette.pipeline import Guarded, StageSummary, run_stage
from vedette.ports import Outcome, Progress, StageKey
from vedette.workspace import ARCHIVE, Workspace

if TYPE_CHECKING:
    from vedette.observe.seen import IndexMemory
    from vedette.observe.sense import Sense
    from vedette.observe.stage import ObserveStage

OBSERVE, FOOTAGE = "observe", "footage"
_PIECE = 1024 * 1024


def look(workspace: Workspace, progress: Progress) -> StageSummary:
    """Every sense over what waits for it. One that is not installed leaves its captures waiting, and says so once."""
    from vedette.observe.sense import SENSES

    told: set[str] = set()
    done = [_through(workspace, sense, told, progress) for sense in (*SENSES, *_foreign(workspace))]
    return StageSummary(name=OBSERVE, done=sum(each.done for each in done), failed=sum(each.failed for each in done))


def waiting(workspace: Workspace) -> int:
    """Looks still to be taken by the senses that are installed."""
    from vedette.observe.sense import SENSES

    view = workspace.store.view()
    senses = (*SENSES, *_foreign(workspace))
    return sum(len(view.pending(_key(sense))) for sense in senses if not sense.lacks(workspace.watch))


def _foreign(workspace: Workspace) -> "tuple[Sense, ...]":
    from vedette.observe.foreign import foreign_senses

    return foreign_senses(workspace.watch.extensions)


def _through(workspace: Workspace, sense: "Sense", told: set[str], progress: Progress) -> StageSummary:
    from vedette.observe.recall import Remembering
    from vedette.observe.stage import ObserveStage

    key, view = _key(sense), workspace.store.view()
    pending = view.pending(key)
    if not pending:
        return StageSummary(name=key.name)
    lack = sense.lacks(workspace.watch)
    if lack is not None:
        workspace.store.fail(Failure(stage=key.name, version=key.version, item=f"sense {sense.name}", reason=lack))
        return StageSummary(name=key.name)

    def load(ids: Sequence[str]) -> Sequence[Capture]:
        return view.captures([CaptureId(one) for one in ids])

    stage = ObserveStage(archive=workspace.archive, watch=workspace.watch, sense=sense)
    recorder = Remembering(store=workspace.store, memory=_memory(workspace, stage, pending, progress), told=told)
    return run_stage(recorder, workspace.engine, stage, key, load, sense.at_once, progress, pending)


def _memory(workspace: Workspace, stage: "ObserveStage", pending: Sequence[str], progress: Progress) -> "IndexMemory":
    """Of all footage that was looked at. Where its file was lost or damaged, what was looked at is looked at again."""
    from vedette.observe.seen import memory_in, unfinished_in

    memory = memory_in(workspace.path / FOOTAGE)
    if stage.sense.name != FOOTAGE or memory.stands():
        return memory
    anew = unfinished_in(workspace.path / FOOTAGE)
    media, waiting = stage.sense.media, set(pending)
    seen = workspace.store.view().captures()
    looked = [one for one in seen if one.media_type in media and one.id not in waiting]
    again = [one for one in looked if not anew.holds(one.id)]
    size = stage.sense.at_once
    batches = [again[at : at + size] for at in range(0, len(again), size)]
    for number, outcomes in enumerate(workspace.engine.map(Guarded(stage=stage), batches), start=1):
        anew.add([one for outcome in outcomes for one in outcome.results if isinstance(one, Prints)])
        progress(f"{stage.name}, again", min(number * size, len(again)), len(again))
    memory.take_over(anew)
    return memory


def looks() -> list[StageKey]:
    """Of the senses that every run uses."""
    from vedette.observe.sense import SENSES

    return [_key(sense) for sense in SENSES]


def key_of(name: str) -> StageKey:
    """Of the sense of that name."""
    from vedette.observe.sense import ALL_SENSES

    return next(_key(sense) for sense in ALL_SENSES if sense.name == name)


def _key(sense: "Sense") -> StageKey:
    from vedette.observe.stage import stage_name

    media = tuple(sorted(sense.media))
    return StageKey(name=stage_name(sense), version=sense.version, takes="capture", media=media)


def keep(workspace: Workspace, file: Path, seen: Callable[[CaptureId], Iterable[Observation]]) -> int:
    """Captures a file that was looked at by hand, with what was seen in it. How many observations were new. No sense
    will look at it again at its version. Raises CaptureError where the file cannot be captured."""
    from vedette.collect.archive import FileArchive
    from vedette.collect.gather import gather
    from vedette.observe.sense import senses_for

    archive = FileArchive(workspace.path / ARCHIVE)
    (found,) = list(gather([str(file)], archive=archive, watch=workspace.watch, clock=lambda: datetime.now(UTC)))
    if isinstance(found, Failure):
        raise CaptureError(found.reason)
    with workspace.store.exclusive():
        before = workspace.store.view().counts()["observations"]
        workspace.store.append([found])
        workspace.store.append(seen(found.id))
        for sense in senses_for(found.media_type):
            workspace.store.record(_key(sense), [Outcome(item=found.id)])
        return workspace.store.view().counts()["observations"] - before


def shelf(workspace: Workspace) -> tuple[Callable[[bytes], str], Callable[[Path], str]]:
    """Two ways to put bytes into the archive, as they are or as a file holds them; both give their SHA-256."""
    from vedette.collect.archive import FileArchive

    archive = FileArchive(workspace.path / ARCHIVE)

    def take(file: Path) -> str:
        with file.open("rb") as handle:
            return archive.write_stream(iter(lambda: handle.read(_PIECE), b"")).sha256

    return archive.write, take
