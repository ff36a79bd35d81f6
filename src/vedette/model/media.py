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
    EMAIL = "message/rfc822"
    TELEGRAM_PAGE = "application/vnd.telegram.export+html"
    X_ARCHIVE = "application/vnd.x.archive+javascript"
    X_LINES = "application/vnd.x.posts+ndjson"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    MP4 = "video/mp4"
    QUICKTIME = "video/quicktime"
    WEBM = "video/webm"
    MATROSKA = "video/x-matroska"
    AVI = "video/x-msvideo"
    MPEG_TS = "video/mp2t"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    WAV = "audio/wav"
    FLAC = "audio/flac"
    M4A = "audio/mp4"
    FIRES = "text/csv;header=firms"
    SCENE = "application/geo+json;profile=stac-item"


IMAGES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.GIF})
VIDEOS = frozenset(
    {
        MediaType.MP4,
        MediaType.QUICKTIME,
        MediaType.WEBM,
        MediaType.MATROSKA,
        MediaType.AVI,
        MediaType.MPEG_TS,
    }
)
SOUNDS = frozenset({MediaType.MP3, MediaType.OGG, MediaType.WAV, MediaType.FLAC, MediaType.M4A})
OBSERVED = IMAGES | VIDEOS | SOUNDS | {MediaType.FIRES}
"""What is looked at, not read. Ogg and MP4 may hold either pictures or sound: who decodes finds out."""

_FOREIGN = "application/vnd.vedette.extension."


def foreign_media(name: str) -> str:
    """Of bytes that the extension of this name reads or looks at."""
    return _FOREIGN + name


def foreign_name(media: str) -> str:
    """Of the extension; empty where none brought the bytes."""
    return media.removeprefix(_FOREIGN) if media.startswith(_FOREIGN) else ""
