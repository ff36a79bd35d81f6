"""WACZ: a ZIP of WARCs with a list of its files and their digests (WACZ 1.1.1)."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vedette.collect.file import file_address
from vedette.collect.item import MIB, Found
from vedette.collect.packed import Packed, open_zip
from vedette.collect.warc.items import Archived
from vedette.model.errors import CaptureError

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_LONGEST_LIST = 16 * MIB
_PIECE = MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One line of the package's list; `hash` as `sha256:…`."""

    path: str
    hash: str
    size: int | None


def is_wacz(names: list[str]) -> bool:
    return PACKAGE in names and any(_is_warc(name) for name in names)


def wacz_items(path: Path) -> Iterator[Found]:
    """The items of its WARCs. A WARC that does not fit its digest is told and left out."""
    address = file_address(path)
    try:
        with open_zip(path) as packed:
            listed = {one.path: one for one in resources(packed)}
            for name in packed.names():
                if _is_warc(name):
                    yield from _items(packed, name, listed.get(name), f"{address}#{name}")
    except CaptureError as error:
        yield address, error


def _items(packed: Packed, name: str, listed: Resource | None, address: str) -> Iterator[Found]:
    trouble = _problem(packed, name, listed)
    if trouble:
        yield address, trouble
        return
    try:
        # Closed here, for an item's bytes are good only while its WARC is open.
        with packed.open(name) as handle, closing(Archived(address=address).items(handle)) as found:
            yield from found
    except CaptureError as error:
        yield address, error


def resources(packed: Packed) -> list[Resource]:
    """Raises CaptureError where the list is damaged or does not fit the digest beside it."""
    raw = packed.read(PACKAGE, _LONGEST_LIST)
    if DIGEST in packed.names():
        stated = _json(packed.read(DIGEST, MIB)).get("hash")
        if stated != f"sha256:{hashlib.sha256(raw).hexdigest()}":
            raise CaptureError(f"has a list ({PACKAGE}) that does not fit its digest: it was changed; leave it out")
    listed = _json(raw).get("resources")
    found = [_resource(one) for one in listed] if isinstance(listed, list) else []
    return [one for one in found if one is not None]


def _json(raw: bytes) -> dict[str, object]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise CaptureError("has a damaged list of its files: fetch it again")
    return found


def _resource(one: object) -> Resource | None:
    if not isinstance(one, dict) or not isinstance(one.get("path"), str):
        return None
    size, stated = one.get("bytes"), one.get("hash")
    return Resource(
        path=one["path"],
        hash=stated if isinstance(stated, str) else "",
        size=size if isinstance(size, int) and not isinstance(size, bool) else None,
    )


def _problem(packed: Packed, name: str, listed: Resource | None) -> CaptureError | None:
    if listed is None:
        return CaptureError("is not in its WACZ's list of files: it was put in later; unpack it, add it by itself")
    kind, _, stated = listed.hash.partition(":")
    if kind not in {"sha256", "md5", "sha1"}:
        return CaptureError("has no digest in its WACZ's list that Vedette can check: unpack it, add it by itself")
    digest, size = hashlib.new(kind, usedforsecurity=False), 0
    try:
        with packed.open(name) as handle:
            while piece := handle.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except CaptureError as error:
        return error
    if digest.hexdigest() != stated.lower() or listed.size not in {None, size}:
        return CaptureError("does not fit the digest in its WACZ's list: it was changed or damaged; leave it out")
    return None


def _is_warc(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("archive",) and path.name.lower().endswith((".warc", ".warc.gz"))
