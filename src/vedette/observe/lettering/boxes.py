"""Where letters stand, and how they read if they are Latin, by RapidOCR's models, which lie in its package."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vedette.observe.lettering.crop import Pixels, Quad, level
from vedette.observe.lettering.tesseract import Reading

_MOST_LINES = 150
_QUIET = {"Global.use_cls": False, "Global.log_level": "critical", "Global.text_score": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line: its corners, its level cut-out, and its Latin reading."""

    quad: Quad
    line: Pixels
    latin: Reading


@dataclass(slots=True)
class Boxes:
    """Loads its models at the first picture. One thread: several run beside each other."""

    _engine: Any = field(default=None, init=False)

    def quads(self, picture: Pixels) -> list[Quad]:
        """`picture`: RGB. In reading order."""
        found = self._loaded()(_bgr(picture), use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        return in_order([np.asarray(quad, np.float32) for quad in found.boxes[:_MOST_LINES]])

    def read(self, picture: Pixels, quads: list[Quad]) -> list[Found]:
        if not quads:
            return []
        from rapidocr.ch_ppocr_rec import TextRecInput

        lines = [level(picture, quad) for quad in quads]
        recognise = self._loaded()._load_rec_model()
        read = recognise(TextRecInput(img=[_bgr(line) for line in lines], return_word_box=False))
        return [
            Found(quad=quad, line=line, latin=Reading(text=str(text), sure=float(sure)))
            for quad, line, text, sure in zip(quads, lines, read.txts, read.scores, strict=True)
        ]

    def _loaded(self) -> Any:
        if self._engine is None:
            from rapidocr import RapidOCR

            threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
            self._engine = RapidOCR(params={**_QUIET, **threads})
        return self._engine


def _bgr(picture: Pixels) -> Pixels:
    return np.ascontiguousarray(picture[:, :, ::-1])


def in_order(quads: list[Quad]) -> list[Quad]:
    """Row by row as the letters run, also where they do not run level."""
    if not quads:
        return []
    runs = np.array([quad[1] - quad[0] for quad in quads])
    run = runs[np.argsort(np.linalg.norm(runs, axis=1))[::-1][: max(1, len(runs) // 2)]].sum(axis=0)
    run = run / (np.linalg.norm(run) + 1e-6)
    below = np.array([-run[1], run[0]])
    placed = sorted(
        ((float(quad.mean(axis=0) @ below), float(quad.mean(axis=0) @ run), at) for at, quad in enumerate(quads)),
    )
    rows: list[list[tuple[float, int]]] = []
    last = -np.inf
    for depth, reach, at in placed:
        height = float(np.linalg.norm(quads[at][3] - quads[at][0]))
        if depth - last > 0.5 * height:
            rows.append([])
            last = depth
        rows[-1].append((reach, at))
    return [quads[at] for row in rows for _, at in sorted(row)]
