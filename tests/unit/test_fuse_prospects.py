"""What would change the status of an event."""

from desk import WATCH, Desk

from vedette.fuse.prospects import Prospect, prospects
from vedette.model.event import Event

NAMES = {source.id: source.name for source in WATCH.sources}


def _event(desk: Desk) -> Event:
    (event,) = desk.events()
    return event


def _if(found: tuple[Prospect, ...], status: str | None) -> list[str]:
    return [one.if_ for one in found if one.status == status]


def test_a_claim_of_one_side_would_be_corroborated_conceded_or_denied() -> None:
    """By a source of no side, by the side that loses, by that side's no; nothing that changes nothing is listed."""
    desk = Desk()
    desk.report("ministry", "Northland took Lipova.", change="captured", actor="Northland")
    event = _event(desk)
    assert event.assessment.status == "one-sided"
    found = prospects(event, WATCH, NAMES)
    assert _if(found, "corroborated") == ["a source that speaks for no side told it firmly"]
    assert _if(found, "conceded") == ["Southmark said that it happened to its own loss"]
    assert _if(found, "denied") == ["Northland denied it", "Southmark denied it"]
    assert _if(found, "observed") == ["a sensor or a lens were found to have seen it"]
    assert _if(found, None) == ["what goes back to the Northland Ministry of Defence were taken back"]
    assert not _if(found, "one-sided")


def test_a_retraction_shows_what_would_be_left() -> None:
    """Corroborated by two families, each can be taken away."""
    desk = Desk()
    desk.report("ministry", "Northland took Lipova.", change="captured", actor="Northland")
    desk.report("paper", "Lipova fell to Northland.", change="captured", actor="Northland")
    event = _event(desk)
    assert event.assessment.status == "corroborated"
    assert _if(prospects(event, WATCH, NAMES), "one-sided") == [
        "what goes back to the Northland Ministry of Defence were taken back",
        "what goes back to The Paper were taken back",
    ]
