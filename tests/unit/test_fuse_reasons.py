"""Why a rule joined two tellings, in words."""

import re
from datetime import date
from typing import Any

import pytest
from desk import Desk

from vedette.fuse.likeness import gist, likeness
from vedette.fuse.reasons import likeness_reasons
from vedette.model.link import Link

SHELLING: dict[str, Any] = {"subtype": "shelling-artillery-missile", "actor": "Northland"}
CAPTURE: dict[str, Any] = {"change": "captured", "actor": "Northland"}
DENIAL: dict[str, Any] = {**CAPTURE, "factuality": -3.0, "kind": "denial"}
LONG = " ".join(f"word{'abcdefgh'[at % 8]}{'klmnopqr'[at // 8 % 8]}" for at in range(120))
"""No short report: read mention by mention."""
MAY12, MAY14 = date(2024, 5, 12), date(2024, 5, 14)


def _link(left: dict[str, Any], right: dict[str, Any], *days: date) -> Link:
    desk = Desk()
    desk.report("ministry", f"Guns at Lipova. {LONG}", days[0] if days else MAY12, **left)
    desk.report("gazette", f"Words about Lipova. {LONG[::-1]}", days[-1] if days else MAY12, **right)
    (link,) = desk.picture()[1]
    return link


@pytest.mark.parametrize(
    ("left", "right", "days", "says"),
    [
        (SHELLING, SHELLING, (), "both tell of shelling or a missile strike"),
        (SHELLING, SHELLING, (), "both name Lipova"),
        (SHELLING, SHELLING, (), "neither says when, and both were told on one day"),
        (SHELLING | {"when": MAY12}, SHELLING | {"when": MAY12}, (), "both put it on 12 May 2024"),
        (
            SHELLING | {"when": MAY12},
            SHELLING,
            (),
            "one puts it on 12 May 2024, the other, which says no day, was told",
        ),
        (CAPTURE, CAPTURE, (), "both have the same side on the move"),
        (CAPTURE, {"change": "captured"}, (), "only one says which side moved"),
        (CAPTURE, DENIAL, (), "one tells of a capture, the other denies it"),
        (CAPTURE | {"when": MAY12}, DENIAL | {"when": MAY14}, (MAY12, MAY14), "the denial came 2 days later"),
    ],
)
def test_a_reason_is_a_clause(left: dict[str, Any], right: dict[str, Any], days: tuple[date, ...], says: str) -> None:
    """What a reader would say; the numbers stand beside it."""
    link = _link(left, right, *days)
    assert any(reason.startswith(says) for reason in link.reasons), link.reasons
    assert dict(link.features).keys() == {"kind", "place", "day", "actors"}
    assert not any(re.search(r"\d\.\d", reason) for reason in link.reasons)


def test_short_reports_are_told_by_what_they_share() -> None:
    """How alike their words are, and the numbers that both give."""
    desk = Desk()
    for source in ("paper", "gazette"):
        desk.report(source, "Lipova: the school on Mill Street burns, 34 windows gone", plover="ASSAULT")
    (told,) = [link.reasons for link in desk.picture()[1]]
    assert told == ("the same words stand in copies of one text",)
    left, right = gist("school burns, 34 windows gone", ()), gist("34 windows of the school gone", ())
    _, features = likeness(left, right, 1, one_source=True)
    assert likeness_reasons(left, right, features) == (
        "both tell of one place on one day",
        "hardly any other report tells of that place and day",
        f"their words, the rarer the weightier, are {features['alike']:.0%} alike",
        "both give the number 34",
        "but both come from one source, which seldom tells a thing twice",
    )
