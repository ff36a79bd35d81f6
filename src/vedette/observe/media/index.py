"""The index of everything seen: a folder of segments that only grows.

Every append writes a segment of its own; eight of about one size are put together into one eight times as large, so
that a frame is written six times at most however many come. `index.json` names the segments that count. It is
replaced at once or not at all: what a killed append or merge left beside them counts for nothing, and the next append
removes it.

A million frames take about 12 GB on disk; what a search touches is mapped, and let go again (`resident.py`).
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from vedette.model.errors import WorkspaceError
from vedette.observe.media.marks import Mark
from vedette.observe.media.merge import write_merged
from vedette.observe.media.segment import Builder, Origin, Segment, read_segment, write_segment
from vedette.reference.disk import sync_folder

SEGMENT_MARKS = 16_384
"""So many are gathered in memory at most."""
_TOGETHER = 8
LARGE = 8**5
"""A segment of so many frames stays as it is."""
_LIST, _VERSION = "index.json", 2
_LONGEST_LIST = 1 << 20
_SUFFIX = ".segment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A segment that counts: its file in the folder, how long that is, and how many frames it holds."""

    file: str
    size: int
    frames: int


@dataclass(slots=True)
class Index:
    """Open one with `opened`."""

    path: Path
    segments: list[Segment] = field(default_factory=list)
    _open: dict[Entry, Segment] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        return sum(segment.frames for segment in self.segments)

    def origins(self) -> Iterator[Origin]:
        for segment in self.segments:
            yield from segment.origins()

    def holds(self, told: str) -> bool:
        """An origin of that name, or with that SHA-256."""
        return any(True for segment in self.segments for _ in segment.numbers(told))

    def append(self, seen: Iterable[tuple[Origin, Iterable[Mark]]]) -> int:
        """Returns how many frames were added. Footage is streamed: no more than `SEGMENT_MARKS` are held."""
        builder, added = Builder(), 0
        for origin, marks in seen:
            builder.begin(origin)
            for mark in marks:
                if builder.marks >= SEGMENT_MARKS:
                    self.add(builder.segment())
                    builder = Builder()
                    builder.begin(origin)
                builder.add(mark)
                added += 1
        if builder.marks:
            self.add(builder.segment())
        return added

    def add(self, segment: Segment) -> None:
        """Locked against another writer, whose appends are seen from then on."""
        with _locked(self.path):
            entries = _listed(self.path)
            _remove_leftovers(self.path, entries)
            entries.append(self._written(segment.frames, lambda file: write_segment(file, segment)))
            _list(self.path, entries)
            while alike := _alike(entries):
                entries = self._together(entries, alike)
            self._show(entries)

    def _together(self, entries: list[Entry], alike: list[Entry]) -> list[Entry]:
        parts = [self._segment(entry) for entry in alike]
        fresh = self._written(sum(each.frames for each in alike), lambda file: write_merged(file, parts))
        entries = [each for each in entries if each not in alike] + [fresh]
        _list(self.path, entries)
        for entry in alike:
            # Who reads it still has it mapped.
            (self.path / entry.file).unlink()
        return entries

    def _written(self, frames: int, write: Callable[[BinaryIO], None]) -> Entry:
        number = 1 + max((_number(each) for each in self.path.glob(f"*{_SUFFIX}")), default=0)
        path = self.path / f"{number:08}{_SUFFIX}"
        with path.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        return Entry(file=path.name, size=size, frames=frames)

    def read(self) -> None:
        """What counts now. Raises WorkspaceError for a folder that is no index, or is damaged."""
        entries = _listed(self.path)
        try:
            self._show(entries)
        except FileNotFoundError:
            # Between the list and the segment another process has put it together with others.
            again = _listed(self.path)
            if again == entries:
                raise _damaged(self.path) from None
            self.read()

    def _show(self, entries: Iterable[Entry]) -> None:
        self._open = {entry: self._segment(entry) for entry in entries}
        self.segments = list(self._open.values())

    def _segment(self, entry: Entry) -> Segment:
        if entry in self._open:
            return self._open[entry]
        try:
            segment = read_segment(self.path / entry.file, entry.size)
            if segment.frames != entry.frames:
                raise ValueError("another segment")
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(self.path) from error
        return segment


def opened(path: Path) -> Index:
    """An index that does not exist yet is empty. Raises WorkspaceError for a file or folder that is none."""
    index = Index(path=path)
    if path.exists():
        index.read()
    return index


def _alike(entries: Iterable[Entry]) -> list[Entry]:
    """So many of about one size that they are to be put together; the smallest first."""
    by_size: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.frames < LARGE:
            by_size.setdefault(_level(entry.frames), []).append(entry)
    return next((by_size[level] for level in sorted(by_size) if len(by_size[level]) >= _TOGETHER), [])


def _level(frames: int) -> int:
    level = 0
    while frames >= _TOGETHER:
        frames, level = frames // _TOGETHER, level + 1
    return level


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise _foreign(path) from error
    folder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    except FileNotFoundError as error:
        raise _damaged(path) from error
    finally:
        os.close(folder)


def _listed(path: Path) -> list[Entry]:
    if not path.is_dir():
        raise _foreign(path)
    try:
        with (path / _LIST).open("rb") as file:
            told = json.loads(file.read(_LONGEST_LIST))
        if told["version"] != _VERSION:
            raise _foreign(path)
        return [_entry(**each) for each in told["segments"]]
    except FileNotFoundError:
        names = {each.name for each in path.iterdir()} - {f"{_LIST}.new"}
        if not all(_number(Path(name)) for name in names):
            raise _foreign(path) from None
        if len(names) > 1:
            raise _damaged(path) from None
        # A first append that was killed.
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _entry(*, file: str, size: int, frames: int) -> Entry:
    if _number(Path(file)) <= 0 or Path(file).name != file or size < 0 or frames < 0:
        raise ValueError("not a segment of this folder")
    return Entry(file=file, size=size, frames=frames)


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isascii() and path.stem.isdigit() and path.suffix == _SUFFIX else 0


def _list(path: Path, entries: Iterable[Entry]) -> None:
    fresh = path / f"{_LIST}.new"
    with fresh.open("w") as file:
        json.dump({"version": _VERSION, "segments": [asdict(entry) for entry in entries]}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / _LIST)
    sync_folder(path)


def _remove_leftovers(path: Path, entries: Iterable[Entry]) -> None:
    counted = {entry.file for entry in entries}
    for each in path.glob(f"*{_SUFFIX}"):
        if _number(each) and each.name not in counted:
            each.unlink()


def _foreign(path: Path) -> WorkspaceError:
    return WorkspaceError(f"{path} is not an index of this version: name another folder, or index the footage anew")


def _damaged(path: Path) -> WorkspaceError:
    return WorkspaceError(f"{path} is damaged: index the footage anew into another folder")
