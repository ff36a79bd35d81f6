"""Who holds what ground: changes, their places and who gains by them."""

import pytest
from understood import Analyse, event

from vedette.model.analysis import Analysis


def _places(analysis: Analysis, text: str, trigger: str) -> list[str]:
    return [analysis.places[number].name for number in event(analysis, text, trigger).places]


@pytest.mark.parametrize(
    ("text", "trigger", "change", "places"),
    [
        ("The enemy captured Kupiansk.", "captured", "captured", ["Kupiansk"]),
        ("The town of Kupiansk captured by the enemy.", "captured", "captured", ["Kupiansk"]),
        ("Liberated the town of Kupiansk.", "Liberated", "liberated", ["Kupiansk"]),
        ("Vovchansk (confirmed) and Kupiansk were liberated.", "liberated", "liberated", ["Vovchansk", "Kupiansk"]),
        ("Our troops took control of Vovchansk and Kupiansk.", "took", "captured", ["Vovchansk", "Kupiansk"]),
        ("The following towns were freed: Vovchansk, Kupiansk.", "freed", "liberated", ["Vovchansk", "Kupiansk"]),
        ("The enemy lost control over Kupiansk.", "lost", "captured", ["Kupiansk"]),
        ("Kupiansk may already have been lost.", "lost", "captured", ["Kupiansk"]),
        ("Kupiansk came under enemy control.", "control", "captured", ["Kupiansk"]),
        ("The rebels raised their flag over Kupiansk.", "raised", "captured", ["Kupiansk"]),
        ("The army cleared Kupiansk.", "cleared", "captured", ["Kupiansk"]),
        ("Kupiansk in Kharkiv region fell.", "fell", "captured", ["Kupiansk"]),
        (
            "Partial enemy success near Kupiansk and south of Vovchansk.",
            "success",
            "advanced",
            ["Kupiansk", "Vovchansk"],
        ),
        ("In Kupiansk the army has made some progress.", "progress", "advanced", ["Kupiansk"]),
        ("The enemy is entrenched in Kupiansk.", "entrenched", "advanced", ["Kupiansk"]),
        ("Enemy troops are now in Kupiansk.", "are", "advanced", ["Kupiansk"]),
        ("Northern troops hold positions in the north of Kupiansk.", "hold", "advanced", ["Kupiansk"]),
        ("The enemy was knocked out of positions near Kupiansk.", "knocked", "pushed-back", ["Kupiansk"]),
        ("The army pushed the enemy out of Kupiansk.", "pushed", "pushed-back", ["Kupiansk"]),
        ("Near Kupiansk, the enemy lost ground.", "lost", "pushed-back", ["Kupiansk"]),
        (
            "They freed Kupiansk and a group of villages: Pylna, Vovchansk.",
            "freed",
            "liberated",
            ["Kupiansk", "Pylna", "Vovchansk"],
        ),
        ("Villages in Kharkiv region were freed: Pylna, Strilecha.", "freed", "liberated", ["Pylna", "Strilecha"]),
    ],
)
def test_change_and_its_places(
    analyse: Analyse, text: str, trigger: str, change: str | None, places: list[str]
) -> None:
    """Telegrams as well as sentences: without verbs, without agents, with lists."""
    found = analyse(text)
    assert event(found, text, trigger).change == change
    assert _places(found, text, trigger) == places


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army captured the eastern part of Kupiansk.", "captured"),
        ("Half of Kupiansk was captured by the enemy.", "captured"),
        ("The enemy seized the forest south of Kupiansk.", "seized"),
        ("The enemy regained lost positions near Kupiansk.", "regained"),
        ("In Kupiansk the enemy captured two blocks.", "captured"),
        ("The enemy captured two houses in Kupiansk.", "captured"),
        ("The enemy seized part of the town.", "seized"),
    ],
)
def test_part_of_a_place_is_an_advance(analyse: Analyse, text: str, trigger: str) -> None:
    """A quarter, or ground beside a town, is not the town."""
    assert event(analyse(text), text, trigger).change == "advanced"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Northern troops tried to seize Kupiansk.", "seize"),
        ("Northern troops abandoned the attempt to take Kupiansk.", "take"),
        ("The army failed to secure Kupiansk.", "secure"),
        ("The enemy did not manage to capture Kupiansk.", "capture"),
    ],
)
def test_what_is_tried_changes_nothing(analyse: Analyse, text: str, trigger: str) -> None:
    """An attempt is fighting."""
    found = event(analyse(text), text, trigger)
    assert (found.change, found.subtype) == (None, "armed-clash")


@pytest.mark.parametrize(
    "text",
    [
        "The army still controls Kupiansk.",
        "Kupiansk remains under the control of the army.",
        "The brigade captured two soldiers near Kupiansk.",
        "The brigade lost 100 troops near Kupiansk.",
        "The film had great success in Kupiansk.",
        "She took part in a concert in Kupiansk.",
        "Trains run to occupied Kupiansk.",
    ],
)
def test_no_change(analyse: Analyse, text: str) -> None:
    """What lasts, and what is done to people, moves no line."""
    assert [each.change for each in analyse(text).mentions if each.change] == []


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("The enemy had partial success near Kupiansk.", "success", [("enemy", "actor")]),
        ("Slight advance of the enemy in Kupiansk.", "advance", [("enemy", "actor")]),
        ("Enemy pushed back near Kupiansk.", "pushed", [("Enemy", "target")]),
        ("The army continues to knock out the enemy near Kupiansk.", "knock", [("army", "actor"), ("enemy", "target")]),
        ("The enemy announced the loss of Kupiansk.", "loss", [("enemy", "target")]),
        ("Kupiansk was captured by the northern army.", "captured", [("northern army", "actor")]),
        ("Kupiansk is under the control of the rebels.", "control", [("rebels", "actor")]),
        ("Kupiansk returned to Ukrainian control.", "control", [("Ukrainian", "actor")]),
        ("The enemy captured Kupiansk and advanced near Vovchansk.", "advanced", [("enemy", "actor")]),
        ("Southern troops forced the occupiers to withdraw from Kupiansk.", "withdraw", [("occupiers", "actor")]),
        ("The enemy continues a slow retreat near Kupiansk.", "retreat", [("enemy", "actor")]),
    ],
)
def test_who_gains_and_who_loses(analyse: Analyse, text: str, trigger: str, actors: list[tuple[str, str]]) -> None:
    """Whoever gains ground acts; whoever is driven out or loses it undergoes."""
    found = event(analyse(text), text, trigger).actors
    named = [(each.name, each.role) for each in found if each.name != "Kupiansk"]
    assert named == actors


@pytest.mark.parametrize(
    ("text", "trigger", "places"),
    [
        ("The ministry in Moscow said that a missile hit Belgorod.", "hit", ["Belgorod"]),
        ("The governor of Belgorod said in Moscow that shells had hit a school.", "hit", []),
        ("Shells hit a school in Belgorod, the ministry said in Moscow.", "hit", ["Belgorod"]),
        ("The enemy captured Kupiansk, the situation in Vovchansk is unclear.", "captured", ["Kupiansk"]),
        ("Updated the map near Vovchansk, Kupiansk was liberated.", "liberated", ["Kupiansk"]),
        ("The Kharkiv brigade captured Kupiansk in Kharkiv region.", "captured", ["Kupiansk"]),
    ],
)
def test_places_of_others_are_not_taken(analyse: Analyse, text: str, trigger: str, places: list[str]) -> None:
    """Neither the speaker's, nor those of another clause, nor what names a force."""
    assert _places(analyse(text), text, trigger) == places
