"""A person's judgements: what they mean for the events, their history, and the way back."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from desk import WATCH, Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from store_facts import a_capture

from vedette.app import judge
from vedette.cli import main
from vedette.explanation import explain, joinings
from vedette.fuse.joining import RULE
from vedette.fuse.judging import judged
from vedette.fuse.picture import build_picture
from vedette.fuse.rulings import rulings
from vedette.model.errors import UsageError
from vedette.model.event import Event
from vedette.model.ids import LinkId
from vedette.model.link import Judgement, Link, end_at, last_words, link_id, person
from vedette.ports import Store
from vedette.store.sqlite import SqliteStore
from vedette.workspace import create_workspace, open_workspace

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
CAPTURE = a_capture()


@pytest.fixture
def desk() -> Desk:
    """Three tell of Lipova, the first of Brod, too; one of something else."""
    desk = Desk()
    taken: dict[str, Any] = {"change": "captured", "actor": "Northland"}
    desk.report("ministry", "captured Lipova and Brod", **taken)
    desk.report("gazette", "captured Lipova and Brod, they say", **taken)
    desk.report("paper", "captured Lipova", **taken)
    desk.report("staff", "shelled Lipka", date(2024, 5, 20), subtype="shelling-artillery-missile", actor="Northland")
    return desk


@pytest.fixture
def store(desk: Desk, tmp_path: Path) -> Iterator[Store]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as store:
        documents = [replace(document, capture=CAPTURE.id) for document in desk.documents]
        store.append([*WATCH.sources, CAPTURE, *documents, *desk.analyses])
        _fuse(store)
        yield store


def _fuse(store: Store) -> None:
    view = store.view()
    picture, links = build_picture(
        documents=view.documents(),
        sources=view.sources(),
        analyses=view.analyses(),
        links=view.links(),
        watch=WATCH,
    )
    store.replace_picture(picture, links, "test")


def _at(store: Store, place: str) -> Event:
    (event,) = [one for one in _events(store) if one.place and one.place.name == place]
    return event


def _events(store: Store) -> list[Event]:
    view = store.view()
    return sorted(
        {event.id: event for document in view.documents() for event in view.events_of(document.id)}.values(),
        key=lambda event: event.id,
    )


def _groups(store: Store) -> list[tuple[str, list[str]]]:
    """Place and sources of each event."""
    return sorted(
        (event.place.name if event.place else "", sorted(one.source for one in event.accounts))
        for event in _events(store)
    )


def _say(store: Store, left: str, right: str, word: Judgement, by: str = "ann", hour: int = 0) -> tuple[Link, ...]:
    made = NOON + timedelta(hours=hour)
    links = judged(store.view(), left, right, word, why="I saw it", by=by, made=made)
    store.append(links)
    assert store.view().stale("test")
    _fuse(store)
    return links


BEFORE = [
    ("Brod", ["gazette", "ministry"]),
    ("Lipka", ["staff"]),
    ("Lipova", ["gazette", "ministry", "paper"]),
]


def test_a_report_is_parted_from_one_event_alone(store: Store, desk: Desk) -> None:
    """From the event in one village, though the same words tell of the next one, too; and put back."""
    assert _groups(store) == BEFORE
    gazette = desk.documents[1].label
    links = _say(store, gazette, _at(store, "Lipova").id, Judgement.DIFFERENT)
    assert len(links) == 2
    assert ("Lipova", ["gazette"]) in _groups(store)
    assert ("Lipova", ["ministry", "paper"]) in _groups(store)
    assert ("Brod", ["gazette", "ministry"]) in _groups(store)
    _say(store, gazette, desk.documents[0].label, Judgement.WITHDRAWN, hour=1)
    _say(store, gazette, desk.documents[2].label, Judgement.WITHDRAWN, hour=2)
    assert _groups(store) == BEFORE


def test_two_events_are_made_one_and_parted_again(store: Store, desk: Desk) -> None:
    """What no rule would join; `same` answers an earlier `different`, pair by pair."""
    lipka, brod = _at(store, "Lipka").id, _at(store, "Brod").id
    _say(store, lipka, brod, Judgement.SAME)
    assert len(_groups(store)) == 2
    staff = desk.documents[3].label
    event = next(one for one in _events(store) if desk.documents[3].id in one.documents)
    _say(store, staff, event.id, Judgement.DIFFERENT, hour=1)
    assert _groups(store) == BEFORE
    _say(store, staff, _at(store, "Brod").id, Judgement.SAME, hour=2)
    assert len(_groups(store)) == 2


def test_the_history_is_told(store: Store, desk: Desk) -> None:
    """Each word with its maker, reason, moment and what it was about; withdrawn ones, too."""
    paper = desk.documents[2].label
    _say(store, paper, _at(store, "Lipova").id, Judgement.DIFFERENT)
    apart = next(one for one in _events(store) if one.documents == (desk.documents[2].id,))
    (told,) = explain(store.view(), WATCH, apart).judged
    assert (told.ruling.by, told.ruling.why, told.ruling.stands) == ("ann", "I saw it", True)
    assert told.left == (1,)
    assert {one.id for one in told.right_elsewhere} == {one.id for one in desk.documents[:2]}
    for other in desk.documents[:2]:
        _say(store, paper, other.label, Judgement.WITHDRAWN, hour=1)
    first, *later = explain(store.view(), WATCH, _at(store, "Lipova")).judged
    assert not first.ruling.stands
    assert {one.ruling.judgement for one in later} == {Judgement.WITHDRAWN}


def test_a_persons_word_is_the_reason_that_is_told(store: Store, desk: Desk) -> None:
    """In place of the rule's reason for the same two accounts."""
    _say(store, desk.documents[2].label, _at(store, "Lipova").id, Judgement.SAME)
    makers = {
        (str(one.left.source), str(one.right.source)): one.maker for one in joinings(store.view(), _at(store, "Lipova"))
    }
    assert makers.pop(("ministry", "paper")) == "person:ann"
    assert makers == {("ministry", "gazette"): RULE, ("gazette", "paper"): "person:ann"}


