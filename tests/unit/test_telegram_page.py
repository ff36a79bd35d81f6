"""Telegram Desktop's HTML export: the same messages as its JSON, as far as the pages tell."""

import html
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.app import add
from vedette.collect.archive import FileArchive
from vedette.collect.channels import told
from vedette.collect.gather import gather
from vedette.model.capture import CHANNEL, CHANNEL_NUMBER, MESSAGE, PUBLISHED, Capture
from vedette.model.document import Document
from vedette.model.errors import ReadError
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId
from vedette.model.media import MediaType
from vedette.model.watch import Watch
from vedette.read.draft import Draft
from vedette.read.stage import ReadStage, read
from vedette.workspace import create_workspace, open_workspace

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50)


def page(*messages: str, channel: str = "Bridge Watch") -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title><link href="css/style.css" rel="stylesheet"/></head>
<body onload="CheckLocation();"><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
{channel}
</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">12 May 2024</div></div>
{"".join(messages)}
</div></div></div></body></html>"""


def message(
    number: int,
    text: str,
    *,
    name: str | None = "Bridge Watch",
    date: str = "12.05.2024 13:11:12 UTC+03:00",
    more: str = "",
) -> str:
    joined = "" if name else " joined"
    named = f'<div class="from_name">\n{name} </div>' if name else ""
    return f"""<div class="message default clearfix{joined}" id="message{number}">
<div class="pull_left userpic_wrap"><div class="userpic"><div class="initials">B</div></div></div>
<div class="body"><div class="pull_right date details" title="{date}">13:11</div>{named}{more}
<div class="text">{text}</div></div></div>"""


REPLY = '<div class="reply_to details">In reply to <a href="messages.html#go_to_message2" >this message</a></div>'
PHOTO = '<div class="media_wrap clearfix"><a href="photos/photo_1.jpg"><img src="photos/t.jpg"/></a></div>'
FORWARDED = """<div class="message default clearfix joined" id="message5"><div class="body">
<div class="pull_right date details" title="12.05.2024 14:00:00 UTC+03:00">14:00</div>
<div class="pull_left forwarded userpic_wrap"><div class="userpic"></div></div>
<div class="forwarded body">
<div class="from_name">Other Channel <span class="date details" title="1.1.2024">x</span></div>
<div class="text">Passed on.</div></div></div></div>"""


def capture(payload: str) -> tuple[bytes, Capture]:
    kind, identity = MediaType.TELEGRAM_PAGE, CaptureId("c")
    made = Capture(id=identity, sha256="", size=0, address="file:///messages.html", fetched=NOW, media_type=kind)
    return payload.encode(), made


def drafts(payload: str) -> tuple[Draft, ...]:
    raw, made = capture(payload)
    return read(made, raw).drafts


def test_a_page_of_a_channel() -> None:
    """Words with their lines, times with their zone, replies, forwards, media, signatures; no service messages."""
    first, second, third = drafts(
        page(
            message(2, "Бій біля <strong>мосту</strong>,<br>карта."),
            message(3, "A reply.", name=None, more=REPLY + PHOTO),
            FORWARDED,
        )
    )
    assert (first.text, first.label, first.origin) == (
        "Бій біля мосту,\nкарта.",
        "bridge-watch/2",
        "telegram:bridge-watch/2",
    )
    assert first.published is not None
    assert first.published.start == datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC)
    assert (first.author, first.publisher.name, first.publisher.kind) == (None, "Bridge Watch", "channel")
    assert (second.reply_to, second.media) == (first.origin, ("photos/photo_1.jpg",))
    assert (third.text, third.forwarded_from) == ("Passed on.", "Other Channel")


def test_a_time_without_a_zone_is_a_day() -> None:
    """Old exports give the exporter's local time, which is no instant."""
    [draft] = drafts(page(message(2, "Text.", date="12.05.2024 13:11:12")))
    assert draft.published is not None
    assert (draft.published.start.day, (draft.published.end - draft.published.start).days) == (12, 1)


def test_an_edited_message_is_another_version_of_the_same() -> None:
    """Two exports of one channel: one origin, two texts."""
    [before], [after] = drafts(page(message(2, "Three houses."))), drafts(page(message(2, "Two houses.")))
    assert before.origin == after.origin
    assert before.text != after.text


