"""Review over a real store: the queue, a judgement with one key, its way back, and who may not judge."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desk import WATCH, Desk
from store_facts import a_capture
from web_client import Client

from vedette.doubts import doubts
from vedette.model.link import Judgement
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app
from vedette.web.identity import OpenDoor
from vedette.web.review import Bench

_DAY = date(2024, 5, 12)
_EVIL = "<script>alert(1)</script>"


def _desk() -> Desk:
    """A strike and fighting, at one place on one day: a rule takes them for one event, narrowly."""
    desk = Desk()
    strike = {"plover": "ASSAULT", "subtype": "shelling-artillery-missile", "actor": "Northland troops"}
    desk.report("staff", f"shelled Lipova on Sunday {_EVIL}", when=_DAY, **strike)
    desk.report("gazette", "fighting at Lipova", plover="ASSAULT", subtype="armed-clash", when=_DAY)
    return desk


class World:
    """A store with judgements taken as the server takes them."""

    def __init__(self, folder: Path) -> None:
        self.store = SqliteStore(folder / "vedette.db", create=True)
        capture = a_capture()
        self.desk = _desk()
        papers = [replace(document, capture=capture.id) for document in self.desk.documents]
        self.store.append([*WATCH.sources, capture, *papers, *self.desk.analyses])
        self.fuse()
        app = create_app(
            self.store.view,
            WATCH,
            reports_folder=folder,
            bench=Bench(append=self.store.append),
            door=OpenDoor(name="ann"),
        )
        self.client = Client(app)
        self.reader = Client(create_app(self.store.view, WATCH, reports_folder=folder))

    def fuse(self) -> None:
        self.store.replace_picture(*self.desk.picture(tuple(self.store.view().judgements())), "test")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


def _form(page: str) -> dict[str, str]:
    form = page.partition('<form class="judging"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_a_pair_in_doubt_is_shown_with_its_words(world: World) -> None:
    """Both sides with what stands around them, escaped, and what the rule said."""
    page = world.client.get("/review").text
    assert doubts(world.store.view())
    assert "<mark>" in page
    assert "&lt;script&gt;" in page
    assert _EVIL not in page


def test_a_judgement_is_noted_leaves_the_queue_and_can_be_taken_back(world: World) -> None:
    """The round trip: the next fusing parts what was judged different, and joins it again after the way back."""
    first = doubts(world.store.view())[0]
    events = len(world.desk.events())
    form = {**_form(world.client.get("/review").text), "word": "different", "why": "one pit"}
    answer = world.client.post("/review", form)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?done=noted")
    assert first.link.pair not in [one.link.pair for one in doubts(world.store.view())]
    world.fuse()
    assert len(world.desk.events(tuple(world.store.view().judgements()))) == events + 1
    page = world.client.get("/review").text
    assert "“one pit”" in page
    made = re.findall(r'name="made" value="([^"]+)"', page)[0]
    undo = {"csrf": form["csrf"], "made": made, "word": "undo"}
    assert world.client.post("/review", undo).status_code == 303
    assert len(world.desk.events(tuple(world.store.view().judgements()))) == events
    assert [one.judgement for one in world.store.view().judgements()][-1] is Judgement.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"csrf": "guessed"}, {}, 403),
        ({}, {"origin": "https://elsewhere.example"}, 403),
        ({"word": "perhaps"}, {}, 400),
        ({"item": "pair:men_nobody|men_none"}, {}, 400),
        ({"item": "planet:men_nobody"}, {}, 400),
        ({"item": ""}, {}, 400),
    ],
)
def test_what_did_not_come_from_the_page_is_refused(
    world: World, changes: dict[str, str], headers: dict[str, str], status: int
) -> None:
    """A forged, foreign or unclear form notes nothing."""
    form = {**_form(world.client.get("/review").text), "word": "same", **changes}
    assert world.client.post("/review", form, headers).status_code == status
    assert not world.store.view().judgements()


def test_without_a_bench_nothing_can_be_judged(world: World) -> None:
    """The page of a server that others reach shows the queue and takes no form."""
    assert "No judgements are taken here" in world.reader.get("/review").text
    assert world.reader.post("/review", {"word": "same"}).status_code == 405
    assert world.client.post("/events", {"word": "same"}).status_code == 405


def test_skipping_comes_round_again(world: World) -> None:
    """Beyond the last pair the first is shown; nonsense is named."""
    waiting = len(doubts(world.store.view()))
    assert _form(world.client.get(f"/review?skip={waiting}").text) == _form(world.client.get("/review?skip=0").text)
    assert world.client.get("/review?skip=x").status_code == 400
