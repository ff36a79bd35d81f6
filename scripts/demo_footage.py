"""Renders the demo's footage: an invented road with smoke, and a mirrored and captioned copy of it.

    python scripts/demo_footage.py

Nothing in it was filmed. An invented channel shows the first in March 2023, another the copy in May 2024, as new.
Needs the extra `media`. Encoders differ from one version to the next, so the files are kept and not compared.
"""

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

_TELEGRAM = Path(__file__).parents[1] / "src" / "vedette" / "demo" / "reports" / "telegram"
FIRST = _TELEGRAM / "steppe-archive" / "2023-03-20" / "video_files" / "road_in_march.mp4"
COPY = _TELEGRAM / "border-relay" / "2024-05-15" / "video_files" / "road_12_may.mp4"
_SEED, _RATE, _SECONDS = 20230320, 12, 7
_WIDE, _HIGH, _PAN = 640, 360, 160

Picture = npt.NDArray[np.uint8]


def scene() -> Picture:
    """Wider than the frame, so that the camera can turn: sky, hills, trees, houses with windows, a road."""
    chance = np.random.default_rng(_SEED)
    wide = _WIDE + _PAN
    picture = np.zeros((_HIGH, wide, 3), np.uint8)
    fade = np.linspace(0, 1, _HIGH)[:, None, None]
    picture[:] = ((1 - fade) * (196, 178, 150) + fade * (214, 208, 200)).astype(np.uint8)
    for depth, shade in enumerate(((128, 138, 120), (96, 116, 92), (70, 98, 74))):
        ridge = 150 + 40 * depth + np.cumsum(chance.normal(0, 1.6, wide)).clip(-25, 25)
        points = np.stack([np.arange(wide), ridge], 1).astype(np.int32)
        cv2.fillPoly(picture, [np.vstack([points, [[wide, _HIGH], [0, _HIGH]]])], shade)
    for _ in range(26):
        _house(picture, chance, wide)
    for _ in range(60):
        x, y = int(chance.integers(0, wide)), int(chance.integers(230, 330))
        shade = [int(part) for part in chance.integers(20, 80, 3)]
        cv2.circle(picture, (x, y), int(chance.integers(4, 14)), shade, -1, cv2.LINE_AA)
    road = np.array([[wide // 2 - 30, 210], [wide // 2 + 10, 210], [wide // 2 + 190, _HIGH], [wide // 2 - 170, _HIGH]])
    cv2.fillPoly(picture, [road.astype(np.int32)], (88, 86, 84))
    grain = chance.normal(0, 7, picture.shape)
    return (picture + grain).clip(0, 255).astype(np.uint8)


def _house(picture: Picture, chance: np.random.Generator, wide: int) -> None:
    x, y = int(chance.integers(0, wide - 50)), int(chance.integers(190, 260))
    w, h = int(chance.integers(24, 58)), int(chance.integers(18, 44))
    shade = [int(part) for part in chance.integers(90, 190, 3)]
    cv2.rectangle(picture, (x, y - h), (x + w, y), shade, -1)
    roof = np.array([[x - 4, y - h], [x + w + 4, y - h], [x + w // 2, y - h - int(chance.integers(6, 18))]])
    cv2.fillPoly(picture, [roof.astype(np.int32)], [part // 2 for part in shade])
    for left in range(x + 4, x + w - 6, 10):
        if chance.random() < 0.8:
            cv2.rectangle(picture, (left, y - h + 6), (left + 5, y - h + 13), (40, 44, 52), -1)


def frames() -> Iterator[Picture]:
    """The camera turns, smoke rises."""
    still = scene()
    chance = np.random.default_rng(_SEED + 1)
    puffs = chance.uniform(0, 1, (70, 3))
    for number in range(_RATE * _SECONDS):
        shift = round(_PAN * number / (_RATE * _SECONDS - 1))
        frame = still[:, shift : shift + _WIDE].astype(np.float32)
        smoke = np.zeros((_HIGH, _WIDE), np.float32)
        for start, drift, size in puffs:
            age = (start + number / _RATE / 6) % 1
            at = (int(420 - shift + 90 * age * (drift - 0.2)), int(215 - 190 * age))
            cv2.circle(smoke, at, int(5 + 30 * age * (0.5 + size)), float(0.5 * (1 - age)), -1, cv2.LINE_AA)
        veil = cv2.GaussianBlur(smoke, (0, 0), 5)[..., None]
        yield (frame * (1 - veil) + 46 * veil).clip(0, 255).astype(np.uint8)


def copied(frame: Picture) -> Picture:
    """Mirrored, made smaller, with a line of words over its lower edge."""
    copy = np.ascontiguousarray(cv2.resize(frame[:, ::-1], (480, 270), interpolation=cv2.INTER_AREA))
    font, light = cv2.FONT_HERSHEY_SIMPLEX, (240, 240, 240)
    cv2.putText(copy, "ROAD TO VOLCHANSK, 12 MAY", (12, 258), font, 0.6, light, 1, cv2.LINE_AA)
    return copy


def write(path: Path, pictures: Iterator[Picture], crf: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream("libx264", rate=_RATE, options={"crf": str(crf), "preset": "slow"})
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture[..., ::-1].copy(), "rgb24")))
        if stream is not None:
            container.mux(stream.encode())


if __name__ == "__main__":
    write(FIRST, frames(), 27)
    write(COPY, (copied(frame) for frame in frames()), 31)
