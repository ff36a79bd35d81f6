"""The extensions that take part in a watch, at work: the part of `app` that runs what they bring."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId
from vedette.pipeline import StageSummary, run_stage
from vedette.ports import Progress, StageKey
from vedette.workspace import Workspace

if TYPE_CHECKING:
    from vedette.understand.stage import UnderstandStage

_READ_AT_ONCE, _UNDERSTAND_AT_ONCE, _NOTE_AT_ONCE = 16, 4, 50


def tell_troubles(workspace: Workspace) -> None:
    """Each extension that does not work, with one line that says what to do; the rest goes on."""
    from vedette.extension.found import troubles

    for item, line in troubles(workspace.watch.extensions):
        workspace.store.fail(Failure(stage="extension", version="1", item=item, reason=line))


def read_foreign(workspace: Workspace, progress: Progress) -> Iterator[StageSummary]:
    """The captures of kinds that extensions bring."""
    from vedette.extension.found import taking_part
    from vedette.read.foreign import ForeignReader, read_key
    from vedette.read.stage import ReadStage

    store, view, use = workspace.store, workspace.store.view(), workspace.watch.extensions

    def load(ids: Sequence[str]) -> Sequence[Capture]:
        return view.captures([CaptureId(one) for one in ids])

    for one in taking_part(use, "sources"):
        key, reader = read_key(one), ForeignReader(use=use, name=one.name, version=one.version)
        stage = ReadStage(
            archive=workspace.archive, watch=workspace.watch, name=key.name, version=key.version, foreign=reader
        )
        yield run_stage(store, workspace.engine, stage, key, load, _READ_AT_ONCE, progress, claim=store.claim)


def extended(workspace: Workspace, progress: Progress) -> Iterator[StageSummary]:
    """All that follows once the languages that are Vedette's own are understood."""
    yield from understand_foreign(workspace, progress)
    yield from note(workspace, progress)


def understand_foreign(workspace: Workspace, progress: Progress) -> Iterator[StageSummary]:
    """The documents in languages that extensions read. Each looks once at every document, to see whether it is one."""
    from vedette.reference.gazetteer import gazetteer_path

    if not workspace.watch.extensions:
        return
    store, view = workspace.store, workspace.store.view()
    engine = workspace.far or workspace.engine

    def load(ids: Sequence[str]) -> Sequence[Document]:
        return view.documents([DocumentId(one) for one in ids])

    for stage in _languages(workspace):
        key = StageKey(name=stage.name, version=stage.version, takes="document")
        if waits := view.pending(key):
            gazetteer_path(lambda: progress("gazetteer", 0, 1))
            yield run_stage(store, engine, stage, key, load, _UNDERSTAND_AT_ONCE, progress, waits, store.claim)


def note(workspace: Workspace, progress: Progress) -> Iterator[StageSummary]:
    """What stages of extensions note in documents that were understood; anew for what is understood anew."""
    from vedette.extension.found import taking_part
    from vedette.extension.noting import Noting, Understood

    use = workspace.watch.extensions
    known = taking_part(use, "stages")
    if not known:
        return
    store, view = workspace.store, workspace.store.view()

    def load(ids: Sequence[str]) -> Sequence[Understood]:
        analyses = {one.document: one for one in view.analyses([DocumentId(one) for one in ids])}
        found = view.documents([DocumentId(one) for one in ids])
        return [Understood(document=one, analysis=analyses.get(one.id)) for one in found]

    for one in known:
        version = f"{one.version} on {_understood(workspace)}"
        stage = Noting(use=use, extension=one.name, made_by=one.maker, needed=one.version, version=version)
        key = StageKey(name=stage.name, version=version, takes="document")
        engine = workspace.far or workspace.engine
        yield run_stage(store, engine, stage, key, load, _NOTE_AT_ONCE, progress, claim=store.claim)


def _understood(workspace: Workspace) -> str:
    """The version of understanding, with those of all languages that extensions read."""
    from vedette.understand.stage import UnderstandStage

    own = UnderstandStage(gazetteer=Path()).version
    return own + "".join(one.version.removeprefix(own) for one in _languages(workspace))


def _languages(workspace: Workspace) -> "tuple[UnderstandStage, ...]":
    from vedette.reference.gazetteer import gazetteer_place
    from vedette.understand.stage import foreign_stages

    return foreign_stages(gazetteer_place(), workspace.watch)
