"""The one small model: an encoder of several languages with heads, and what it needs to read a text.

It reads only where it is asked to: it finds more of who says what, and takes as long again as all the rest.
"""

import os
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from vedette.understand.model.encoder import Encoder

SWITCH, ENCODER = "VEDETTE_READER", "encoder"
FILES = ("reader.onnx", "pieces.npz")


def folder() -> Path:
    return Path(str(files("vedette.understand"))) / "weights" / "reader"


def wanted() -> bool:
    return os.environ.get(SWITCH) == ENCODER


def missing(where: Path) -> str:
    """Why the model does not read, in one line; empty where it does."""
    if not wanted():
        return f"the rules read alone: {SWITCH} is not set to {ENCODER}"
    if find_spec("onnxruntime") is None:
        return "the rules read alone: onnxruntime is not installed (pip install 'vedette[encoder]')"
    lacking = [name for name in FILES if not (where / name).is_file()]
    return f"the rules read alone: {where} has no {', '.join(lacking)}" if lacking else ""


@cache
def encoder() -> Encoder | None:
    """Opened on the first call of a process; None where the rules read alone."""
    return None if missing(folder()) else Encoder(folder())
