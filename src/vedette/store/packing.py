"""Bodies of facts as they are kept: JSON, packed by zlib against the words that every body repeats."""

import zlib
from functools import cache
from importlib.resources import files

import msgspec

_JSON = b"{"
_LARGEST = 512 * 1024 * 1024
"""Of a body. Larger ones are not written, and one that was changed may claim any size."""


@cache
def _words() -> bytes:
    """A preset dictionary. It must never change: what was packed by it can be read by it alone. For other words add
    another file, and tell the two apart by the sum that the packed bytes begin with."""
    return (files("vedette.store") / "packing_words.txt").read_bytes()


def pack(body: str | bytes) -> bytes:
    packer = zlib.compressobj(9, zdict=_words())
    return packer.compress(body.encode("utf-8") if isinstance(body, str) else body) + packer.flush()


def repack(body: bytes) -> bytes:
    """What an older store holds, as it is kept now. What cannot be read stays as it is, to be told when it is asked."""
    try:
        return pack(unpack(body))
    except zlib.error:
        return pack(body)


def pack_document(text: bytes, body: bytes) -> bytes:
    """Of an older store, where the text stood beside the rest of the document."""
    try:
        told = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        told["text"] = msgspec.Raw(msgspec.json.encode(text.decode("utf-8")))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return pack(body)
    return pack(msgspec.json.encode(told))


def unpack(body: bytes) -> bytes:
    """The JSON, whether it is packed or not. Raises zlib.error for what is neither."""
    if body.startswith(_JSON):
        return body
    unpacker = zlib.decompressobj(zdict=_words())
    told = unpacker.decompress(body, _LARGEST)
    if unpacker.unconsumed_tail:
        raise zlib.error("too large")
    told += unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("cut off")
    return told
