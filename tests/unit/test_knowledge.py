"""The picture as it was known at a moment."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from store_facts import a_capture

from vedette.knowledge import changes, held, picture_known
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.observation import Observation, observation_id
from vedette.ports import Store
from vedette.store.sqlite import SqliteStore

NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)
CAPTURE = replace(a_capture(), fetched=NOON)


@pytest.fixture
def desk() -> Desk:
    """Northland claims Lipova on the 12th and Brod on the 14th."""
    desk = Desk()
    desk.report("ministry", "Northland took Lipova.", change="captured", actor="Northland", day=date(2024, 5, 12))
    desk.report("ministry", "Northland took Brod.", change="captured", actor="Northland", day=date(2024, 5, 14))
    return desk


@pytest.fixture
def store(desk: Desk, tmp_path: Path) -> Iterator[Store]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as store:
        documents = [replace(document, capture=CAPTURE.id) for document in desk.documents]
        store.append([*WATCH.sources, CAPTURE, *documents, *desk.analyses])
        yield store


def _held(store: Store, known: datetime, **asked: Any) -> list[str]:
    return [row.place.name for row in held(picture_known(store.view(), WATCH, known).control, **asked)]


def test_only_what_was_published_by_then_is_known(store: Store) -> None:
    """Valid time and knowledge time are both asked for."""
    late = NOON + timedelta(days=9)
    assert _held(store, NOON - timedelta(days=1)) == []
    assert _held(store, NOON + timedelta(hours=1)) == ["Lipova"]
    assert _held(store, late) == ["Brod", "Lipova"]
    assert _held(store, late, on=date(2024, 5, 13)) == ["Lipova"]
    assert _held(store, late, place="brod") == ["Brod"]


def test_an_edit_counts_from_its_own_moment(store: Store, desk: Desk) -> None:
    """Before it the old words are known, after it the new ones alone."""
    later = Desk()
    later.report("ministry", "Northland took nothing.", day=date(2024, 5, 12))
    edit = NOON + timedelta(days=3)
    edited = replace(later.documents[0], origin=desk.documents[0].origin, capture=CAPTURE.id, modified=edit)
    store.append([edited, *later.analyses])
    before, after = edit - timedelta(hours=1), edit + timedelta(hours=1)
    assert _held(store, before) == ["Brod", "Lipova"]
    assert _held(store, after) == ["Brod"]
    found = changes(store.view(), WATCH, before, after)
    assert [row.place.name for row in found.control_gone] == ["Lipova"]


def test_an_undated_report_is_known_from_its_capture_on(store: Store) -> None:
    """Nobody could have known it before it was gathered."""
    note = Desk()
    note.report("gazette", "Northland took Lipka.", change="captured", actor="Northland", when=date(2024, 5, 10))
    capture = replace(a_capture("b"), fetched=NOON + timedelta(days=5))
    store.append([capture, replace(note.documents[0], published=None, capture=capture.id), *note.analyses])
    assert "Lipka" not in _held(store, NOON + timedelta(days=4))
    assert "Lipka" in _held(store, NOON + timedelta(days=6))


def test_a_judgement_counts_from_the_moment_it_was_made(store: Store, desk: Desk) -> None:
    """A person's word of tomorrow changes nothing of what was known today."""
    desk.report("paper", "Lipova fell to Northland.", change="captured", actor="Northland", day=date(2024, 5, 12))
    paper = replace(desk.documents[2], capture=CAPTURE.id, published=Interval.of_instant(NOON))
    left, right = sorted((desk.analyses[0].mentions[0].id, desk.analyses[2].mentions[0].id))
    made = NOON + timedelta(days=3)
    apart = link_id(left, right, Judgement.DIFFERENT, "ann")
    word = Link(id=apart, left=left, right=right, judgement=Judgement.DIFFERENT, maker="ann", made=made)
    store.append([paper, desk.analyses[2], word])
    found = changes(store.view(), WATCH, made - timedelta(hours=1), made)
    assert [one.turn for one in found.events] == ["parted"]


def test_what_a_sensor_saw_is_known_once_its_days_are_over(store: Store) -> None:
    """Heat of the 13th stands beside what was told of the 12th from the 14th on."""
    day = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))
    cell = "POLYGON ((36.45 50.05, 36.55 50.05, 36.55 50.15, 36.45 50.15, 36.45 50.05))"
    store.append([Observation(id=observation_id("heat", 1), kind="heat", footprint=cell, when=day, could_observe=True)])
    for known, beside in ((NOON + timedelta(hours=6), 0), (NOON + timedelta(days=2), 1)):
        (event,) = (one for one in picture_known(store.view(), WATCH, known).events if one.place.name == "Lipova")  # type: ignore[union-attr]
        assert len(event.sights) == beside
