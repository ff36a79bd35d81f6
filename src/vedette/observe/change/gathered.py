"""What was brought of a catalogue on the web, kept as a catalogue of files: images cut to a place, a file a band.

`--catalogue FOLDER/catalog.json` reads it as any other that lies on this machine.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.catalogue import NO_EXTRA
from vedette.observe.change.mosaic import Asset, Box
from vedette.observe.change.ranges import Bounded, cut_out
from vedette.observe.change.remote import assets_of, is_web, item_of, scale_of
from vedette.observe.change.sensor import Sensor

_HEAD = {"type": "Catalog", "stac_version": "1.0.0", "id": "vedette", "description": "Cut out by vedette collect."}
_KEPT = ("datetime", "start_datetime", "end_datetime", "eo:cloud_cover", "sat:orbit_state", "sat:relative_orbit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`folder` is of the caller's choosing; no name in it comes from the catalogue."""

    folder: Path
    sensor: Sensor
    box: Box
    web: Bounded

    def take(self, feature: Mapping[str, Any], base: str) -> int:
        """How many bands of an image are here now. Raises ReadError where one that is needed cannot be had, and
        UsageError where a part of the program is missing."""
        try:
            import rasterio  # noqa: F401 - asked before anything is fetched
        except ImportError as error:
            raise UsageError(NO_EXTRA) from error
        item = item_of(feature)
        found = list(assets_of(item, self.sensor, base))
        if not found:
            return 0
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = f"{found[0].day:%Y%m%d}-{hashlib.sha256(str(item.id).encode('utf-8', 'replace')).hexdigest()[:12]}"
        _write_json(
            self.folder / f"{stem}.json", _told(feature, stem, {one.key: self._cut(one, stem) for one in found})
        )
        self._list()
        return len(found)

    def _cut(self, asset: Asset, stem: str) -> str:
        if not is_web(asset.href):
            raise ReadError(f"{asset.href[:200]}: is no http or https address: Vedette fetches only those")
        name = f"{stem}-{asset.role}.tif"
        part = self.folder / f"{name}.part"
        try:
            cut_out(asset.href, self.web, self.box, scale_of(asset), part)
            part.replace(self.folder / name)
        finally:
            part.unlink(missing_ok=True)
        return f"./{name}"

    def _list(self) -> None:
        items = sorted(path.name for path in self.folder.glob("2*-*.json"))
        _write_json(
            self.folder / "catalog.json", {**_HEAD, "links": [{"rel": "item", "href": f"./{one}"} for one in items]}
        )


def _told(feature: Mapping[str, Any], stem: str, files: Mapping[str, str]) -> dict[str, Any]:
    """No more than is needed to read the files: grids and scales were those of the whole images."""
    properties = feature.get("properties") or {}
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": stem, "links": [],
        "bbox": feature.get("bbox"), "geometry": feature.get("geometry"),
        "properties": {key: properties[key] for key in _KEPT if key in properties} | {"title": str(feature.get("id"))},
        "assets": {key: {"href": href, "type": "image/tiff"} for key, href in files.items()},
    }  # fmt: skip


def _write_json(path: Path, told: Mapping[str, Any]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(told, indent=1))
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)
