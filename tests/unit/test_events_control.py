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
        ("The army captured the Kharkiv suburb of Pylna.", "captured", "captured", ["Pylna"]),
        ("Villages in Kharkiv region were freed: Pylna, Strilecha.", "freed", "liberated", ["Pylna", "Strilecha"]),
        ("They captured two villages north of Kharkiv: Pylna and Lyptsi.", "captured", "captured", ["Pylna", "Lyptsi"]),
        ("The ministry claimed the town of Vovchansk on Monday.", "claimed", "captured", ["Vovchansk"]),
        ("The fighting for Vovchansk goes on.", "fighting", "contested", ["Vovchansk"]),
        ("Our brigade moved troops back near Kupiansk.", "moved", "withdrew", ["Kupiansk"]),
        ("Kupiansk. At the moment the enemy has tactical success.", "success", "advanced", ["Kupiansk"]),
        ("Kupiansk: our groups entered the outskirts of the town.", "entered", "advanced", ["Kupiansk"]),
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
        ("The army massed tanks to capture Kupiansk.", "capture"),
        ("Northern troops continued operations to seize Kupiansk.", "seize"),
        ("Northern objective: Surround the army and capture Kupiansk.", "capture"),
        ("The army is focused on taking Kupiansk.", "taking"),
        ("The enemy will move on once his troops capture Kupiansk.", "capture"),
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
        "Explosions were heard in enemy-occupied Kupiansk.",
        "The enemy withdrew after unsuccessful attacks on Kupiansk.",
        "The army evacuated the wounded from Kupiansk.",
        "Residents left Kupiansk.",
        "The enemy abandoned efforts to advance on Kupiansk.",
        "Eastern axis (Northern objective: Encircle southern forces and capture Kupiansk)",
        "Northern objective: Withdraw forces to the north from Kupiansk.",
    ],
)
def test_no_change(analyse: Analyse, text: str) -> None:
    """What lasts, and what is done to people, moves no line."""
    assert [each.change for each in analyse(text).mentions if each.change] == []


@pytest.mark.parametrize(
    ("text", "trigger", "places"),
    [
        ("The enemy withdrew from Kupiansk and Vovchansk.", "withdrew", ["Kupiansk", "Vovchansk"]),
        ("The enemy withdrew from the town of Kupiansk to Vovchansk.", "withdrew", ["Kupiansk"]),
        ("The enemy has abandoned Kupiansk after fighting near Vovchansk.", "abandoned", ["Kupiansk"]),
        ("The surrender of Kupiansk followed the siege of Vovchansk.", "surrender", ["Kupiansk"]),
        ("The withdrawal of northern troops from Kupiansk is complete.", "withdrawal", ["Kupiansk"]),
        ("Southern troops forced the occupiers to withdraw from Kupiansk.", "withdraw", ["Kupiansk"]),
        (
            "The enemy withdrew from much of the previously contested terrain—including Kupiansk and Vovchansk.",
            "withdrew",
            ["Kupiansk", "Vovchansk"],
        ),
        ("The enemy entered Kupiansk after the army's withdrawal from the city.", "withdrawal", ["Kupiansk"]),
    ],
)
def test_a_withdrawal_gives_up_what_it_leaves(analyse: Analyse, text: str, trigger: str, places: list[str]) -> None:
    """Its object, and what stands behind "from"."""
    found = analyse(text)
    assert event(found, text, trigger).change == "withdrew"
    assert _places(found, text, trigger) == places


@pytest.mark.parametrize(
    ("text", "trigger", "actors"),
    [
        ("The enemy had partial success near Kupiansk.", "success", [("enemy", "actor")]),
        ("Slight advance of the enemy in Kupiansk.", "advance", [("enemy", "actor")]),
        ("Enemy pushed back near Kupiansk.", "pushed", [("Enemy", "target")]),
        ("The army continues to knock out the enemy near Kupiansk.", "knock", [("army", "actor"), ("enemy", "target")]),
        ("The enemy announced the loss of Kupiansk.", "loss", [("enemy", "target")]),
        ("Kupiansk was captured by the northern army.", "captured", [("northern army", "actor")]),
        ("The army completed the capture of Kupiansk.", "capture", [("army", "actor")]),
        ("Nobody saw the encirclement of the northern army or the capture of Kupiansk.", "capture", []),
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


def test_words_that_tell_who_speaks_hold_no_ground(analyse: Analyse) -> None:
    """Troops are not driven out of the seat of whoever says so."""
    text = "The general staff in Kyiv says that enemy soldiers were driven out of the northern streets."
    driven = event(analyse(text), text, "driven")
    assert driven.places == ()
    assert [(each.name, each.role) for each in driven.actors] == [("enemy soldiers", "target")]


def test_ground_that_was_not_lost(analyse: Analyse) -> None:
    """A bare "not" before the word is no attribute of something else."""
    text = "Kupiansk in Kharkiv region was not lost."
    lost = event(analyse(text), text, "lost")
    assert (lost.change, lost.factuality < 0) == ("captured", True)


def test_who_takes_the_next_place_too(analyse: Analyse) -> None:
    """In the same paragraph a passive goes on telling of whoever took the place before."""
    text = "Northern troops captured Kupiansk. The village of Pylna was taken as well."
    assert [each.name for each in event(analyse(text), text, "taken").actors] == ["Northern troops"]
    apart = "Northern troops captured Kupiansk.\n\nPylna was taken."
    assert event(analyse(apart), apart, "taken").actors == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Three Russian attacks were repelled near Kupiansk.", [("Russian", "target")]),
        ("An attack by a Russian assault group was repelled near Kupiansk.", [("Russian assault group", "target")]),
        ("Ukrainian brigades repelled all enemy attacks.", [("Ukrainian brigades", "actor"), ("enemy", "target")]),
        ("Attacks were repelled near Kupiansk.", []),
    ],
)  # fmt: skip
def test_who_attacked_and_who_repelled(analyse: Analyse, text: str, named: list[tuple[str, str]]) -> None:
    """Whose attacks they were, and who stood against them."""
    assert [(each.name, each.role) for each in event(analyse(text), text, "repelled").actors] == named


def test_a_claim_to_ground_is_the_claimers(analyse: Analyse) -> None:
    """Whatever the sentence goes on to say of others."""
    text = "The ministry claimed another village, Pylna; Ukraine has said nothing about it."
    analysis = analyse(text)
    claimed = event(analysis, text, "claimed")
    (holder,) = [each for each in analysis.statements if each.id == claimed.statement]
    assert holder.speaker is not None
    assert holder.speaker.name == "ministry"
    assert not any(each.speaker and each.speaker.name == "Ukraine" for each in analysis.statements)
