"""Gathering files and folders: everything is archived, everything bad gives one line."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from vedette.collect.archive import FileArchive, StorageError
from vedette.collect.gather import Limits, gather
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.watch import Watch

NOW = datetime(2024, 5, 18, 9, tzinfo=UTC)
TELEGRAM = json.dumps({"name": "Relay", "type": "public_channel", "id": 1, "messages": []})


def collect(tmp_path: Path, *targets: Path | str, **more: Any) -> list[Capture | Failure]:
    archive = FileArchive(tmp_path / "archive")
    return list(
        gather([str(target) for target in targets], archive=archive, watch=Watch(name="w"), clock=lambda: NOW, **more)
    )


def reasons(found: list[Capture | Failure]) -> list[str]:
    assert all(isinstance(one, Failure) and "\n" not in one.reason for one in found), found
    return [one.reason for one in found if isinstance(one, Failure)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


def test_a_file_is_archived_before_it_is_yielded(tmp_path: Path, folder: Path) -> None:
    """A capture has hash, size, address, time and type, and its bytes can be read at once."""
    (folder / "note.txt").write_text("Shelling near the river.", encoding="utf-8")
    [capture] = collect(tmp_path, folder / "note.txt", source=SourceId("desk"))
    assert isinstance(capture, Capture)
    assert FileArchive(tmp_path / "archive").read(capture.sha256) == b"Shelling near the river."
    assert (capture.size, capture.fetched, capture.media_type, capture.source) == (24, NOW, "text/plain", "desk")
    assert capture.address == (folder / "note.txt").as_uri()


def test_the_same_bytes_are_one_capture(tmp_path: Path, folder: Path) -> None:
    """A copy under another name gets the same id."""
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The same.", encoding="utf-8")
    first, second = collect(tmp_path, folder)
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert first.id == second.id


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.html", "<p>Text", MediaType.HTML),
        ("saved", "<!DOCTYPE html><html><body>x", MediaType.HTML),
        ("a.md", "# Title", MediaType.MARKDOWN),
        ("a.jsonl", "broken", MediaType.JSONL),
        ("lines.json", '{"id": "1", "text": "a"}\n{"id": "2", "text": "b"}', MediaType.JSONL),
        ("result.json", TELEGRAM, MediaType.TELEGRAM),
        ("other.json", TELEGRAM, MediaType.TELEGRAM),
        ("a.xml", '<?xml version="1.0"?><!-- c --><rss version="2.0"><channel/></rss>', MediaType.RSS),
        ("b", '<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>', MediaType.RSS),
        ("feed", '<feed xmlns="http://www.w3.org/2005/Atom"/>', MediaType.ATOM),
        ("plain", "just words", MediaType.TEXT),
        ("photo.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", MediaType.JPEG),
        ("a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", MediaType.PNG),
        ("a", b"RIFF\x24\0\0\0WEBPVP8 ", MediaType.WEBP),
        ("a", b"RIFF\x24\0\0\0WAVEfmt ", MediaType.WAV),
        ("a", b"RIFF\x24\0\0\0AVI LIST", MediaType.AVI),
        ("clip.jpg", b"\0\0\0\x20ftypisom\0\0\2\0", MediaType.MP4),
        ("a", b"\0\0\0\x14ftypqt  \0\0\0\0", MediaType.QUICKTIME),
        ("a", b"\0\0\0\x20ftypM4A \0\0\0\0", MediaType.M4A),
        ("a", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm", MediaType.WEBM),
        ("a", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\1B\x82\x88matroska", MediaType.MATROSKA),
        ("a", (b"G" + b"\0" * 187) * 3, MediaType.MPEG_TS),
        ("a", b"OggS\0\2", MediaType.OGG),
        ("a", b"ID3\4\0", MediaType.MP3),
        ("fires.csv", "latitude,longitude,brightness,acq_date\n48.6,38.0,330,2022-06-03\n", MediaType.FIRES),
        ("fires.csv.gz", gzip.compress(b"lat,lon,date\n48.6,38.0,2022-06-03\n", mtime=0), MediaType.FIRES),
        ("cyrillic.txt", "Обстріл".encode("cp1251"), MediaType.TEXT),
        ("utf16.txt", "Обстріл".encode("utf-16"), MediaType.TEXT),
    ],
)
def test_kinds_are_told_by_content_and_name(
    tmp_path: Path, folder: Path, name: str, content: str | bytes, expected: MediaType
) -> None:
    """Content decides; the name helps where content cannot."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    [capture] = collect(tmp_path, folder / name)
    assert isinstance(capture, Capture), capture
    assert capture.media_type == expected


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.jsonl", b" \n\n", "is empty"),
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("scene.tif", b"II*\0\x08\0\0\0", "vedette observe"),
        ("data.csv", b"lat,lon,name\n1,2,x\n", ".csv file"),
        ("noise.txt", bytes(range(256)) * 4, "is not text"),
        ("little.txt", "Обстріл біля річки.".encode("utf-16-le"), "save it as UTF-8"),
        ("big.jsonl", '{"text": "Shelling near the river."}'.encode("utf-16-be"), "save it as UTF-8"),
        ("data.json", b'{"a": 1}', ".json file"),
        ("map.xml", b"<?xml version='1.0'?><kml/>", "neither RSS nor Atom"),
    ],
)
def test_what_cannot_be_read_gets_one_line(tmp_path: Path, folder: Path, name: str, content: bytes, says: str) -> None:
    """One Failure that names the address and what to do; nothing is archived, and the file beside it goes through."""
    (folder / name).write_bytes(content)
    (folder / "zz.txt").write_text("Good.", encoding="utf-8")
    bad, good = collect(tmp_path, folder)
    assert isinstance(good, Capture)
    assert isinstance(bad, Failure)
    assert bad.stage == "collect"
    assert bad.item == (folder / name).as_uri()
    assert says in bad.reason
    assert bad.item in bad.reason


