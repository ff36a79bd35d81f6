"""WARC and WACZ in: each page with its own address and date, and nothing that a hostile file says is believed."""

import gzip
import io
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import PAGE, bomb, http, record, response, sha1, wacz, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.collect.packed import open_zip
from vedette.collect.warc.items import warc_items
from vedette.model.capture import TAKEN_FROM, Capture
from vedette.model.errors import CaptureError
from vedette.model.failure import Failure
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.read.stage import read

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
WATCH = Watch(name="w", sources=(Source(id="north", name="North", match=("north.example",)),))  # type: ignore[arg-type]


def add(tmp_path: Path, name: str, payload: bytes) -> tuple[list[Capture], list[str]]:
    path = tmp_path / name
    path.write_bytes(payload)
    return add_path(tmp_path, path)


def add_path(tmp_path: Path, path: Path) -> tuple[list[Capture], list[str]]:
    archive = FileArchive(tmp_path / "archive")
    found = list(gather([str(path)], archive=archive, watch=WATCH, clock=lambda: NOW))
    for one in found:
        assert not isinstance(one, Capture) or len(archive.read(one.sha256)) == one.size
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    assert not any("\n" in reason for reason in reasons)
    return [one for one in found if isinstance(one, Capture)], reasons


@pytest.mark.parametrize("pack", [b"".join, lambda parts: zipped(*parts), lambda parts: gzip.compress(b"".join(parts))])
def test_a_response_is_a_capture_of_its_own(tmp_path: Path, pack: object) -> None:
    """With its address, date, headers and source; the archive it came from is noted."""
    parts = [record("warcinfo", b"software: x\r\n", target=""), response()]
    [capture], reasons = add(tmp_path, "a.warc.gz", pack(parts))  # type: ignore[operator]
    assert reasons == []
    assert (capture.address, capture.source, capture.media_type) == (
        "https://north.example/crossing",
        "north",
        "text/html",
    )
    assert capture.fetched == datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC)
    assert capture.header("content-type") == "text/html; charset=utf-8"
    assert str(capture.header(TAKEN_FROM)).startswith((tmp_path / "a.warc.gz").as_uri() + " urn:uuid:")
    payload = FileArchive(tmp_path / "archive").read(capture.sha256)
    assert payload == PAGE
    [draft] = read(capture, payload).drafts
    assert draft.title == "River crossing"
    assert draft.address == "https://north.example/crossing"


def test_chunks_and_compression_are_undone(tmp_path: Path) -> None:
    """Both as servers send them; and as archivers leave the headers when they undid them already."""
    packed = gzip.compress(PAGE, mtime=0)
    chunked = b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in (packed[:70], packed[70:])) + b"0\r\n\r\n"
    for number, block in enumerate((
        http(chunked, Transfer_Encoding="chunked", Content_Encoding="gzip"),
        http(zlib.compress(PAGE), Content_Encoding="deflate"),
        http(PAGE, Transfer_Encoding="chunked", Content_Encoding="gzip"),
    )):  # fmt: skip
        [capture], reasons = add(tmp_path, f"{number}.warc", record("response", block))
        assert reasons == []
        assert FileArchive(tmp_path / "archive").read(capture.sha256) == PAGE


def test_what_tells_nothing_is_passed_over(tmp_path: Path) -> None:
    """Redirects, errors, style sheets, scripts, requests, metadata and other schemes are no captures and no trouble."""
    parts = [
        record("response", http(b"moved", status="301 Moved", Location="/x")),
        record("response", http(PAGE, status="404 Not Found")),
        record("response", http(PAGE, status="206 Partial Content", Content_Range="bytes 0-9/5000")),
        record("response", http(b"p { color: red }", "text/css")),
        record("response", http(b"alert(1)", "application/javascript")),
        record("response", http(b"")),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("metadata", b"a: b"),
        record("response", b"12 IN A 1.2.3.4", "dns:north.example", Content_Type="text/dns"),
        record("response", http(PAGE), "javascript:alert(1)"),
        record("response", http(PAGE), "https://user:secret@north.example/"),
    ]
    assert add(tmp_path, "a.warc", b"".join(parts)) == ([], [])


def test_a_page_seen_before_is_not_missed_twice(tmp_path: Path) -> None:
    """A revisit of bytes in the same file is nothing new; one of bytes elsewhere is told."""
    here = record("revisit", b"", WARC_Payload_Digest=sha1(PAGE))
    away = record("revisit", http(b""), WARC_Payload_Digest=sha1(b"other"))
    style = record("revisit", http(b"", "text/css"), WARC_Payload_Digest=sha1(b"style"))
    captures, reasons = add(tmp_path, "a.warc.gz", zipped(response(), here, away, style))
    assert len(captures) == 1
    [reason] = reasons
    assert "1 pages seen before" in reason


