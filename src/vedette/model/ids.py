"""Typed ids made from content: the same input always gets the same id, so a retry is harmless."""

import hashlib
from typing import NewType

SourceId = NewType("SourceId", str)
SideId = NewType("SideId", str)
CaptureId = NewType("CaptureId", str)
DocumentId = NewType("DocumentId", str)
StatementId = NewType("StatementId", str)
MentionId = NewType("MentionId", str)
ObservationId = NewType("ObservationId", str)
LinkId = NewType("LinkId", str)
RetractionId = NewType("RetractionId", str)
CorrectionId = NewType("CorrectionId", str)
EventId = NewType("EventId", str)
ThreatId = NewType("ThreatId", str)
PlaceId = NewType("PlaceId", str)

_DIGEST_BYTES = 12


def content_id(prefix: str, *parts: object) -> str:
    """`prefix_` and 24 hexadecimal digits of SHA-256 over the parts, each preceded by its length."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return f"{prefix}_{digest.digest()[:_DIGEST_BYTES].hex()}"
