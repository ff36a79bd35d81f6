"""The page of figures over time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desk import WATCH, Desk
from store_facts import a_capture
from web_client import Client

from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

_NORTH, _SOUTH = "Northland's defence ministry", "Southmark's general staff"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    desk = Desk()
    for day, number, speaker in ((10, 900, _NORTH), (12, 700, _NORTH), (12, 300, _SOUTH)):
        words = f"Since the start of the war Southmark lost {number} soldiers killed"
        desk.report("paper", words, date(2024, 5, day), speaker=speaker, unit="soldier", plover="MOBILIZE")
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    capture = a_capture()
    store.append(
        [*WATCH.sources, capture, *(replace(one, capture=capture.id) for one in desk.documents), *desk.analyses]
    )
    picture, links = desk.picture()
    store.replace_picture(picture, links, "test")
    yield Client(create_app(store.view, WATCH, reports_folder=tmp_path / "reports"))
    store.close()


def test_figures_stand_side_by_side_and_lead_to_their_words(client: Client) -> None:
    """A chart with a point a number, the same in a table, each a link to its characters; doubts are named."""
    page = client.get("/figures").text
    assert page.count("<circle") == 3
    assert _NORTH.replace("'", "&#39;") in page
    assert len(re.findall(r"start=42&(?:amp;)?end=45#cited", page)) == 6
    assert ">falls<" in page
    assert ">disputed<" in page


def test_figures_are_chosen_by_the_side_that_counts(client: Client) -> None:
    """One number alone is no series."""
    assert client.get("/figures?side=north").text.count("<circle") == 2
    assert "Nothing fits these filters" in client.get("/figures?side=south").text
