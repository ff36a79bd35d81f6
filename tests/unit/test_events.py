"""Events: type, change, actors, place and day."""

from datetime import date

import pytest
from understood import Analyse, event


@pytest.mark.parametrize(
    ("text", "trigger", "plover", "change"),
    [
        ("Rebel forces captured the town of Homs.", "captured", "ASSAULT", "captured"),
        ("Kupiansk fell to northern forces.", "fell", "ASSAULT", "captured"),
        ("Government troops liberated two villages.", "liberated", "ASSAULT", "liberated"),
        ("The army retook the airport.", "retook", "ASSAULT", "liberated"),
        ("The army advanced towards Kharkiv.", "advanced", "ASSAULT", "advanced"),
        ("The garrison withdrew from Vovchansk.", "withdrew", "RETREAT", "withdrew"),
        ("Northern forces were driven out of Kupiansk.", "driven", "ASSAULT", "pushed-back"),
        ("Defenders repelled three attacks near Kupiansk.", "repelled", "ASSAULT", "repelled"),
        ("Artillery shelled the market.", "shelled", "ASSAULT", None),
        ("The army deployed two brigades to the border.", "deployed", "MOBILIZE", None),
        ("The president threatened a new offensive.", "threatened", "THREATEN", None),
        ("Both sides signed a truce on the island.", "truce", "RETREAT", None),
        ("The police arrested six officers.", "arrested", "COERCE", None),
    ],
)
def test_type_and_change(analyse: Analyse, text: str, trigger: str, plover: str, change: str | None) -> None:
    """The verb gives the category, and what it did to the control of the place."""
    found = event(analyse(text), text, trigger)
    assert (found.plover, found.change) == (plover, change)


@pytest.mark.parametrize(
    "text",
    ["The minister took a train to work.", "The price of bread reached a new high.", "She left the room in tears."],
)
def test_common_verbs_need_a_place(analyse: Analyse, text: str) -> None:
    """Nobody captures a train ride."""
    assert analyse(text).mentions == ()


@pytest.mark.parametrize(
    ("text", "trigger", "subtype"),
    [
        ("Drones attacked a refinery in Belgorod.", "attacked", "air-drone-strike"),
        ("A missile strike on Odesa broke windows.", "strike", "shelling-artillery-missile"),
        ("Fighting went on in Bakhmut.", "Fighting", "armed-clash"),
        ("Two civilians were abducted in Kherson.", "abducted", "abduction"),
    ],
)
def test_subtype(analyse: Analyse, text: str, trigger: str, subtype: str) -> None:
    """The instrument narrows an attack."""
    assert event(analyse(text), text, trigger).subtype == subtype


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("Rebel forces captured the town.", "captured", [("Rebel forces", "actor"), ("town", "target")]),
        ("The town was captured by rebel forces.", "captured", [("rebel forces", "actor"), ("town", "target")]),
        ("The town fell to rebel forces.", "fell", [("rebel forces", "actor"), ("town", "target")]),
        ("The strike killed two people.", "killed", [("two people", "target")]),
        ("The brigade was forced to withdraw from the village.", "withdraw", [("brigade", "actor")]),
        (
            "The mayor accused the rebels of shelling a school.",
            "shelling",
            [("rebels", "actor"), ("school", "target")],
        ),
        ("The army advanced on Saturday along the river towards Kharkiv.", "advanced", [("army", "actor")]),
        ("No shells hit the hospital.", "hit", [("shells", "actor"), ("hospital", "target")]),
    ],
)
def test_actors(analyse: Analyse, text: str, trigger: str, actors: list[tuple[str, str]]) -> None:
    """Passives, control verbs and undergone verbs; days and other events act on nobody."""
    found = event(analyse(text), text, trigger).actors
    assert sorted((each.name, each.role) for each in found) == sorted(actors)


@pytest.mark.parametrize(
    ("text", "trigger", "places"),
    [
        ("Rebel forces captured the town of Homs.", "captured", ["Homs"]),
        ("Fighting went on in Bakhmut.", "Fighting", ["Bakhmut"]),
        ("Kyiv said its forces had captured the village.", "captured", []),
        ("Moscow said its troops had entered Vovchansk.", "entered", ["Vovchansk"]),
    ],
)
def test_place(analyse: Analyse, text: str, trigger: str, places: list[str]) -> None:
    """A capital that stands for its government is never where something happened."""
    analysis = analyse(text)
    assert [analysis.places[number].name for number in event(analysis, text, trigger).places] == places


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("Rebel forces captured the town on Friday.", "captured", date(2024, 5, 10)),
        ("The army said on Sunday that rebels captured the town on Friday.", "captured", date(2024, 5, 10)),
        ("The army said on Sunday that rebels had captured the town.", "captured", date(2024, 5, 12)),
        ("Rebel forces captured the town.", "captured", None),
    ],
)
def test_day(analyse: Analyse, text: str, trigger: str, day: date | None) -> None:
    """The nearest time of the clause; else the day on which it was told; else none."""
    when = event(analyse(text), text, trigger).when
    assert (when.first_day if when else None) == day


def test_figures_and_statement_of_an_event(analyse: Analyse) -> None:
    """An event leads to the statement that tells it and to the numbers of its clause."""
    text = "The mayor said the shelling had wounded 12 civilians."
    analysis = analyse(text)
    found = event(analysis, text, "wounded")
    assert found.statement == analysis.statements[0].id
    assert [analysis.quantities[number].value for number in found.quantities] == [12]
