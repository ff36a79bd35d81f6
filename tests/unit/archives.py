"""WARC, WACZ and other containers for tests, written out by hand: the reader must not be tested by itself."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

PAGE = (
    b"<!DOCTYPE html><html lang='en'><head><title>River crossing</title></head><body><article><h1>River crossing</h1>"
    b"<p>The ministry said on Sunday that its troops had crossed the river near the mill and held both banks.</p>"
    b"<p>The other side has not said anything about the crossing so far, and nobody else could confirm it.</p>"
    b"</article></body></html>"
)


def sha1(payload: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def http(payload: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str) -> bytes:
    """An answer as it came; underscores in names of headers stand for hyphens."""
    fields = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in more.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + payload


def record(kind: str, block: bytes, target: str = "https://north.example/crossing", **more: str) -> bytes:
    """`more` are WARC headers, underscores standing for hyphens; they win over those made here."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>",
        "WARC-Date": "2024-05-12T10:11:12Z",
        "WARC-Target-URI": target,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(payload: bytes = PAGE, target: str = "https://north.example/crossing", **more: str) -> bytes:
    return record("response", http(payload), target, WARC_Payload_Digest=sha1(payload), **more)


def zipped(*records: bytes) -> bytes:
    """One member a record, as WARC asks."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def wacz(path: Path, files: dict[str, bytes], *, stated: dict[str, bytes] | None = None, digest: bool = True) -> Path:
    """`stated`: what the list says of the files where that is another."""
    listed = [
        {
            "name": Path(name).name,
            "path": name,
            "hash": f"sha256:{hashlib.sha256(held).hexdigest()}",
            "bytes": len(held),
        }
        for name, held in {**files, **(stated or {})}.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": listed}).encode()
    told = json.dumps({"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}).encode()
    with zipfile.ZipFile(path, "w") as made:
        for name, held in {
            **files,
            "datapackage.json": package,
            **({"datapackage-digest.json": told} if digest else {}),
        }.items():
            made.writestr(name, held)
    return path


def bomb(size: int) -> bytes:
    """Gzipped zeros."""
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", mtime=0) as out:
        for _ in range(size // 2**20):
            out.write(bytes(2**20))
    return held.getvalue()
