"""Where lines for programs go: standard output, a file, or a device such as /dev/stdout."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from vedette.model.errors import UsageError


def write_lines(lines: Iterable[str], output: Path | None, *, whole: bool = True) -> None:
    """None or "-" is standard output. A `whole` file appears at its end or not at all; otherwise a line as it comes.

    What `lines` raises passes through. Raises UsageError where `output` cannot be written.
    """
    if output is None or str(output) == "-":
        for line in lines:
            sys.stdout.write(line)
        sys.stdout.flush()
        return
    with _refusing(output):
        # A device or a pipe is written to; a file beside it, moved into its place, would take the place of the device.
        ordinary = not output.exists() or output.is_file()
        place = output.resolve() if ordinary else output
        part = place.with_name(f"{place.name}.part") if ordinary and whole else place
        sink = part.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    try:
        _pour(lines, sink, output)
        with _refusing(output):
            if part != place:
                part.replace(place)
    finally:
        if part != place:
            part.unlink(missing_ok=True)


def _pour(lines: Iterable[str], sink: TextIO, output: Path) -> None:
    try:
        for line in lines:
            with _refusing(output):
                sink.write(line)
    finally:
        with _refusing(output):
            sink.close()


@contextmanager
def _refusing(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}); name another place with --output") from error
