"""A workspace as one stream: a tar of its files, then a manifest with the SHA-256 of each.

Databases of SQLite go in as copies of one moment, made by SQLite itself while others write. They go first: the archive
only grows, so that whatever the ledger names is in it when it is read after.
"""

import hashlib
import os
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

import msgspec

from vedette.evidence.shelf import own_folder
from vedette.model.errors import VedetteError, WorkspaceError

MANIFEST = "manifest.json"
LAST, LEDGER = "watch.toml", "vedette.db"
_LEDGER_MODE = 0o644
SCRATCH = ".backup-"
_SQLITE = b"SQLite format 3\x00"
_BLOCK = 512
_PIECE = 1024 * 1024
_BESIDE = ("-wal", "-shm", "-journal", ".lock", ".part")
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """`path` is relative, with slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. `left_out` are links and other things that are no plain files, `store` where the ledger
    was: in `vedette.db`, or on a server, of whose facts `vedette.db` is then a copy."""

    name: str
    made: datetime
    vedette: str
    files: tuple[Member, ...]
    left_out: tuple[str, ...] = ()
    store: Literal["vedette.db", "server"] = "vedette.db"
    form: Literal["vedette-backup/1"] = "vedette-backup/1"


@dataclass(slots=True, kw_only=True)
class Tape:
    """Reads like a file. `without` are files of the workspace's folder that stay out. `copied` writes a copy of the
    facts that lie on a server, which goes in as `vedette.db`."""

    folder: Path
    name: str
    made: datetime
    version: str
    without: frozenset[str] = frozenset()
    copied: Callable[[Path], None] | None = None
    progress: Callable[[int], None] = lambda done: None
    members: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    failed: Exception | None = None
    _rest: bytes = b""
    _stream: Iterator[bytes] | None = None

    def read(self, size: int = -1, /) -> bytes:
        """An error is kept in `failed`, for whoever encrypts may hide it."""
        if self._stream is None:
            self._stream = self._blocks()
        try:
            while not self._rest:
                self._rest = next(self._stream)
        except StopIteration:
            return b""
        except (OSError, ValueError, VedetteError) as error:
            self.failed = error
            raise
        piece, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return piece

    def _blocks(self) -> Iterator[bytes]:
        databases = {name for name in self._names() if _is_database(self.folder / name)}
        if self.copied is not None:
            databases.add(LEDGER)
        for name in sorted(databases):
            yield from self._database(name)
        # Looked through again: what the ledger names by now may be newer than the first look.
        for name in self._names():
            if name not in databases and name != LAST:
                yield from self._plain(name)
        yield from self._plain(LAST)
        yield from _packed(MANIFEST, msgspec.json.format(msgspec.json.encode(self.manifest), indent=1), self.made)
        yield bytes(2 * _BLOCK)

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            name=self.name,
            made=self.made,
            vedette=self.version,
            files=tuple(self.members),
            left_out=tuple(self.left_out),
            store="server" if self.copied else "vedette.db",
        )

    def _names(self) -> list[str]:
        self.left_out.clear()
        return list(self._walk(self.folder, PurePosixPath()))

    def _walk(self, folder: Path, at: PurePosixPath) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(folder), key=lambda one: one.name)
        except FileNotFoundError:
            return
        for entry in entries:
            name = at / entry.name
            if str(name) in self.without or _passes(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(folder / entry.name, name)
            elif entry.is_file(follow_symlinks=False):
                yield str(name)
            else:
                self.left_out.append(str(name))

    def _database(self, name: str) -> Iterator[bytes]:
        with own_folder(self.folder, SCRATCH) as scratch:
            if name == LEDGER and self.copied is not None:
                self.copied(scratch / "copy")
                mode = _LEDGER_MODE
            else:
                _copy_database(self.folder / name, scratch / "copy")
                mode = stat.S_IMODE((self.folder / name).stat().st_mode)
            handle = (scratch / "copy").open("rb")
        with handle:
            yield from self._file(name, handle, mode)

    def _plain(self, name: str) -> Iterator[bytes]:
        """What vanished since it was listed, as a report that was written anew, is left out."""
        try:
            handle = (self.folder / name).open("rb")
        except FileNotFoundError:
            return
        with handle:
            yield from self._file(name, handle, stat.S_IMODE(os.fstat(handle.fileno()).st_mode))

    def _file(self, name: str, handle: BinaryIO, mode: int) -> Iterator[bytes]:
        """As long as it was when it was opened: what is added meanwhile is for the next backup."""
        size, digest = os.fstat(handle.fileno()).st_size, hashlib.sha256()
        yield _header(name, size, mode, self.made)
        left = size
        while left:
            piece = handle.read(min(left, _PIECE))
            if not piece:
                raise WorkspaceError(f"{self.folder / name}: became shorter while it was read; run the backup again")
            digest.update(piece)
            left -= len(piece)
            yield piece
        yield bytes(-size % _BLOCK)
        self.members.append(Member(path=name, size=size, sha256=digest.hexdigest()))
        self.progress(len(self.members))


def _passes(name: str) -> bool:
    """Locks and what is being written are of a moment."""
    return name.startswith(".") or name.endswith(_BESIDE)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _copy_database(path: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE_S)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path}: cannot be copied ({error}); check disk space and permissions") from error


def _packed(name: str, payload: bytes, made: datetime) -> Iterator[bytes]:
    yield _header(name, len(payload), 0o644, made)
    yield payload + bytes(-len(payload) % _BLOCK)


def _header(name: str, size: int, mode: int, made: datetime) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, mode, int(made.timestamp())
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
