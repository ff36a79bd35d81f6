"""Facts as JSON lines: `{"kind": …, "fact": …}`, bytes in Base64."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from vedette.carrying.load import LONGEST_LINE, Load, kind_of, unpack
from vedette.model.errors import IntegrityError, UsageError


class _Line(msgspec.Struct):
    kind: str
    fact: msgspec.Raw


_DECODER = msgspec.json.Decoder(_Line)


def encode_line(load: Load) -> bytes:
    return b'{"kind":"%b","fact":%b}\n' % (kind_of(load).encode(), msgspec.json.encode(load))


def write_facts(loads: Iterable[Load], output: Path) -> None:
    """The whole file or none of it."""
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(map(encode_line, loads))
        part.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror or error}); name another file") from error
    finally:
        part.unlink(missing_ok=True)


def read_lines(file: IO[bytes]) -> Iterator[Load]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise IntegrityError(f"line {number}: is longer than any that Vedette writes")
        try:
            found = _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise IntegrityError(f"line {number}: is no line of a file of facts ({str(error)[:200]})") from error
        yield unpack(found.kind, bytes(found.fact), number)
