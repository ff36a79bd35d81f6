"""The pictures and recordings of a folder, by their endings."""

from pathlib import Path

from vedette.model.errors import UsageError

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
_VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mpg", ".mpeg", ".3gp", ".flv", ".wmv"})
_SOUNDS = frozenset({".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".m4a", ".aac"})


def media_files(folder: Path, *, heard: bool = False) -> list[Path]:
    """In the order of their names, subfolders too. What can be `heard` is video and sound, else pictures and video.
    Raises UsageError where there is none."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name one that holds the files")
    wanted = _VIDEOS | (_SOUNDS if heard else _PICTURES)
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in wanted and path.is_file())
    if not found:
        kinds = "video or sound" if heard else "pictures or video"
        raise UsageError(f"{folder}: holds no {kinds}; known are {', '.join(sorted(wanted))}")
    return found
