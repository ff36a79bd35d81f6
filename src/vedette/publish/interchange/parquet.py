"""Apache Parquet, with the place as GeoParquet 1.1 where a row has one."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vedette.model.errors import UsageError
from vedette.publish.forms import flattened

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 20_000
_WHOLE = frozenset(
    {
        "place_radius_m", "independent_sources", "claims", "borne_out", "denied", "open", "severity",
        "start", "end", "year", "event_clarity",
    }
)  # fmt: skip
_REAL = frozenset({"place_lat", "place_lon", "low", "high", "lead_days", "measure", "quality", "p", "score"})
_TRUTH = frozenset({"direct", "attributed", "could_observe", "doubtful", "loaded"})
_GEOMETRY = "geometry"
_GEO = {
    "version": "1.1.0",
    "primary_column": _GEOMETRY,
    "columns": {_GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def write_parquet(rows: Iterable[Mapping[str, Any]], output: Path) -> int:
    """How many rows. Lists and objects are JSON text; an empty table has the column `id` alone. Nothing is left of a
    file that was not finished."""
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageError("Parquet needs an extra: pip install 'vedette[tables]'") from error
    part = output.with_name(f"{output.name}.part")
    written = 0
    writer: Any = None
    try:
        for batch in _batches(map(flattened, rows)):
            if writer is None:
                schema = _schema(batch[0])
                writer = parquet.ParquetWriter(part, schema, compression="zstd")
            writer.write_table(_table(batch, schema))
            written += len(batch)
        if writer is None:
            writer = parquet.ParquetWriter(part, _schema({"id": None}))
        writer.close()
        part.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror or error}); name another file") from error
    finally:
        part.unlink(missing_ok=True)
    return written


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _schema(row: Mapping[str, Any]) -> "pyarrow.Schema":
    import pyarrow

    fields = [(name, _kind(name)) for name in row]
    if "place_lat" not in row:
        return pyarrow.schema(fields)
    return pyarrow.schema([*fields, (_GEOMETRY, pyarrow.binary())], metadata={"geo": json.dumps(_GEO)})


def _kind(name: str) -> "pyarrow.DataType":
    import pyarrow

    if name in _WHOLE:
        return pyarrow.int64()
    if name in _REAL:
        return pyarrow.float64()
    return pyarrow.bool_() if name in _TRUTH else pyarrow.string()


def _table(batch: list[dict[str, Any]], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    def column(name: str) -> list[Any]:
        return [_geometry(row) if name == _GEOMETRY else _value(row.get(name), name) for row in batch]

    arrays = [pyarrow.array(column(field.name), field.type) for field in schema]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _value(value: Any, name: str) -> Any:
    if value is None or name in _WHOLE | _REAL | _TRUTH:
        return value
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return written.encode("utf-8", "replace").decode()


def _geometry(row: Mapping[str, Any]) -> bytes | None:
    from shapely import Point, to_wkb  # type: ignore[import-untyped]

    if row.get("place_lat") is None:
        return None
    return bytes(to_wkb(Point(row["place_lon"], row["place_lat"])))
