"""A file of this machine."""

import difflib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vedette.collect.item import Item
from vedette.model.errors import CaptureError


def file_item(path: Path) -> Item:
    """The address is that of the absolute path; nothing is opened yet."""
    return Item(address=file_address(path), name=path.name, open=lambda: _open(path))


def file_address(path: Path) -> str:
    return path.absolute().as_uri()


def missing(path: Path) -> CaptureError:
    """Says which neighbour was probably meant."""
    try:
        names = [entry.name for entry in path.absolute().parent.iterdir()]
    except OSError:
        names = []
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    hint = f"did you mean {path.with_name(near[0])}?" if near else "check the spelling and the folder you are in"
    return CaptureError(f"does not exist: {hint}")


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    try:
        # A pipe or a device would block or never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise CaptureError("is not an ordinary file: add files, folders or web addresses")
        handle = path.open("rb")
    except FileNotFoundError:
        raise missing(path) from None
    except PermissionError:
        raise CaptureError("is a file you may not read: give yourself permission to read it, or leave it out") from None
    except OSError as error:
        raise CaptureError(f"cannot be opened ({error.strerror}): check the file, then add it again") from error
    with handle:
        yield handle
