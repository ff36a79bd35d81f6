"""Footage met again: the later showing is recycled, whichever came into the watch first."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture, capture_id
from vedette.model.observation import ObservationQuery
from vedette.model.prints import Prints
from vedette.observe.recall import Likeness, Remembering
from vedette.ports import Outcome, StageKey
from vedette.store.sqlite import SqliteStore

KEY = StageKey(name="observe", version="1", takes="capture")
NOW = datetime(2024, 5, 12, 9, tzinfo=UTC)


@dataclass
class Notebook:
    """A memory that knows footage by its very bytes."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def add(self, prints: Sequence[Prints]) -> None:
        self.kept |= {one.capture: one.payload for one in prints}

    def alike(self, prints: Prints) -> Sequence[Likeness]:
        same = (one for one, payload in self.kept.items() if payload == prints.payload and one != prints.capture)
        return [Likeness(capture=one, score=0.97, method="hash") for one in same]  # type: ignore[arg-type]


def shown(number: int, moment: datetime | None, channel: str = "Relay") -> Capture:
    headers = [(MESSAGE, f"telegram:7/{number}"), (CHANNEL, channel)]
    if moment is not None:
        headers.append((PUBLISHED, moment.isoformat()))
    return Capture(
        id=capture_id("bytes", None, f"telegram:7/{number}"),
        sha256="bytes",
        size=1,
        address=f"file:///{number}.jpg",
        fetched=NOW,
        media_type="image/jpeg",
        headers=tuple(headers),
    )


def seen(tmp_path: Path, *captures: Capture, footage: bytes = b"x") -> list[tuple[str, tuple[str, ...]]]:
    """Notes, and what they are about, after the captures went through one by one."""
    memory = Notebook()
    with closing(SqliteStore(tmp_path / "v.db", create=True)) as store:
        store.append(captures)
        for capture in captures:
            prints = Prints(capture=capture.id, method="m", version="1", payload=footage)
            Remembering(store=store, memory=memory).record(KEY, [Outcome(item=capture.id, results=(prints,))])
        assert store.view().pending(KEY) == []
        return [(one.note, one.about) for one in store.view().observations(ObservationQuery())]


OLD = shown(1, NOW - timedelta(days=430), "Dawn Post")
NEW = shown(2, NOW)
TOLD = ("This footage was published on 9 March 2023 by Dawn Post, 14 months before.", ("telegram:7/2",))


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_later_showing_is_recycled(tmp_path: Path, order: tuple[Capture, ...]) -> None:
    """Whichever came in first; the note says when, by whom, how long before, and is about the later message."""
    assert seen(tmp_path, *order) == [TOLD]


def test_the_later_showing_leads_to_the_earlier_one(tmp_path: Path) -> None:
    """So that both can be laid beside each other."""
    memory = Notebook()
    with closing(SqliteStore(tmp_path / "v.db", create=True)) as store:
        store.append([OLD, NEW])
        for capture in (OLD, NEW):
            prints = Prints(capture=capture.id, method="m", version="1", payload=b"x")
            Remembering(store=store, memory=memory).record(KEY, [Outcome(item=capture.id, results=(prints,))])
        (found,) = store.view().observations(ObservationQuery())
    assert (found.capture, found.earlier) == (NEW.id, OLD.id)


def test_sharing_within_days_is_no_recycling(tmp_path: Path) -> None:
    """Everybody shows what happened yesterday."""
    assert seen(tmp_path, shown(1, NOW - timedelta(days=1)), NEW) == []


def test_without_a_day_nothing_is_said(tmp_path: Path) -> None:
    """Which of the two is the later one is not known."""
    assert seen(tmp_path, shown(1, None), NEW) == []


def test_who_is_without_a_day_is_not_recycled(tmp_path: Path) -> None:
    """Nor does it make another recycled."""
    assert seen(tmp_path, OLD, shown(3, None)) == []


def test_the_earliest_showings_are_named(tmp_path: Path) -> None:
    """Of many, three."""
    many = [shown(number, NOW - timedelta(days=100 + number)) for number in range(3, 9)]
    found = seen(tmp_path, *many, NEW)
    about_new = [note for note, about in found if about == ("telegram:7/2",)]
    assert len(about_new) == 3
