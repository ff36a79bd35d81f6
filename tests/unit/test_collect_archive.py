"""The archive: bytes by their hash, whole, once."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.collect.archive import FileArchive, StorageError
from vedette.model.errors import IntegrityError


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.binary(max_size=5000))
def test_any_bytes_come_back(tmp_path: Path, payload: bytes) -> None:
    """What is written is read again, under the hash of its content."""
    archive = FileArchive(tmp_path / "archive")
    sha256 = archive.write(payload)
    assert sha256 == hashlib.sha256(payload).hexdigest()
    assert archive.read(sha256) == payload


def test_files_are_read_only_and_nothing_is_left_behind(tmp_path: Path) -> None:
    """One file `ab/cdef…` of mode 0444, no temporary file beside it, and a second write leaves it untouched."""
    archive = FileArchive(tmp_path)
    sha256 = archive.write(b"report")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / sha256[:2] / sha256[2:]]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o444
    before = files[0].stat().st_ino
    assert archive.write(b"report") == sha256
    assert files[0].stat().st_ino == before


def test_the_disk_is_forced_only_for_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File and folder once; a thousand known files again cost no wait for the disk."""
    forced: list[int] = []
    monkeypatch.setattr("vedette.collect.archive.os.fsync", forced.append)
    archive = FileArchive(tmp_path)
    archive.write(b"report")
    assert len(forced) == 2
    archive.write(b"report")
    assert len(forced) == 2


def test_a_stream_is_stored_as_one(tmp_path: Path) -> None:
    """Pieces hash as their sum, and the size is counted."""
    stored = FileArchive(tmp_path).write_stream(iter((b"one ", b"", b"two")))
    assert (stored.sha256, stored.size) == (hashlib.sha256(b"one two").hexdigest(), 7)


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    """An error of the source of the bytes passes through and no half file stays."""

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("source broke")

    with pytest.raises(ValueError, match="source broke"):
        FileArchive(tmp_path).write_stream(broken())
    assert list(tmp_path.iterdir()) == []


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    """Bytes that no longer hash to their name are an IntegrityError that names them."""
    archive = FileArchive(tmp_path)
    sha256 = archive.write(b"as it was")
    place = tmp_path / sha256[:2] / sha256[2:]
    place.chmod(0o644)
    place.write_bytes(b"as it is now")
    with pytest.raises(IntegrityError, match="changed in the archive"):
        archive.read(sha256)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "AB" * 32])
def test_missing_bytes_and_names_that_are_no_hash(tmp_path: Path, name: str) -> None:
    """Neither a missing hash nor a path that climbs out is ever opened."""
    with pytest.raises(IntegrityError, match=r"not in the archive|not a SHA-256"):
        FileArchive(tmp_path).read(name)


@pytest.mark.parametrize(
    ("code", "advice"), [(errno.ENOSPC, "free some space"), (errno.EACCES, "write permission"), (errno.EIO, "check")]
)
def test_a_disk_that_will_not_take_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, advice: str
) -> None:
    """A full disk or a missing permission says what to do and leaves no half file."""

    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("vedette.collect.archive.os.write", refuse)
    with pytest.raises(StorageError, match=advice):
        FileArchive(tmp_path).write(b"report")
    assert list(tmp_path.iterdir()) == []
