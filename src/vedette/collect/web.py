"""A page or feed, asked again and again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.collect.address import Fetcher
from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.gather import web_item
from vedette.model.errors import CaptureError


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """Taken where it is not what it was."""

    address: str
    fetcher: Fetcher

    def collect(self, memory: Memory) -> Iterator[Given]:
        try:
            fetched = self.fetcher.fetch(self.address)
        except CaptureError as error:
            raise CaptureError(f"{self.address} {error}") from error
        sha256 = hashlib.sha256(fetched.payload).hexdigest()
        if sha256 != memory.get("sha256"):
            yield web_item(fetched)
            yield Mark(memory={"sha256": sha256})
