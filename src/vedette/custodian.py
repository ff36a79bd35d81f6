"""Stamping and the log of custody over a workspace: puts the room `evidence` together with store and network."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.errors import BusyError, VedetteError
from vedette.ports import Progress
from vedette.workspace import STORE, WATCH, Workspace, open_workspace, require_workspace

if TYPE_CHECKING:
    from vedette.evidence.backup import Seal
    from vedette.evidence.custody import Custody
    from vedette.evidence.restore import Opening
    from vedette.evidence.stamping import Stamped
    from vedette.evidence.tape import Manifest
    from vedette.model.stamping import Stamping


def _now() -> datetime:
    return datetime.now(UTC)


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
    from vedette.reference.watchfile import read_watch

    require_workspace(workspace)
    refuse_taken(file)
    Custody(workspace / CUSTODY).note(by, "backup", ALL, str(file.absolute()), why=["all of the archive"])
    tape = Tape(
        folder=workspace,
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
        if (restored / STORE).exists():
            with open_workspace(restored, workers=1) as opened:
                problems.extend(all_problems(opened, progress))
        Custody(restored / CUSTODY).note(by, "restore", ALL, str(folder.absolute()), why=["all of the archive"])

    manifest = restore_backup(file, folder, opening, check, lambda done: progress("restore", done, 0))
    return manifest, problems


def all_problems(workspace: Workspace, progress: Progress) -> list[str]:
    """One line a problem; an empty list is the proof."""
    from vedette.verify import find_problems

    found = find_problems(workspace.store.view(), workspace.archive, workspace.reports, progress)
    return [*found, *proof_problems(workspace)]
