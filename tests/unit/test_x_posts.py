"""Posts of X: an account's own archive as folder and ZIP, and lines of its v2 interface."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.errors import ReadError
from vedette.model.failure import Failure
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.read.draft import Draft
from vedette.read.stage import read

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
WATCH = Watch(name="w", sources=(Source(id="north", name="North", match=("x.com/northmod",)),))  # type: ignore[arg-type]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50)


def tweet(number: int, text: str, **more: Any) -> dict[str, Any]:
    told = {
        "id_str": str(number),
        "full_text": text,
        "created_at": "Sun May 12 10:11:12 +0000 2024",
        "lang": "en",
        **more,
    }
    return {"tweet": told}


POSTS = [
    tweet(30, "Corrected: two houses.", edit_info={"edit": {"initialTweetId": "10", "editControlInitial": {}}}),
    tweet(10, "Three houses &amp; a barn https://t.co/a https://t.co/m",
          edit_info={"initial": {"editTweetIds": ["10", "30"]}},
          entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://north.example/a"}],
                    "media": [{"url": "https://t.co/m", "media_url_https": "https://pbs.example/media/AbC.jpg"}]}),
    tweet(20, "RT @other: The bridge stands.", in_reply_to_status_id_str="5"),
]  # fmt: skip
ACCOUNT = 'window.YTD.account.part0 = [{"account": {"username": "NorthMoD", "accountDisplayName": "North"}}]'


def script(posts: Any, part: int = 0) -> str:
    return f"window.YTD.tweets.part{part} = " + json.dumps(posts)


def files() -> dict[str, bytes]:
    return {
        "Your archive.html": b"<html>viewer",
        "data/account.js": ACCOUNT.encode(),
        "data/tweets.js": script(POSTS).encode(),
        "data/tweets-part1.js": script([tweet(40, "A later part.")], 1).encode(),
        "data/like.js": b"window.YTD.like.part0 = []",
        "data/tweets_media/10-AbC.jpg": JPEG,
        "data/tweets_media/99-gone.jpg": JPEG,
    }


def add(tmp_path: Path, path: Path) -> list[Capture]:
    found = list(gather([str(path)], archive=FileArchive(tmp_path / "kept"), watch=WATCH, clock=lambda: NOW))
    assert not any(isinstance(one, Failure) for one in found), found
    return [one for one in found if isinstance(one, Capture)]


def drafts(tmp_path: Path, capture: Capture) -> tuple[Draft, ...]:
    return read(capture, FileArchive(tmp_path / "kept").read(capture.sha256)).drafts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, payload in files().items():
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_bytes(payload)
    return tmp_path / "x"


def zipped(tmp_path: Path, root: str) -> Path:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        for name, payload in files().items():
            made.writestr(root + name, payload)
    return tmp_path / "x.zip"


@pytest.mark.parametrize("form", ["folder", "zip", "nested"])
def test_an_archive_is_its_posts_and_their_media(tmp_path: Path, folder: Path, form: str) -> None:
    """Both forms give the same captures; the account names the source; media of posts that are gone are left out."""
    path = folder if form == "folder" else zipped(tmp_path, "" if form == "zip" else "twitter-2024/")
    posts, part, picture = add(tmp_path, path)
    assert (posts.media_type, part.media_type, picture.media_type) == (
        MediaType.X_ARCHIVE,
        MediaType.X_ARCHIVE,
        "image/jpeg",
    )
    assert {one.source for one in (posts, part, picture)} == {"north"}
    assert posts.header(CHANNEL) == "NorthMoD"
    assert (picture.header(MESSAGE), picture.header(PUBLISHED)) == ("x:10", "2024-05-12T10:11:12+00:00")
    assert [one.text for one in drafts(tmp_path, part)] == ["A later part."]


def test_posts_are_reports(tmp_path: Path, folder: Path) -> None:
    """Oldest first: links whole, edits as versions of one thing, reposts as passed on, replies, times, media."""
    first, shared, edited = drafts(tmp_path, add(tmp_path, folder)[0])
    assert first.text == "Three houses & a barn https://north.example/a"
    assert (first.origin, first.label, first.media) == ("x:10", "NorthMoD/10", ("10-AbC.jpg",))
    assert first.address == "https://x.com/NorthMoD/status/10"
    assert first.published is not None
    assert first.published.start == datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC)
    assert (shared.text, shared.forwarded_from, shared.reply_to) == ("The bridge stands.", "other", "x:5")
    assert (edited.origin, edited.modified) == ("x:10", datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC))
    assert first.modified is None


LINES = [
    {"id": "7", "text": "RT @other: The bri…", "created_at": "2024-05-12T10:11:12.000Z", "author_id": "1",
     "referenced_tweets": [{"type": "retweeted", "id": "6"}]},
    {"id": "8", "text": "Short", "note_tweet": {"text": "A long one, whole."}, "author_id": "1",
     "created_at": "2024-05-12T10:11:12.000Z",
     "edit_history_tweet_ids": ["3", "8"], "referenced_tweets": [{"type": "replied_to", "id": "2"}]},
]  # fmt: skip
INCLUDES: dict[str, list[dict[str, Any]]] = {
    "users": [{"id": "1", "username": "NorthMoD", "name": "North"}, {"id": "2", "username": "other", "name": "Other"}],
    "tweets": [{"id": "6", "text": "The bridge stands, says everyone.", "author_id": "2"}],
}


def test_lines_of_the_interface_are_posts(tmp_path: Path) -> None:
    """Pages with what they include, or one post a line with its author in it."""
    (tmp_path / "page.jsonl").write_text(json.dumps({"data": LINES, "includes": INCLUDES, "meta": {}}) + "\n")
    [capture] = add(tmp_path, tmp_path / "page.jsonl")
    assert capture.media_type == MediaType.X_LINES
    shared, edited = drafts(tmp_path, capture)
    assert (shared.text, shared.forwarded_from) == ("The bridge stands, says everyone.", "other")
    assert shared.publisher.names == ("x.com/NorthMoD", "NorthMoD")
    assert (edited.text, edited.origin, edited.reply_to) == ("A long one, whole.", "x:3", "x:2")
    (tmp_path / "flat.json").write_text(
        "\n".join(json.dumps({**one, "author": INCLUDES["users"][0]}) for one in LINES) + "\nbroken\n"
    )
    [capture] = add(tmp_path, tmp_path / "flat.json")
    reading = read(capture, FileArchive(tmp_path / "kept").read(capture.sha256))
    assert [one.label for one in reading.drafts] == ["NorthMoD/7", "NorthMoD/8"]
    assert reading.drafts[0].text == "The bri…"
    assert reading.problem == "1 lines hold no post"


def test_other_lines_stay_what_they_are(tmp_path: Path) -> None:
    """An id, a text and a date do not make a post of X."""
    (tmp_path / "a.jsonl").write_text('{"id": "7", "text": "Shelling.", "published": "2024-05-12"}\n')
    [capture] = add(tmp_path, tmp_path / "a.jsonl")
    assert capture.media_type == MediaType.JSONL


def reading(payload: bytes, kind: str) -> tuple[Draft, ...]:
    made = Capture(id="c", sha256="", size=0, address="file:///tweets.js", fetched=NOW, media_type=kind)  # type: ignore[arg-type]
    return read(made, payload).drafts


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"window.YTD.tweets.part0 = [{]", "damaged"),
        (b"window.YTD.tweets.part0 = " + b"[" * 100_000, "damaged"),
        (b"window.YTD.tweets.part0 = []", "without a post"),
        (script([{"tweet": {"id_str": "../x", "full_text": "a"}}, 7, None]).encode(), "without a post"),
    ],
)
def test_a_damaged_archive_is_one_line(payload: bytes, says: str) -> None:
    """With what to do."""
    with pytest.raises(ReadError, match=says):
        reading(payload, MediaType.X_ARCHIVE)


KEYS = ("id_str", "full_text", "urls", "media", "id", "text", "data", "users", "type")
FIELDS = ("entities", "edit_info", "extended_entities", "created_at", "lang", "id_str", "referenced_tweets", "includes",
          "edit_history_tweet_ids", "author")  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(anything, st.sampled_from(FIELDS))
def test_no_value_brings_the_reader_down(value: Any, name: str) -> None:
    """Whatever stands where something else is expected."""
    rows = script([tweet(10, "Text.", **{name: value}), value]).encode()
    line = json.dumps({"id": "7", "text": "Text.", "author_id": "1", name: value}).encode()
    for payload, kind in ((rows, MediaType.X_ARCHIVE), (line, MediaType.X_LINES)):
        try:
            found = reading(payload, kind)
        except ReadError:
            found = ()
        assert all(draft.text for draft in found)


@settings(max_examples=50, deadline=None)
@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24FF), min_size=1, max_size=80).filter(str.strip)
)
def test_words_go_round(text: str) -> None:
    """What is escaped as X escapes it is read as it was written."""
    from html import escape

    from vedette.read.clean import clean

    text = clean(text)
    if text and not text.startswith("RT @"):
        [draft] = reading(script([tweet(10, escape(text, quote=False))]).encode(), MediaType.X_ARCHIVE)
        assert draft.text == text
