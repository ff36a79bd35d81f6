"""Learns the visual words of `observe/media/words.npz` from pictures drawn here: no photograph is used.

    python bench/train_marks.py

Two books of 512 words, one for each half of a RootSIFT descriptor (inverted multi-index: Babenko and Lempitsky 2012),
and a turn of the axes after which the signs of what is left over are the 64 bits of a signature (Hamming embedding:
Jégou, Douze and Schmid 2008). Numbers are rounded to bytes, so that the file is the same on every machine.
"""

import sys
from pathlib import Path

import cv2
import numpy as np

from vedette.observe.media.marks import AREA, features, resized

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/vedette/observe/media/words.npz"
PICTURES, WORDS, BITS = 600, 512, 64


def main() -> int:
    rng = np.random.default_rng(1)
    cv2.setRNGSeed(1)
    learnt = np.concatenate([features(resized(drawn(rng), AREA))[1] for _ in range(PICTURES)]).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 25, 1e-3)
    books = [
        cv2.kmeans(np.ascontiguousarray(learnt[:, part]), WORDS, None, stop, 1, cv2.KMEANS_PP_CENTERS)[2]
        for part in (slice(0, 64), slice(64, 128))
    ]
    turn = np.linalg.qr(rng.normal(size=(128, 128)))[0][:BITS]
    np.savez_compressed(
        OUT, books=np.round(np.stack(books)).astype(np.uint8), turn=np.round(turn * 400).clip(-127, 127).astype(np.int8)
    )
    print(f"{len(learnt):,} descriptors of {PICTURES} pictures drawn; {OUT.relative_to(ROOT)} written", file=sys.stderr)
    return 0


def drawn(rng: np.random.Generator) -> np.ndarray:
    """Clouds of one roughness or another, with shapes, lines, letters, shade, noise and blur on them."""
    width, height = int(rng.integers(300, 600)), int(rng.integers(240, 480))
    grey = np.zeros((height, width))
    rough = rng.uniform(0.3, 1.3)
    for k in range(1, 9):
        grid = rng.normal(size=(2 + (height >> (8 - k)), 2 + (width >> (8 - k))))
        grey += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * 2 ** (-k * rough)
    grey = ((grey - grey.min()) / np.ptp(grey) * 255).astype(np.uint8)
    for _ in range(int(rng.integers(5, 90))):
        _shape(grey, rng)
    if rng.random() < 0.5:
        grey = grey * np.linspace(rng.uniform(0.3, 1), rng.uniform(0.3, 1), width)[None]
    grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.4, 2.0)) + rng.normal(size=grey.shape) * rng.uniform(0, 8)
    return grey.clip(0, 255).astype(np.uint8)


def _shape(grey: np.ndarray, rng: np.random.Generator) -> None:
    tall, wide = grey.shape
    at = rng.integers(0, [wide, tall])
    size = rng.integers(3, [max(4, wide // 5), max(4, tall // 5)])
    shade, thick = float(rng.integers(256)), int(rng.integers(1, 6)) * (1 if rng.random() < 0.5 else -1)
    match rng.integers(5):
        case 0:
            cv2.rectangle(grey, at.tolist(), (at + size).tolist(), shade, thick)
        case 1:
            cv2.ellipse(grey, at.tolist(), size.tolist(), float(rng.integers(180)), 0, 360, shade, thick)
        case 2:
            cv2.line(grey, at.tolist(), (at + 3 * size - size.max()).tolist(), shade, abs(thick))
        case 3:
            corners = at + rng.normal(size=(int(rng.integers(3, 8)), 2)) * size
            cv2.fillPoly(grey, [corners.astype(np.int32)], shade)
        case _:
            text = "".join(chr(int(code)) for code in rng.integers(33, 127, int(rng.integers(3, 12))))
            cv2.putText(
                grey, text, at.tolist(), int(rng.integers(8)), rng.uniform(0.4, 1.6), shade, max(1, abs(thick) // 2)
            )


if __name__ == "__main__":
    sys.exit(main())
