"""How followed sources do: failing, silent, asked by nobody; on the pages, and only to some why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from web_client import Client
from web_world import WATCH, build_store

from vedette.collecting import Health
from vedette.model.access import Role
from vedette.model.alert import Alert
from vedette.model.ids import SourceId
from vedette.model.source import Source
from vedette.model.task import Task, Tended
from vedette.ports import Store
from vedette.publish.source_tidings import source_tidings
from vedette.tending import silence, tended, tended_of, trouble
from vedette.web.app import create_app
from vedette.web.identity import Person, Visit
from vedette.workspace import Workspace

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = Task(id="feed", kind="web", every_s=1800, address="https://example.org/feed")
OFTEN = (3600.0, 7200.0, 5400.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = build_store(tmp_path_factory.mktemp("war") / "vedette.db")
    yield made
    made.close()


def known(**told: Any) -> Health:
    return Health(**{"tried": NOW - timedelta(minutes=10), "done": NOW - timedelta(minutes=10), **told})


@pytest.mark.parametrize(
    ("health", "state", "said"),
    [
        (Health(), "new", ""),
        (known(fresh=NOW - HOUR, gaps=OFTEN), "well", ""),
        (
            known(failed=2, reason="answered 404", done=NOW - DAY),
            "failing",
            "2 times, last went well 2024-05-31",
        ),
        (known(failed=1, reason="answered 404", done=None), "failing", "1 time, never went well: answered 404"),
        (known(fresh=NOW - 2 * DAY, gaps=OFTEN), "silent", "since 2024-05-30 12:00Z, which is long for it"),
        (known(fresh=NOW - 2 * DAY), "well", ""),
        (known(fresh=NOW - 8 * DAY), "silent", "gave nothing new since 2024-05-24"),
        (known(tried=NOW - 3 * HOUR), "late", "nobody asked it"),
    ],
)
def test_what_becomes_of_a_source_is_told(health: Health, state: str, said: str) -> None:
    """As usual, not yet asked, or in which trouble and since when."""
    found = tended_of(FEED, health, NOW)
    assert found.state == state
    assert said in trouble(found)
    assert found.is_troubled == bool(trouble(found))


def test_silence_is_measured_by_the_sources_own_pace() -> None:
    """A ministry that writes once a week is not silent after two days."""
    assert silence(Health(gaps=OFTEN)) == DAY
    assert silence(Health(gaps=(7 * 86400.0,) * 3)) == 21 * DAY
    assert silence(Health(gaps=(60.0,))) == 7 * DAY


class Door:
    """Lets in somebody of one role."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, asked: Any) -> Visit:
        return Visit(person=Person(name="ann", role=self.role))


def pages(store: Store, folder: Path, role: Role, *found: Tended) -> Client:
    return Client(create_app(store.view, WATCH, reports_folder=folder, door=Door(role), followed=lambda: found))


def test_the_pages_tell_of_a_dead_source_and_its_keepers_why(store: Store, tmp_path: Path) -> None:
    """Why it fails may hold addresses, which readers are not shown; a hostile reason is only text."""
    failing = tended_of(FEED, known(failed=3, reason="https://example.org/?key=s3cret <b>404</b>", done=NOW - DAY), NOW)
    silent = tended_of(FEED, known(fresh=NOW - 9 * DAY), NOW)
    late = tended_of(FEED, known(tried=NOW - DAY), NOW)
    keeper = pages(store, tmp_path, Role.EDITOR, failing, silent, late)
    reader = pages(store, tmp_path, Role.READER, failing)
    told = keeper.get("/sources").text
    assert "https://example.org/?… &lt;b&gt;404" in told
    assert "s3cret" not in told
    assert all(word in told for word in ("since 31 May 2024", "It answers, and gives nothing new", "--keep-on"))
    assert "s3cret" not in reader.get("/sources").text
    assert "1 source that is followed gives nothing" in reader.get("/").text
    assert "3 sources that are followed give nothing" in keeper.get("/").text


def test_where_all_is_well_nothing_is_said(store: Store, tmp_path: Path) -> None:
    """Nor where nothing is followed."""
    well = tended_of(FEED, known(fresh=NOW), NOW)
    assert "is followed gives nothing" not in pages(store, tmp_path, Role.READER, well).get("/").text
    assert 'id="followed"' not in pages(store, tmp_path, Role.READER).get("/sources").text


def test_what_is_withheld_is_told_of_nowhere(tmp_path: Path) -> None:
    """Also where the task does not say whose words it brings: the channel does."""
    watch = replace(WATCH, sources=(Source(id=SourceId("ministry"), name="Ministry", match=("warministry",)),))
    (tmp_path / "watch.toml").write_text(
        'name = "w"\n[[collect]]\nid = "feed"\nkind = "telegram"\nchannel = "warministry"\n', "utf-8"
    )
    nothing = cast(Any, None)
    war = Workspace(path=tmp_path, watch=watch, store=nothing, archive=nothing, engine=nothing)
    (found,) = tended(war, NOW)
    assert found.source == "ministry"
    rule = Alert(name="feeds", on=("source",))
    late = replace(found, state="late", since=NOW)
    assert list(source_tidings([rule], {}, [late], {SourceId("ministry")}, NOW)) == []
    assert len(list(source_tidings([rule], {}, [late], (), NOW))) == 1
