"""The one small model: an encoder of several languages with heads, and what it needs to read a text."""

import os
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from vedette.understand.model.encoder import Encoder

SWITCH = "VEDETTE_READER"
FILES = ("reader.onnx", "pieces.npz")


def folder() -> Path:
    return Path(str(files("vedette.understand"))) / "weights" / "reader"


def missing(where: Path) -> str:
    """Why there is no model, in one line; empty where there is one. It costs about as much time as all the rest."""
    if os.environ.get(SWITCH) == "rules":
        return f"the rules read alone: {SWITCH} is set to rules"
    if find_spec("onnxruntime") is None:
        return "the rules read alone: onnxruntime is not installed (pip install onnxruntime)"
    lacking = [name for name in FILES if not (where / name).is_file()]
    return f"the rules read alone: {where} has no {', '.join(lacking)}" if lacking else ""


@cache
def encoder() -> Encoder | None:
    """Opened on the first call of a process; None where the rules read alone."""
    return None if missing(folder()) else Encoder(folder())
