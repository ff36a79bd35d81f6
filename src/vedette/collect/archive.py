"""Bytes by SHA-256, one read-only file each."""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from vedette.model.errors import CaptureError, IntegrityError
from vedette.reference.disk import sync_folder

_SHA256 = re.compile(r"[0-9a-f]{64}")
_READ_ONLY = 0o444


class StorageError(CaptureError):
    """The archive cannot take bytes at all, whatever the item; collecting should stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileArchive:
    """A folder of `ab/cdef…`, named by the hash of what they hold. Files are written whole, once, and never again."""

    path: Path

    def read(self, sha256: str) -> bytes:
        """Raises IntegrityError where the bytes are missing or no longer hash to their name."""
        try:
            payload = self._place(sha256).read_bytes()
        except FileNotFoundError:
            raise IntegrityError(f"{sha256} is not in the archive {self.path}: restore it from a backup") from None
        except OSError as error:
            raise IntegrityError(
                f"{sha256} cannot be read from the archive ({error.strerror}): check the disk, or restore a backup"
            ) from error
        if hashlib.sha256(payload).hexdigest() != sha256:
            raise IntegrityError(f"{sha256} was changed in the archive {self.path}: restore it from a backup")
        return payload

    def head(self, sha256: str, size: int) -> bytes:
        """The first bytes, whose hash nobody checks: for what is looked up, never for what is read."""
        try:
            with self._place(sha256).open("rb") as handle:
                return handle.read(size)
        except OSError as error:
            raise IntegrityError(
                f"{sha256} cannot be read from the archive ({error.strerror}): check the disk, or restore a backup"
            ) from error

    def place(self, sha256: str) -> Path:
        """The file that holds the bytes, for what is too large for memory. Raises IntegrityError as `read` does."""
        path = self._place(sha256)
        try:
            with path.open("rb") as handle:
                found = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError as error:
            raise IntegrityError(
                f"{sha256} cannot be read from the archive ({error.strerror}): check the disk, or restore a backup"
            ) from error
        if found != sha256:
            raise IntegrityError(f"{sha256} was changed in the archive {self.path}: restore it from a backup")
        return path

    def holds(self, sha256: str) -> bool:
        """Whether there is a file of that name; what it holds is not looked at."""
        return self._place(sha256).exists()

    def write(self, payload: bytes) -> str:
        return self.write_stream((payload,)).sha256

    def write_stream(self, chunks: Iterable[bytes]) -> Stored:
        """Store what may be larger than memory. An error of `chunks` passes through and leaves nothing behind."""
        part, handle = self._open_part()
        try:
            stored = self._fill(handle, chunks)
            self._keep(part, stored.sha256)
        finally:
            part.unlink(missing_ok=True)
        return stored

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise IntegrityError(f"{sha256!r} is not a SHA-256: the store names bytes that cannot exist")
        return self.path / sha256[:2] / sha256[2:]

    def _open_part(self) -> tuple[Path, int]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=self.path)
        except OSError as error:
            self._refuse(error)
        return Path(name), handle

    def _fill(self, handle: int, chunks: Iterable[bytes]) -> Stored:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb", buffering=0) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                self._pour(part.fileno(), chunk)
            # What is there already was settled then; forcing the disk takes longer than all the rest.
            if not self._place(digest.hexdigest()).exists():
                self._settle(part.fileno())
        return Stored(sha256=digest.hexdigest(), size=size)

    def _pour(self, handle: int, chunk: bytes) -> None:
        rest = memoryview(chunk)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
        except OSError as error:
            self._refuse(error)

    def _settle(self, handle: int) -> None:
        try:
            os.fchmod(handle, _READ_ONLY)
            os.fsync(handle)
        except OSError as error:
            self._refuse(error)

    def _keep(self, part: Path, sha256: str) -> None:
        place = self._place(sha256)
        if place.exists():
            return
        try:
            place.parent.mkdir(exist_ok=True)
            part.rename(place)
            sync_folder(place.parent)
        except OSError as error:
            self._refuse(error)

    def _refuse(self, error: OSError) -> NoReturn:
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT:
                advice = "the disk is full: free some space, then add again"
            case errno.EACCES | errno.EPERM | errno.EROFS:
                advice = "no permission to write there: give yourself write permission or move the workspace"
            case _:
                advice = f"{error.strerror or error}: check the disk, then add again"
        raise StorageError(f"cannot write to the archive {self.path}: {advice}") from error
