"""Captures as WACZ 1.1.1: a WARC with its index, pages and digests, in one ZIP that replays in a browser."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from vedette.model.capture import Capture
from vedette.model.ids import CaptureId
from vedette.model.media import MediaType
from vedette.ports import Archive
from vedette.publish.warc import Entry, iso, write_warc

WARC = "captures.warc.gz"
_AT_ONCE = 3000
_WHEN = (1980, 1, 1, 0, 0, 0)
_PIECE = 1024 * 1024


def write_wacz(
    path: Path, captures: Sequence[Capture], archive: Archive, titles: dict[CaptureId, str], name: str
) -> int:
    """How many captures lie in it. The same captures give the same file."""
    with TemporaryDirectory(prefix=".wacz-", dir=path.parent) as folder:
        place = Path(folder) / WARC
        with place.open("wb") as out:
            entries = list(write_warc(out, captures, archive, WARC))
        index, blocks = _index(entries)
        files = {
            "indexes/index.cdx.gz": index,
            "indexes/index.idx": blocks,
            "pages/pages.jsonl": _pages(entries, titles),
        }
        _zip(path, place, files, name, captures)
    return len(entries)


def _zip(path: Path, warc: Path, files: dict[str, bytes], name: str, captures: Sequence[Capture]) -> None:
    listed = [_listed(f"archive/{WARC}", *_digest(warc))]
    listed += [_listed(each, hashlib.sha256(held).hexdigest(), len(held)) for each, held in files.items()]
    package = _package(listed, name, captures)
    told = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    with zipfile.ZipFile(path, "w", allowZip64=True) as made:
        with warc.open("rb") as held, made.open(_info(f"archive/{WARC}"), "w", force_zip64=True) as out:
            while piece := held.read(_PIECE):
                out.write(piece)
        last = {"datapackage.json": package, "datapackage-digest.json": _json(told)}
        for each, payload in {**files, **last}.items():
            made.writestr(_info(each), payload)


def _info(name: str) -> zipfile.ZipInfo:
    """Stored, not deflated: who replays it reads pieces out of the middle."""
    return zipfile.ZipInfo(name, _WHEN)


def _package(listed: list[dict[str, Any]], name: str, captures: Iterable[Capture]) -> bytes:
    last = max((one.fetched for one in captures), default=None)
    told = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": name,
        "software": "Vedette",
        **({"created": iso(last)} if last else {}),
        "resources": listed,
    }
    return _json(told)


def _listed(path: str, digest: str, size: int) -> dict[str, Any]:
    # Names of a data package are lower case letters, digits and few marks.
    return {"name": Path(path).name, "path": path, "hash": f"sha256:{digest}", "bytes": size}


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest(), path.stat().st_size


def _index(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """CDXJ in gzipped blocks, and the list of the blocks."""
    lines = sorted(_line(one) for one in entries)
    out = io.BytesIO()
    blocks = [_json_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})]
    for start in range(0, len(lines), _AT_ONCE):
        held = gzip.compress("".join(lines[start : start + _AT_ONCE]).encode(), mtime=0)
        digest = f"sha256:{hashlib.sha256(held).hexdigest()}"
        key = " ".join(lines[start].split(" ", 2)[:2])
        blocks.append(
            _json_line(key, {"offset": out.tell(), "length": len(held), "digest": digest, "filename": "index.cdx.gz"})
        )
        out.write(held)
    return out.getvalue(), "".join(blocks).encode()


def _line(entry: Entry) -> str:
    told = {
        "url": entry.target,
        "mime": entry.mime,
        "status": "200",
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": WARC,
    }
    return _json_line(f"{surt(entry.target)} {entry.moment:%Y%m%d%H%M%S}", told)


def surt(address: str) -> str:
    """The host turned round, then the path: `org,example)/a?b=c`, by which indexes of web archives are sorted."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return address
    if parts.scheme not in {"http", "https"} or not host:
        return address
    named = ",".join(reversed(host.split("."))) + (f":{port}" if port not in {None, 80, 443} else "")
    query = "&".join(sorted(parts.query.split("&")))
    return f"{named}){(parts.path or '/').lower()}" + (f"?{query.lower()}" if query else "")


def _pages(entries: Sequence[Entry], titles: dict[CaptureId, str]) -> bytes:
    lines = [json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Captures"}) + "\n"]
    for one in entries:
        if one.mime == MediaType.HTML:
            told = {"id": one.capture.id, "url": one.target, "ts": iso(one.moment), "title": titles.get(one.capture.id)}
            lines.append(json.dumps({name: value for name, value in told.items() if value}) + "\n")
    return "".join(lines).encode()


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, indent=2) + "\n").encode()


def _json_line(key: str, told: dict[str, Any]) -> str:
    return f"{key} {json.dumps(told)}\n"
