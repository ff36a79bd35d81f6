"""Pictures and footage for the tests, drawn here: nobody's photographs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


def scene(seed: int, width: int = 480, height: int = 360) -> Pixels:
    """A landscape of sky, ground, houses and litter: textured, and unlike any other seed's."""
    rng = np.random.default_rng(seed)
    ground = sum(
        cv2.resize(rng.normal(size=(2 + (height >> k), 2 + (width >> k), 3)), (width, height)) * 1.7**k
        for k in range(1, 8)
    )
    ground = (ground - ground.min()) / np.ptp(ground) * 200 + 30
    picture = np.ascontiguousarray(ground.astype(np.uint8))
    for _ in range(60):
        corner = rng.integers(0, [width, height])
        size = rng.integers(6, [max(8, width // 5), max(8, height // 4)])
        colour = [int(value) for value in rng.integers(0, 255, 3)]
        match rng.integers(3):
            case 0:
                cv2.rectangle(picture, corner.tolist(), (corner + size).tolist(), colour, -1)
            case 1:
                cv2.ellipse(picture, corner.tolist(), size.tolist(), int(rng.integers(180)), 0, 360, colour, -1)
            case _:
                cv2.line(picture, corner.tolist(), (corner + 2 * size).tolist(), colour, int(rng.integers(1, 6)))
    return picture


def write_picture(path: Path, pixels: Pixels, quality: int = 90) -> Path:
    cv2.imwrite(str(path), pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return path


def write_video(path: Path, frames: Iterable[Pixels], rate: int = 12, sound_hz: float | None = None) -> Path:
    """H.264 in the container that the name says; with a tone of a second where `sound_hz` is given."""
    with av.open(str(path), "w") as container:
        stream = None
        track = container.add_stream("aac", 48_000) if sound_hz is not None else None
        for pixels in frames:
            if stream is None:
                stream = container.add_stream("libx264", rate)
                stream.height, stream.width = pixels.shape[:2]
                stream.pix_fmt, stream.options = "yuv420p", {"preset": "ultrafast"}
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        if stream is not None:
            container.mux(stream.encode(None))
        if track is not None:
            _add_tone(container, track, sound_hz)
    return path


def _add_tone(container: Any, track: Any, hertz: float | None) -> None:
    wave = np.sin(np.arange(48_000) / 48_000 * 2 * np.pi * (hertz or 0)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts = 48_000, 0
    container.mux(track.encode(frame))
    container.mux(track.encode(None))


def pan(picture: Pixels, count: int, width: int = 320, height: int = 240) -> Iterable[Pixels]:
    """A camera that wanders over a still picture."""
    down, across = picture.shape[0] - height, picture.shape[1] - width
    for step in range(count):
        top, left = down * step // count, int(across * (0.5 + 0.5 * np.sin(step / 20)))
        yield np.ascontiguousarray(picture[top : top + height, left : left + width])
