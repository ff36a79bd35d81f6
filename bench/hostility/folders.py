# ruff: noqa: E501
"""Folders as somebody hands them over who wants a file outside them opened, or a disk filled."""

import gzip
import io
import os
import warnings
import zipfile
from pathlib import Path
from random import Random

from hostility import documents, words
from hostility.documents import CANARY
from hostility.sandbox import Sandbox

_FEW = 5
Entry = tuple[str, str, bytes]
"""Kind (file, link, folder), name, and bytes or target."""


def folder(rng: Random) -> list[Entry]:
    """Files with odd names and links that lead out; an export, a mailbox and web archives among them, bent."""
    return [rng.choice((_file, _file, _link, _export, _zip, _warc, _mbox))(rng) for _ in range(rng.randint(1, _FEW))]


def _name(rng: Random) -> str:
    made = (
        words.nasty(rng, 2)
        .replace("/", "")
        .replace("\x00", "")
        .encode("utf-8", "replace")[:120]
        .decode("utf-8", "ignore")
    )
    ending = rng.choice(
        (".txt", ".html", ".jsonl", ".md", ".xml", ".eml", ".jpg", ".warc.gz", ".wacz", ".zip", "", "\udcff.txt", ".")
    )
    return (made or "a") + ending


def _file(rng: Random) -> Entry:
    make = rng.choice(
        (documents.plain, documents.page, documents.feed, documents.jsonl, documents.polyglot, mail, documents.fires)
    )
    raw = make(rng)
    return "file", _name(rng), gzip.compress(raw) if rng.random() < 0.1 else raw


def _link(rng: Random) -> Entry:
    return (
        "link",
        _name(rng),
        rng.choice(
            (CANARY, "../../canary", ".", "..", "/etc/passwd", "/dev/zero", "/proc/self/environ", "nowhere")
        ).encode(),
    )


def _export(rng: Random) -> Entry:
    return "file", f"export{rng.randint(0, 9)}/result.json", documents.telegram(rng)


def _zip(rng: Random) -> Entry:
    held = io.BytesIO()
    names = (
        "../../outside",
        "/etc/evil",
        "archive/data.warc.gz",
        "pages/pages.jsonl",
        "datapackage.json",
        "C:\\evil",
        "a\x00b",
        "indexes/index.cdx.gz",
    )
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for _ in range(rng.randint(0, 6)):
            body = rng.choice(
                (
                    _warc(rng)[2],
                    documents.jsonl(rng),
                    b"\x00" * 3_000_000,
                    b'{"profile":"data-package","wacz_version":"1.1.1"}',
                )
            )
            info = zipfile.ZipInfo(rng.choice(names), (2024, 5, 12, 0, 0, 0))
            if rng.random() < 0.1:
                info.external_attr = 0o120777 << 16
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made.writestr(info, body)
    raw = held.getvalue()
    return "file", rng.choice(("a.wacz", "a.zip", _name(rng))), words.damaged(rng, raw) if rng.random() < 0.4 else raw


def _warc(rng: Random) -> Entry:
    raw = b"".join(_record(rng) for _ in range(rng.randint(1, 4)))
    raw = gzip.compress(raw) if rng.random() < 0.5 else raw
    return (
        "file",
        rng.choice(("a.warc", "a.warc.gz", _name(rng))),
        words.damaged(rng, raw) if rng.random() < 0.4 else raw,
    )


def _record(rng: Random) -> bytes:
    body = rng.choice((documents.page, documents.feed, documents.plain))(rng)
    status = rng.choice(("HTTP/1.1 200 OK", "HTTP/1.1 301 Moved", "HTTP/9 ²", ""))
    encoding = rng.choice(
        ("", "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: br\r\n")
    )
    if "gzip" in encoding:
        body = gzip.compress(body + b"\x00" * rng.choice((0, 3_000_000)))
    if "chunked" in encoding:
        body = f"{rng.choice((len(body), -1, 10**30)):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    answer = (
        f"{status}\r\nContent-Type: {rng.choice(('text/html', 'text/plain; charset=utf-7', 'image/png'))}\r\n{encoding}\r\n".encode()
        + body
    )
    length = rng.choice((len(answer), len(answer), len(answer), -1, 0, 2**63, len(answer) + 5))
    head = {
        "WARC-Type": rng.choice(("response", "resource", "revisit", "warcinfo", "metadata", words.nasty(rng, 1))),
        "WARC-Target-URI": rng.choice((words.address(rng), f"file://{CANARY}", "http://example.org/a")),
        "WARC-Date": words.date(rng),
        "WARC-Record-ID": "<urn:uuid:1>",
        "WARC-Payload-Digest": rng.choice(("sha1:AAAA", "sha256:zz", words.nasty(rng, 1))),
        "Content-Length": length,
    }
    fields = "".join(f"{name}: {told}\r\n" for name, told in head.items() if rng.random() < 0.95)
    return f"WARC/{rng.choice(('1.0', '1.1', '9'))}\r\n{fields}\r\n".encode("utf-8", "replace") + answer + b"\r\n\r\n"