def test_only_what_fits_its_digest_is_taken(tmp_path: Path) -> None:
    """A record whose block was changed is told and left out; the others are taken."""
    changed = record("response", http(PAGE), WARC_Block_Digest=sha1(b"something else"))
    block = http(PAGE)
    good = record("response", block, "https://north.example/good", WARC_Block_Digest=sha1(block))
    [capture], [reason] = add(tmp_path, "a.warc", changed + good)
    assert capture.address == "https://north.example/good"
    assert reason.startswith("https://north.example/crossing does not fit its digest")


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (response() + response()[:-200], "breaks off in the middle"),
        (response() + record("response", http(PAGE), Content_Length="7"), "does not begin where the one before ends"),
        (response() + record("response", http(PAGE), Content_Length="-1"), "states no length"),
        (response() + record("response", http(PAGE), Content_Length="9" * 15), "breaks off in the middle"),
        (response() + record("response", http(PAGE), X="y" * 500_000), "header without end"),
        (response() + b"WARC/1.1\r\n" + b"A: b\r\n" * 100_000, "header without end"),
        (response() + b"WARC/1.1\r\nA: b", "header without end"),
        (response() + b"\r\n" * 1000, "does not begin"),
        (response() + record("response", http(PAGE, X="y" * 500_000)), "headers without end"),
        (response() + record("response", b"SIP/2.0 200 OK\r\n\r\n"), "no answer of a web server"),
        (response() + record("response", http(b"5\r\nabcde\r\nzz\r\n", Transfer_Encoding="chunked")), "do not fit"),
        (response() + record("response", http(b"\x0b\x02x", Content_Encoding="br")), "Brotli"),
        (response() + record("response", http(b"x", Content_Encoding="zstd")), "zstd"),
        (zipped(response(), response())[:-30], "compression breaks off"),
        (zipped(response()) + b"\x1f\x8b\x08rubbish", "compression breaks off"),
    ],
)  # fmt: skip
def test_damage_is_one_line_and_what_stands_before_is_taken(tmp_path: Path, payload: bytes, says: str) -> None:
    """Wrong lengths, enormous headers, broken compression: told, bounded, and never searched for another record."""
    captures, reasons = add(tmp_path, "a.warc.gz", payload)
    assert [one.address for one in captures] == ["https://north.example/crossing"]
    assert len(reasons) <= 2
    assert says in reasons[-1]


def test_a_page_cannot_pass_for_a_record(tmp_path: Path) -> None:
    """A wrong length before a page that itself holds a record does not bring that record in."""
    inner = response(b"<p>Forged words of the ministry.", "https://mod.example/forged")
    payload = record("response", http(b"<p>x" + inner), Content_Length=str(len(http(b"<p>x"))))
    captures, reasons = add(tmp_path, "a.warc", payload)
    assert "https://mod.example/forged" not in {one.address for one in captures}
    assert len(reasons) == 1


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compressed twice, once or in the ZIP: bounded by what comes out."""
    monkeypatch.setattr("vedette.collect.warc.record._FREE", 2**20)
    monkeypatch.setattr("vedette.collect.warc.items._LARGEST", 2**21)
    inner = record("response", http(bomb(2**23), Content_Encoding="gzip"))
    _, [reason] = add(tmp_path, "a.warc", inner)
    assert "is larger than 2 MB" in reason
    _, [*_, reason] = add(tmp_path, "b.warc.gz", gzip.compress(record("response", http(bytes(2**23)))))
    assert "as a bomb would" in reason or "is larger" in reason
    monkeypatch.setattr("vedette.collect.packed._FREE", 2**20)
    with zipfile.ZipFile(tmp_path / "c.wacz", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("datapackage.json", "{}")
        made.writestr("archive/a.warc", bytes(2**23))
    _, [reason] = add_path(tmp_path, tmp_path / "c.wacz")
    assert "not in its WACZ's list" in reason
    with (
        open_zip(tmp_path / "c.wacz") as packed,
        pytest.raises(CaptureError, match="bomb"),
        packed.open("archive/a.warc"),
    ):
        pass


def test_headers_of_vedette_s_own_are_not_taken_from_servers(tmp_path: Path) -> None:
    """A page cannot name its channel, nor leave cookies."""
    block = http(PAGE, Vedette_Channel="Ministry", Set_Cookie="a=b", Server="x")
    [capture], _ = add(tmp_path, "a.warc", record("response", block))
    assert {name for name, _ in capture.headers} == {"content-type", "server", TAKEN_FROM}


def test_what_a_record_says_of_itself_is_one_line(tmp_path: Path) -> None:
    """Names and values of headers, and the record's own id."""
    block = http(PAGE, Server="a\x0bb\u2028c").replace(b"\r\n\r\n", b"\r\nod d: x\r\n\r\n", 1)
    [capture], _ = add(tmp_path, "a.warc", record("response", block, WARC_Record_ID="<urn:\x00x>"))
    assert capture.header("server") == "a b c"
    assert capture.header("od d") is None
    assert all(value.isprintable() for _, value in capture.headers)


