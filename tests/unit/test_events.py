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


@pytest.mark.parametrize(
    ("text", "trigger", "plover"),
    [
        ("The queen met the ambassador in Oslo.", "met", "CONSULT"),
        ("Chad urged Niger to open the border.", "urged", "REQUEST"),
        ("Norway imposed sanctions on Chad.", "sanctions", "COERCE"),
        ("Norway lifted sanctions on Chad.", "lifted", "CONCEDE"),
        ("Norway suspended aid to Chad.", "suspended", "SANCTION"),
        ("Norway sent food to Chad.", "sent", "AID"),
        ("Norway returned the statue to Chad.", "returned", "CONCEDE"),
        ("Norway deployed peacekeepers to Chad.", "deployed", "AID"),
        ("Norway and Chad signed a treaty.", "signed", "SUPPORT"),
        ("Norway shared intelligence with Chad.", "shared", "COOPERATE"),
        ("Norway opened an investigation against the general.", "opened", "ACCUSE"),
        ("The rebels violated the truce.", "violated", "ASSAULT"),
        ("Norway is willing to talk with Chad.", "willing", "AGREE"),
        ("Students held a protest in Oslo.", "held", "PROTEST"),
        ("The king called his counterpart on Tuesday.", "called", "CONSULT"),
        ("Norway warned Chad against using gas.", "warned", "THREATEN"),
        ("Norway is sending missiles to Chad.", "sending", "AID"),
        ("Norway dropped its objections to the treaty.", "dropped", "CONCEDE"),
        ("Norway called out Chad for breaking the law.", "called", "ACCUSE"),
        ("The ministry reported a military operation near Homs.", "operation", "ASSAULT"),
    ],
)
def test_category(analyse: Analyse, text: str, trigger: str, plover: str) -> None:
    """Verbs with their particles and with what they act on."""
    assert event(analyse(text), text, trigger).plover == plover


@pytest.mark.parametrize(
    ("text", "trigger", "plover"),
    [
        ("Norway will not accept the treaty with Chad.", "accept", "REJECT"),
        ("Norway refused to release the prisoners.", "refused", "REJECT"),
        ("Norway will release the prisoners.", "release", "AGREE"),
        ("Norway will impose a curfew.", "impose", "THREATEN"),
    ],
)
def test_announced_and_refused(analyse: Analyse, text: str, trigger: str, plover: str) -> None:
    """To announce help is to agree, to announce pressure is to threaten, not to be willing is to reject."""
    assert event(analyse(text), text, trigger).plover == plover


@pytest.mark.parametrize(
    "text",
    [
        "Northern forces take part in the games near Oslo.",
        "Two people were taken out of the town by bus.",
        "The brigade lost 100 troops near the town.",
        "The speech struck a sober tone in Oslo.",
        "The proposal was taken into consideration.",
    ],
)
def test_look_alikes(analyse: Analyse, text: str) -> None:
    """Taking part takes nothing, and who loses men has not left."""
    assert [each.trigger.of(text) for each in analyse(text).mentions] == []


@pytest.mark.parametrize(
    ("text", "trigger", "names"),
    [
        ("Rebels and deserters stormed the barracks on Friday.", "stormed", ["Rebels", "deserters", "barracks"]),
        ("The rebels, who hold the hills, shelled the town.", "shelled", ["rebels", "town"]),
        ("Three civilians were killed on Monday.", "killed", ["Three civilians"]),
        ("Five were killed on Friday.", "killed", []),
        ("Norway said it would sign a treaty with Chad.", "sign", ["Norway", "Chad"]),
    ],
)
def test_names_of_parties(analyse: Analyse, text: str, trigger: str, names: list[str]) -> None:
    """Each on his own, without clauses, days and bare numbers; a pronoun stands for who speaks."""
    assert [each.name for each in event(analyse(text), text, trigger).actors] == names


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked barracks.",
        "The ministry accused the rebels of shelling a school.",
        "Norway urged Chad to withdraw.",
        "“They fled,” the officer said after shelling hit the town.",
    ],
)
def test_every_mention_is_told_by_a_statement(analyse: Analyse, text: str) -> None:
    """The statement that holds it, the one whose cue it is, or the outlet's own."""
    found = analyse(text)
    known = {each.id for each in found.statements}
    assert found.mentions
    assert {each.statement for each in found.mentions} <= known


def test_bracketed_notes_tell_nothing(analyse: Analyse) -> None:
    """A line in square brackets is about the text."""
    assert analyse("The army advanced on Kharkiv.\n\n[Attack reports, edited by the desk]").mentions[1:] == ()


def test_a_place_behind_a_direction_is_not_taken(analyse: Analyse) -> None:
    """What happened north of a city did not happen in it."""
    text = "North of Kharkiv the army captured Vovchansk."
    found = analyse(text)
    places = [found.places[n].name for n in event(found, text, "captured").places]
    assert places == ["Vovchansk"]


def test_who_counts_attacks_has_not_attacked(analyse: Analyse) -> None:
    """The subject of a verb that tells of an event does not act in it."""
    text = "General Anna Brandt counted nine attacks."
    assert event(analyse(text), text, "attacks").actors == ()


@pytest.mark.parametrize(
    ("text", "trigger", "places"),
    [
        ("They met in Vovchansk on Monday. Two people were killed there.", "killed", ["Vovchansk"]),
        ("Fires burn in Vovchansk today. A shell hit the building.", "hit", ["Vovchansk"]),
        ("Vovchansk. In the morning the enemy fired at residential blocks.", "fired", ["Vovchansk"]),
        ("The army shelled Vovchansk. Two people were wounded.", "wounded", ["Vovchansk"]),
        ("The army shelled Vovchansk.\n\nTwo people were wounded.", "wounded", []),
        ("Speaking in Vovchansk, the president said that the shelling did not stop.", "shelling", []),
        ("The offensive answers the shelling of Vovchansk.", "offensive", []),
        ("Our brigade entered Vovchansk after some units had left for Kharkiv.", "entered", ["Vovchansk"]),
        ("Some units left Vovchansk for Kharkiv.", "left", ["Vovchansk"]),
    ],
)
def test_place_beyond_the_sentence(analyse: Analyse, text: str, trigger: str, places: list[str]) -> None:
    """Where the text points back to or is headed by; where somebody speaks or goes nothing happened yet."""
    found = analyse(text)
    assert [found.places[n].name for n in event(found, text, trigger).places] == places


def test_a_woman_who_comes_to_town_is_no_advance(analyse: Analyse) -> None:
    """Forces enter a place."""
    assert not any(each.change for each in analyse("A woman of seventy reached Kharkiv at noon.").mentions)
