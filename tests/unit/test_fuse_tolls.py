"""What a number counts, whose loss it is and who counts it."""

import re
from dataclasses import replace

import pytest
from desk import WATCH, Desk

from vedette.fuse.sides import Sides
from vedette.fuse.tables import row_of
from vedette.fuse.tolls import tolls
from vedette.fuse.voices import Holder, local
from vedette.model.ids import DocumentId, PlaceId, SideId
from vedette.model.mention import PlaceMention, Quantity
from vedette.model.span import Span

_SIDES = Sides(WATCH, WATCH.sources)
_NUMBER = re.compile(r"\d[\d,]*")


def _read(text: str) -> list[tuple[float | None, str, str | None]]:
    """Value, measure and victim of every toll."""
    numbers = [
        Quantity(
            span=Span(document=DocumentId("doc"), start=found.start(), end=found.end()),
            value=float(found.group().replace(",", "")),
            low=float(found.group().replace(",", "")),
            high=None,
        )
        for found in _NUMBER.finditer(text)
    ]
    return [
        (toll.quantity.value, toll.what, "civilians" if toll.civilians else toll.side)
        for toll in tolls(numbers, text, _SIDES)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army killed 200 Southmark soldiers.", [(200, "killed", "south")]),
        ("It claimed 82 Southmark soldiers had been taken prisoner.", [(82, "captured", "south")]),
        ("Shelling killed 8 civilians and wounded 42.", [(8, "killed", "civilians"), (42, "wounded", "civilians")]),
        ("It killed 8 civilians and wounded 42 more.", [(8, "killed", "civilians"), (42, "wounded", "civilians")]),
        ("In all 40 were killed, 100 wounded.", [(40, "killed", None), (100, "wounded", None)]),
        ("It killed 100 Northland men and 10 were captured.", [(100, "killed", "north"), (10, "captured", "north")]),
        ("A battalion of Southmark suffered more than 100 killed.", [(100, "killed", "south")]),
        ("The deaths of 1,348 civilians were confirmed.", [(1348, "killed", "civilians")]),
        ("The number of civilians killed there was over 200.", [(200, "killed", "civilians")]),
        ("Northland troops lost 100 killed.", [(100, "killed", "north")]),
        ("Northland lost 12 tanks.", [(12, "destroyed", "north")]),
        ("Of 550 Northland soldiers, 485 were killed or wounded.", [(485, "casualties", "north")]),
        ("Southmark losses reached 10 killed and 3 boats.", [(10, "killed", "south"), (3, "destroyed", "south")]),
        ("Southmark lost 40 soldiers.", [(40, "casualties", "south")]),
        ("Up to 135 men fell in the capture of Brod.", []),
        ("They captured 29 villages.", []),
        ("The attack began 30 days ago.", []),
    ],
)  # fmt: skip
def test_a_toll_is_read_from_its_sentence(text: str, expected: list[tuple[float, str, str | None]]) -> None:
    """The measure by the word that goes with the number, the victim by its noun or by who suffered it."""
    assert _read(text) == expected


_TABLE = """Losses:

| Unit | Losses | When | Source |
| --- | --- | --- | --- |
| Southmark army | 150 killed | May | Northland Ministry of Defence 20 killed (1 May) |
| Northland army | 158 killed | May | Southmark government |
"""


def test_a_table_says_who_counts_and_whose_loss_it_is() -> None:
    """By its column of sources and the first cell of the row."""
    row = row_of(_TABLE, _TABLE.index("158"))
    assert row is not None
    assert (row.first, row.source) == ("Northland army", "Southmark government")
    assert row_of(_TABLE, 3) is None
    assert (158.0, "killed", "north") in _read(_TABLE)


def test_the_holder_of_the_narrowest_statement_counts() -> None:
    """A speaker's number is his, whoever tells the deed."""
    desk = Desk()
    desk.report("paper", "killed 100 soldiers in Lipova", speaker="Northland's defence ministry", unit="soldier")
    (event,) = desk.events()
    assert [(figure.speaker, figure.side) for figure in event.figures] == [("Northland's defence ministry", "north")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("local officials", "Southmark's local officials"),
        ("Mayor", "Southmark's mayor"),
        ("Ivo Tarn", "Ivo Tarn"),
        ("officials", "officials"),
    ],
)
def test_local_officials_are_told_with_their_side(name: str, told: str) -> None:
    """They have no name; a person has."""
    holder = Holder(name=name, side=None, official=True)
    assert local(holder, SideId("south"), _SIDES).name == told
    assert local(holder, None, _SIDES) is holder


@pytest.mark.parametrize(
    ("text", "speaker", "side"),
    [
        ("lost 40 soldiers in Lipova, according to Southmark media", "Southmark media", "south"),
        (
            "Southmark losses according to Northland officers reached 40 soldiers killed in Lipova",
            "Northland officers",
            "north",
        ),
        ("the weekly cited Northland claims of up to 40 soldiers killed in Lipova", "Northland claims", "north"),
        ("killed 40 soldiers in Lipova, according to witnesses", None, None),
    ],
)
def test_whose_count_it_is_may_stand_beside_the_number(text: str, speaker: str | None, side: str | None) -> None:
    """Where the statement names nobody, and the words beside the number name a side's."""
    desk = Desk()
    desk.report("paper", text, trigger="soldiers", unit="soldier")
    (figure,) = (figure for event in desk.events() for figure in event.figures)
    assert (figure.speaker, figure.side) == (speaker, side)


def test_who_counts_others_in_another_sentence_tells_no_deed() -> None:
    """The dead of one sentence are not hung on the wounded of the next: each keeps its own place."""
    desk = Desk()
    text = "In Lipova the number of dead has risen to 15. The governor gave the wounded as many."
    desk.report("paper", text, trigger="wounded", unit="person", aside=("Lipova",), content=text.split(".")[0])
    (analysis,) = desk.analyses
    (mention,) = analysis.mentions
    span = Span(document=mention.trigger.document, start=3, end=9)
    place = PlaceMention(span=span, name="Lipova", kind="settlement", place=PlaceId("Lipova"), lat=50.1, lon=36.5)
    desk.analyses = [replace(analysis, places=(place,))]
    found = [(figure.low, event.place) for event in desk.events() for figure in event.figures]
    assert [(low, where.name if where else None) for low, where in found] == [(15.0, "Lipova")]