def test_a_missing_file_names_its_near_neighbour(tmp_path: Path, folder: Path) -> None:
    """A slip of spelling is answered with the name that was probably meant."""
    (folder / "article.html").write_text("<p>x", encoding="utf-8")
    [near] = reasons(collect(tmp_path, folder / "artcle.html"))
    assert "did you mean" in near
    assert "article.html" in near
    [far] = reasons(collect(tmp_path, folder / "zzzzzz"))
    assert "check the spelling" in far


@pytest.mark.parametrize("target", ["ftp://example.org/a", "", "a\0b", "file:///a%00b", "file://[", "a" * 5000])
def test_targets_that_cannot_be(tmp_path: Path, target: str) -> None:
    """Other schemes and empty names are refused in a line."""
    assert reasons(collect(tmp_path, target))


def test_a_file_above_the_limit(tmp_path: Path, folder: Path) -> None:
    """Plain files and JSONL have limits of their own."""
    (folder / "long.txt").write_bytes(b"word " * 1000)
    (folder / "long.jsonl").write_bytes(b'{"text": "word"}\n' * 1000)
    jsonl, text = collect(tmp_path, folder, limits=Limits(file=1000, jsonl=100_000))
    assert isinstance(jsonl, Capture)
    assert isinstance(text, Failure)
    assert "larger than" in text.reason


