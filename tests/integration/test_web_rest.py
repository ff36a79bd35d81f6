"""/api/v1: rows by pages and one by one, forms, validators."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_client import Client
from web_world import HOSTILE, WATCH, build_store

from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

LISTS = ("events", "statements", "control", "threats", "observations", "sources")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = build_store(tmp_path_factory.mktemp("world") / "vedette.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(store: SqliteStore) -> Client:
    return Client(create_app(store.view, WATCH, reports_folder=Path("/nonexistent")))


def get(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_one_row_give_every_row_once(client: Client, name: str) -> None:
    """The same rows in the same order as in one page; the last page has no next."""
    whole = get(client, name)[name]
    found, cursor = [], ""
    while True:
        page = get(client, f"{name}?limit=1{cursor}")
        assert page["changed"] is False
        found += page[name]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == whole
    assert whole


def test_one_fact_is_the_row_of_its_list(client: Client) -> None:
    """By its id; what is not there is told."""
    for name in ("events", "statements", "observations"):
        for row in get(client, name)[name]:
            assert get(client, f"{name}/{row['id']}") == row
        assert "nothing with this id" in get(client, f"{name}/nonsense", 404)["error"]


def test_the_words_of_a_statement_are_those_of_its_document(client: Client) -> None:
    """From the row to the text and its characters in two questions; hostile text is text."""
    texts = set()
    for row in get(client, "statements")["statements"]:
        document = get(client, f"documents/{row['document']}")
        assert document["text"][row["start"] : row["end"]] == row["text"]
        texts.add(document["text"])
    assert any(HOSTILE in text for text in texts)


def test_filters_are_those_of_the_pages(client: Client) -> None:
    """Narrowing gives some of the rows, and each of them fits."""
    everything = get(client, "events")["events"]
    contested = get(client, "events?status=contested")["events"]
    assert contested == [row for row in everything if row["status"] == "contested"]
    assert 0 < len(contested) < len(everything)
    inside = get(client, "events?bbox=36,50,37.5,51")["events"]
    assert all(36 <= row["place"]["lon"] <= 37.5 for row in inside)


@pytest.mark.parametrize(
    "asked",
    ["events?page=2", "control?side=north", "events?limit=0", "events?limit=9999", "threats?f=geojson", "events?f=xml",
     "events?cursor=1", "events?cursor=9e9.0123456789abcdef", "sources?text=x", "events?bbox=1,2,3"],
)  # fmt: skip
def test_what_makes_no_sense_says_what_would(client: Client, asked: str) -> None:
    """400 and one sentence."""
    assert re.search(r"[a-z]+.*\.$", get(client, asked, 400)["error"])


def test_other_forms_hold_the_same_rows(client: Client) -> None:
    """GeoJSON those with a place, CSV all of them, with the cursor in a header."""
    rows = get(client, "events")["events"]
    shapes = client.get("/api/v1/events?f=geojson")
    assert shapes.headers["content-type"].startswith("application/geo+json")
    assert {one["id"] for one in shapes.json()["features"]} == {row["id"] for row in rows if row["place"]}
    table = client.get("/api/v1/events?f=csv&limit=2")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.text))] == [row["id"] for row in rows[:2]]
    assert re.fullmatch(r"2\.[0-9a-f]{16}", table.headers["vedette-next"])


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    """By its validator, weak or not, alone or among others; another question has another one."""
    tag = client.get("/api/v1/events").headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = client.get("/api/v1/events", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/events?limit=1", headers={"If-None-Match": tag}).status_code == 200


def test_a_change_between_two_pages_is_told(client: Client) -> None:
    """Whoever reads on learns that rows may be missed or come twice."""
    assert get(client, "events?cursor=1.0123456789abcdef")["changed"] is True
