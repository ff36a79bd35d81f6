"""The hash chain over captures: whoever changes or drops one must change every hash after it."""

import hashlib

import msgspec

from vedette.model.capture import Capture

FIRST = "0" * 64


def chain_hash(before: str, capture: Capture) -> str:
    """SHA-256 over the hash before and the capture as JSON with sorted keys, UTF-8, no spaces."""
    canonical = msgspec.json.encode(capture, order="sorted")
    return hashlib.sha256(before.encode("ascii") + canonical).hexdigest()
