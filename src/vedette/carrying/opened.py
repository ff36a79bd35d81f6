"""A file of facts, in whichever form: opened, and read as often as it is asked for."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vedette.carrying.columns import read_columns
from vedette.carrying.crate import read_crate
from vedette.carrying.lines import read_lines
from vedette.carrying.load import Load
from vedette.evidence.bag import TAGS, is_bag, opened_bag, read_bounded
from vedette.model.errors import UsageError

_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file of facts: its loads, as often as they are asked for; its hash; and how to open bytes that lie beside."""

    loads: Callable[[], Iterator[Load]]
    sha256: str
    beside: Callable[[str], Iterator[bytes] | None] = lambda _: None


@contextmanager
def opened_file(file: Path) -> Iterator[Opened]:
    """Raises UsageError for what cannot be read, IntegrityError for a ZIP that is damaged."""
    if is_bag(file):
        with opened_bag(file) as bag:
            names = frozenset(bag.names())

            def beside(sha256: str) -> Iterator[bytes] | None:
                return _pieces(bag.open(f"data/captures/{sha256}")) if f"data/captures/{sha256}" in names else None

            digest = hashlib.sha256(read_bounded(bag, TAGS)).hexdigest()
            yield Opened(loads=lambda: read_crate(bag), sha256=digest, beside=beside)
        return
    try:
        with file.open("rb") as handle:
            columns = handle.read(len(_MAGIC)) == _MAGIC
            handle.seek(0)
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror or error}); check its permissions") from error
    yield Opened(loads=lambda: read_columns(file) if columns else _lines(file), sha256=digest)


def _lines(file: Path) -> Iterator[Load]:
    with file.open("rb") as handle:
        yield from read_lines(handle)


def _pieces(handle: object) -> Iterator[bytes]:
    with handle:  # type: ignore[attr-defined]
        while piece := handle.read(1024 * 1024):  # type: ignore[attr-defined]
            yield piece
