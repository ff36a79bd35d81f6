"""The page of what changed, the control page as of a day, and the section of the report, over a picture built."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from desk import WATCH, Desk
from store_facts import a_capture
from web_client import Client

from vedette.knowledge import changes
from vedette.model.changes import Changes
from vedette.publish.report import build_report
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

MAY12, MAY14, MAY16 = (date(2024, 5, day) for day in (12, 14, 16))
LATER = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Lipova is claimed on the 12th and conceded on the 14th; Brod is claimed on the 14th."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", MAY12, change="captured", actor="Northland")
    left = {"change": "captured", "actor": "Northland", "when": MAY12, "kind": "admission"}
    desk.report("staff", "captured Lipova, we admit", MAY14, **left)  # type: ignore[arg-type]
    desk.report("ministry", "captured Brod", MAY14, change="captured", actor="Northland")
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    capture = a_capture()
    papers = [replace(document, capture=capture.id) for document in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    picture, links = desk.picture()
    store.replace_picture(picture, links, "test")
    yield store
    store.close()


@pytest.fixture
def client(store: SqliteStore, tmp_path: Path) -> Client:
    return Client(create_app(store.view, WATCH, reports_folder=tmp_path / "reports"))


def test_what_changed_is_told_with_the_words(client: Client) -> None:
    """Under headings, each with the status before and after, and a way to the words."""
    page = client.get("/changes?from=2024-05-14").text
    assert "Told for the first time" in page
    assert "Surer than before" in page
    assert "conceded, and one-sided before" in page
    assert "captured Lipova, we admit</a>" in page
    assert "#cited" in page
    assert "Brod" in page
    assert "captured Brod" not in client.get("/changes?from=2024-05-12&to=2024-05-13").text


def test_since_the_last_day_told_if_nobody_asks(client: Client) -> None:
    """The last day on which something was published; a bad day is refused in words."""
    assert "Since 14 May 2024" in client.get("/changes").text
    assert "Nothing changed." in client.get("/changes?from=2024-05-20").text
    assert client.get("/changes?from=2999-01-01").status_code == 400
    assert client.get("/changes?from=soon").status_code == 400


def test_a_large_watch_waits_to_be_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pictures of many documents take minutes: not for whoever only passes by."""
    monkeypatch.setattr("vedette.web.changes._MOST_UNASKED", 1)
    assert "Choose a day." in client.get("/changes").text
    assert "conceded, and one-sided before" in client.get("/changes?from=2024-05-14").text


def test_control_as_it_was_known(client: Client) -> None:
    """Valid time and knowledge time are both asked for."""
    assert "Brod" in client.get("/control").text
    known = client.get("/control?known=2024-05-13").text
    assert "Lipova" in known
    assert "Brod" not in known
    assert "From what had been published by the end of 13 May 2024 alone" in known
    assert "Brod" not in client.get("/control?on=2024-05-13").text
    assert client.get("/control?known=yesterday").status_code == 400


def _changes(store: SqliteStore) -> Changes:
    first, last = (datetime(2024, 5, day, tzinfo=UTC) for day in (14, 17))
    return changes(store.view(), WATCH, first, last)


def test_a_report_tells_what_changed(store: SqliteStore) -> None:
    """In a section of its own, every sentence cited; none where nobody asks since when."""
    since = ("13 May 2024", _changes(store))
    report = build_report(store.view(), WATCH, MAY14, MAY16, LATER, changed=since)
    section = next(one for one in report.sections if one.anchor == "changed")
    assert section.title == "What changed since 13 May 2024"
    told = {group.title: [one.text for one in group.sentences] for group in section.groups}
    assert told["Surer than before"] == [
        "The capture of Lipova by Northland on 12 May 2024: conceded, and one-sided before; "
        "told since by the General Staff of Southmark."
    ]
    assert any("the capture of Brod" in text for text in told["Told for the first time"])
    assert all(one.citations for one in section.sentences)
    plain = build_report(store.view(), WATCH, MAY14, MAY16, LATER)
    assert "changed" not in {one.anchor for one in plain.sections}


def test_nothing_held_back_is_told_as_changed(store: SqliteStore) -> None:
    """The policy stands before what changed, too."""
    policy = replace(WATCH.policy, delay_hours=24 * 60)
    since = ("13 May 2024", _changes(store))
    report = build_report(store.view(), replace(WATCH, policy=policy), MAY14, MAY16, LATER, changed=since)
    section = next(one for one in report.sections if one.anchor == "changed")
    assert not section.sentences
