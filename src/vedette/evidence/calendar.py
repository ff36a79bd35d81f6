"""OpenTimestamps: a digest given to calendars, which put it into a block of Bitcoin hours later.

The file that comes of it is the usual `.ots` beside the root, for the client `ots` and any other.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vedette.model.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

LARGEST = 10_000
LACKING = "OpenTimestamps needs an extra; `pip install 'vedette[evidence]'`"
_NONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What a `.ots` file holds: calendars that promise a block, and heights of blocks of Bitcoin, each with the Merkle
    root that the block of that height must have for the proof to hold."""

    pending: tuple[str, ...]
    blocks: tuple[tuple[int, str], ...]


def commit(payload: bytes) -> "tuple[DetachedTimestampFile, Timestamp]":
    """A file without attestations yet, and the end of it whose message the calendars are given: a hash with a nonce,
    so that they learn nothing."""
    try:
        from opentimestamps.core.op import OpAppend, OpSHA256
        from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp
    except ImportError as error:
        raise UsageError(LACKING) from error
    made = DetachedTimestampFile(OpSHA256(), Timestamp(hashlib.sha256(payload).digest()))
    end = made.timestamp.ops.add(OpAppend(os.urandom(_NONCE))).ops.add(OpSHA256())
    return made, end


def take(end: "Timestamp", answer: bytes) -> None:
    """Adds what a calendar answered for the message of `end`. Raises IntegrityError for anything else."""
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import Timestamp

    try:
        end.merge(Timestamp.deserialize(BytesDeserializationContext(answer), end.msg))
    except (DeserializationError, ValueError, RecursionError, OverflowError) as error:
        raise IntegrityError(f"the calendar's answer cannot be read ({type(error).__name__})") from error


def encode(file: "DetachedTimestampFile") -> bytes:
    from opentimestamps.core.serialize import BytesSerializationContext

    context = BytesSerializationContext()
    file.serialize(context)
    return bytes(context.getbytes())


def decode(proof: bytes, payload: bytes) -> "DetachedTimestampFile":
    """Raises IntegrityError unless it is a proof of this payload."""
    try:
        from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
        from opentimestamps.core.timestamp import DetachedTimestampFile
    except ImportError as error:
        raise UsageError(LACKING) from error
    try:
        found = DetachedTimestampFile.deserialize(BytesDeserializationContext(proof))
    except (DeserializationError, ValueError, RecursionError, OverflowError) as error:
        raise IntegrityError(f"it cannot be read ({type(error).__name__})") from error
    if found.file_digest != hashlib.sha256(payload).digest():
        raise IntegrityError("it is of something else")
    return found


def witness(file: "DetachedTimestampFile") -> Witness:
    """Bitcoin writes hashes the other way round."""
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation

    pending, blocks = set(), set()
    for message, one in file.timestamp.all_attestations():
        match one:
            case PendingAttestation():
                pending.add(one.uri)
            case BitcoinBlockHeaderAttestation():
                blocks.add((one.height, bytes(message)[::-1].hex()))
    return Witness(pending=tuple(sorted(pending)), blocks=tuple(sorted(blocks)))


def upgrade(file: "DetachedTimestampFile", ask: Callable[[str, bytes], bytes | None]) -> bool:
    """Asks each calendar that promised a block whether there is one; `ask` is given its address and the message, and
    gives None where it is not ready. Whether anything came."""
    before = encode(file)
    for end, calendar in list(_promised(file.timestamp)):
        answer = ask(calendar, bytes(end.msg))
        if answer is not None:
            take(end, answer)
    return encode(file) != before


def _promised(stamp: "Timestamp") -> "Iterator[tuple[Any, str]]":
    from opentimestamps.core.notary import PendingAttestation

    for one in stamp.attestations:
        if isinstance(one, PendingAttestation):
            yield stamp, one.uri
    for below in stamp.ops.values():
        yield from _promised(below)
