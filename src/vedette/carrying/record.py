"""That facts came from elsewhere: a note of each import, captured as everything else, so that the chain proves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from vedette.carrying.load import Head
from vedette.model.capture import Capture, capture_id
from vedette.model.errors import VedetteError
from vedette.model.ids import CaptureId

if TYPE_CHECKING:
    from vedette.workspace import Workspace

IMPORT = "application/vnd.vedette.import+json"
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`file` and `sha256` name what was brought in (of a crate the hash of its tag manifest), `head` where that came
    from. `new` counts what was not known here, by kind; `captures` and `documents` are these; `without` are the hashes
    of bytes that it came without."""

    file: str
    sha256: str
    by: str
    at: datetime
    head: Head
    new: dict[str, int]
    captures: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def note(workspace: "Workspace", made: Import, address: str) -> Capture:
    """Puts the note into the archive; the capture is yet to be appended."""
    payload = msgspec.json.encode(made)
    sha256 = workspace.archive.write(payload)
    return Capture(
        id=capture_id(sha256, None),
        sha256=sha256,
        size=len(payload),
        address=address,
        fetched=made.at,
        media_type=IMPORT,
    )


def imports(workspace: "Workspace") -> Iterator[tuple[CaptureId, Import]]:
    """Oldest first. One that was itself imported tells of what its workspace had imported before."""
    for capture in workspace.store.view().captures():
        if capture.media_type != IMPORT or capture.size > _LARGEST:
            continue
        try:
            yield capture.id, msgspec.json.decode(workspace.archive.read(capture.sha256), type=Import)
        except (VedetteError, msgspec.DecodeError, UnicodeDecodeError):
            # `verify` tells of bytes that were changed; others' bytes of this type are no note.
            continue


def made_here(workspace: "Workspace") -> Iterator[tuple[CaptureId, Import]]:
    """But for those that were themselves imported: what a stranger's note says binds nobody here."""
    brought = set[str]()
    for capture, one in imports(workspace):
        if capture not in brought:
            brought.update(one.captures)
            yield capture, one


def left_out(workspace: "Workspace") -> frozenset[str]:
    """Hashes of bytes that what was imported here came without."""
    return frozenset(sha256 for _, one in made_here(workspace) for sha256 in one.without)
