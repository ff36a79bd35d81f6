"""Files of a folder, in a stable order."""

from collections.abc import Iterator
from pathlib import Path

from vedette.model.errors import CaptureError

TELEGRAM_EXPORT = "result.json"
MOST_DEPTH = 64


def walk(folder: Path) -> Iterator[Path | tuple[Path, CaptureError]]:
    """Every file below `folder`, sorted, or a sub-folder with the reason why it cannot be listed.

    Hidden names are left out, and so are links that lead out of the folder. A Telegram Desktop export is its
    `result.json`: what lies around it are media and pages that tell the same again.
    """
    yield from _walk(folder, folder.resolve(), 0)


def _walk(folder: Path, root: Path, depth: int) -> Iterator[Path | tuple[Path, CaptureError]]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, CaptureError(_advice(error))
        return
    if depth > MOST_DEPTH:
        yield folder, CaptureError(f"lies more than {MOST_DEPTH} folders deep: add it by itself")
        return
    export = folder / TELEGRAM_EXPORT
    for entry in [export] if export in entries and not is_folder(export) else entries:
        if entry.name.startswith(".") or _leaves(entry, root):
            continue
        if is_folder(entry):
            yield from _walk(entry, root, depth + 1)
        else:
            yield entry


def is_folder(path: Path) -> bool:
    """False where that may not even be asked: opening it as a file will then say so."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _leaves(entry: Path, root: Path) -> bool:
    """A link to a folder inside is left out too: its files are met in their own place, and loops cannot arise."""
    try:
        if not entry.is_symlink():
            return False
        target = entry.resolve(strict=True)
    except PermissionError:
        # Opening it will say so.
        return False
    except (OSError, RuntimeError):
        return True
    return not target.is_relative_to(root) or is_folder(target)


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "is a folder you may not open: give yourself permission to read it, or leave it out"
    return f"cannot be listed ({error.strerror}): check the folder, then add it again"
