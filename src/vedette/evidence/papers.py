"""The files of situation reports, and what they cite."""

import json
from collections.abc import Iterator
from pathlib import Path

from vedette.model.errors import UsageError
from vedette.model.ids import DocumentId

_LARGEST_REPORT = 256 * 1024 * 1024


def folders(reports: Path) -> list[Path]:
    return [path for path in reports.iterdir() if path.is_dir()] if reports.is_dir() else []


def cited(folder: Path) -> set[DocumentId]:
    try:
        rows = json.loads((folder / "citations.json").read_bytes())
        return {DocumentId(str(row["document"])) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"report {folder.name}: its citations.json cannot be read; write it again") from error


def papers_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_REPORT:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def told_of(name: str, payload: bytes) -> list[str]:
    """The observations that a situation report tells of, by its own list."""
    if not name.endswith("/observations.json"):
        return []
    try:
        return [str(row["observation"]) for row in json.loads(payload)]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{name}: cannot be read; write the report again") from error
