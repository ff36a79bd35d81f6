"""A ZIP that may be hostile: its list is bounded before it is read, and nothing of it is ever written to a path."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from vedette.collect.item import MIB
from vedette.model.errors import CaptureError

_END, _END64, _LOCATOR64 = b"PK\5\6", b"PK\6\6", b"PK\6\7"
_LONGEST_TAIL = 22 + 65535
_LARGEST_LIST = 32 * MIB
_MOST = 300_000
_FREE, _MOST_RATIO = 64 * MIB, 300


@contextmanager
def open_zip(path: Path) -> Iterator["Packed"]:
    """Raises CaptureError for what is damaged or may not be opened."""
    try:
        with path.open("rb") as handle:
            if not stat.S_ISREG(path.stat().st_mode):
                raise CaptureError("is not an ordinary file: add a file or a folder")
            _refuse_long_list(handle)
            with zipfile.ZipFile(handle) as opened:
                yield Packed(opened)
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        raise CaptureError("is a damaged ZIP: fetch it again") from error
    except OSError as error:
        raise CaptureError(
            f"cannot be opened ({error.strerror or error}): check the file, then add it again"
        ) from error


class Packed:
    """Its files by name. A name that leads elsewhere is just a name here."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        listed = [one for one in opened.infolist() if not one.is_dir()]
        # Two files of one name: readers disagree which of them counts.
        twice = len(listed) != len({one.filename for one in listed})
        if twice:
            raise CaptureError("is a ZIP that holds two files under one name: it may show each reader another")
        self._files = {one.filename: one for one in listed}

    def names(self) -> list[str]:
        """In the order of the list, without those that lead out."""
        return [name for name in self._files if not _leads_out(name)]

    def read(self, name: str, limit: int) -> bytes:
        with self.open(name) as handle:
            found = handle.read(limit + 1)
        if len(found) > limit:
            raise CaptureError(
                f"holds {name[:80]}, which is larger than {limit // MIB} MB: unpack it and add what you need"
            )
        return found

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Raises CaptureError where it is missing, locked, damaged or a bomb."""
        info = self._files.get(name)
        if info is None:
            raise CaptureError(f"lacks {name[:80]}: it is not whole; fetch it again")
        if info.file_size > _FREE + _MOST_RATIO * info.compress_size:
            raise CaptureError(f"holds {name[:80]}, which unpacks as a bomb would: leave it out")
        try:
            with self._zip.open(info) as handle:
                yield cast(BinaryIO, handle)
        except (RuntimeError, NotImplementedError) as error:
            raise CaptureError("is locked or packed in a way Vedette cannot open: unpack it, add the folder") from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise CaptureError(f"holds {name[:80]}, which is damaged: fetch it again") from error


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or ":" in name[:3]


def _refuse_long_list(handle: IO[bytes]) -> None:
    """Python reads the whole list at once; what it says of its own length is what is read."""
    size = handle.seek(0, 2)
    tail_start = handle.seek(max(0, size - _LONGEST_TAIL - 20))
    tail = handle.read()
    at = tail.rfind(_END)
    if at < 0:
        raise CaptureError("is a damaged ZIP: fetch it again")
    count, listed = struct.unpack_from("<HI", tail, at + 10)
    locator = tail.rfind(_LOCATOR64, 0, at)
    if locator >= 0:
        (place,) = struct.unpack_from("<Q", tail, locator + 8)
        # Python looks right before the locator, whatever place it names.
        for start in {place, tail_start + locator - 56}:
            count, listed = _larger((count, listed), _end64(handle, start, size))
    handle.seek(0)
    if count > _MOST or listed > _LARGEST_LIST:
        raise CaptureError(f"is a ZIP of more than {_MOST:,} files: unpack it, add the folder")


def _end64(handle: IO[bytes], start: int, size: int) -> tuple[int, int]:
    if not 0 <= start <= size - 56:
        return 0, 0
    handle.seek(start)
    found = handle.read(56)
    if not found.startswith(_END64):
        return 0, 0
    count, listed = struct.unpack_from("<QQ", found, 32)
    return count, listed


def _larger(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    # 65535 and 4 GB stand for "see the longer list".
    count = right[0] if left[0] == 0xFFFF else left[0]
    listed = right[1] if left[1] == 0xFFFFFFFF else left[1]
    return max(count, right[0]), max(listed, right[1])
