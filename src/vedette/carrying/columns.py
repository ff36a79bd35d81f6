"""Facts as Apache Parquet: a row each with its kind, the fact as JSON, and bytes as they are."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from vedette.carrying.load import LARGEST_BYTES, Bytes, Load, kind_of, unpack
from vedette.model.errors import IntegrityError, UsageError

_ROWS, _LARGEST_GROUP = 2_000, 4 * LARGEST_BYTES
_COLUMNS = ["kind", "fact", "payload"]
_LACKS = "Parquet needs an extra: pip install 'vedette[tables]'"


def write_facts(loads: Iterable[Load], output: Path) -> None:
    """The whole file or none of it."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageError(_LACKS) from error
    columns = [("kind", pyarrow.string()), ("fact", pyarrow.string()), ("payload", pyarrow.binary())]
    schema = pyarrow.schema(columns)
    part = output.with_name(f"{output.name}.part")
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for rows in _groups(map(_row, loads)):
                writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema), row_group_size=_ROWS)
        part.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror or error}); name another file") from error
    finally:
        part.unlink(missing_ok=True)


def _row(load: Load) -> dict[str, Any]:
    if isinstance(load, Bytes):
        return {"kind": "bytes", "fact": load.sha256, "payload": load.payload}
    return {"kind": kind_of(load), "fact": msgspec.json.encode(load).decode("utf-8"), "payload": None}


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Neither many nor large."""
    group: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row["fact"]) + len(row["payload"] or b"")
        if len(group) >= _ROWS or size >= LARGEST_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def read_columns(file: Path) -> Iterator[Load]:
    """Raises IntegrityError for a file that is none, or whose parts are larger than any that Vedette writes."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageError(_LACKS) from error
    try:
        # What a file repeats stays folded: unfolded, a few kilobytes can be more than memory holds.
        with parquet.ParquetFile(file, memory_map=False, read_dictionary=_COLUMNS) as opened:
            yield from _rows(opened)
    except (pyarrow.ArrowException, OSError) as error:
        raise IntegrityError(f"it cannot be read as Parquet ({str(error)[:200]}); export it again") from error


def _rows(opened: Any) -> Iterator[Load]:
    if opened.schema_arrow.names != _COLUMNS:
        raise IntegrityError("its columns are not those of a file of facts: kind, fact, payload")
    number = 0
    for group in range(opened.num_row_groups):
        said = opened.metadata.row_group(group)
        if said.total_byte_size > _LARGEST_GROUP or said.num_rows > _ROWS:
            raise IntegrityError(f"row group {group + 1}: is larger than any that Vedette writes")
        table = opened.read_row_group(group)
        size = 0
        for row in range(table.num_rows):
            number += 1
            told = [table.column(name)[row].as_py() for name in _COLUMNS]
            size += sum(len(one) for one in told if one is not None)
            if size > _LARGEST_GROUP:
                raise IntegrityError(f"row group {group + 1}: is larger than any that Vedette writes")
            yield _load(told, number)


def _load(row: list[Any], number: int) -> Load:
    kind, fact, payload = row
    if not isinstance(kind, str) or not isinstance(fact, str):
        raise IntegrityError(f"line {number}: has no kind, or no fact")
    if kind != "bytes":
        return unpack(kind, fact, number)
    if not isinstance(payload, bytes):
        raise IntegrityError(f"line {number}: has no bytes")
    return Bytes(sha256=fact, payload=payload)