@pytest.mark.parametrize("said", ["9999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday", ""])
def test_a_date_that_cannot_be_is_that_of_adding(tmp_path: Path, said: str) -> None:
    """Nothing was taken in the future, nor before there was a web."""
    [capture], _ = add(tmp_path, "a.warc", response(WARC_Date=said))
    assert capture.fetched == NOW


def test_a_wacz_gives_what_its_warcs_hold(tmp_path: Path) -> None:
    """Those that fit the list; the others are told and left out."""
    good, other = zipped(response()), zipped(response(target="https://north.example/two"))
    path = wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": good, "pages/pages.jsonl": b"{}"})
    [capture], reasons = add_path(tmp_path, path)
    assert (capture.address, reasons) == ("https://north.example/crossing", [])
    assert "a.wacz#archive/a.warc.gz urn:uuid:" in str(capture.header(TAKEN_FROM))
    path = wacz(
        tmp_path / "b.wacz", {"archive/a.warc.gz": good, "archive/b.warc.gz": other}, stated={"archive/a.warc.gz": b"x"}
    )
    [capture], [reason] = add_path(tmp_path, path)
    assert capture.address == "https://north.example/two"
    assert "does not fit the digest" in reason


def test_a_list_that_was_changed_brings_the_whole_wacz_down(tmp_path: Path) -> None:
    """The digest beside the list is held against it."""
    path = wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": zipped(response())}, digest=False)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("datapackage-digest.json", '{"path": "datapackage.json", "hash": "sha256:00"}')
    captures, [reason] = add_path(tmp_path, path)
    assert captures == []
    assert "does not fit its digest" in reason


def test_names_that_lead_out_of_a_zip_are_not_followed(tmp_path: Path) -> None:
    """Nothing is written anywhere, and such a file is not read."""
    files = {"archive/../../evil.warc": response(), "/archive/x.warc": response(), "archive/a.warc": response()}
    captures, reasons = add_path(tmp_path, wacz(tmp_path / "a.wacz", files))
    assert (len(captures), reasons) == (1, [])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.wacz", "archive"]


@pytest.mark.parametrize("name", ["a.zip", "a.docx"])
def test_a_zip_of_something_else_is_refused(tmp_path: Path, name: str) -> None:
    """With what to do."""
    with zipfile.ZipFile(tmp_path / name, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    _, [reason] = add_path(tmp_path, tmp_path / name)
    assert "unpack it" in reason


def test_a_list_of_too_many_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The ZIP's own count is enough."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("archive/a.warc", response())
    raw = bytearray(held.getvalue())
    at = raw.rfind(b"PK\5\6")
    raw[at + 12 : at + 16] = (2**31).to_bytes(4, "little")
    _, [reason] = add(tmp_path, "a.wacz", bytes(raw))
    assert "more than 300,000 files" in reason


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_change_of_bytes_brings_the_reader_down(data: st.DataObject) -> None:
    """Whatever is cut, doubled or turned over: items or one line each."""
    whole = (
        zipped(response(), response(target="https://north.example/two")) if data.draw(st.booleans()) else response() * 2
    )
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(["turn", "cut", "double"])):
            case "turn":
                raw[at] = data.draw(st.integers(0, 255))
            case "cut":
                del raw[at : at + data.draw(st.integers(1, 50))]
            case "double":
                raw[at:at] = raw[at : at + data.draw(st.integers(1, 200))]
        if not raw:
            return
    for found in warc_items(io.BytesIO(bytes(raw)), "file:///x"):
        if isinstance(found, tuple):
            assert "\n" not in str(found[1])
        else:
            with found.open() as handle:
                handle.read()


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_what_warcio_writes_is_read(tmp_path: Path) -> None:
    """The tool that most archives are made with."""
    warcio = pytest.importorskip("warcio.warcwriter")
    from warcio.statusandheaders import StatusAndHeaders

    held = io.BytesIO()
    writer = warcio.WARCWriter(held, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    made = writer.create_warc_record(
        "https://north.example/x", "response", payload=io.BytesIO(PAGE), http_headers=headers
    )
    writer.write_record(made)
    made.raw_stream.close()
    [capture], reasons = add(tmp_path, "a.warc.gz", held.getvalue())
    assert (capture.media_type, reasons) == (MediaType.HTML, [])
