"""Pictures, video, sound and fire tables, told by how their bytes begin."""

import zlib

from vedette.model.errors import CaptureError
from vedette.model.media import MediaType

_STARTS = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"GIF87a", MediaType.GIF),
    (b"GIF89a", MediaType.GIF),
    (b"OggS", MediaType.OGG),
    (b"fLaC", MediaType.FLAC),
    (b"ID3", MediaType.MP3),
    (b"\xff\xfb", MediaType.MP3),
    (b"\xff\xf3", MediaType.MP3),
    (b"\xff\xfa", MediaType.MP3),
)
_RIFF = {b"WEBP": MediaType.WEBP, b"AVI ": MediaType.AVI, b"WAVE": MediaType.WAV}
_STILL = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip")
_TS_PACKET = 188
_GZIP = b"\x1f\x8b"
_LATITUDES, _LONGITUDES, _DAYS = {"lat", "latitude"}, {"lon", "longitude"}, {"date", "acq_date"}
_HEADER_BYTES = 4096


def media_of(head: bytes) -> MediaType | None:
    """None for what is none of these. Raises CaptureError for pictures in a form Vedette does not open."""
    for start, media in _STARTS:
        if head.startswith(start):
            return media
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return MediaType.WEBM if b"webm" in head[:64] else MediaType.MATROSKA
    if head[:4] in (b"II*\0", b"MM\0*"):
        raise CaptureError("is a TIFF: give a satellite scene to `vedette observe`; save a picture as JPEG or PNG")
    if len(head) > 2 * _TS_PACKET and head[0] == head[_TS_PACKET] == head[2 * _TS_PACKET] == 0x47:
        return MediaType.MPEG_TS
    return _of_boxes(head) or _of_table(head)


def _of_boxes(head: bytes) -> MediaType | None:
    """ISO base media (MP4 and its kin)."""
    kind, brand = head[4:8], head[8:12]
    if kind in _OLD_QUICKTIME:
        return MediaType.QUICKTIME
    if kind != b"ftyp":
        return None
    if brand in _STILL:
        raise CaptureError("is a HEIC or AVIF picture, which Vedette cannot open: save it as JPEG or PNG and add that")
    if brand == b"qt  ":
        return MediaType.QUICKTIME
    return MediaType.M4A if brand[:3] in (b"M4A", b"M4B") else MediaType.MP4


def _of_table(head: bytes) -> MediaType | None:
    """A table of fire detections names latitude, longitude and day in its first line."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(47).decompress(head, _HEADER_BYTES)
        except zlib.error:
            return None
    first = head[:_HEADER_BYTES].removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("latin-1")
    names = {name.strip().strip('"').lower() for name in first.split(",")}
    found = all(names & known for known in (_LATITUDES, _LONGITUDES, _DAYS))
    return MediaType.FIRES if found else None
