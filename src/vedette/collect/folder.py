"""Files of a folder, in a stable order."""

from collections.abc import Iterator
from pathlib import Path

from vedette.model.errors import CaptureError
from vedette.model.telegram_page import PAGE_MARK, page_number

TELEGRAM_EXPORT = "result.json"
MOST_DEPTH = 64


def walk(folder: Path) -> Iterator[Path | tuple[Path, CaptureError]]:
    """Every file below `folder`, sorted, or a sub-folder with the reason why it cannot be listed.

    Hidden names are left out, and so are links that lead out of the folder. A Telegram Desktop export is its
    `result.json`, or its pages: what lies around them are media. An archive of X is its list of posts.
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
    for entry in _export(folder, entries) or entries:
        if entry.name.startswith(".") or _leaves(entry, root):
            continue
        if is_folder(entry):
            yield from _walk(entry, root, depth + 1)
        else:
            yield entry


def _export(folder: Path, entries: list[Path]) -> list[Path]:
    """The files that tell all of an export of Telegram or an archive of X; empty where the folder is neither."""
    whole = folder / TELEGRAM_EXPORT
    if whole in entries and not is_folder(whole):
        return [whole]
    pages = [(number, entry) for entry in entries if (number := page_number(entry.name)) is not None]
    if pages and all(_is_telegram_page(entry) for _, entry in pages):
        return [entry for _, entry in sorted(pages)]
    posts = (folder / "data" / name for name in ("tweets.js", "tweet.js"))
    return [one for one in posts if folder / "data" in entries and not is_folder(one) and one.exists()][:1]


def _is_telegram_page(entry: Path) -> bool:
    try:
        with entry.open("rb") as handle:
            return PAGE_MARK in handle.read(8192)
    except OSError:
        return False


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
