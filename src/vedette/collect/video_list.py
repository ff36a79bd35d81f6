"""A channel or list of videos, followed: each round the newest that were not taken yet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.video import VideoFetcher
from vedette.model.ids import SourceId

_REMEMBERED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoList:
    """`source_of` an address and a channel's name is who published it. The fetcher's `most` bounds how far down the
    list a round looks."""

    address: str
    fetcher: VideoFetcher
    source_of: Callable[[str, str], SourceId | None]

    def collect(self, memory: Memory) -> Iterator[Given]:
        told = memory.get("seen")
        seen = [str(one) for one in told] if isinstance(told, list) else []
        fetcher = replace(self.fetcher, newest=True, known=tuple(seen))
        with fetcher.fetch(self.address) as found:
            for each in found:
                yield from each.items(self.source_of(each.video.address, each.video.channel))
                seen = [*seen, each.video.identity][-_REMEMBERED:]
                yield Mark(memory={"seen": seen})
