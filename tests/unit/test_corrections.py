"""A person's word on one statement or mention: what it changes, what it leaves alone, and the way back."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from hypothesis import given
from hypothesis import strategies as st
from store_facts import a_capture

from vedette.fuse.corrected import corrected
from vedette.fuse.correcting import correction, saying
from vedette.model.correction import (
    Correction,
    Matter,
    Spot,
    Verdict,
    Voice,
    correction_id,
    last_corrections,
    standing_corrections,
)
from vedette.model.errors import UsageError
from vedette.model.event import Event
from vedette.model.ids import DocumentId
from vedette.model.words import person
from vedette.renewal import Renewal
from vedette.store.sqlite import SqliteStore

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
MILL = Spot(name="the mill", lat=50.3, lon=36.8, radius_m=700)
OFFICER = Voice(name="Southmark officer", country="SM")
CAPTURE = a_capture()


class Room:
    """Two reports of one strike, and one that quotes the same minister."""

    def __init__(self, path: Path, needed: int = 1) -> None:
        self.desk = Desk()
        told: dict[str, Any] = {"subtype": "shelling-artillery-missile", "speaker": "Northland's minister"}
        self.mentions = [
            self.desk.report("paper", "shelled Lipova, the minister said", **told),
            self.desk.report("gazette", "shelled Lipova in the night", **told),
            self.desk.report("staff", "captured Brod", change="captured", actor="Northland"),
        ]
        self.store = SqliteStore(path / "vedette.db", create=True)
        papers = [replace(document, capture=CAPTURE.id) for document in self.desk.documents]
        self.store.append([*WATCH.sources, CAPTURE, *papers, *self.desk.analyses])
        self.renewal = Renewal(replace(WATCH, persons_needed=needed))
        self.clock = 0
        self.renew()

    def renew(self) -> None:
        self.renewal.renew(self.store, lambda *_: None)

    def say(self, target: str, matter: Matter, verdict: Verdict, by: str = "ann", **more: Any) -> Correction:
        self.clock += 1
        made = NOON + timedelta(minutes=self.clock)
        noted = correction(self.store.view(), target, matter, verdict, why="I asked", by=by, made=made, **more)
        self.store.append([noted])
        self.renew()
        return noted

    def events(self) -> list[Event]:
        view = self.store.view()
        found = {event.id: event for paper in self.desk.documents for event in view.events_of(paper.id)}
        return sorted(found.values(), key=lambda event: event.id)

    def event(self, number: int) -> Event | None:
        return next(iter(self.store.view().events_of(self.desk.documents[number].id)), None)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    with closing(made.store):
        yield made


def test_another_speaker_speaks_in_the_event_and_nowhere_else(room: Room) -> None:
    """The account has the new voice and its side; the analysis and the other reports keep theirs."""
    statement = room.desk.analyses[0].statements[0].id
    noted = room.say(statement, Matter.SPEAKER, Verdict.WRONG, voice=OFFICER)
    event = room.event(0)
    assert event is not None
    assert [(one.speaker, one.side) for one in event.accounts if one.statement == statement] == [
        ("Southmark officer", "south")
    ]
    other = room.event(1)
    assert other is not None
    assert "Northland's minister" in [one.speaker for one in other.accounts]
    assert next(iter(room.store.view().analyses([noted.document]))) == room.desk.analyses[0]
    assert (noted.read, saying(noted)) == ("Northland's minister", "Southmark officer")


def test_the_outlet_itself_and_nobody_named_can_speak(room: Room) -> None:
    """Both are told from a name."""
    statement = room.desk.analyses[0].statements[0].id
    room.say(statement, Matter.SPEAKER, Verdict.WRONG, voice=Voice(own=True))
    event = room.event(0)
    assert event is not None
    assert [one.speaker for one in event.accounts if one.statement == statement] == [None]
    noted = room.say(statement, Matter.SPEAKER, Verdict.WRONG, voice=Voice())
    assert saying(noted) == "somebody not named"


def test_a_place_is_put_on_the_map_and_the_event_lies_there(room: Room) -> None:
    """With its radius, parted from those who tell of the place that was read; withdrawn, all is as it was."""
    before = room.events()
    mention = room.mentions[0].id
    room.say(mention, Matter.PLACE, Verdict.WRONG, spot=MILL)
    event = room.event(0)
    assert event is not None
    assert event.place is not None
    assert (event.place.name, event.place.radius_m) == ("the mill", 700)
    assert event.place.lat == 50.3
    room.say(mention, Matter.PLACE, Verdict.WITHDRAWN)
    assert room.events() == before
    assert len(room.store.view().corrections()) == 2


def test_a_mention_that_is_no_event_tells_of_none(room: Room) -> None:
    """Its account is gone, the other report's stays."""
    room.say(room.mentions[0].id, Matter.EVENT, Verdict.WRONG)
    assert room.event(0) is None
    assert room.event(1) is not None