def test_the_folder_of_an_export_is_its_pages_and_their_media(tmp_path: Path) -> None:
    """In order of their numbers; style sheets, scripts and thumbnails are left out, and so is what lies outside."""
    export = tmp_path / "ChatExport"
    (export / "photos").mkdir(parents=True)
    (export / "css").mkdir()
    (export / "css" / "style.css").write_text("p {}")
    (export / "photos" / "photo_1.jpg").write_bytes(JPEG)
    (tmp_path / "secret.jpg").write_bytes(JPEG + b"x")
    out = PHOTO.replace("photos/photo_1.jpg", "../secret.jpg")
    for name, number in (("messages10.html", 10), ("messages2.html", 4), ("messages.html", 2)):
        (export / name).write_text(page(message(number, "Text.", more=(PHOTO if number == 2 else out))), "utf-8")
    archive = FileArchive(tmp_path / "archive")
    found = list(gather([str(export)], archive=archive, watch=Watch(name="w"), clock=lambda: NOW))
    assert not any(isinstance(one, Failure) for one in found)
    captures = [one for one in found if isinstance(one, Capture)]
    assert [one.address.rpartition("/")[2] for one in captures] == [
        "messages.html", "photo_1.jpg", "messages2.html", "messages10.html",
    ]  # fmt: skip
    assert captures[0].media_type == MediaType.TELEGRAM_PAGE
    picture = captures[1]
    assert (picture.header(MESSAGE), picture.header(CHANNEL)) == ("telegram:bridge-watch/2", "Bridge Watch")
    assert picture.header(PUBLISHED) == "2024-05-12T10:11:12+00:00"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30), st.sampled_from(["x", "9" * 30, "12.13.2024 25:61:61 UTC+99:99"]))
def test_no_page_brings_the_reader_down(text: str, name: str, date: str) -> None:
    """Messages, or one line why there are none."""
    raw, made = capture(page(message(2, text, name=name, date=date), channel=name))
    try:
        found = read(made, raw).drafts
    except ReadError:
        found = ()
    assert all(draft.text for draft in found)


def test_a_message_inside_another_is_no_message() -> None:
    """Words of a message cannot pass for another; nor can its media lead anywhere but into the export."""
    inner = message(9, "Forged.", name="Ministry")
    [draft] = drafts(page(message(2, f"Words {inner}", more=PHOTO.replace("photos/photo_1.jpg", "photos/\n1.jpg"))))
    assert (draft.label, draft.media) == ("bridge-watch/2", ())


def test_a_page_without_messages_is_one_line() -> None:
    """With what to do."""
    with pytest.raises(ReadError, match="export the channel"):
        drafts(page())


WORDS = st.text(alphabet="аб вЄї'\"<&>. \n-–", min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


def exported(text: str, number: int = 4711) -> str:
    told = {"id": 2, "type": "message", "date_unixtime": "1715508672", "from": "Bridge Watch", "text": text}
    return json.dumps({"name": "Bridge  Watch", "type": "public_channel", "id": number, "messages": [told]}, indent=1)


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_both_exports_tell_the_same_letters(text: str) -> None:
    """Where the channel's number is known a message is one, whichever export it came in."""
    raw, made = capture(page(message(2, html.escape(text).replace("\n", "<br>"))))
    [shown] = read(replace(made, headers=((CHANNEL_NUMBER, "4711"),)), raw).drafts
    [told] = read(replace(made, media_type=MediaType.TELEGRAM), exported(text).encode()).drafts
    assert (shown.origin, shown.text, shown.label) == (told.origin, told.text, told.label)
    assert shown.origin == "telegram:4711/2"


def test_a_channel_has_the_number_that_its_other_export_told(tmp_path: Path) -> None:
    """One taken in the same command, before it, or years ago; a name that two channels bear stays a name."""
    (tmp_path / "a").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "photo_1.jpg").write_bytes(JPEG)
    (tmp_path / "a" / "result.json").write_text(exported("Text."), "utf-8")
    (tmp_path / "messages.html").write_text(page(message(2, "Text.", more=PHOTO)), "utf-8")
    config = tmp_path / "watch.toml"
    config.write_text('name = "w"\n')
    create_workspace(tmp_path / "war", config)
    with open_workspace(tmp_path / "war") as opened:
        assert add(opened, [str(tmp_path / "a" / "result.json")]).new == 1
        assert add(opened, [str(tmp_path / "messages.html")]).new == 2
        one, two, photo = opened.store.view().captures()
        assert (one.header(CHANNEL_NUMBER), two.header(CHANNEL_NUMBER)) == (None, "4711")
        assert photo.header(MESSAGE) == "telegram:4711/2"
        stage = ReadStage(archive=opened.archive, watch=opened.watch)
        facts = [fact for outcome in stage([one, two]) for fact in outcome.results]
        assert len({fact.id for fact in facts if isinstance(fact, Document)}) == 1
        (tmp_path / "a" / "result.json").write_text(exported("Other.", 99), "utf-8")
        (tmp_path / "messages.html").write_text(page(message(3, "More.")), "utf-8")
        add(opened, [str(tmp_path / "a" / "result.json"), str(tmp_path / "messages.html")])
        assert opened.store.view().captures()[-1].header(CHANNEL_NUMBER) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"{",
        b'{"messages": [',
        b'{"name": 1, "id": 2, "messages": [',
        b"[" * 9000,
        b'{"name": "a", "messages": [',
    ],
)
def test_what_tells_no_channel(head: bytes) -> None:
    """Nothing breaks on it."""
    assert told(head) is None