@pytest.mark.parametrize(
    ("left", "right", "word", "says"),
    [
        ("nobody", "paper-2", Judgement.SAME, "no event, statement or report has the id 'nobody'"),
        ("paper-2", "paper-2", Judgement.DIFFERENT, "are the same account"),
        ("paper-2", "paper-2", Judgement.SAME, "are the same account"),
        ("ministry-0", "staff-3", Judgement.SAME, "ministry-0 is told in 2 events; name the one that you mean: evt_"),
        ("ministry-0", "staff-3", Judgement.DIFFERENT, "are on no common event now"),
        ("ministry-0", "paper-2", Judgement.WITHDRAWN, "ann has judged nothing there that still stands"),
    ],
)
def test_what_is_unclear_is_asked_back(store: Store, left: str, right: str, word: Judgement, says: str) -> None:
    """Nothing is noted; the line says what to do."""
    with pytest.raises(UsageError, match=says):
        judged(store.view(), left, right, word, why="", by="ann", made=NOON)


def test_only_its_maker_takes_a_word_back(store: Store, desk: Desk) -> None:
    """Whoever tries is told whose word it is."""
    paper, gazette = desk.documents[2].label, desk.documents[1].label
    _say(store, paper, gazette, Judgement.UNSURE)
    with pytest.raises(UsageError, match="it was judged by ann"):
        judged(store.view(), paper, gazette, Judgement.WITHDRAWN, why="", by="bob", made=NOON)


_SAID = st.tuples(
    st.integers(0, 4), st.integers(0, 4), st.sampled_from(list(Judgement)), st.sampled_from(["ann", "bob"])
)


def _five() -> Desk:
    desk = Desk()
    for source in ("ministry", "gazette", "paper", "staff", "relay"):
        desk.report(source, f"captured Lipova, says {source}", change="captured", actor="Northland")
    return desk


def _link(desk: Desk, left: int, right: int, judgement: Judgement, by: str, hour: int) -> Link:
    one, other = sorted(desk.analyses[at].mentions[0].id for at in (left, right))
    return Link(
        id=link_id(one, other, judgement, person(by), str(hour)),
        left=one,
        right=other,
        judgement=judgement,
        maker=person(by),
        made=NOON + timedelta(hours=hour),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(_SAID, max_size=8), st.randoms(use_true_random=False))
