"""What a published sentence leads to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One entry of a report's `citations.json`; `text` must equal the document's text from `start` to `end`."""

    document: str
    start: int
    end: int
    text: str
