"""BagIt 1.0 (RFC 8493): a folder of files with their hashes, which any tool for bags can check."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Protocol

from vedette.model.errors import IntegrityError, UsageError

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_PIECE = 1024 * 1024
LARGEST = 256 * 1024 * 1024
_MOST_FILES = 2_000_000
_LONGEST_LINE = 2_000
_MOST_TIMES, _MOST_AT_ALL = 200, 4 * 1024**3
"""A file larger than `LARGEST`, or more than `_MOST_AT_ALL` together, is not packed better than so many times."""


def finish_bag(folder: Path, info: Mapping[str, str]) -> str:
    """Writes the tag files over what lies in `data/`; gives the SHA-256 of the tag manifest, which stands for all."""
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    lines = {"Payload-Oxum": f"{size}.{len(files)}", "Bag-Size": f"{size} bytes", **info}
    (folder / "bagit.txt").write_bytes(DECLARATION)
    (folder / "bag-info.txt").write_text("".join(f"{key}: {_one_line(text)}\n" for key, text in lines.items()), "utf-8")
    _manifest(folder, PAYLOAD, files)
    _manifest(folder, TAGS, [folder / name for name in ("bag-info.txt", "bagit.txt", PAYLOAD)])
    return hashlib.sha256((folder / TAGS).read_bytes()).hexdigest()


def _manifest(folder: Path, name: str, files: list[Path]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="\n") as out:
        for path in files:
            with path.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
            out.write(f"{digest}  {path.relative_to(folder).as_posix()}\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def zip_bag(folder: Path, file: Path) -> None:
    """The folder as the one entry at the top of a ZIP; captures are mostly packed already, and none is packed so well
    that it looks like a bomb."""
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            kind = zipfile.ZIP_STORED if path.stat().st_size > LARGEST else None
            made.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}", compress_type=kind)
    with file.open("rb") as written:
        os.fsync(written.fileno())


class Bag(Protocol):
    """A bag's files by their names in it."""

    def names(self) -> list[str]: ...

    def open(self, name: str) -> IO[bytes]:
        """Raises KeyError where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path

    def names(self) -> list[str]:
        found = []
        for one in self.path.rglob("*"):
            if one.is_symlink():
                raise IntegrityError(f"{one.name!r} is a link, and a bag of evidence holds none: ask for it again")
            if one.is_file():
                found.append(one.relative_to(self.path).as_posix())
        return found

    def open(self, name: str) -> BinaryIO:
        path = self.path / name
        if not path.is_file():
            raise KeyError(name)
        return path.open("rb")


@dataclass(frozen=True, slots=True)
class _Zipped:
    file: zipfile.ZipFile
    top: str

    def names(self) -> list[str]:
        listed = [one for one in self.file.namelist() if not one.endswith("/")]
        if len(set(listed)) != len(listed) or len(listed) > _MOST_FILES:
            raise IntegrityError("the ZIP holds a name twice: it was changed")
        if any(one.file_size > max(LARGEST, _MOST_TIMES * one.compress_size) for one in self.file.infolist()):
            raise IntegrityError("the ZIP holds a file that is packed more than any that Vedette writes")
        packed = sum(one.compress_size for one in self.file.infolist())
        if sum(one.file_size for one in self.file.infolist()) > max(_MOST_AT_ALL, _MOST_TIMES * packed):
            raise IntegrityError("the ZIP is packed more than any that Vedette writes")
        if any(not one.startswith(self.top) for one in listed):
            raise IntegrityError("the ZIP holds files beside the bag: it was changed")
        return [one.removeprefix(self.top) for one in listed]

    def open(self, name: str) -> IO[bytes]:
        return self.file.open(self.top + name)


def is_bag(path: Path) -> bool:
    """Whether it looks like one, whole or damaged: a ZIP, or a folder with the declaration or a manifest."""
    if path.is_dir():
        return any((path / name).is_file() for name in ("bagit.txt", PAYLOAD))
    return path.is_file() and zipfile.is_zipfile(path)


@contextmanager
def opened_bag(path: Path) -> Iterator[Bag]:
    """Nothing is unpacked. Raises IntegrityError for a ZIP without a bag."""
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with zipfile.ZipFile(path) as file:
            tops = [one.removesuffix("bagit.txt") for one in file.namelist() if one.endswith("/bagit.txt")]
            tops = [one for one in tops if one.count("/") == 1] or [""]
            yield _Zipped(file, tops[0])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise IntegrityError(f"{path}: the ZIP cannot be read ({error}): it was changed") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error


def bag_problems(bag: Bag) -> Iterator[str]:
    """That it is a bag, and holds exactly what its manifests name."""
    try:
        names = set(bag.names())
        if read_bounded(bag, "bagit.txt") != DECLARATION:
            yield "bagit.txt: it was changed"
        payload, tags = _listed(bag, PAYLOAD), _listed(bag, TAGS)
    except IntegrityError as error:
        yield str(error)
        return
    yield from _held(bag, payload)
    yield from _held(bag, tags)
    if not {"bagit.txt", "bag-info.txt", PAYLOAD} <= tags.keys():
        yield f"{TAGS}: does not name all tag files"
    for name in sorted(names - payload.keys() - tags.keys() - {TAGS}):
        yield f"{name}: is in no manifest: it was added"


def _held(bag: Bag, listed: Mapping[str, str]) -> Iterator[str]:
    for name, wanted in listed.items():
        try:
            if digest_of(bag, name)[0] != wanted:
                yield f"{name}: it was changed"
        except KeyError:
            yield f"{name}: it is missing"


def _listed(bag: Bag, manifest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in read_bounded(bag, manifest).decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        path = PurePosixPath(name)
        if len(line) > _LONGEST_LINE or len(digest) != 64 or path.is_absolute() or ".." in path.parts or name in found:
            raise IntegrityError(f"{manifest}: it was changed: it cannot be read")
        found[name] = digest
    return found


def digest_of(bag: Bag, name: str) -> tuple[str, int]:
    """SHA-256 and size, whatever the size. Raises KeyError where it is not there."""
    digest, size = hashlib.sha256(), 0
    with bag.open(name) as handle:
        while piece := handle.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def read_bounded(bag: Bag, name: str) -> bytes:
    """Raises IntegrityError where it is missing or larger than any that Vedette writes."""
    try:
        with bag.open(name) as handle:
            found = handle.read(LARGEST + 1)
    except KeyError:
        raise IntegrityError(f"{name}: it is missing") from None
    if len(found) > LARGEST:
        raise IntegrityError(f"{name}: it is too large")
    return found
