"""Held, contested or unknown: what stands of a place on a day, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from desk import WATCH, Desk
from store_facts import a_capture

from vedette.fuse.states import CONTESTED_FOR, TOLD_FOR
from vedette.knowledge import states_of
from vedette.model.state import State
from vedette.store.sqlite import SqliteStore


def _state(tmp_path: Path, desk: Desk, on: int, known: int | None = None) -> State | None:
    """Of Lipova, on a day of May 2024."""
    path = tmp_path / "vedette.db"
    store = SqliteStore(path, create=not path.exists())
    capture = a_capture()
    papers = [replace(one, capture=capture.id) for one in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    picture, links = desk.picture()
    store.replace_picture(picture, links, "test")
    moment = datetime(2024, 5, known, 23, tzinfo=UTC) if known else None
    found = states_of(store.view(), WATCH, "Lipova", date(2024, 5, on), moment)
    store.close()
    return found[0] if found else None


def _took(desk: Desk, source: str, day: int) -> None:
    when = date(2024, 5, day)
    desk.report(source, f"captured Lipova, {source}", when, when=when, change="captured", actor="Northland troops")


def _told(desk: Desk, source: str, day: int, text: str) -> None:
    desk.report(source, text, date(2024, 5, day), plover="CONSULT")


def _brief(state: State | None) -> tuple[str, str | None]:
    assert state is not None
    return state.standing, state.holder


def test_held_by_the_last_said_to_have_taken_it(tmp_path: Path) -> None:
    """With the reason; before that day it was another's, as is told later."""
    desk = Desk()
    desk.report("ministry", "captured Lipova from them", date(2024, 5, 12), when=date(2024, 5, 12), change="captured",
                actor="Northland troops", target="Southmark")  # fmt: skip
    after = _state(tmp_path, desk, 20)
    assert _brief(after) == ("held", "north")
    assert after is not None
    assert after.since == date(2024, 5, 12)
    assert after.grounds[0].words == "Northland is the last said to have taken it (claimed), on 12 May 2024."
    assert after.grounds[0].statements
    assert _brief(_state(tmp_path, desk, 10)) == ("held", "south")


def test_as_it_was_known(tmp_path: Path) -> None:
    """What was published later was not known; unknown is an answer."""
    desk = Desk()
    _told(desk, "paper", 2, "looked at Lipova")
    _took(desk, "ministry", 12)
    assert _brief(_state(tmp_path, desk, 14, known=11)) == ("unknown", None)
    assert _brief(_state(tmp_path, desk, 14, known=13)) == ("held", "north")
    assert _brief(_state(tmp_path, desk, 11)) == ("unknown", None)


@pytest.mark.parametrize(
    "text",
    [
        "Fighting continued in Lipova.",
        "Lipova is still under Southmark control.",
        "Southmark troops in Lipova were hit.",
    ],
)
def test_what_is_told_against_the_last_holder_contests_it(tmp_path: Path, text: str) -> None:
    """For two weeks; then it is held again by whoever took it last."""
    desk = Desk()
    _took(desk, "ministry", 5)
    _told(desk, "paper", 8, text)
    early = _state(tmp_path, desk, 9)
    assert _brief(early) == ("contested", "north")
    assert early is not None
    assert "8 May 2024" in early.grounds[0].words
    assert len(early.grounds) == 2
    assert _brief(_state(tmp_path, desk, 8 + CONTESTED_FOR.days + 1)) == ("held", "north")


def test_without_any_change_told_a_place_is_who_is_told_to_hold_it(tmp_path: Path) -> None:
    """Both told: contested; none told: unknown."""
    desk = Desk()
    _told(desk, "paper", 8, "Lipova is under Southmark control.")
    assert _brief(_state(tmp_path, desk, 9)) == ("held", "south")
    _told(desk, "gazette", 9, "Lipova is under Northland control, it writes.")
    assert _brief(_state(tmp_path, desk, 9)) == ("contested", None)
    assert TOLD_FOR > CONTESTED_FOR


def test_a_place_that_nothing_names_has_no_state(tmp_path: Path) -> None:
    """The answer is none, not unknown."""
    desk = Desk()
    _told(desk, "paper", 8, "Brod is under Southmark control.")
    assert _state(tmp_path, desk, 9) is None


def test_the_page_gives_the_spans_of_the_code() -> None:
    """So many days a doubt lasts, and so many being there."""
    page = (Path(__file__).parents[2] / "docs" / "status.md").read_text(encoding="utf-8")
    section = page.split("## Held, contested, unknown\n")[1]
    assert f"within {CONTESTED_FOR.days} days" in section
    assert f"within {TOLD_FOR.days} days" in section
