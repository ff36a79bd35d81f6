"""What a file system has to be asked for beside writing."""

import contextlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """So that a new name in it outlives a power cut. Some file systems cannot sync a folder; their rename must do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
