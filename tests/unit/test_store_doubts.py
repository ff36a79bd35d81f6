"""What the store tells of doubts: in one order whatever the order of arrival, filtered, without what is settled."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_facts import NOON

from vedette.fuse.joining import RULE
from vedette.model.correction import Correction, Matter, Verdict, correction_id
from vedette.model.event import Picture, PictureChange
from vedette.model.ids import DocumentId, EventId, StatementId
from vedette.model.link import Judgement, Link, link_id
from vedette.model.misgiving import Misgiving, MisgivingQuery
from vedette.store.connection import connect
from vedette.store.queries import migrations
from vedette.store.sqlite import SqliteStore

_PLACES = (None, "Lipova", "Brod")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as made:
        yield made


def _misgiving(number: int, weight: float = 1.0, place: str | None = None) -> Misgiving:
    return Misgiving(
        matter=list(Matter)[number % 3],
        target=f"men_{number}",
        event=EventId(f"evt_{number % 4}"),
        statement=StatementId(f"sta_{number}"),
        document=DocumentId("doc"),
        place=place,
        weight=weight,
        reasons=("told as possible",),
    )


def _link(number: int, score: float, maker: str = RULE) -> Link:
    left, right = f"men_{number}", f"men_{number + 1}"
    made = link_id(left, right, Judgement.UNSURE, maker)
    return Link(id=made, left=left, right=right, judgement=Judgement.UNSURE, maker=maker, score=score)


@settings(max_examples=25, deadline=None)
@given(
    told=st.lists(st.tuples(st.sampled_from([0.5, 1.0, 2.5]), st.sampled_from(_PLACES)), max_size=12),
    chance=st.randoms(use_true_random=False),
)
def test_the_order_is_that_of_weight_whatever_came_first(
    told: list[tuple[float, str | None]], chance: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of each matter and place, too; each answer is part of the whole."""
    found = [_misgiving(number, weight, place) for number, (weight, place) in enumerate(told)]
    mixed = list(found)
    chance.shuffle(mixed)
    with closing(SqliteStore(tmp_path_factory.mktemp("doubts") / "v.db", create=True)) as store:
        store.replace_picture(Picture(unsure=tuple(mixed)), [], "test")
        view = store.view()
        whole = list(view.misgivings(MisgivingQuery(limit=100)))
        assert whole == sorted(found, key=lambda one: (-one.weight, one.matter, one.target, one.event))
        for matter in (None, *Matter):
            for place in _PLACES:
                part = view.misgivings(MisgivingQuery(matter=matter, place=place, limit=100))
                assert part == [one for one in whole if matter in (None, one.matter) and place in (None, one.place)]


def test_what_is_settled_is_left_out_and_what_is_gone_is_gone(store: SqliteStore) -> None:
    """By matter and target; by event."""
    found = [_misgiving(number) for number in range(6)]
    store.replace_picture(Picture(unsure=tuple(found)), [], "test")
    settled = tuple((one.matter, one.target) for one in found[:2])
    view = store.view()
    assert {one.target for one in view.misgivings(MisgivingQuery(settled=settled))} == {one.target for one in found[2:]}
    change = PictureChange(unsure_gone=(EventId("evt_0"),), unsure=(_misgiving(8, 9.0),))
    store.update_picture(change, [], "test", view.watermark())
    left = view.misgivings(MisgivingQuery())
    assert left[0].target == "men_8"
    assert "men_4" not in {one.target for one in left}


def test_links_nearest_to_the_bound_come_first(store: SqliteStore) -> None:
    """Of one rule, on both sides, no more than asked for on each."""
    scores = [0.2, 0.45, 0.55, 0.59, 0.6, 0.65, 0.8, 0.95]
    links = [_link(number, score) for number, score in enumerate(scores)]
    store.append([*reversed(links), _link(20, 0.6, "rule:old")])
    found = store.view().narrow_links(RULE, 0.6, 0.4, 0.9, 2)
    assert [one.score for one in found] == [0.6, 0.65, 0.59, 0.55]


def test_a_correction_is_kept_once_and_never_changed(store: SqliteStore) -> None:
    """It makes the picture stale and its document new again; the tables refuse to change it."""
    noted = Correction(
        id=correction_id(Matter.EVENT, "men_1", Verdict.WRONG, "person:ann", NOON),
        matter=Matter.EVENT,
        target="men_1",
        document=DocumentId("doc"),
        verdict=Verdict.WRONG,
        maker="person:ann",
        made=NOON,
    )
    store.replace_picture(Picture(), [], "test")
    assert store.append([noted, noted]) == 1
    view = store.view()
    assert view.stale("test")
    assert view.corrections() == view.corrections([DocumentId("doc")]) == [noted]
    assert view.corrections([DocumentId("other")]) == []
    for change in ("DELETE FROM corrections", "UPDATE corrections SET body = '{}'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store._connection.execute(change)


def test_links_of_an_older_store_are_known_by_their_score(tmp_path: Path) -> None:
    """The migration reads them."""
    path = tmp_path / "vedette.db"
    with closing(connect(path)) as older:
        older.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY) STRICT")
        older.executescript("".join(script for number, script in migrations() if number < 7))
        older.execute("INSERT INTO schema_version (version) VALUES (6)")
        body = '{"id":"lnk_1","left":"a","right":"b","judgement":"unsure","maker":"rule:x","score":0.5}'
        older.execute("""INSERT INTO links (id, "left", "right", body) VALUES ('lnk_1', 'a', 'b', ?)""", [body])
    with closing(SqliteStore(path)) as store:
        assert [one.id for one in store.view().narrow_links("rule:x", 0.4, 0.1, 0.9, 5)] == ["lnk_1"]
