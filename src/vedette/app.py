"""The only place that puts adapters together. Step rooms are imported where they are used: a door opens at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal

from vedette.custodian import all_problems, stamp_if_due
from vedette.extending import extended, read_foreign, tell_troubles
from vedette.looking import OBSERVE, look, looks, waiting
from vedette.looking import keep as keep
from vedette.looking import shelf as shelf
from vedette.model.capture import Capture
from vedette.model.correction import Correction, Matter, Spot, Verdict, Voice
from vedette.model.document import Document
from vedette.model.errors import BusyError, UsageError
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.link import Judgement, Link
from vedette.model.retraction import How, Retraction, retraction_id
from vedette.pipeline import StageSummary, run_stage
from vedette.ports import Progress, StageKey, Store
from vedette.progress import shown
from vedette.progress import silent as silent
from vedette.renewal import Renewal, Renewed
from vedette.whereabouts import check_places
from vedette.workspace import ARCHIVE, WATCH, Workspace

if TYPE_CHECKING:
    from vedette.assistant.asking import Machine
    from vedette.assisting import Assisted
    from vedette.evidence.stamping import Stamped

_CAPTURES_AT_ONCE, _READ_AT_ONCE, _UNDERSTAND_AT_ONCE = 50, 16, 4
_STAMPED_EVERY_S, _NEVER = 60, float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSummary:
    """`known` were captured before and are not stored again."""

    new: int
    known: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What one run did, and what the store holds after it. `renewed` None leaves the picture as it was. `corrected` are
    reports written earlier whose notice of what no longer stands has changed."""

    stages: tuple[StageSummary, ...]
    renewed: Renewed | None = None
    failures: tuple[Failure, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()

    @property
    def rebuilt(self) -> bool:
        """Whether the picture is another."""
        return self.renewed is not None

    @property
    def nothing_new(self) -> bool:
        return not self.rebuilt and not any(stage.done for stage in self.stages)


def add(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    source: SourceId | None = None,
    kind: Literal["auto", "jsonl", "video"] = "auto",
    most: int = 1,
    allow_private: bool = False,
    progress: Progress = silent,
) -> AddSummary:
    """Captures files, folders and addresses. What was taken before an interruption stays. Of a video's page that is a
    list the first `most`; `allow_private` lets a video lead to private addresses."""
    from vedette.collect.archive import FileArchive
    from vedette.collect.channels import Channels, learnt
    from vedette.collect.gather import gather
    from vedette.collect.video import VideoFetcher

    archive, store = FileArchive(workspace.path / ARCHIVE), workspace.store
    gathered = gather(
        targets,
        archive=archive,
        watch=workspace.watch,
        clock=lambda: datetime.now(UTC),
        source=source,
        kind=kind,
        video=VideoFetcher(most=most, allow_private=allow_private, folder=workspace.path),
        channels=Channels(before=lambda: learnt(store.view().captures(), archive.head)),
    )
    taken = _Taken(store=store)
    try:
        for item in gathered:
            taken.note(item)
            progress("collect", taken.seen + len(taken.failures), 0)
    finally:
        taken.flush()
    return AddSummary(new=taken.new, known=taken.seen - taken.new, failures=tuple(taken.failures))


@dataclass(slots=True, kw_only=True)
class _Taken:
    """Captures on their way into the store, some at a time."""

    store: Store
    new: int = 0
    seen: int = 0
    waiting: list[Capture] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def note(self, item: Capture | Failure) -> None:
        if isinstance(item, Failure):
            self.store.fail(item)
            self.failures.append(item)
            return
        self.waiting.append(item)
        self.seen += 1
        if len(self.waiting) >= _CAPTURES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        batch, self.waiting = self.waiting, []
        self.new += self.store.append(batch)


def run(workspace: Workspace, progress: Progress = silent) -> RunSummary:
    """Read, understand, fuse: whatever is pending, and nothing else."""
    summary = work_through(workspace, Renewal(workspace.watch), progress)
    return replace(summary, counts=workspace.store.view().counts())


def work_through(workspace: Workspace, renewal: Renewal, progress: Progress = silent) -> RunSummary:
    """One round, without counting what the store holds. `renewal` is kept from round to round."""
    store, view = workspace.store, workspace.store.view()
    with store.working(), shown(workspace.path, progress) as progress:
        former = len(view.failures())
        store.append(workspace.watch.sources)
        tell_troubles(workspace)
        stages = [_read(workspace, progress), *read_foreign(workspace, progress)]
        with store.alone("look"):
            stages.append(look(workspace, progress))
        stages += [_understand(workspace, progress), *extended(workspace, progress)]
        with store.alone("picture"):
            assist(workspace, None, progress)
            check_places(workspace, _understand_key(workspace))
            renewed = renewal.renew(store, progress)
            failures = failures_of(workspace, former)
            corrected = _correct(workspace) if renewed is not None and renewed.corrected else ()
    return RunSummary(stages=tuple(stages), renewed=renewed, failures=failures, corrected=corrected)


def follow(
    workspace: Workspace, progress: Progress = silent, stamped: Callable[["Stamped"], None] = lambda _: None
) -> Iterator[RunSummary | None]:
    """A round each time it is asked, for as long as the watch file says the same; None while another run is at work.
    `stamped` is told what became of time-stamps whenever some were asked for.

    What the picture was made of is kept in memory from round to round, so that a round costs what is new."""
    from vedette.reference.watchfile import read_watch

    renewal, looked = Renewal(workspace.watch), _NEVER
    while read_watch(workspace.path / WATCH) == workspace.watch:
        try:
            summary: RunSummary | None = work_through(workspace, renewal, progress)
        except BusyError:
            summary = None
        if abs(monotonic() - looked) >= _STAMPED_EVERY_S:
            if (done := stamp_if_due(workspace)) is not None:
                stamped(done)
            looked = monotonic()
        yield summary


def failures_of(workspace: Workspace, former: int = 0) -> tuple[Failure, ...]:
    """All after the first `former`. A reason that does not name its document is told with its label."""
    view = workspace.store.view()
    failures = view.failures()[former:]
    labels = {one.id: one.label for one in view.documents([DocumentId(failure.item) for failure in failures])}
    return tuple(_named(failure, labels.get(DocumentId(failure.item), "")) for failure in failures)


def _named(failure: Failure, label: str) -> Failure:
    return failure if label in failure.reason else replace(failure, reason=f"{label}: {failure.reason}")


def pending(workspace: Workspace) -> dict[str, int]:
    """Items waiting, by stage. Documents of captures that are not read yet are not known."""
    view = workspace.store.view()
    read, understand = _read_key(workspace), _understand_key(workspace)
    return {
        read.name: len(view.pending(read)),
        OBSERVE: waiting(workspace),
        understand.name: len(view.pending(understand)),
    }


def stage_keys(workspace: Workspace) -> list[StageKey]:
    """Of every stage at its version now, in the order in which they run."""
    return [_read_key(workspace), *looks(), _understand_key(workspace)]


def _read(workspace: Workspace, progress: Progress) -> StageSummary:
    from vedette.read.stage import ReadStage

    stage = ReadStage(archive=workspace.archive, watch=workspace.watch)
    store, view, key = workspace.store, workspace.store.view(), _read_key(workspace)

    def load(ids: Sequence[str]) -> Sequence[Capture]:
        return view.captures([CaptureId(one) for one in ids])

    return run_stage(store, workspace.engine, stage, key, load, _READ_AT_ONCE, progress, claim=store.claim)


def _read_key(workspace: Workspace) -> StageKey:
    from vedette.read.stage import MEDIA, ReadStage

    stage = ReadStage(archive=workspace.archive, watch=workspace.watch)
    return StageKey(name=stage.name, version=stage.version, takes="capture", media=MEDIA)


def _understand(workspace: Workspace, progress: Progress) -> StageSummary:
    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    key, view = _understand_key(workspace), workspace.store.view()
    # The gazetteer takes seconds to build the first time: not for nothing.
    waits = view.pending(key)
    if not waits:
        return StageSummary(name=key.name)
    gazetteer = gazetteer_path(lambda: progress("gazetteer", 0, 1))
    stage = UnderstandStage(gazetteer=gazetteer, watch=workspace.watch)

    def load(ids: Sequence[str]) -> Sequence[Document]:
        return view.documents([DocumentId(one) for one in ids])

    store, engine = workspace.store, workspace.far or workspace.engine
    return run_stage(store, engine, stage, key, load, _UNDERSTAND_AT_ONCE, progress, waits, store.claim)


def assist(workspace: Workspace, machine: "Machine | None", progress: Progress, most: int | None = None) -> "Assisted":
    """Has the model that the watch file names propose what reports say; for None by what it answered before alone."""
    from vedette.assisting import assisted

    return assisted(workspace, _understand_key(workspace).version, machine, progress, most)


def _understand_key(workspace: Workspace) -> StageKey:
    from vedette.understand.stage import UnderstandStage

    stage = UnderstandStage(gazetteer=Path(), watch=workspace.watch)
    return StageKey(name=stage.name, version=stage.version, takes="document")


def _correct(workspace: Workspace) -> tuple[str, ...]:
    from vedette.publish.corrections import correct_reports
    from vedette.publish.public import public_view

    view = public_view(workspace.store.view(), workspace.watch.policy)
    return tuple(correct_reports(view, workspace.reports))


def retract(workspace: Workspace, report: str, how: How, why: str, by: str) -> Document:
    """Notes that a report, by id or label, no longer stands, or stands again; the next run carries it through."""
    document = workspace.store.view().document(report)
    if document is None:
        raise UsageError(
            f"no report has the id or, alone, the label {report!r}; `vedette export … statements` shows both"
        )
    made = datetime.now(UTC)
    noted = Retraction(
        id=retraction_id(document.origin, how, made), origin=document.origin, how=how, why=why, by=by, made=made
    )
    workspace.store.append([noted])
    return document


def judge(workspace: Workspace, left: str, right: str, judgement: Judgement, *, why: str, by: str) -> tuple[Link, ...]:
    """Notes a person's word on whether two things, by id or label, are told of one event; the next run carries it
    through. What was noted, a link a pair of mentions; raises UsageError where it is not clear what is meant."""
    from vedette.fuse.judging import judged

    links = judged(workspace.store.view(), left, right, judgement, why=why, by=by, made=datetime.now(UTC))
    workspace.store.append(links)
    return links


def correct(
    workspace: Workspace,
    target: str,
    matter: Matter,
    verdict: Verdict,
    *,
    why: str,
    by: str,
    voice: Voice | None = None,
    spot: Spot | None = None,
) -> Correction:
    """Notes a person's word on one statement or mention, by id; the next run carries it through. Raises UsageError
    where it is not clear what is meant."""
    from vedette.fuse.correcting import correction

    made = datetime.now(UTC)
    noted = correction(
        workspace.store.view(), target, matter, verdict, voice=voice, spot=spot, why=why, by=by, made=made
    )
    workspace.store.append([noted])
    return noted


def verify(workspace: Workspace, progress: Progress = silent) -> list[str]:
    """One line a problem; an empty list is the proof."""
    return all_problems(workspace, progress)
