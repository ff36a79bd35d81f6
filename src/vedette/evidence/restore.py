"""A workspace out of a backup: whole and verified, or not there."""

import hashlib
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

import msgspec

from vedette.evidence.age import CUT, is_by_passphrase, is_sealed, open_by_passphrase, open_with
from vedette.evidence.shelf import LOCK, own_folder
from vedette.evidence.tape import MANIFEST, Manifest
from vedette.model.errors import IntegrityError, UsageError, VedetteError, WorkspaceError
from vedette.reference.disk import sync_folder

if TYPE_CHECKING:
    from pyrage import x25519

_PIECE = 1024 * 1024
_LARGEST_MANIFEST = 1024 * 1024 * 1024
_MODES = 0o755
_HEAD = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Private keys of age, or a passphrase."""

    keys: "tuple[x25519.Identity, ...]" = ()
    passphrase: str = ""


def needs_passphrase(file: Path) -> bool:
    """Raises UsageError for what is no backup."""
    try:
        with file.open("rb") as handle:
            head = handle.read(_HEAD)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); name a backup") from error
    if not is_sealed(head):
        raise UsageError(f"{file}: is no backup of Vedette: it is not encrypted as age does it")
    return is_by_passphrase(head)


def restore_backup(
    file: Path, folder: Path, opening: Opening, check: Callable[[Path], None], progress: Callable[[int], None]
) -> Manifest:
    """`check` is called with the restored workspace before it gets its name, and raises where it does not stand.
    Nothing is left under `folder` unless all of it is there."""
    _refuse_taken(folder)
    parent = folder.absolute().parent
    with own_folder(parent, f".{folder.name}.restore-") as scratch:
        inside = scratch / "workspace"
        try:
            inside.mkdir()
            manifest = _unpack(file, inside, opening, progress)
            check(inside)
            os.sync()
            inside.rename(folder)
            sync_folder(parent)
        except OSError as error:
            told = error.strerror or error
            raise WorkspaceError(f"{folder}: cannot be restored ({told}); nothing is left of the try") from error
    return manifest


def _refuse_taken(folder: Path) -> None:
    try:
        taken = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be looked into ({error.strerror}); name another folder") from error
    if taken:
        raise UsageError(f"{folder}: is there already; a restore never writes over anything, name another folder")


def _unpack(file: Path, folder: Path, opening: Opening, progress: Callable[[int], None]) -> Manifest:
    with _opened(file, opening) as stream:
        unpacking = _Unpacking(folder=folder, progress=progress)
        try:
            with tarfile.open(fileobj=stream, mode="r|") as tape:
                for info in tape:
                    unpacking.take(tape, info)
            while rest := stream.read(_PIECE):
                if rest.strip(b"\0"):
                    raise IntegrityError("something follows the end of the backup: it was changed")
        except tarfile.TarError as error:
            raise IntegrityError(f"{CUT} ({error})") from error
    return unpacking.finish()


@dataclass(slots=True, kw_only=True)
class _Unpacking:
    folder: Path
    progress: Callable[[int], None]
    found: dict[str, tuple[int, str]] = field(default_factory=dict)
    manifest: bytes = b""

    def take(self, tape: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        source = tape.extractfile(info) if info.isreg() and not info.issparse() else None
        if source is None or self.manifest:
            raise IntegrityError(f"{info.name!r} is not what a backup holds: it was changed")
        if info.name == MANIFEST:
            if info.size > _LARGEST_MANIFEST:
                raise IntegrityError("its manifest is too large: it was changed")
            self.manifest = source.read()
            return
        place = self.folder / _safe(info.name)
        if info.name in self.found:
            raise IntegrityError(f"{info.name!r} is in it twice: it was changed")
        place.parent.mkdir(parents=True, exist_ok=True)
        self.found[info.name] = _written(place, source, info.mode)
        self.progress(len(self.found))

    def finish(self) -> Manifest:
        """Raises IntegrityError unless there is all that the manifest names, as it names it, and nothing else."""
        if not self.manifest:
            raise IntegrityError(f"{CUT}: its manifest is not there")
        try:
            said = msgspec.json.decode(self.manifest, type=Manifest)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise IntegrityError(f"its manifest cannot be read ({error}): it was changed") from error
        wanted = {one.path: (one.size, one.sha256) for one in said.files}
        for name in sorted(wanted.keys() | self.found.keys()):
            if wanted.get(name) != self.found.get(name):
                raise IntegrityError(f"{name!r} is not as its manifest says: it was changed")
        return said


def _safe(name: str) -> PurePosixPath:
    """Inside the folder, whatever the tape says."""
    path = PurePosixPath(name)
    odd = path.is_absolute() or not path.parts or any(part in ("..", LOCK) for part in path.parts)
    if odd or "\\" in name or "\0" in name or str(path) != name:
        raise IntegrityError(f"{name!r} may not be in a backup: it was changed")
    return path


def _written(place: Path, source: IO[bytes], mode: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += target.write(piece)
        os.fchmod(target.fileno(), (mode & _MODES) | 0o400)
    return size, digest.hexdigest()


@contextmanager
def _opened(file: Path, opening: Opening) -> "Iterator[BinaryIO]":
    """What the file holds, decrypted in a thread. What goes wrong there is told in place of what comes of it here."""
    outward, inward = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(inward, "wb") as target, file.open("rb") as source:
                if opening.passphrase:
                    open_by_passphrase(source, target, opening.passphrase)
                else:
                    open_with(source, target, opening.keys)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True, name="vedette-restore")
    thread.start()
    told: Exception | None = None
    try:
        with os.fdopen(outward, "rb") as stream:
            yield stream
    except (VedetteError, OSError) as error:
        told = error
    thread.join()
    _raise_first(failed, told)


def _raise_first(failed: Sequence[BaseException], told: Exception | None) -> None:
    """A pipe that broke because the other end gave up says nothing."""
    for error in failed:
        if not (isinstance(error, BrokenPipeError) and told is not None):
            raise error
    if told is not None:
        raise told