@pytest.mark.parametrize("verdict", [Verdict.RIGHT, Verdict.UNSURE])
def test_what_is_right_or_unsure_changes_nothing(room: Room, verdict: Verdict) -> None:
    """It is remembered, no more."""
    before = room.events()
    for matter in Matter:
        target = room.desk.analyses[0].statements[0].id
        room.say(target, matter, verdict)
    assert room.events() == before


def test_a_proposal_waits_for_another_person(tmp_path: Path) -> None:
    """The same person twice is one; another who says otherwise does not confirm; who says the same does."""
    room = Room(tmp_path, needed=2)
    with closing(room.store):
        mention = room.mentions[0].id
        room.say(mention, Matter.EVENT, Verdict.WRONG, by="ann")
        room.say(mention, Matter.EVENT, Verdict.WRONG, by="ann")
        room.say(mention, Matter.EVENT, Verdict.RIGHT, by="ben")
        assert room.event(0) is not None
        room.say(mention, Matter.EVENT, Verdict.WRONG, by="eve")
        assert room.event(0) is None
        room.say(mention, Matter.EVENT, Verdict.WITHDRAWN, by="ann")
        assert room.event(0) is not None


@pytest.mark.parametrize(
    ("matter", "verdict", "more"),
    [
        (Matter.SPEAKER, Verdict.WRONG, {}),
        (Matter.SPEAKER, Verdict.RIGHT, {"voice": OFFICER}),
        (Matter.EVENT, Verdict.WRONG, {"spot": MILL}),
        (Matter.PLACE, Verdict.WRONG, {"spot": replace(MILL, lat=91.0)}),
        (Matter.PLACE, Verdict.WRONG, {"spot": replace(MILL, lon=float("nan"))}),
        (Matter.PLACE, Verdict.WRONG, {"spot": replace(MILL, radius_m=0)}),
        (Matter.PLACE, Verdict.WRONG, {"spot": replace(MILL, name=" ")}),
        (Matter.EVENT, Verdict.WITHDRAWN, {}),
    ],
)
def test_an_unclear_word_is_refused(room: Room, matter: Matter, verdict: Verdict, more: dict[str, Any]) -> None:
    """Nothing is noted, and the message says why."""
    with pytest.raises(UsageError):
        room.say(room.mentions[0].id, matter, verdict, **more)
    assert not room.store.view().corrections()


def test_what_is_unknown_is_named(room: Room) -> None:
    """An id that nothing has."""
    with pytest.raises(UsageError, match="sta_nothing"):
        room.say("sta_nothing", Matter.SPEAKER, Verdict.RIGHT)


VERDICTS = st.lists(st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(["a", "b", "c"])), min_size=1, max_size=8)


def _words(told: list[tuple[Verdict, str]]) -> list[Correction]:
    return [
        Correction(
            id=correction_id(Matter.EVENT, "men_1", verdict, person(name), NOON + timedelta(minutes=minute)),
            matter=Matter.EVENT,
            target="men_1",
            document=DocumentId("doc"),
            verdict=verdict,
            maker=person(name),
            made=NOON + timedelta(minutes=minute),
        )
        for minute, (verdict, name) in enumerate(told)
    ]


@given(told=VERDICTS, needed=st.sampled_from([1, 2]), chance=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    told: list[tuple[Verdict, str]], needed: int, chance: random.Random
) -> None:
    """When words were said does, not when they came."""
    words = _words(told)
    mixed = list(words)
    chance.shuffle(mixed)
    assert last_corrections(mixed, needed) == last_corrections(words, needed)


@given(told=VERDICTS, needed=st.sampled_from([1, 2]))
def test_a_withdrawal_restores_exactly_what_stood_without_the_person(
    told: list[tuple[Verdict, str]], needed: int
) -> None:
    """As if that person had never spoken."""
    words = _words([*told, (Verdict.WITHDRAWN, "a")])
    without = [one for one in words if one.maker != person("a")]
    assert last_corrections(words, needed) == last_corrections(without, needed)
    assert standing_corrections(words) == standing_corrections(without)


def test_a_correction_of_one_document_leaves_every_other_as_it_is() -> None:
    """The very same object, so nothing can have leaked."""
    desk = Desk()
    desk.report("paper", "shelled Lipova")
    other = desk.report("gazette", "shelled Brod")
    word = Correction(
        id=correction_id(Matter.EVENT, other.id, Verdict.WRONG, person("a"), NOON),
        matter=Matter.EVENT,
        target=other.id,
        document=desk.analyses[1].document,
        verdict=Verdict.WRONG,
        maker=person("a"),
        made=NOON,
    )
    first, second = corrected(desk.analyses, [word])
    assert first is desk.analyses[0]
    assert second is not desk.analyses[1]
