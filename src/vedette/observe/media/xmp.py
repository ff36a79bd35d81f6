"""Place and moment in an XMP packet (ISO 16684-1), where programs write them that strip or never knew EXIF.

Read by pattern, not as XML: nothing in it is expanded, and what is not written plainly is not read.
"""

import re

_MOST_BYTES = 1 << 20
_NAMES = rb"GPSLatitude|GPSLongitude|DateTimeOriginal|CreateDate|DateCreated"
_FIELD = re.compile(
    rb"\b(?:exif|xmp|photoshop):(" + _NAMES + rb")\s*(?:=\s*[\"']([^\"'<>&]{1,60})[\"']|>\s*([^<>&]{1,60}?)\s*<)"
)


def fields(packet: object) -> dict[str, str]:
    """The first of each name."""
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    if not isinstance(packet, bytes):
        return {}
    found: dict[str, str] = {}
    for match in _FIELD.finditer(packet[:_MOST_BYTES]):
        found.setdefault(match[1].decode(), (match[2] or match[3] or b"").decode("utf-8", "replace").strip())
    return found