def test_words_split_and_withdrawals_restore_in_any_order(
    said: list[tuple[int, int, Judgement, str]], shuffler: random.Random
) -> None:
    """Two who stand as different are never in one event; the order of the rows does not matter; with every word taken
    back the events are those of the rules."""
    desk = _five()
    links = [_link(desk, a, b, word, by, hour) for hour, (a, b, word, by) in enumerate(said) if a != b]
    events = desk.events(tuple(links))
    shuffled = links[:]
    shuffler.shuffle(shuffled)
    assert desk.events(tuple(shuffled)) == events
    together = [{account.mention for account in event.accounts} for event in events]
    for (left, right), link in last_words(links).items():
        if link.judgement is Judgement.DIFFERENT:
            assert not any({left, right} <= mentions for mentions in together)
    back = [
        replace(link, judgement=Judgement.WITHDRAWN, id=LinkId(f"{link.id}w"), made=NOON + timedelta(days=9))
        for link in links
    ]
    assert desk.events((*links, *back)) == desk.events()


def test_a_word_on_one_place_leaves_the_other() -> None:
    """`mention@place` is one telling; a place that the mention no longer has means the whole mention."""
    desk = Desk()
    one = desk.report("ministry", "captured Lipova and Brod", change="captured", actor="Northland")
    two = desk.report("gazette", "captured Lipova and Brod, too", change="captured", actor="Northland")
    assert len(desk.events()) == 2
    for left, right, events in (
        (end_at(one.id, "Lipova"), end_at(two.id, "Lipova"), 3),
        (end_at(one.id, "gone"), two.id, 4),
        (one.id, two.id, 4),
    ):
        ends = sorted((left, right))
        made = link_id(ends[0], ends[1], Judgement.DIFFERENT, "person:ann")
        link = Link(id=made, left=ends[0], right=ends[1], judgement=Judgement.DIFFERENT, maker="person:ann")
        assert len(desk.events((link,))) == events
        assert [ruling.stands for ruling in rulings([link], [one.id])] == [True]


def test_the_command(desk: Desk, tmp_path: Path) -> None:
    """It asks for a word and a reason, notes them under a name, and says what to run."""
    folder = tmp_path / "war"
    create_workspace(folder)
    with closing(SqliteStore(folder / "vedette.db")) as store:
        documents = [replace(document, capture=CAPTURE.id) for document in desk.documents]
        store.append([*WATCH.sources, CAPTURE, *documents, *desk.analyses])
        _fuse(store)

    def call(*words: object) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["judge", str(folder), *(str(word) for word in words)])
        return found.exit_code, found.output

    assert call("paper-2", "gazette-1") == (
        2,
        "vedette: say what you judge: same, different or unsure, or take it back with --withdraw\n",
    )
    assert call("paper-2", "gazette-1", "same") == (2, "vedette: say why with --why, for readers will ask\n")
    assert call("paper-2", "gazette-1", "same", "--withdraw")[0] == 2
    status, said = call("paper-2", "gazette-1", "different", "--why", "Another village.", "--by", "ann")
    assert status == 0
    assert "paper-2 and gazette-1 are not told of one event. Carry it through: vedette run" in said
    assert call("paper-2", "gazette-1", "--withdraw", "--by", "ann")[0] == 0
    with open_workspace(folder) as opened:
        assert [link.judgement for link in opened.store.view().judgements()] == ["different", "withdrawn"]
        assert judge(opened, "paper-2", "gazette-1", Judgement.UNSURE, why="", by="bob")[0].maker == "person:bob"


def test_what_a_rule_is_not_sure_of_is_shown_until_a_person_says(tmp_path: Path) -> None:
    """The other event, the pair and the reasons, on both; gone once somebody judged the pair."""
    desk, tail = Desk(), " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 4)
    desk.report("ministry", f"hit Lipova. {tail}", when=date(2024, 5, 12), subtype="air-drone-strike")
    desk.report("gazette", f"attacked Lipova. {tail[::-1]}", date(2024, 5, 13))
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as store:
        documents = [replace(document, capture=CAPTURE.id) for document in desk.documents]
        store.append([*WATCH.sources, CAPTURE, *documents, *desk.analyses])
        _fuse(store)
        first, second = _events(store)
        ((there,), (back,)) = (explain(store.view(), WATCH, event).doubts for event in (first, second))
        assert (there.event.id, back.event.id) == (second.id, first.id)
        assert there.account == 1
        assert any(reason.startswith("one tells of") for reason in there.reasons)
        _say(store, first.id, second.id, Judgement.DIFFERENT)
        assert all(explain(store.view(), WATCH, event).doubts == () for event in _events(store))
