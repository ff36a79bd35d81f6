"""The encoder with its heads: a text in, for each word the chances that the heads give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vedette.understand.model.pieces import Pieces
from vedette.understand.model.windows import encoded, windows

LONGEST = 192
ATTRIBUTION = ("source", "cue", "content", "begins")
ENTITY_TYPES = ("person", "organization", "place", "unit")
_WIDTHS = {"attribution": 4, "entity": 1 + 2 * len(ENTITY_TYPES), "factuality": 1}
_PIECES_A_RUN = 2048
_BLOCK = 32

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Words as offsets into the text that was read; a row of log-odds for each.

    `attribution`: one column each of `ATTRIBUTION`; `entity`: none, then begin and middle of each type; `factuality`:
    one column from -3 to 3, of use on words that tell an event.
    """

    words: tuple[tuple[int, int], ...]
    attribution: Floats
    entity: Floats
    factuality: Floats


class Encoder:
    """Opened once a process; a session of one thread, for the workers of a watch are processes."""

    def __init__(self, folder: Path) -> None:
        from onnxruntime import InferenceSession, SessionOptions  # type: ignore[import-untyped]

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        with np.load(folder / "pieces.npz", allow_pickle=False) as arrays:
            self._scales = arrays["scales"].astype(np.float32)
            self._nibbles = arrays["nibbles"]
            self._places = arrays["places"].astype(np.float32)
            pieces = arrays["pieces"].tobytes().decode("utf-8").split("\n")
            self.pieces = Pieces(pieces, arrays["scores"].astype(np.float32).tolist())

    def read(self, text: str) -> Reading:
        """The whole text, window by window, windows of like length at once."""
        parts = [encoded(text, start, end, self.pieces) for start, end in windows(text, self.pieces, LONGEST)]
        told: list[Floats] = [np.zeros((0, sum(_WIDTHS.values())), np.float32)] * len(parts)
        for batch in _batches([len(ids) for ids, _, _ in parts]):
            answers = self._run([parts[index][0] for index in batch])
            for row, index in enumerate(batch):
                told[index] = answers[row][parts[index][2]]
        rows = np.concatenate(told) if told else np.zeros((0, sum(_WIDTHS.values())), np.float32)
        heads = dict(zip(_WIDTHS, np.split(rows, np.cumsum(list(_WIDTHS.values()))[:-1], axis=1), strict=True))
        return Reading(words=tuple(span for _, spans, _ in parts for span in spans), **heads)

    def _run(self, batch: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, batch))
        vectors = np.zeros((len(batch), longest, self._scales.shape[1] * _BLOCK), np.float32)
        lengths = np.array([len(ids) for ids in batch], np.int32)
        for row, ids in enumerate(batch):
            vectors[row, : len(ids)] = self._vectors(ids)
        answers: Floats = self._session.run(None, {"vectors": vectors, "lengths": lengths})[0]
        return answers

    def _vectors(self, ids: Sequence[int]) -> Floats:
        """Blocks of a scale and 32 nibbles: byte j holds weight j low and weight j + 16 high, each plus 8."""
        nibbles = self._nibbles[list(ids)]
        halves = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(np.float32) - 8.0
        opened = (halves * self._scales[list(ids)][:, :, None]).reshape(len(ids), -1)
        placed: Floats = opened + self._places[: len(ids)]
        return placed


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Windows of like length together, as many as one run takes."""
    found: list[list[int]] = [[]]
    for index in sorted(range(len(lengths)), key=lambda each: lengths[each]):
        if found[-1] and (len(found[-1]) + 1) * lengths[index] > _PIECES_A_RUN:
            found.append([])
        found[-1].append(index)
    return [batch for batch in found if batch]
