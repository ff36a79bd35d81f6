"""The kinds of bytes Vedette reads, as media types. Collecting names them, reading chooses a reader by them."""

from enum import StrEnum


class MediaType(StrEnum):
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    JSONL = "application/x-ndjson"
    TELEGRAM = "application/vnd.telegram.export+json"
    RSS = "application/rss+xml"
    ATOM = "application/atom+xml"
