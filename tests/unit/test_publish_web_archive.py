"""WARC and WACZ out: other tools take them, and what comes back are the same bytes."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from archives import PAGE
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.cli import main
from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, TAKEN_FROM, Capture, capture_id
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.watch import Watch
from vedette.publish.wacz import surt, write_wacz
from vedette.publish.warc import write_warc

pytest.importorskip("warcio")

THEN = datetime(2024, 5, 12, 10, 11, 12, 345678, tzinfo=UTC)
HEADERS = (("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"), ("x-from", "a b"))
MEDIA = ((MESSAGE, "telegram:1/7"), (CHANNEL, "Канал"), (PUBLISHED, "2024-05-12T10:00:00+00:00"))


def capture(archive: FileArchive, payload: bytes, **more: Any) -> Capture:
    sha256, source = archive.write(payload), more.pop("source", None)
    message = dict(more.get("headers", ())).get(MESSAGE)
    fields: dict[str, Any] = {
        "address": "https://north.example/a?b=c",
        "media_type": "text/html",
        "fetched": THEN,
        **more,
    }
    return Capture(id=capture_id(sha256, source, message), sha256=sha256, size=len(payload), source=source, **fields)


@pytest.fixture
def archive(tmp_path: Path) -> FileArchive:
    return FileArchive(tmp_path / "archive")


def some(archive: FileArchive) -> list[Capture]:
    """A page with its headers, one without, a picture that came with a message, a table."""
    picture, table = b"\xff\xd8\xff\xe0JFIF", b'{"text": "Shelling."}\n'
    relay, desk = SourceId("relay"), SourceId("desk")
    return [
        capture(archive, PAGE, headers=HEADERS),
        capture(archive, PAGE + b" ", address="file:///home/x/my page.html"),
        capture(archive, picture, address="file:///a.jpg", media_type="image/jpeg", headers=MEDIA, source=relay),
        capture(archive, table, address="file:///a.txt", media_type=MediaType.JSONL, source=desk),
    ]


def again(tmp_path: Path, path: Path) -> list[Any]:
    target = FileArchive(tmp_path / "other")
    clock = THEN + timedelta(days=30)
    found = list(gather([str(path)], archive=target, watch=Watch(name="w"), clock=lambda: clock))
    assert all(target.read(one.sha256) for one in found if isinstance(one, Capture))
    return found


def test_what_goes_out_comes_back(tmp_path: Path, archive: FileArchive) -> None:
    """Bytes, ids, addresses, times to the microsecond, kinds, sources and headers; in both forms."""
    before = some(archive)
    with (tmp_path / "a.warc.gz").open("wb") as out:
        entries = list(write_warc(out, before, archive, "a.warc.gz"))
    write_wacz(tmp_path / "a.wacz", before, archive, {}, "North")
    for name in ("a.warc.gz", "a.wacz"):
        after = again(tmp_path, tmp_path / name)
        assert [(one.id, one.sha256, one.fetched, one.media_type, one.source) for one in after] == [
            (one.id, one.sha256, one.fetched, one.media_type, one.source) for one in before
        ]
        assert [one.address for one in after] == [one.target for one in entries]
        assert after[0].header("x-archive-orig-content-encoding") == "gzip"
        assert [pair for pair in after[2].headers if pair[0] != TAKEN_FROM] == list(MEDIA)


def test_the_same_captures_give_the_same_file(tmp_path: Path, archive: FileArchive) -> None:
    """Whenever it is written."""
    for name in ("a.wacz", "b.wacz"):
        write_wacz(tmp_path / name, some(archive), archive, {}, "North")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_warcio_and_wacz_find_nothing_wrong(
    tmp_path: Path, archive: FileArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every digest, offset, path and list holds, by the checkers of others."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.checker import Checker

    validation = pytest.importorskip("wacz.validate")
    with (tmp_path / "a.warc.gz").open("wb") as out:
        entries = list(write_warc(out, some(archive), archive, "a.warc.gz"))
    asked = type("Asked", (), {"inputs": [str(tmp_path / "a.warc.gz")], "verbose": True})()
    checker = Checker(asked)
    checker.process_all()
    assert checker.exit_value == 0
    assert "digest pass" in capsys.readouterr().out
    with (tmp_path / "a.warc.gz").open("rb") as held:
        for entry in entries:
            held.seek(entry.offset)
            record = next(ArchiveIterator(io.BytesIO(held.read(entry.length))))
            assert record.rec_headers.get_header("WARC-Target-URI") == entry.target
            assert record.content_stream().read() == archive.read(entry.capture.sha256)
    write_wacz(tmp_path / "a.wacz", some(archive), archive, {}, "North")
    told = validation.Validation(str(tmp_path / "a.wacz"))
    assert told.version == "1.1.1"
    assert told.check_required_contents() == 0
    for check in (
        "frictionless_validate",
        "check_file_paths",
        "check_file_hashes",
        "check_compression",
        "check_indexes",
        "check_data_package_hash_and_sig",
    ):
        assert getattr(told, check)(), check
    told.dir.cleanup()


def test_a_wacz_lists_its_pages_and_where_they_lie(tmp_path: Path, archive: FileArchive) -> None:
    """In the order by which replaying looks them up."""
    before = some(archive)
    write_wacz(tmp_path / "a.wacz", before, archive, {before[0].id: "River crossing"}, "North")
    with zipfile.ZipFile(tmp_path / "a.wacz") as made:
        pages = [json.loads(line) for line in made.read("pages/pages.jsonl").decode().splitlines()]
        assert made.getinfo("archive/captures.warc.gz").compress_type == zipfile.ZIP_STORED
    assert (pages[1]["url"], pages[1]["title"]) == ("https://north.example/a?b=c", "River crossing")
    assert surt("https://www.North.example:8080/A/b?z=1&a=2") == "example,north:8080)/a/b?a=2&z=1"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=st.binary(min_size=1, max_size=3000),
    headers=st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=80)), max_size=4),
    tail=st.text(max_size=30),
)
def test_any_bytes_and_headers_go_round(
    tmp_path: Path, archive: FileArchive, payload: bytes, headers: Any, tail: str
) -> None:
    """No header and no address can make another record of the file."""
    page = b"<!DOCTYPE html>" + payload
    told = tuple((name, value) for name, value in headers if not name.startswith("Vedette"))
    one = capture(
        archive, page, headers=(("content-type", "text/html"), *told), address=f"https://north.example/{tail}"
    )
    with (tmp_path / "a.warc.gz").open("wb") as out:
        list(write_warc(out, [one], archive, "a.warc.gz"))
    [after] = again(tmp_path, tmp_path / "a.warc.gz")
    assert (after.sha256, after.fetched) == (one.sha256, one.fetched)


def vedette(*words: object) -> str:
    found = CliRunner().invoke(main, [str(word) for word in words])
    return f"{found.exit_code} {found.output}"


def test_the_command_writes_whole_files_under_the_policy(tmp_path: Path) -> None:
    """All captures, or those of one report; nothing of a withheld source, and nothing without --output."""
    (tmp_path / "watch.toml").write_text(
        'name = "w"\n[[source]]\nid = "north"\nname = "North"\n[[source]]\nid = "south"\nname = "South"\n'
        '[policy]\nwithhold = ["south"]\n'
    )
    war = tmp_path / "war"
    vedette("init", war, "--config", tmp_path / "watch.toml")
    for source in ("north", "south"):
        (tmp_path / f"{source}.txt").write_text(f"Troops of the {source} crossed the river.")
        vedette("add", war, tmp_path / f"{source}.txt", "--source", source)
    assert vedette("export", war, "warc").startswith("2 ")
    assert vedette("export", war, "statements", "--report", "x").startswith("2 ")
    assert vedette("export", war, "wacz", "--event", "x", "--output", tmp_path / "x.wacz").startswith("2 ")
    said = vedette("export", war, "wacz", "--output", tmp_path / "out.wacz")
    assert "1 capture written" in said
    assert "1 kept back by the policy" in said
    [back] = again(tmp_path, tmp_path / "out.wacz")
    assert back.source == "north"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
