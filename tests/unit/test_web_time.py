"""Time on the pages: what is replayed, lanes, progress, and what is kept while it is made anew."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from web_client import Client
from web_world import WATCH, build_store

from vedette.model.progress import Doing
from vedette.ports import Stamp, View
from vedette.progress import NAME, doing, shown
from vedette.store.sqlite import SqliteStore
from vedette.web import replay
from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.kept import Kept
from vedette.web.progress import Newsroom


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    opened = build_store(tmp_path_factory.mktemp("war") / "vedette.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: SqliteStore, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(create_app(store.view, WATCH, reports_folder=tmp_path_factory.mktemp("reports")))


def test_one_answer_replays_every_change(client: Client, store: SqliteStore) -> None:
    """Rows of control in the order of their days; the counts of all days are those of the map."""
    found = client.get("/api/replay.json").json()
    first = date.fromisoformat(found["first"])
    told = [
        (found["places"][place][0], first.toordinal() + day, found["sides"][side]["id"], found["held"][how])
        for place, day, side, how in found["control"]
    ]
    rows = sorted(store.view().control(), key=lambda row: row.day)
    assert told == [(row.place.id, row.day.toordinal(), row.holder, row.status) for row in rows]
    assert sum(sum(one[3::2]) for one in found["events"]) == client.get("/api/places.geojson").json()["events"]


def test_what_is_replayed_can_be_what_was_known(client: Client) -> None:
    """Before anything was published there was nothing to know; a filter narrows what is replayed."""
    before = client.get("/api/replay.json", params={"known": "2024-05-01"}).json()
    assert (before["first"], before["control"], before["events"]) == (None, [], [])
    contested = client.get("/api/replay.json", params={"status": "contested"}).json()
    assert sum(sum(one[3::2]) for one in contested["events"]) == 1
    assert client.get("/api/replay.json", params={"known": "yesterday"}).status_code == 400


def test_a_large_watch_is_not_built_anew_for_a_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says what to do instead."""
    monkeypatch.setattr(replay, "MOST_ANEW", 1)
    refused = client.get("/api/replay.json", params={"known": "2024-05-20"})
    assert refused.status_code == 400
    assert "vedette control" in refused.json()["error"]


@pytest.mark.parametrize("lane", ["side", "kind", "place"])
def test_lanes_hold_what_the_days_hold(client: Client, lane: str) -> None:
    """Each lane has its name and its days; an unknown way to tell events apart is refused."""
    found = client.get("/api/timeline.json", params={"lanes": lane}).json()
    counted = sum(count for one in found["lanes"] for _, count in one["days"])
    whole = sum(sum(day["events"].values()) for day in found["days"])
    assert counted >= whole if lane == "side" else 0 < counted <= whole
    assert all(one["name"] for one in found["lanes"])
    assert client.get("/api/timeline.json", params={"lanes": "colour"}).status_code == 400


def test_a_run_is_seen_from_outside_while_it_works(tmp_path: Path) -> None:
    """The file holds the stage and is gone with the run, even one that fails; a broken file says nothing."""
    heard: list[tuple[str, int, int]] = []

    def run() -> None:
        with shown(tmp_path, lambda *told: heard.append(told)) as progress:
            progress("understand", 3, 10)
            assert doing(tmp_path) == Doing(stage="understand", done=3, total=10)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert heard == [("understand", 3, 10)]
    assert doing(tmp_path) is None
    (tmp_path / NAME).write_text("[1", "utf-8")
    assert doing(tmp_path) is None


def _heard(room: Newsroom, most: int) -> list[str]:
    async def listen() -> list[str]:
        found: list[str] = []

        async def is_gone() -> bool:
            return len(found) >= most

        async for part in room.tell(is_gone):
            found.append(part)
        return found

    return asyncio.run(asyncio.wait_for(listen(), 20))


def test_progress_is_told_as_it_changes(store: SqliteStore, tmp_path: Path) -> None:
    """What the store holds first; then what a run does; nothing is said twice."""
    steps = iter([None, Doing(stage="read", done=1, total=2), Doing(stage="read", done=1, total=2), None])
    room = Newsroom(desk=Desk(view=store.view, watch=WATCH, reports=tmp_path), doing=lambda: next(steps), every_s=0.01)
    retry, *told = _heard(room, 4)
    assert retry.startswith("retry: ")
    found: list[dict[str, Any]] = [json.loads(one.split("data: ")[1]) for one in told]
    assert [one["run"] for one in found] == [None, {"stage": "read", "done": 1, "all": 2}, None]
    assert found[0]["documents"] == store.view().totals()["documents"]


def test_a_quiet_line_is_kept_alive(store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a comment, which no reader sees."""
    monkeypatch.setattr("vedette.web.progress._HEARTBEAT_S", 0.02)
    desk = Desk(view=store.view, watch=WATCH, reports=tmp_path)
    told = _heard(Newsroom(desk=desk, doing=lambda: None, every_s=0.01), 3)
    assert told[2].startswith(":")


def test_only_so_many_listen(store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest are told to come again."""
    monkeypatch.setattr("vedette.web.progress.MOST", 0)
    client = Client(create_app(store.view, WATCH, reports_folder=tmp_path))
    assert client.get("/api/progress").status_code == 503


class _Stamped:
    def __init__(self) -> None:
        self.seen = "1"

    def stamp(self) -> Stamp:
        return Stamp(recipe="r", seen=self.seen)


def test_nobody_waits_for_what_is_made_anew() -> None:
    """The answer of the picture before stands until the new one is there."""
    kept, view, made = Kept(), _Stamped(), threading.Event()

    def ask(value: str) -> str | None:
        def make() -> str:
            made.set()
            return value

        return kept.soon(cast(View, view), "key", make)

    assert ask("first") is None
    assert made.wait(5)
    _until(lambda: ask("never made") == "first")
    view.seen = "2"
    assert ask("second") == "first"
    _until(lambda: ask("never made") == "second")


def _until(holds: Any) -> None:
    for _ in range(500):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError


def test_what_two_ask_for_is_worked_out_once() -> None:
    """The second waits for the first, and gets the same."""
    kept, view, begun, go_on = Kept(), _Stamped(), threading.Event(), threading.Event()
    made, told = [], []

    def make() -> str:
        begun.set()
        assert go_on.wait(5)
        made.append(1)
        return "answer"

    askers = [threading.Thread(target=lambda: told.append(kept.get(cast(View, view), "key", make))) for _ in range(2)]
    for asker in askers:
        asker.start()
    assert begun.wait(5)
    go_on.set()
    for asker in askers:
        asker.join(5)
    assert (made, told) == ([1], ["answer", "answer"])


def test_what_failed_is_tried_again() -> None:
    """A fault is not kept."""
    kept, view = Kept(), _Stamped()
    with pytest.raises(ZeroDivisionError):
        kept.get(cast(View, view), "key", lambda: 1 / 0)
    assert kept.get(cast(View, view), "key", lambda: 2.0) == 2.0
