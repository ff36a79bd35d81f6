"""Whom an unnamed party fights for, whose attacks were repelled, and who only passes on what his side says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from desk import Desk

from vedette.model.ids import MentionId, StatementId
from vedette.model.statement import Speaker


@pytest.mark.parametrize(
    ("source", "text", "told", "status"),
    [
        ("staff", "the enemy captured Lipova", {"actor": "enemy"}, "conceded"),
        ("ministry", "the enemy captured Lipova", {"actor": "enemy"}, "conceded"),
        ("staff", "our troops captured Lipova", {"actor": "troops"}, "one-sided"),
        ("paper", "the enemy captured Lipova", {"actor": "enemy"}, "one-sided"),
    ],
)
def test_the_enemy_is_whoever_fights_the_side_that_speaks(
    source: str, text: str, told: dict[str, Any], status: str
) -> None:
    """Told of his gains by the other side it is a concession; a paper of no side has no enemy."""
    desk = Desk()
    desk.report(source, text, change="captured", trigger=told["actor"], **told)
    (event,) = desk.events()
    assert event.assessment.status == status


def test_a_withdrawal_of_our_units_is_conceded() -> None:
    """By the side whose own they are."""
    desk = Desk()
    desk.report("staff", "our units left Lipova", plover="RETREAT", change="withdrew", trigger="units", actor="units")
    (event,) = desk.events()
    assert event.assessment.status == "conceded"
    assert [party.side for party in event.parties] == ["south"]


def test_two_sides_that_each_repelled_the_other_tell_two_events() -> None:
    """Whoever says that attacks were repelled, and not whose, speaks of those on his own side."""
    desk = Desk()
    text = "repelled counter-attacks by Southmark at Lipova"
    desk.report("ministry", text, change="repelled", target="Southmark")
    desk.report("staff", "attacks were repelled at Lipova", change="repelled")
    assert [event.assessment.status for event in desk.events()] == ["one-sided", "one-sided"]


def test_repelled_attackers_did_not_gain_ground() -> None:
    """Of one counter-attack the one side says that it won ground, the other that it was beaten off."""
    desk = Desk()
    told: dict[str, Any] = {"actor": "Southmark units", "target": "Northland troops"}
    desk.report("staff", "drove them out of Lipova", change="pushed-back", **told)
    desk.report("ministry", "repelled a counter-attack at Lipova", change="repelled", target="Southmark")
    (event,) = desk.events()
    assert (event.change, event.assessment.status) == ("pushed-back", "contested")


def test_fighting_at_a_place_is_no_word_of_an_advance_there() -> None:
    """Nor is somebody's death."""
    desk = Desk()
    desk.report("ministry", "advanced into Lipova", change="advanced", actor="Northland troops")
    desk.report("staff", "fighting at Lipova goes on", subtype="armed-clash")
    desk.report("paper", "killed a man at Lipova")
    advance = next(event for event in desk.events() if event.change == "advanced")
    assert {account.source for account in advance.accounts} == {"ministry"}


def test_a_paper_that_quotes_its_sides_ministry_has_it_from_there() -> None:
    """Even where it tells a part in its own words."""
    desk = Desk()
    told: dict[str, Any] = {"change": "captured", "actor": "Northland troops"}
    desk.report("ministry", "captured Lipova", **told)
    mention = desk.report("relay", "took Lipova and more, the ministry said", content="took Lipova", **told)
    assert max(event.assessment.independent_sources for event in desk.events()) == 2
    analysis = desk.analyses[-1]
    said = replace(analysis.statements[0], id=StatementId("said"), speaker=Speaker(name="the ministry"))
    quoting = replace(mention, id=MentionId("more"), statement=said.id, places=())
    desk.analyses[-1] = replace(analysis, statements=(*analysis.statements, said), mentions=(mention, quoting))
    assert max(event.assessment.independent_sources for event in desk.events()) == 1


def test_whoever_counts_the_dead_does_not_say_who_fired() -> None:
    """A count is no second source for the strike it is put with."""
    desk = Desk()
    desk.report("ministry", "shelled Lipova", subtype="shelling-artillery-missile", actor="Southmark forces")
    desk.report("paper", "killed 16 people at Lipova", unit="person")
    (event,) = [one for one in desk.events() if one.subtype]
    assert {account.source for account in event.accounts} == {"ministry", "paper"}
    assert event.assessment.status == "one-sided"


def test_who_denies_a_capture_and_says_that_attacks_were_repelled_has_denied_it() -> None:
    """The second does not take the first away."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", change="captured", actor="Northland troops")
    desk.report("staff", "captured Lipova is what they say", change="captured", factuality=-3.0, kind="denial")
    desk.report("staff", "repelled all attacks on Lipova", change="repelled", target="Northland")
    (event,) = [one for one in desk.events() if one.change == "captured"]
    assert event.assessment.status == "denied"


def test_an_army_that_says_it_moved_back_concedes() -> None:
    """Whoever's army it is."""
    desk = Desk()
    told = {"plover": "RETREAT", "change": "withdrew", "actor": "army", "speaker": "army", "trigger": "moved"}
    desk.report("paper", "it moved back from Lipova", **told)
    (event,) = desk.events()
    assert [account.stance for account in event.accounts] == ["concedes"]


def test_a_report_that_is_nobodys_is_told_with_doubt() -> None:
    """ "A report that it fell" is no source beside the one that told it."""
    desk = Desk()
    told: dict[str, Any] = {"change": "captured", "actor": "Northland troops"}
    desk.report("paper", "captured Lipova perhaps", certainty="possible", **told)
    desk.report("gazette", "captured Lipova, by a report", speaker="report", **told)
    (event,) = desk.events()
    assert (event.assessment.status, event.assessment.independent_sources) == ("unconfirmed", 1)


def test_nobody_tells_of_a_capture_before_it() -> None:
    """What was feared two days before the day that others state was another."""
    desk = Desk()
    told: dict[str, Any] = {"change": "captured", "actor": "Northland troops"}
    desk.report("paper", "lost Lipova, it is feared", date(2024, 5, 10), **told)
    desk.report("gazette", "captured Lipova on Sunday", date(2024, 5, 12), when=date(2024, 5, 12), **told)
    assert len(desk.events()) == 2
