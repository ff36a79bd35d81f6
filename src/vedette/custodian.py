"""Stamping and the log of custody over a workspace: puts the room `evidence` together with store and network."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vedette.model.errors import BusyError, VedetteError
from vedette.model.observation import ObservationQuery
from vedette.ports import Progress
from vedette.workspace import ARCHIVE, REPORTS, STORE, WATCH, Workspace, open_workspace, require_workspace

if TYPE_CHECKING:
    from vedette.evidence.backup import Seal
    from vedette.evidence.custody import Custody
    from vedette.evidence.restore import Opening
    from vedette.evidence.stamping import Stamped
    from vedette.evidence.tape import Manifest
    from vedette.model.stamping import Stamping

T = TypeVar("T")
_EVERY = 2**31 - 1
_AT_ONCE = 500
_ADDRESS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]*)://(?:[^\s/?#]*@)?([^\s/?#]+)(\S*)")


def _now() -> datetime:
    return datetime.now(UTC)


def hosts_only(text: str) -> str:
    """Of each address scheme and host: what follows may hold a key."""
    return _ADDRESS.sub(lambda found: f"{found[1]}://{found[2]}{'/…' if found[3].strip('/') else ''}", text)


def settings_of(workspace: Workspace) -> "Stamping":
    from vedette.reference.watchfile import read_stamping

    return read_stamping(workspace.path / WATCH)


def stamp(workspace: Workspace, *, patient: bool = False, clock: Callable[[], datetime] = _now) -> "Stamped":
    """Closes what no daily root covers and asks for the time-stamps that are lacking, as the watch file says."""
    from vedette.collect.posting import Messenger
    from vedette.evidence.stamping import Stamper

    settings = settings_of(workspace)
    messenger = Messenger(allow_private=settings.private)
    stamper = Stamper(workspace=workspace.path, settings=settings, messenger=messenger, clock=clock, patient=patient)
    return stamper.stamp(workspace.store.view().chain())


def stamp_if_due(workspace: Workspace, clock: Callable[[], datetime] = _now) -> "Stamped | None":
    """Once a day, and again for what waits; None where nothing is due or another process is at it. What goes wrong is
    told in the result and never ends a `follow`."""
    from vedette.evidence.stamping import Stamped, is_due

    try:
        settings, view = settings_of(workspace), workspace.store.view()
        first = next((capture.fetched for capture, _, _ in view.chain()), None)
        if first is None or not is_due(workspace.path, settings, view.counts()["captures"], first, clock()):
            return None
        return stamp(workspace, patient=True, clock=clock)
    except BusyError:
        return None
    except VedetteError as error:
        return Stamped(failures=(str(error),))


def stamps_lacking(workspace: Workspace) -> tuple[str, ...]:
    """Whom the watch file names for time-stamps and who did not answer, a line each with the roots that wait."""
    from vedette.evidence.roots import EVIDENCE
    from vedette.evidence.stamping import read_asked, waiting

    settings, folder = settings_of(workspace), workspace.path / EVIDENCE
    roots = waiting(folder, settings)
    asked = {one for one in (settings.authority, *settings.calendars) if one}
    told = {one: what for one, what in read_asked(folder).items() if one in asked and what.failures}
    if not roots:
        return ()
    wait = f"{len(roots)} daily {'root waits' if len(roots) == 1 else 'roots wait'} for a time-stamp"
    return tuple(
        f"{wait}; {hosts_only(one)} failed {'once' if what.failures == 1 else f'{what.failures} times'}, last"
        f" {what.last:%Y-%m-%d %H:%M}Z: {hosts_only(what.reason)}"
        for one, what in told.items()
    )


def proof_problems(workspace: Workspace) -> Iterator[str]:
    """Of roots, stamps and the log of custody, a line each."""
    from vedette.evidence.standing import evidence_problems

    links = [own for _, _, own in workspace.store.view().chain()]
    yield from evidence_problems(workspace.path, settings_of(workspace), links)


def custody_of(workspace: Workspace) -> "Custody":
    from vedette.evidence.custody import CUSTODY, Custody

    return Custody(workspace.path / CUSTODY)


def backup(
    workspace: Path, file: Path, seal: "Seal", *, by: str, accounts: bool = True, progress: Progress
) -> "Manifest":
    """The whole workspace in one encrypted file, while others may work in it. It is noted in the log of custody."""
    from importlib.metadata import version

    from vedette.accounts.database import FILE
    from vedette.evidence.backup import refuse_taken, write_backup
    from vedette.evidence.custody import ALL, CUSTODY, Custody
    from vedette.evidence.tape import Tape
    from vedette.reference.watchfile import read_watch, store_url, watch_text

    require_workspace(workspace)
    refuse_taken(file)
    Custody(workspace / CUSTODY).note(by, "backup", ALL, str(file.absolute()), why=["all of the archive"])
    server = store_url(watch_text(workspace / WATCH), WATCH)
    tape = Tape(
        folder=workspace,
        copied=(lambda path: _copy_facts(workspace, path)) if server else None,
        name=read_watch(workspace / WATCH).name,
        made=_now(),
        version=version("vedette"),
        without=frozenset() if accounts else frozenset({FILE}),
        progress=lambda done: progress("backup", done, 0),
    )
    return write_backup(tape, file, seal)


def restore(
    file: Path, folder: Path, opening: "Opening", *, by: str, progress: Progress
) -> "tuple[Manifest, list[str]]":
    """The workspace under `folder`, once every file is what the manifest says and all of it was verified. Gives the
    problems that it had when it was backed up, which restoring does not mend."""
    from vedette.evidence.custody import ALL, CUSTODY, Custody
    from vedette.evidence.restore import restore_backup

    problems: list[str] = []

    def check(restored: Path) -> None:
        problems.extend(_file_problems(restored, progress))
        Custody(restored / CUSTODY).note(by, "restore", ALL, str(folder.absolute()), why=["all of the archive"])

    manifest = restore_backup(file, folder, opening, check, lambda done: progress("restore", done, 0))
    return manifest, problems


def all_problems(workspace: Workspace, progress: Progress) -> list[str]:
    """One line a problem; an empty list is the proof."""
    from vedette.carrying.record import left_out
    from vedette.verify import find_problems

    view, without = workspace.store.view(), left_out(workspace)
    found = find_problems(view, workspace.archive, workspace.reports, progress, without)
    return [*found, *proof_problems(workspace)]


def _copy_facts(workspace: Path, file: Path) -> None:
    """What lies on a server, into a file: every fact, captures in the order of their chain. Which stages are done and
    the picture are not among them: a run does them again."""
    from vedette.store.sqlite import SqliteStore

    with open_workspace(workspace, workers=1) as opened:
        view, copy = opened.store.view(), SqliteStore(file, create=True)
        try:
            copy.append(view.sources())
            for captures in _batches(capture for capture, _, _ in view.chain()):
                copy.append(captures)
            # As they were seen: a source may have gone back to a text.
            for texts in _batches(view.sightings()):
                copy.append(texts)
                ids = list(dict.fromkeys(one.id for one in texts))
                copy.append(view.analyses(ids))
                copy.append(view.annotations(ids))
            for facts in (view.retractions(), view.corrections(), view.links()):
                copy.append(facts)
            copy.append(view.observations(ObservationQuery(limit=_EVERY)))
        finally:
            copy.close()


def _batches(facts: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(facts)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _file_problems(restored: Path, progress: Progress) -> list[str]:
    """By the ledger in the file, whatever server the watch file names."""
    from vedette.collect.archive import FileArchive
    from vedette.evidence.standing import evidence_problems
    from vedette.reference.watchfile import read_stamping
    from vedette.store.sqlite import SqliteStore
    from vedette.verify import find_problems

    store = SqliteStore(restored / STORE)
    try:
        view = store.view()
        found = list(find_problems(view, FileArchive(restored / ARCHIVE), restored / REPORTS, progress))
        links = [own for _, _, own in view.chain()]
        return [*found, *evidence_problems(restored, read_stamping(restored / WATCH), links)]
    finally:
        store.close()
