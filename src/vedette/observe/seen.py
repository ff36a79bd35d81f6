"""Footage known again when it comes cut, mirrored, captioned or in an upright frame: the marks of `media/` in a watch.

The sense makes the marks, in its own process; the memory keeps them in one index in the workspace, a capture's id the
name of its origin.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.capture import Capture
from vedette.model.errors import ReadError, WorkspaceError
from vedette.model.ids import CaptureId
from vedette.model.prints import Prints
from vedette.model.watch import Watch
from vedette.observe.recall import Likeness
from vedette.observe.sense import Findings

if TYPE_CHECKING:
    from vedette.observe.media.index import Index
    from vedette.observe.media.marks import Mark
    from vedette.observe.media.segment import Segment

METHOD, VERSION = "marks", "1"
# Five minutes in which something moves all the time; of longer footage every second mark, every fourth, and so on.
MOST_MARKS = 600


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """The marks of all frames looked at. Of a damaged film what came before it."""
    from vedette.observe.media.decode import Decoder
    from vedette.observe.media.marks import marks
    from vedette.observe.media.match import LONGEST_SIDE
    from vedette.observe.media.packed import packed

    held = Thinned(most=MOST_MARKS)
    problem = None
    try:
        with Decoder() as decoder:
            for mark in marks(decoder.frames(path, longest=LONGEST_SIDE)):
                held.add(mark)
    except ReadError as error:
        problem = str(error).removeprefix(f"{path}: ")
        if not held.kept:
            raise ReadError(problem) from error
    prints = Prints(capture=capture.id, method=METHOD, version=VERSION, payload=packed(held.kept))
    return Findings(prints=(prints,) if held.kept else (), problem=problem)


@dataclass(slots=True)
class Thinned:
    """No more than `most` marks, evenly from beginning to end, however many come."""

    most: int
    kept: "list[Mark]" = field(default_factory=list)
    _came: int = field(default=0, init=False)
    _every: int = field(default=1, init=False)

    def add(self, mark: "Mark") -> None:
        if self._came % self._every == 0:
            self.kept.append(mark)
        self._came += 1
        if len(self.kept) > self.most:
            self.kept, self._every = self.kept[::2], 2 * self._every


@dataclass(slots=True)
class IndexMemory:
    """One index, a folder. It may be removed: the captures make it anew (`stands`, `take_over`)."""

    path: Path
    _index: "Index | None" = field(default=None, init=False)

    def add(self, prints: Sequence[Prints]) -> None:
        from vedette.observe.media.segment import Origin

        index = self._opened()
        fresh = {one.capture: one for one in prints if _ours(one) and not index.holds(one.capture)}
        index.append([(Origin(name=one.capture), _readable(one)) for one in fresh.values()])

    def alike(self, prints: Prints) -> Sequence[Likeness]:
        from vedette.observe.media.match import seen_before
        from vedette.observe.media.packed import unpacked

        if not _ours(prints):
            return ()
        hits = seen_before(self._opened(), unpacked(prints.payload), itself=prints.capture)
        return [
            Likeness(
                capture=CaptureId(hit.origin.name),
                score=round(hit.score * hit.share, 4),
                method=hit.method,
                offset_s=hit.offset_s,
            )
            for hit in hits
        ]

    def holds(self, capture: CaptureId) -> bool:
        return self._opened().holds(capture)

    def frames(self, capture: CaptureId) -> "list[tuple[float, Segment, int]]":
        """The second of each frame that is kept of a capture, in order, and where it lies."""
        found = [
            (float(segment.arrays["seconds"][frame]), segment, int(frame))
            for segment in self._opened().segments
            for number in segment.numbers(capture)
            for frame in (segment.arrays["origin"] == number).nonzero()[0]
        ]
        return sorted(found, key=lambda row: row[0])

    def stands(self) -> bool:
        """Whether it is there and whole."""
        try:
            self._opened()
        except WorkspaceError:
            return False
        return self.path.exists()

    def take_over(self, other: "IndexMemory") -> None:
        """The other's folder in the place of this one's. Killed in between, this one is not there, and the other is
        whole: it is taken over the next time."""
        other.path.mkdir(parents=True, exist_ok=True)
        self.remove()
        other.path.replace(self.path)

    def remove(self) -> None:
        if self.path.is_dir():
            shutil.rmtree(self.path)
        else:
            self.path.unlink(missing_ok=True)
        self._index = None

    def _opened(self) -> "Index":
        from vedette.observe.media.index import opened

        if self._index is None:
            self._index = opened(self.path)
        return self._index


def memory_in(folder: Path) -> IndexMemory:
    return IndexMemory(folder / f"{METHOD}-{VERSION}.index")


def unfinished_in(folder: Path) -> IndexMemory:
    """Where a memory is made anew; what an earlier, killed attempt left is kept if it is whole."""
    memory = IndexMemory(folder / f"{METHOD}-{VERSION}.part")
    if not memory.stands():
        memory.remove()
    return memory


def _readable(prints: Prints) -> "tuple[Mark, ...]":
    """None of marks that make no sense: `alike` says so of them."""
    from vedette.observe.media.packed import unpacked

    try:
        return unpacked(prints.payload)
    except ReadError:
        return ()


def _ours(prints: Prints) -> bool:
    return (prints.method, prints.version) == (METHOD, VERSION)
