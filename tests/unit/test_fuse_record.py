"""What became of claims: one rule for every side."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from store_facts import a_capture
from web_client import Client

from vedette.fuse.growing import Growing
from vedette.fuse.record import (
    BEFORE,
    EARLY,
    ENOUGH,
    RUNGS,
    WEIGHS,
    WINDOW,
    claims,
    records,
    rung,
)
from vedette.fuse.sides import Sides
from vedette.knowledge import recorded
from vedette.model.event import Event
from vedette.model.record import Claim, Record
from vedette.model.watch import Policy
from vedette.publish.exports import export_rows
from vedette.store.sqlite import SqliteStore
from vedette.web import wording
from vedette.web.app import create_app

_DAY = date(2024, 5, 12)
_SIDES = Sides(WATCH, WATCH.sources)


def _claims(events: tuple[Event, ...]) -> tuple[Claim, ...]:
    return claims(events, _SIDES, WATCH.sources)


def _took(desk: Desk, source: str, days: int, words: str = "captured Lipova", **told: Any) -> None:
    actor = told.pop("actor", "Northland troops")
    day = _DAY + timedelta(days=days)
    desk.report(source, words, day, when=_DAY, change="captured", actor=actor, **told)


def _of(desk: Desk, side: str) -> Record:
    (one,) = (one for one in records(_claims(desk.events())) if one.side == side and one.voice is None)
    return one


def test_a_concession_bears_a_claim_out() -> None:
    """Two days after the claim, by the side that lost the place."""
    desk = Desk()
    _took(desk, "ministry", 0)
    desk.report("staff", "left Lipova", _DAY + timedelta(days=2), change="withdrew", plover="RETREAT",
                actor="Southmark forces", when=_DAY)  # fmt: skip
    one = _of(desk, "north")
    assert (one.borne_out, one.denied, one.open, one.lead_days) == (1, 0, 0, 2.0)
    assert one.rung is None


def test_a_paper_of_no_side_bears_a_claim_out() -> None:
    """Unless the other side denies it: then it stays open."""
    for denied, expected in ((False, (1, 0, 0)), (True, (0, 0, 1))):
        desk = Desk()
        _took(desk, "ministry", 0)
        _took(desk, "paper", 3, "captured Lipova, as our man saw")
        if denied:
            _took(desk, "staff", 3, "captured Lipova? That is false.", kind="denial", factuality=-3.0)
        one = _of(desk, "north")
        assert (one.borne_out, one.denied, one.open) == expected


def test_a_claim_that_is_only_denied_is_denied() -> None:
    """And one that nobody speaks of again is open."""
    desk = Desk()
    _took(desk, "ministry", 0)
    _took(desk, "staff", 1, "captured Lipova? That is false.", kind="denial", factuality=-3.0)
    _took(desk, "ministry", 0, "captured Brod")
    one = _of(desk, "north")
    assert (one.borne_out, one.denied, one.open) == (0, 1, 1)


def test_the_enemy_shelling_the_place_bears_the_claim_out() -> None:
    """Whoever shells it afterwards says that the other is there."""
    desk = Desk()
    _took(desk, "ministry", 0)
    day = _DAY + timedelta(days=4)
    desk.report(
        "staff", "shelled Lipova", day, when=day, subtype="shelling-artillery-missile", actor="Southmark artillery"
    )
    assert _of(desk, "north").lead_days == 4.0


def test_nobody_bears_out_himself() -> None:
    """Nor does whoever has it from him, nor another voice of the same side."""
    desk = Desk()
    _took(desk, "ministry", 0)
    _took(desk, "ministry", 5, "captured Lipova, said again")
    _took(desk, "relay", 1, "captured Lipova and holds it")
    _took(desk, "paper", 1, "captured Lipova", speaker="Northland Ministry of Defence")
    one = _of(desk, "north")
    assert (one.borne_out, one.denied, one.open) == (0, 0, 1)


def test_an_admission_is_no_claim() -> None:
    """The side that lost the place has no claim on its record."""
    desk = Desk()
    desk.report("staff", "left Lipova", _DAY, change="withdrew", plover="RETREAT", actor="Southmark forces", when=_DAY)
    assert not [one for one in _claims(desk.events()) if one.side == "south"]


@given(st.integers(0, 40), st.integers(0, 40))
def test_both_sides_are_measured_alike(good: int, bad: int) -> None:
    """The rung follows from the counts alone, and never rises with a denial."""
    assert (rung(good, bad) is None) == (good + bad < ENOUGH)
    order = ["seldom borne out", "mixed", "mostly borne out"]
    one, worse = rung(good, bad), rung(good, bad + 1)
    if one is not None and worse is not None:
        assert order.index(worse) <= order.index(one)


def test_mirrored_reports_give_mirrored_records() -> None:
    """What is told of one side, told of the other, gives the other the same record."""
    north, south = Desk(), Desk()
    _took(north, "ministry", 0, "captured Brod")
    _took(north, "paper", 2, "captured Brod, as our man saw")
    _took(south, "staff", 0, "captured Brod", actor="Southmark troops")
    _took(south, "paper", 2, "captured Brod, as our man saw", actor="Southmark troops")
    assert replace(_of(north, "north"), side=None) == replace(_of(south, "south"), side=None)


def test_a_poor_record_weighs_on_what_its_side_alone_tells() -> None:
    """Five denied claims, and the sixth no longer outweighs the three repelled attacks that a first would outweigh."""
    rows = []
    for denied in (0, 5):
        desk = Desk()
        for number in range(denied):
            words = f"captured Brod in week {number}"
            day = date(2023, 1, 1) + timedelta(days=60 * number)
            desk.report("ministry", words, day, when=day, change="captured", actor="Northland troops")
            desk.report("staff", f"{words}? That is false.", day, when=day, change="captured", actor="Northland troops",
                        kind="denial", factuality=-3.0)  # fmt: skip
        _took(desk, "ministry", 0)
        for days in (1, 3, 5):
            day = _DAY + timedelta(days=days)
            desk.report("staff", f"repelled at Lipova {days}", day, when=day, change="repelled",
                        actor="Southmark brigade", target="Northland")  # fmt: skip
        rows.append([row.place.name for row in desk.picture()[0].control])
    assert rows == [["Lipova"], []]


_TOLD = st.tuples(
    st.sampled_from(["ministry", "staff", "paper"]),
    st.sampled_from(
        ["captured Brod", "captured Lipova", "captured Brod? No.", "captured Lipova? No.", "repelled at Brod"]
    ),
    st.sampled_from(["Northland troops", "Southmark troops"]),
    st.integers(0, 9),
)


@given(st.lists(_TOLD, min_size=4, max_size=14))
@settings(deadline=None)
def test_a_rung_climbed_late_reaches_every_place(told: list[tuple[str, str, str, int]]) -> None:
    """Report by report comes out what comes out at once, though one report moves the weight of them all."""
    desk = Desk()
    for source, words, actor, weeks in told:
        day = _DAY + timedelta(weeks=weeks)
        marks: dict[str, Any] = {
            "change": "repelled" if words.startswith("rep") else "captured",
            "actor": actor,
            "when": day,
        }
        marks |= {"kind": "denial", "factuality": -3.0} if words.endswith("No.") else {}
        desk.report(source, words, day, **marks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vedette.fuse.record.ENOUGH", 1)
        growing = Growing(sources=WATCH.sources, links=(), watch=WATCH)
        for paper in zip(desk.documents, desk.analyses, strict=True):
            growing.change(new=[paper])
        assert growing.picture().control == desk.picture()[0].control


def test_the_page_gives_the_numbers_of_the_code() -> None:
    """Rungs, weights and spans of time."""
    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    told = {name: (share, weight) for name, share, weight in (row for row in cells if len(row) == 3)}
    shares = {name: str(least) for name, least in RUNGS}
    assert {name: told[name] for name in shares} == {name: (shares[name], str(WEIGHS[name])) for name, _ in RUNGS}
    assert told["not enough to say"][1] == str(WEIGHS[None])
    assert f"from {BEFORE.days} days before the claim to {WINDOW.days} days after" in page
    assert f"From {ENOUGH} decided claims on" in page
    assert f"borne out {EARLY} days later" in page


@pytest.mark.parametrize("outcome", ["borne out", "denied", "open"])
def test_every_outcome_is_documented(outcome: str) -> None:
    """By a row of its own."""
    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    assert f"\n| {outcome} | " in page


def test_counts_are_told_never_a_share_alone() -> None:
    """With how early, and what remains."""
    one = Record(voice=None, side=None, matter="control", borne_out=3, denied=1, open=1, lead_days=2.0, rung=None)
    assert wording.record(one) == "3 of 5 claims borne out, median 2 days before; 1 denied; 1 open"
    one = replace(one, borne_out=0, denied=0, lead_days=None)
    assert wording.record(one) == "0 of 1 claim borne out; 1 open"


def test_records_are_exported(tmp_path: Path) -> None:
    """One row a side, one a voice."""
    desk = Desk()
    _took(desk, "ministry", 0)
    _took(desk, "paper", 3, "captured Lipova, as our man saw")
    capture = a_capture()
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    papers = [replace(one, capture=capture.id) for one in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    picture, links = desk.picture()
    store.replace_picture(picture, links, "test")
    view = store.view()
    now = datetime(2024, 6, 1, tzinfo=UTC)
    rows = list(export_rows("records", view, Policy(), now, recorded=recorded(view, WATCH)))
    page = Client(create_app(store.view, WATCH, reports_folder=tmp_path / "reports")).get("/sources").text
    store.close()
    assert {(row["side"], row["voice"], row["borne_out"], row["claims"]) for row in rows} == {
        ("north", None, 1, 1),
        ("north", "Northland Ministry of Defence", 1, 1),
        (None, "The Paper", 1, 1),
    }
    assert "1 of 1 claim borne out, median 3 days before" in page
