"""How much of the index stays mapped into memory.

What is let go costs nothing to have again while the operating system still holds it, and it holds what it has room for.
"""

import mmap
import os
from collections.abc import Iterable
from pathlib import Path

from vedette.observe.media.segment import Segment

MOST_MIB = 384
_STATM = Path("/proc/self/statm")


def let_go(segments: Iterable[Segment]) -> None:
    """Once more than `MOST_MIB` of files are mapped. Only Linux says how much that is; elsewhere the system decides."""
    if mapped_mib() > MOST_MIB:
        for segment in segments:
            if segment.whole is not None:
                segment.whole.madvise(mmap.MADV_DONTNEED)


def mapped_mib() -> float:
    try:
        pages = int(_STATM.read_text().split()[2])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
