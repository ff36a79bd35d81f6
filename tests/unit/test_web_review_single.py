"""Review of single statements and mentions on the page: every word, several at once, undo, and two persons."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from store_facts import a_capture
from test_web_review import _form
from web_client import Client

from vedette.model.access import Role
from vedette.model.correction import Correction, Matter
from vedette.model.ids import ObservationId, PlaceId
from vedette.model.mention import PlaceCandidate
from vedette.model.observation import Observation
from vedette.renewal import Renewal
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app
from vedette.web.identity import OpenDoor, Person, Visit
from vedette.web.review import Bench

_SHELLED: dict[str, Any] = {"subtype": "shelling-artillery-missile"}


class RoleDoor:
    """Everybody who comes in is this one."""

    def __init__(self, name: str, role: Role) -> None:
        self.person = Person(name=name, role=role)

    async def __call__(self, asked: object) -> Visit:
        return Visit(person=self.person, token="t")


class World:
    """One report whose speaker nobody names, one whose village may be another, one told as possible."""

    def __init__(self, folder: Path, needed: int = 1) -> None:
        self.watch = replace(WATCH, persons_needed=needed)
        self.desk = Desk()
        self.desk.report("paper", "shelled Lipova, sources said", cue="said", **_SHELLED)
        self.desk.report("gazette", "shelled Brod on Monday", speaker="an officer", **_SHELLED)
        self.desk.report("staff", "captured Lipka perhaps", change="captured", factuality=1.0)
        self._doubt_a_place(1)
        self.store = SqliteStore(folder / "vedette.db", create=True)
        capture = a_capture()
        papers = [replace(document, capture=capture.id) for document in self.desk.documents]
        self.store.append([*WATCH.sources, capture, *papers, *self.desk.analyses])
        self.renewal = Renewal(self.watch)
        self.renew()
        self.folder = folder
        self.client = self.client_of(OpenDoor(name="ann"))

    def _doubt_a_place(self, number: int) -> None:
        analysis = self.desk.analyses[number]
        others = (PlaceCandidate(place=PlaceId("geonames:702550"), name="Brod", probability=0.4),)
        doubted = replace(analysis.places[0], confidence=0.5, candidates=others)
        self.desk.analyses[number] = replace(analysis, places=(doubted,))

    def client_of(self, door: Any) -> Client:
        bench = Bench(append=self.store.append)
        return Client(create_app(self.store.view, self.watch, reports_folder=self.folder, bench=bench, door=door))

    def renew(self) -> None:
        self.renewal.renew(self.store, lambda *_: None)

    def said(self) -> list[Correction]:
        return list(self.store.view().corrections())

    def post(self, page: str, client: Client | None = None, **fields: str) -> Any:
        one = client or self.client
        return one.post("/review", {**_form(one.get(page).text), **fields})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    with closing(made.store):
        yield made


def test_each_kind_waits_in_the_queue_and_can_be_asked_for(world: World) -> None:
    """With its words, what the machine read and why it is in doubt."""
    for kind, words in (
        ("speaker", "nobody is named"),
        ("place", "may be another of 2 places"),
        ("event", "told as possible"),
    ):
        page = world.client.get(f"/review?kind={kind}").text
        assert words in page
        assert f'name="item" value="{kind}:' in page
    assert "Nothing of that kind" in world.client.get("/review?kind=speaker&place=Lipka").text
    assert "Where was this?" in world.client.get("/review?kind=place&place=brod").text
    assert world.client.get("/review?kind=planet").status_code == 400


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("speaker", {"word": "right"}, "right"),
        ("speaker", {"choice": "own"}, "own"),
        ("speaker", {"choice": "typed", "speaker": "the mayor"}, "the mayor"),
        ("place", {"choice": "nowhere"}, "None"),
        ("place", {"choice": "point", "lat": "48.5", "lon": "38.25", "radius_m": "300"}, "300"),
        ("event", {"word": "wrong"}, "wrong"),
        ("event", {"word": "unsure"}, "unsure"),
    ],
)
def test_a_word_is_noted_leaves_the_queue_and_is_taken_back(
    world: World, kind: str, fields: dict[str, str], expected: str
) -> None:
    """The picture after the way back is the picture before."""
    asked = world.client.get(f"/review?kind={kind}").text
    assert world.post(f"/review?kind={kind}", why="I asked", **fields).status_code == 303
    (noted,) = world.said()
    assert (noted.maker, noted.reason, noted.matter) == ("person:ann", "I asked", kind)
    assert expected in str((noted.verdict, noted.voice, noted.spot)) or "own=True" in str(noted.voice)
    page = world.client.get(f"/review?kind={kind}").text
    key = _form(asked)["item"]
    assert f'name="item" value="{key}"' not in page
    assert "“I asked”" in page
    world.renew()
    made = re.findall(r'name="made" value="([^"]+)"', page)[0]
    undo = {"csrf": _form(asked)["csrf"], "made": made, "word": "undo"}
    assert world.client.post("/review", undo).status_code == 303
    world.renew()
    assert _form(world.client.get(f"/review?kind={kind}").text)["item"] == key


def test_a_form_that_is_unclear_notes_nothing(world: World) -> None:
    """What is missing is named."""
    for page, fields in (
        ("/review?kind=speaker", {"choice": "typed", "speaker": " "}),
        ("/review?kind=place", {"choice": "point", "lat": "98", "lon": "38"}),
        ("/review?kind=place", {"choice": "point", "lat": "48", "lon": "38", "radius_m": "x"}),
        ("/review?kind=event", {"word": "same"}),
    ):
        assert world.post(page, **fields).status_code == 400
    assert not world.said()


def test_what_is_not_in_doubt_can_be_judged_by_its_link(world: World) -> None:
    """From the page of an event or a document; an id that nothing has is told."""
    target = world.desk.analyses[1].statements[0].id
    page = f"/review?of=speaker:{target}"
    assert "an officer" in world.client.get(page).text
    assert world.post(page, choice="nobody").status_code == 303
    assert world.said()[0].target == target
    assert world.client.get("/review?of=speaker:sta_gone").status_code == 404
    assert world.client.get("/review?of=planet:x").status_code == 400


def test_several_rows_are_judged_at_once_and_taken_back_together(world: World) -> None:
    """One moment, one reason; a word that does not fit a row leaves it."""
    keys = re.findall(r'type="checkbox" name="item" value="([^"]+)"', world.client.get("/review").text)
    assert len(keys) >= 3
    token = _form(world.client.get("/review").text)["csrf"]
    fields: dict[str, Any] = {"csrf": token, "item": keys, "word": "unsure", "why": "later"}
    assert world.client.post("/review", fields).status_code == 303
    words = world.said()
    assert len({one.made for one in words}) == 1
    assert {one.matter for one in words} == set(Matter)
    undo = {"csrf": token, "made": words[0].made.isoformat(), "word": "undo"}
    assert world.client.post("/review", undo).status_code == 303
    assert len(world.said()) == 2 * len(words)
    assert world.client.post("/review", {**fields, "word": "wrong"}).status_code == 303
    assert [one.matter for one in world.said()[2 * len(words) :]] == [Matter.EVENT]


def test_two_persons(tmp_path: Path) -> None:
    """A proposal is shown as one, its maker cannot confirm it, an analyst may not, an editor may."""
    world = World(tmp_path, needed=2)
    with closing(world.store):
        assert world.post("/review?kind=event", word="wrong").status_code == 303
        (noted,) = world.said()
        world.renew()
        page = world.client.get("/review").text
        assert "proposed" in page
        assert 'value="confirm"' not in page
        confirm = {"made": noted.made.isoformat(), "maker": "ann", "word": "confirm"}
        analyst, editor = (world.client_of(RoleDoor(*who)) for who in (("ben", Role.ANALYST), ("eve", Role.EDITOR)))
        assert world.post("/review", **confirm).status_code == 400
        assert analyst.post("/review", {"csrf": "t", **confirm}).status_code == 403
        assert 'value="confirm"' in editor.get("/review").text
        assert world.store.view().events_of(world.desk.documents[2].id)
        assert editor.post("/review", {"csrf": "t", **confirm}).status_code == 303
        world.renew()
        assert not world.store.view().events_of(world.desk.documents[2].id)
        assert "proposed" not in world.client.get("/review").text


def test_hostile_words_are_shown_as_words(world: World) -> None:
    """A typed name and a reason are text, wherever they stand."""
    evil = "<script>alert(1)</script>"
    assert world.post("/review?kind=speaker", choice="typed", speaker=evil, why=evil).status_code == 303
    world.renew()
    statement = world.desk.analyses[0].statements[0]
    for page in ("/review", f"/review?of=speaker:{statement.id}"):
        assert evil not in world.client.get(page).text


def test_pages_show_what_was_read_and_what_was_said(world: World) -> None:
    """On the event and the document, each with a way into review; a withdrawn word stays as history."""
    analysis = world.desk.analyses[1]
    statement, mention = analysis.statements[0].id, analysis.mentions[0].id
    (event,) = world.store.view().events_of(analysis.document)
    page = world.client.get(f"/events/{event.id}").text
    assert f"/review?of=speaker%3A{statement}" in page
    assert f"/review?of=place%3A{mention}" in page
    assert world.post(f"/review?of=speaker:{statement}", choice="own", why="their own man").status_code == 303
    world.renew()
    (event,) = world.store.view().events_of(analysis.document)
    for address in (f"/events/{event.id}", f"/documents/{analysis.document}"):
        text = world.client.get(address).text
        assert "The machine read “an officer”." in text
        assert "said it is the outlet’s own voice (“their own man”)" in text
    made = world.said()[0].made.isoformat()
    assert world.post("/review", word="undo", made=made).status_code == 303
    assert "taken back" in world.client.get(f"/documents/{analysis.document}").text


def test_an_observation_is_judged_beside_its_event(world: World) -> None:
    """From the event's page, under the reader's name, and taken back like any word."""
    seen = Observation(id=ObservationId("obs_" + "1" * 24), kind="heat")
    world.store.append([seen])
    (event,) = world.store.view().events_of(world.desk.analyses[1].document)
    assert world.post("/review", item=f"pair:{seen.id}|{event.id}", word="different", why="a field").status_code == 303
    (link,) = world.store.view().judgements()
    assert (set(link.pair), link.maker) == ({seen.id, event.accounts[0].mention}, "person:ann")
    assert world.post("/review", word="undo", made=str(link.made and link.made.isoformat())).status_code == 303
    assert [one.judgement for one in world.store.view().judgements()] == ["different", "withdrawn"]


def test_lists_of_statements_show_both(world: World) -> None:
    """The speaker as read, and who said otherwise; a proposal or a word taken back is marked."""
    statement = world.desk.analyses[1].statements[0].id
    assert "The machine read" not in world.client.get("/statements").text
    assert world.post(f"/review?of=speaker:{statement}", choice="nobody").status_code == 303
    page = world.client.get("/statements").text
    assert "an officer" in page
    assert "The machine read “an officer”. ann, " in page
    assert ": said it is somebody not named" in page
