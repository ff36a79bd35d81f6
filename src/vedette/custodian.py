"""Stamping and the log of custody over a workspace: puts the room `evidence` together with store and network."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vedette.model.errors import BusyError, VedetteError
from vedette.workspace import WATCH, Workspace

if TYPE_CHECKING:
    from vedette.evidence.custody import Custody
    from vedette.evidence.stamping import Stamped
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
