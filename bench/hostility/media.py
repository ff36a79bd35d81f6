# ruff: noqa: E501
"""Pictures, video and sound, drawn small and then broken; headers that claim sizes nobody has memory for."""

import io
import struct
import zlib
from functools import cache
from random import Random

from hostility import words
from vedette.model.media import MediaType

_HUGE = (0, 1, 65_535, 100_000, 2**31 - 1, 2**32 - 1)


def case(rng: Random) -> tuple[str, bytes]:
    kind = rng.choice(tuple(_seeds()))
    raw = _seeds()[kind]
    if kind == MediaType.PNG and rng.random() < 0.3:
        return kind, _bomb(rng)
    for _ in range(rng.randint(0, 3)):
        raw = _broken(rng, raw)
    return kind, raw


def _broken(rng: Random, raw: bytes) -> bytes:
    """Mostly in the head, where sizes stand."""
    made = bytearray(raw)
    if rng.random() < 0.5 and len(made) > 64:
        at = rng.randrange(0, min(len(made) - 4, 2_000))
        made[at : at + 4] = struct.pack(rng.choice((">I", "<I")), rng.choice(_HUGE))
        return bytes(made)
    return words.damaged(rng, raw)


def _bomb(rng: Random) -> bytes:
    """A picture of a few kilobytes that claims many gigabytes, or unpacks to them."""
    width, height = rng.choice(_HUGE), rng.choice(_HUGE)
    body = zlib.compress(b"\x00" * rng.choice((100, 50_000_000)), 9)
    texts = _chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"\x00" * 20_000_000)) if rng.random() < 0.5 else b""
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, rng.choice((1, 8, 16)), rng.choice((0, 2, 3, 6)), 0, 0, 0))
        + texts + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )  # fmt: skip


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@cache
def _seeds() -> dict[str, bytes]:
    made = {
        kind: _picture(name)
        for kind, name in (
            (MediaType.JPEG, "JPEG"),
            (MediaType.PNG, "PNG"),
            (MediaType.GIF, "GIF"),
            (MediaType.WEBP, "WEBP"),
        )
    }
    for kind, name, codec in (
        (MediaType.MP4, "mp4", "mpeg4"), (MediaType.QUICKTIME, "mov", "mpeg4"), (MediaType.MATROSKA, "matroska", "mpeg4"),
        (MediaType.AVI, "avi", "mpeg4"), (MediaType.MPEG_TS, "mpegts", "mpeg2video"),
    ):  # fmt: skip
        made[kind] = _film(name, codec)
    return made


def _picture(name: str) -> bytes:
    import numpy as np
    from PIL import Image

    pixels = np.random.default_rng(1).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x9003], exif[0x0112] = "2024:05:12 10:00:00", 6
    Image.fromarray(pixels).save(held, name, **({"exif": exif} if name in {"JPEG", "WEBP", "PNG"} else {}))
    return held.getvalue()


def _film(name: str, codec: str) -> bytes:
    import av
    import numpy as np

    held, draw = io.BytesIO(), np.random.default_rng(1)
    with av.open(held, "w", format=name) as container:
        stream = container.add_stream(codec, 12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(12):
            frame = av.VideoFrame.from_ndarray(draw.integers(0, 255, (48, 64, 3), dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return held.getvalue()
