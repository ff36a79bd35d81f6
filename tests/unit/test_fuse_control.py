"""Who held a place: one claim weighed against what is told before and after it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from vedette.fuse.holding import (
    CHANGE_COST,
    FADES,
    GAIN,
    HELD,
    HOME,
    LIKELY,
    OWN,
    REPELLED,
    SILENT_COST,
    STRUCK,
    THERE,
    Sign,
    path,
)
from vedette.model.event import Control, Location
from vedette.model.ids import PlaceId, SideId
from vedette.model.interval import Interval


def _took(desk: Desk, day: date, **told: Any) -> None:
    desk.report(
        "paper", "captured Lipova", day, when=day, **{"change": "captured", "actor": "Northland troops", **told}
    )


def _repelled(desk: Desk, day: date) -> None:
    told = {"change": "repelled", "actor": "Southmark brigade", "target": "Northland"}
    desk.report("staff", "repelled at Lipova", day, when=day, **told)


def _rows(desk: Desk) -> tuple[Control, ...]:
    return desk.picture()[0].control


def test_a_claim_stands_where_nothing_speaks_against_it() -> None:
    """Even after months of repelled attacks: a place falls on one day."""
    desk = Desk()
    for week in range(6):
        _repelled(desk, date(2024, 3, 1) + timedelta(weeks=week))
    _took(desk, date(2024, 5, 12))
    (row,) = _rows(desk)
    assert (row.holder, row.previous, row.day) == ("north", "south", date(2024, 5, 12))


def test_a_claim_that_repelled_attacks_follow_moves_nobody() -> None:
    """The attacked repel attacks there before and after; the event stands, but it is no change of holder."""
    desk = Desk()
    _took(desk, date(2024, 5, 12))
    for days in (-24, -18, -12, -6, 1, 5, 9, 13):
        _repelled(desk, date(2024, 5, 12) + timedelta(days=days))
    assert _rows(desk) == ()
    assert "captured" in {event.change for event in desk.events()}


def test_what_is_told_months_later_undoes_no_claim() -> None:
    """Attacks told of the same ground in autumn say little of what happened in spring."""
    desk = Desk()
    _took(desk, date(2024, 5, 12))
    for day in (1, 3, 5, 7):
        _repelled(desk, date(2024, 9, day))
    (row,) = _rows(desk)
    assert (row.holder, row.day) == ("north", date(2024, 5, 12))


def test_a_gain_told_as_only_likely_weighs_half() -> None:
    """Three repelled attacks outweigh what is only probable, and not what is told as certain."""
    for factuality, rows in ((1.5, 0), (3.0, 1)):
        desk = Desk()
        _took(desk, date(2024, 5, 12), factuality=factuality)
        for day in (1, 13, 17):
            _repelled(desk, date(2024, 5, day))
        assert len(_rows(desk)) == rows


def test_whoever_goes_on_shelling_a_place_does_not_hold_it() -> None:
    """Strikes weigh little each, and much together."""
    desk = Desk()
    _took(desk, date(2024, 5, 12))
    for at in range(12):
        day = date(2024, 5, 20) + timedelta(days=3 * at)
        struck = {"subtype": "shelling-artillery-missile", "actor": "Northland artillery", "when": day}
        desk.report("gazette", f"shelled Lipova, report {at}", day, **struck)
    assert _rows(desk) == ()


def test_a_row_is_dated_by_the_gain_that_most_tell() -> None:
    """A claim that comes too early is told by one; its statements stay with the row."""
    desk = Desk()
    _took(desk, date(2024, 5, 2))
    for source, words in (("paper", "now"), ("gazette", "as our man saw"), ("ministry", "at last")):
        told = {"change": "captured", "actor": "Northland troops", "when": date(2024, 5, 20)}
        desk.report(source, f"captured Lipova {words}", date(2024, 5, 20), **told)
    (row,) = _rows(desk)
    assert row.day == date(2024, 5, 20)
    assert len(row.statements) == 4


def test_a_day_beyond_memory_or_after_the_telling_is_no_day() -> None:
    """A road number read as a year dates nothing; the day of publication stands, as a bound."""
    desk = Desk()
    for year in (1302, 2302):
        desk = Desk()
        desk.report(
            "paper", "captured Lipova", when=date(year, 6, 8), change="captured", actor="Northland", kind="report"
        )
        (row,) = _rows(desk)
        assert (row.day, row.when.precision) == (date(2024, 5, 12), "range")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Northland troops withdrew from Lipova after heavy attacks", 1),
        ("Northland troops withdrew after a failed assault on Lipova", 0),
        ("Northland troops withdrew following an attempt to break through at Lipova", 0),
        ("After unsuccessful attacks Northland troops withdrew near Lipova", 0),
    ],
)
def test_whoever_falls_back_from_an_attack_gives_up_nothing(text: str, rows: int) -> None:
    """He was beaten off there; who goes "from" a place had it."""
    desk = Desk()
    day = date(2024, 5, 12)
    desk.report("paper", text, day, when=day, trigger="withdrew", change="withdrew", plover="RETREAT",
                actor="Northland troops")  # fmt: skip
    assert len(_rows(desk)) == rows


def test_spots_told_of_from_one_place_are_apart_from_it() -> None:
    """One mention "in A, north of A and again north of A" is an event at each, with an id of its own."""
    desk = Desk()
    _took(desk, date(2024, 5, 12))
    (analysis,) = desk.analyses
    (lipova,) = analysis.places
    north = replace(lipova, relation="north of", lat=51.0)
    (mention,) = analysis.mentions
    told = replace(mention, places=(0, 1, 2))
    desk.analyses = [replace(analysis, places=(lipova, north, replace(north, lat=52.0)), mentions=(told,))]
    events = desk.events()
    assert len({event.id for event in events}) == len(events) == 2
    assert [row.place.id for row in _rows(desk)] == ["Lipova"]


_SIDES = st.sampled_from([SideId("a"), SideId("b"), SideId("c")])


@given(st.lists(st.tuples(_SIDES, st.sampled_from([0.2, 0.5, 0.7, 1.0, 1.5])), max_size=12), st.none() | _SIDES)
def test_the_path_is_never_worse_than_one_holder(told: list[tuple[SideId, float]], home: SideId | None) -> None:
    """Its worth, changes paid for, is at least that of any single holder throughout."""
    signs = [_sign(side, weight) for side, weight in told]
    found = path(signs, home)
    assert len(found) == len(signs)
    best = max((_worth(signs, [side] * len(signs), home) for side, _ in told), default=0.0)
    assert _worth(signs, found, home) >= best - 1e-9


def _worth(signs: list[Sign], holders: list[SideId], home: SideId | None) -> float:
    """What agrees, less the changes; every sign here tells of a gain, so none of an agreeing change is silent."""
    changes = zip(signs[1:], pairwise(holders), strict=False)
    costs = sum(CHANGE_COST if sign.holder == after else SILENT_COST for sign, (one, after) in changes if one != after)
    told = sum(sign.weight for sign, held in zip(signs, holders, strict=True) if sign.holder == held)
    started = HOME if holders and holders[0] == home else 0.0
    return told + started - costs


def _sign(side: SideId, weight: float) -> Sign:
    day = date(2024, 5, 1)
    return Sign(
        key="evt",
        place=Location(id=PlaceId("p"), name="Lipova", kind="settlement", lat=50.1, lon=36.5, radius_m=2000),
        when=Interval.of_days(day, day),
        holder=side,
        weight=weight,
        gain=True,
        status="one-sided",
        independent=1,
        statements=(),
    )


def test_the_page_gives_the_weights_of_the_code() -> None:
    """One line a weight, in this order."""
    page = (Path(__file__).parents[2] / "docs" / "status.md").read_text(encoding="utf-8")
    section = page.split("## Who holds a place\n")[1].split("\n## ")[0]
    cells = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")][1:]
    weights = [*GAIN.values(), REPELLED, STRUCK, HELD, THERE, OWN, HOME, -CHANGE_COST, -SILENT_COST]
    assert [float(weight) for _, weight in cells] == weights
    assert f"within {FADES.days} days" in section
    assert f"{LIKELY} of its weight" in section
    assert [words.split()[-1] for words, _ in cells[: len(GAIN)]] == list(GAIN)
