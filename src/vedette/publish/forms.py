"""The forms in which a table leaves: JSON lines, GeoJSON, CSV."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

# The wide ones are formulas to some spreadsheets, too.
_FORMULA, _BEFORE = tuple("=+-@＝＋－＠"), tuple("\t\r\n")
# Where semicolons part the cells, or tabs, a formula could stand behind one.
_BEHIND = re.compile(r"([;\t\r\n|\x0b\x0c\x1c-\x1e\x85\u2028\u2029][\s\"]*)([=+\-@＝＋－＠])")
_CUT = re.compile(r"[,;\t|\"\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|^\s|\s$")


def write_jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line an object, each ending in a newline."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def geojson(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection of the rows that have a place; everything else of a row is a property."""
    features = [
        {
            "type": "Feature",
            "id": row.get("id"),
            "geometry": {"type": "Point", "coordinates": [row["place"]["lon"], row["place"]["lat"]]},
            "properties": {name: value for name, value in row.items() if name != "id"},
        }
        for row in rows
        if row.get("place")
    ]
    return {"type": "FeatureCollection", "features": features}


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> Iterator[str]:
    """Places become columns, lists and objects JSON. A cell that a spreadsheet would run as a formula gets a quote.
    Without `columns` they are those of the first row; with them there is a head, whatever follows."""
    if columns is not None:
        yield _line(list(columns))
    for row in rows:
        flat = flattened(row)
        if columns is None:
            columns = list(flat)
            yield _line(columns)
        yield _line([_cell(flat.get(column)) for column in columns])


def flattened(row: Mapping[str, Any]) -> dict[str, Any]:
    """The place's parts as columns of their own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name == "place":
            place = value or {}
            flat |= {f"place_{part}": place.get(part) for part in ("id", "name", "lat", "lon", "radius_m")}
        else:
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return _BEHIND.sub(_as_escape, json.dumps(value, ensure_ascii=False))
    written = str(value)
    runs = written.strip()[:1] in _FORMULA or written[:1] in _BEFORE
    if not isinstance(value, str):
        return written
    return ("'" if runs else "") + _BEHIND.sub(r"\1'\2", written)


def _as_escape(found: re.Match[str]) -> str:
    """The same letter to whoever reads JSON."""
    return f"{found[1]}\\u{ord(found[2]):04x}"


def _line(cells: list[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: str) -> str:
    """After RFC 4180, and where a spreadsheet of another country might cut."""
    return '"' + cell.replace('"', '""') + '"' if _CUT.search(cell) else cell