def test_a_folder_without_permission(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sub-folder that cannot be listed is one line; its neighbours go through."""
    (folder / "locked").mkdir()
    (folder / "open.txt").write_text("x", encoding="utf-8")
    listing = Path.iterdir

    def guarded(self: Path) -> Iterator[Path]:
        if self.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", guarded)
    locked, good = collect(tmp_path, folder)
    assert isinstance(good, Capture)
    assert isinstance(locked, Failure)
    assert "may not open" in locked.reason


def test_a_file_without_permission(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says to get permission."""
    (folder / "secret.txt").write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    [reason] = reasons(collect(tmp_path, folder / "secret.txt"))
    assert "may not read" in reason


def test_what_may_not_even_be_asked_about(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may be listed but not entered: each of its files is one line about permission, none is missing."""
    (folder / "secret.txt").write_text("x", encoding="utf-8")
    (folder / "open.txt").write_text("x", encoding="utf-8")
    asking = Path.stat

    def guarded(self: Path, **how: Any) -> Any:
        if self.name == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return asking(self, **how)

    monkeypatch.setattr(Path, "stat", guarded)
    good, secret = collect(tmp_path, folder)
    assert isinstance(good, Capture)
    assert [secret] == collect(tmp_path, folder / "secret.txt")
    assert "may not read" in reasons([secret])[0]


def test_a_full_disk_stops_the_gathering(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No later target would fare better, so the error goes up instead of becoming a line for each."""
    (folder / "a.txt").write_text("x", encoding="utf-8")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vedette.collect.archive.os.write", full)
    with pytest.raises(StorageError, match="disk is full"):
        collect(tmp_path, folder)


def test_folders_are_walked_in_order_and_not_left(tmp_path: Path, folder: Path) -> None:
    """Sorted, recursive, without hidden files, links that lead out, and link loops."""
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (folder / "b").mkdir()
    for name in ("c.txt", "b/z.txt", "b/a.txt", ".hidden.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "leaving.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "b" / "loop").symlink_to(folder)
    (folder / "dead.txt").symlink_to(folder / "nowhere")
    found = collect(tmp_path, folder)
    assert [Path(one.address).name for one in found if isinstance(one, Capture)] == ["a.txt", "z.txt", "c.txt"]
    assert len(found) == 3


def test_a_telegram_export_is_its_result_json(tmp_path: Path, folder: Path) -> None:
    """Media and pages around `result.json` are left alone without a word."""
    export = folder / "ChatExport"
    (export / "photos").mkdir(parents=True)
    (export / "photos" / "p.jpg").write_bytes(b"\xff\xd8\xff\x00")
    (export / "messages.html").write_text("<p>x", encoding="utf-8")
    (export / "result.json").write_text(TELEGRAM, encoding="utf-8")
    (folder / "note.txt").write_text("x", encoding="utf-8")
    found = collect(tmp_path, folder)
    assert [one.media_type for one in found if isinstance(one, Capture)] == [MediaType.TELEGRAM, MediaType.TEXT]
    assert len(found) == 2


def test_an_empty_folder(tmp_path: Path, folder: Path) -> None:
    """Says that there is nothing in it."""
    [reason] = reasons(collect(tmp_path, folder))
    assert "holds no files" in reason


def test_jsonl_can_be_said(tmp_path: Path, folder: Path) -> None:
    """With kind "jsonl" the name and the first line do not matter."""
    (folder / "reports.txt").write_text("broken\n{}", encoding="utf-8")
    [capture] = collect(tmp_path, folder / "reports.txt", kind="jsonl")
    assert isinstance(capture, Capture)
    assert capture.media_type == MediaType.JSONL


def an_export(folder: Path, *messages: dict[str, Any]) -> Path:
    chat = {"name": "Relay", "type": "public_channel", "id": 7, "messages": list(messages)}
    export = folder / "result.json"
    export.write_text(json.dumps(chat), encoding="utf-8")
    return export


def test_media_of_an_export_come_with_their_message(tmp_path: Path, folder: Path) -> None:
    """One picture under two messages is two captures of the same bytes, each with message, channel and moment."""
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    first = {"id": 1, "type": "message", "date_unixtime": "1715504400", "text": "Yesterday.", "photo": "photos/a.jpg"}
    export = an_export(folder, first, {"id": 2, "type": "message", "text": "", "photo": "photos/a.jpg"})
    for target in (export, folder):
        told, one, two = collect(tmp_path, target)
        assert isinstance(told, Capture)
        assert isinstance(one, Capture)
        assert isinstance(two, Capture)
        assert (told.media_type, one.media_type) == (MediaType.TELEGRAM, MediaType.JPEG)
        assert one.sha256 == two.sha256
        assert one.id != two.id
        assert (one.header(MESSAGE), one.header(CHANNEL)) == ("telegram:7/1", "Relay")
        assert one.header(PUBLISHED) == "2024-05-12T09:00:00+00:00"
        assert (two.header(MESSAGE), two.header(PUBLISHED)) == ("telegram:7/2", None)


@pytest.mark.parametrize(
    "message",
    [
        {"id": 1, "photo": "../secret.jpg"},
        {"id": 1, "photo": "link.jpg"},
        {"id": 1, "photo": "/etc/hostname"},
        {"id": 1, "photo": "a\0b"},
        {"id": 1, "photo": "gone.jpg"},
        {"id": 1, "file": "paper.pdf"},
        {"id": 1, "photo": "(File not included. Change data exporting settings to download.)"},
        {"id": 1, "photo": ["x"]},
        {"id": "x", "photo": "here.jpg"},
        {"id": 1, "media_type": "sticker", "file": "here.jpg"},
        "here.jpg",
    ],
)
def test_a_hostile_export_takes_nothing_else_along(tmp_path: Path, folder: Path, message: Any) -> None:
    """No path leads out of the export, by dots or by links; what is missing or no media is passed over."""
    (tmp_path / "secret.jpg").write_bytes(b"\xff\xd8\xff\xe0 secret")
    (folder / "here.jpg").write_bytes(b"\xff\xd8\xff\xe0 here")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    [told] = collect(tmp_path, an_export(folder, message))
    assert isinstance(told, Capture)
    assert told.media_type == MediaType.TELEGRAM
