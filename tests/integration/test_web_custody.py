"""Whoever is shown media through the pages is written down first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from web_client import Client
from web_world import WATCH

from vedette.collect.archive import FileArchive
from vedette.evidence.custody import Custody
from vedette.model.capture import Capture
from vedette.model.ids import SourceId
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app
from vedette.web.identity import OpenDoor

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


class Shown:
    def __init__(self, folder: Path, capture: Capture) -> None:
        self.archive = FileArchive(folder / "archive")
        self.store = SqliteStore(folder / "vedette.db", create=True)
        sha256 = self.archive.write(PNG)
        self.capture = replace(capture, sha256=sha256, size=len(PNG), media_type="image/png")
        self.store.append([self.capture])
        self.custody = Custody(folder / "custody.jsonl")
        app = create_app(
            self.store.view,
            WATCH,
            reports_folder=folder / "reports",
            archive=self.archive,
            door=OpenDoor(name="Ann\nroot"),
            custody=self.custody,
        )
        self.client = Client(app)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    from datetime import UTC, datetime

    from vedette.model.capture import capture_id

    one = Capture(
        id=capture_id("x", SourceId("courier")),
        sha256="x",
        size=1,
        address="file:///x.png",
        fetched=datetime(2024, 5, 12, tzinfo=UTC),
        media_type="image/png",
        source=SourceId("courier"),
    )
    made = Shown(tmp_path, one)
    yield made
    made.store.close()


def test_each_picture_shown_is_a_line(shown: Shown) -> None:
    """With the person, the page, the machine and the reason; and the browser keeps none."""
    address = f"/captures/{shown.capture.id}/picture"
    for _ in range(2):
        answer = shown.client.get(address)
        assert answer.content == PNG
        assert answer.headers["Cache-Control"] == "no-store"
    first, _second = shown.custody.accesses()
    assert (first.who, first.how, first.of, first.what) == ("Ann\nroot", "page", shown.capture.id, address)
    assert (first.address, first.why) == ("127.0.0.1", ("media not screened",))
    assert list(shown.custody.problems()) == []


def test_what_is_not_shown_is_no_line(shown: Shown) -> None:
    """The page about a picture shows it only when asked; what is not there is not given."""
    assert shown.client.get(f"/media/{shown.capture.id}").status_code == 200
    assert shown.client.get("/captures/cap_none/picture").status_code == 404
    assert shown.custody.end().lines == 0


def test_what_cannot_be_noted_is_not_shown(shown: Shown, tmp_path: Path) -> None:
    """A log that cannot be written shuts the media, and says so."""
    (tmp_path / "custody.jsonl").mkdir()
    answer = shown.client.get(f"/captures/{shown.capture.id}/picture")
    assert answer.status_code == 503
    assert PNG not in answer.content