def _mbox(rng: Random) -> Entry:
    opening = b"From a@b.example Sun May 12 10:00:00 2024\n"
    return "file", _name(rng), b"".join(opening + mail(rng) + b"\n\n" for _ in range(rng.randint(1, 3)))


def mail(rng: Random) -> bytes:
    """Headers that lie, parts in parts, boundaries that are not there."""
    encoded = rng.choice(
        (
            "=?utf-8?B?8J+YgA==?=",
            "=?utf-7?Q?+ADw-?=",
            "=?hex?Q?41?=",
            "=?koi8-r?B?////?=",
            "=?x?y?z?=",
            words.nasty(rng, 2),
            words.text(rng, 1),
        )
    )
    boundary = rng.choice(("b", "", "b" * 300, words.nasty(rng, 1) or "b"))
    kinds = ("text/plain; charset=utf-8", "text/html; charset=koi8-u", f'multipart/mixed; boundary="{boundary}"', "message/rfc822", "text/plain; charset=zip",
             f"text/plain; name*=utf-8''{'%ff' * 3}", "image/png", words.nasty(rng, 1))  # fmt: skip
    head = {
        "From": rng.choice((f"{encoded} <a@b.example>", encoded, "a@b.example, c@d", "<>", "@@@")),
        "Subject": encoded,
        "Date": words.date(rng),
        "Message-ID": rng.choice(("<x@y>", encoded, "<>")),
        "In-Reply-To": encoded,
        "Content-Type": rng.choice(kinds),
        "Content-Transfer-Encoding": rng.choice(("base64", "quoted-printable", "8bit", "uuencode", "x")),
    }
    lines = "".join(f"{name}: {told}\n" for name, told in head.items() if rng.random() < 0.85)
    body = documents.plain(rng) if rng.random() < 0.6 else documents.page(rng)
    parts = b"".join(
        f"--{boundary}\n".encode("utf-8", "replace") + _part(rng) + b"\n" for _ in range(rng.randint(0, 3))
    )
    raw = lines.encode("utf-8", "replace") + b"\n" + body + b"\n" + parts
    return words.damaged(rng, raw) if rng.random() < 0.2 else raw


def _part(rng: Random) -> bytes:
    if rng.random() < 0.15:
        return b"Content-Type: message/rfc822\n\n" + mail(rng)
    name = rng.choice(("../../evil", "a.jpg", words.nasty(rng, 1), "C:\\x"))
    return f'Content-Disposition: attachment; filename="{name}"\n\n'.encode("utf-8", "replace") + documents.polyglot(
        rng
    )


def take(entries: list[Entry], sandbox: Sandbox) -> None:
    """Laid out, gathered, and looked through for what lies outside."""
    from hostility.answers import FETCHED, WATCH, must, one_line
    from vedette.collect.archive import FileArchive
    from vedette.collect.gather import gather
    from vedette.model.capture import Capture

    place = sandbox.workspace / "in"
    _lay_out(entries, place, sandbox)
    archive = FileArchive(sandbox.workspace / "archive")
    for found in gather([str(place)], archive=archive, watch=WATCH, clock=lambda: FETCHED):
        if isinstance(found, Capture):
            must(sandbox.secret not in archive.read(found.sha256), "the canary was captured")
            must(one_line(found.address), "an address of several lines")
        else:
            must(one_line(found.reason), "a failure of several lines, or endless")
            found.reason.encode("utf-8")


def _lay_out(entries: list[Entry], place: Path, sandbox: Sandbox) -> None:
    _clear(place)
    place.mkdir()
    for kind, name, raw in entries:
        path = place / name
        path.parent.mkdir(exist_ok=True)
        if path.is_symlink():
            continue  # writing through it would be the bench's own doing
        try:
            if kind == "link":
                path.symlink_to(os.fsdecode(sandbox.named(raw)))
            else:
                path.write_bytes(sandbox.named(raw))
        except (OSError, ValueError):
            continue


def _clear(place: Path) -> None:
    if place.is_dir():
        for one in place.iterdir():
            if one.is_dir() and not one.is_symlink():
                _clear(one)
            else:
                one.unlink()
        place.rmdir()
