"""Who is told to be in a place, without a word of a change."""

from datetime import date

import pytest
from desk import WATCH, Desk

from vedette.fuse.presence import How, presences
from vedette.fuse.sides import Sides
from vedette.fuse.telling import publisher
from vedette.fuse.voices import holders

_SIDES = Sides(WATCH, WATCH.sources)
_SOURCES = {source.id: source for source in WATCH.sources}


def _read(text: str, source: str = "paper", **told: object) -> list[tuple[str, How, str | None]]:
    desk = Desk()
    desk.report(source, text, date(2024, 5, 12), **told)
    (document,), (analysis,) = desk.documents, desk.analyses
    voices = holders(analysis, publisher(document, _SOURCES), _SIDES)
    return [(one.place.name, one.how, one.holder) for one in presences(analysis, document, voices, _SIDES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lipova is still under Southmark control.", [("Lipova", "held", "south")]),
        ("Lipova remains in Northland hands.", [("Lipova", "held", "north")]),
        ("Lipova is held by Northland troops.", [("Lipova", "held", "north")]),
        (
            "Southmark forces continue to hold Lipova and Brod.",
            [("Lipova", "held", "south"), ("Brod", "held", "south")],
        ),
        ("People fled from Northland-occupied Lipova.", [("Lipova", "held", "north")]),
        ("It struck Northland troops in the town of Brod.", [("Brod", "there", "north")]),
        ("Fighting continued in Lipova.", [("Lipova", "contested", None)]),
        ("Both sides claim Lipova.", [("Lipova", "contested", None)]),
        ("Northland troops in Lipova oblast were hit.", []),
        ("Northland forces failed to hold Lipova.", []),
        ("Lipova is no longer under Southmark control.", []),
        ("If Northland forces control Lipova, the road is cut.", []),
        ("They marched on Lipova.", []),
    ],
)
def test_a_state_is_read_from_the_words_beside_the_name(text: str, expected: list[tuple[str, How, str | None]]) -> None:
    """Held, in it, or fought over; what is denied, wished or supposed is no state."""
    assert sorted(_read(text)) == sorted(expected)


def test_our_and_the_enemy_s_are_the_speaker_s() -> None:
    """Whose they are follows from who speaks."""
    assert _read("Our forces hold Lipova.", "staff") == [("Lipova", "held", "south")]
    assert _read("Enemy troops in Lipova were hit.", "staff") == [("Lipova", "there", "north")]


def test_what_is_denied_or_asked_is_no_state() -> None:
    """A denial says the opposite, a question nothing."""
    assert _read("Lipova is under Northland control.", kind="denial") == []
    assert _read("Lipova is under Northland control.", kind="question") == []


def test_states_of_a_place_outweigh_a_lone_claim() -> None:
    """A claim after which others go on telling that the place is still held moves nobody."""
    rows = []
    for told in (False, True):
        desk = Desk()
        day = date(2024, 5, 12)
        desk.report("ministry", "captured Lipova", day, when=day, change="captured", actor="Northland troops")
        for source, days in (("paper", 14), ("gazette", 16), ("paper", 18), ("gazette", 20)):
            if told:
                text = f"looked on, day {days}: Lipova is still under Southmark control."
                desk.report(source, text, date(2024, 5, days), plover="CONSULT")
        rows.append(len(desk.picture()[0].control))
    assert rows == [1, 0]
