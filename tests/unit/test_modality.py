"""Kinds of act, certainty and conditions."""

import pytest
from understood import Analyse, attributed, one


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army said it had taken two villages.", "claim"),
        ("A survey found that most families had fled the valley.", "report"),
        ("The general admitted that his troops had suffered heavy losses.", "admission"),
        ("“We lost the ridge this week,” the general said.", "admission"),
        ("The government denied that its forces had shelled the hospital.", "denial"),
        ("The minister rejected the accusation.", "denial"),
        ("The president threatened to strike the capital if the talks fail.", "threat"),
        ("“If they cross the river, we will strike,” President Anna Brandt said.", "threat"),
        ("The envoy called on both sides to stop the fighting.", "call"),
        ("The mayor warned residents to stay indoors.", "call"),
        ("The army told families to leave the valley.", "call"),
        ("The minister said the alliance must send more shells.", "call"),
        ("The army plans to retake the city by autumn.", "intent"),
        ("The prime minister vowed to defend the island.", "intent"),
        ("Analysts predict that the city will fall within weeks.", "prediction"),
        ("The mayor said the city would fall and that winter will be hard.", "prediction"),
        ("Analysts speculated that the general had fled.", "speculation"),
        ("The front line may collapse within days, analysts suggested.", "speculation"),
        ("“Where are the reserves?” the governor asked.", "question"),
        ("The minister condemned the attack.", "judgement"),
        ("“Peace means open borders,” the minister said.", "judgement"),
        ("“A truce without guarantees cannot last,” the minister said.", "judgement"),
        ("The town is bigger than the old capital, the minister said.", "claim"),
        ("The minister said the town had not been given the necessary pumps.", "claim"),
        ("“We ask our neighbours to open the border,” the minister said.", "call"),
        ("“We will send more doctors,” the minister said.", "intent"),
        ("She wants to send doctors to the valley, the minister said.", "intent"),
        ("The minister said the flood would reach the valley.", "prediction"),
        ("“If he wins there, he will not stop at the river,” the minister said.", "prediction"),
        ("The minister said his country would use every weapon against the invaders.", "threat"),
        ("“This could end in nuclear war,” the minister said.", "threat"),
        ("The minister warned against using the old bridge.", "call"),
        ("The UN office said both armies had shelled the market.", "report"),
        ("The court said the mayor had been taken across the border.", "report"),
        ("“That is why we ask our neighbours to open the border,” the minister said.", "call"),
        ("“We have to remember that the town was lost,” the minister said.", "claim"),
        ("The mayor warned that the flood can happen anywhere.", "prediction"),
        ("The minister said he expected more floods.", "prediction"),
        ("The minister said the dam was likely to break.", "prediction"),
        ("The minister does not agree that the war is over.", "denial"),
        ("Anna Brandt said that Norland may have to close the river if the attacks on its towns go on.", "threat"),
        ("“If the army retaliated, the town would have to choose a new mayor,” the minister said.", "claim"),
    ],
)
def test_kind(analyse: Analyse, text: str, kind: str) -> None:
    """The cue decides, unless the content itself threatens, admits, calls or asks."""
    assert kind in {each.kind for each in attributed(analyse(text))}


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The army said the bridge was cut.", "asserted"),
        ("The army confirmed that the bridge was cut.", "confirmed"),
        ("The bridge was probably cut, the army said.", "probable"),
        ("The bridge may have been cut, the army said.", "possible"),
        ("Unconfirmed reports that the bridge was cut reached the city.", "unconfirmed"),
        ("The army denied that the bridge was cut.", "denied"),
        ("The army could not confirm that the bridge was cut.", "unconfirmed"),
        ("The general does not believe that the town will fall.", "denied"),
        ("The governor said the claim that civilians had been killed was false.", "denied"),
        ("The bridge was cut in May, the army said.", "asserted"),
        ("The army said the officer who may have fled was dead.", "asserted"),
        ("The army said it could not afford to lose the bridge.", "asserted"),
        ("The army said the site raised fears of a potential flood.", "asserted"),
    ],
)
def test_certainty(analyse: Analyse, text: str, certainty: str) -> None:
    """Hedges on the cue and in the content count; those in asides, and the month of May, do not."""
    assert attributed(analyse(text))[-1].certainty == certainty


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("“If they cross the river, we will strike,” the general said.", "If they cross the river"),
        ("The general said the army would stay unless the bridge was cut.", "unless the bridge was cut"),
        ("“Should they cross the river, we will strike,” the general warned.", "Should they cross the river"),
        ("In the event of an attack, the alliance would respond, the envoy said.", "In the event of an attack"),
        ("Provided that the talks succeed, both armies will leave, the envoy said.", "Provided that the talks succeed"),
        ("As long as the shelling goes on, nobody will return, the mayor said.", "As long as the shelling goes on"),
        ("The envoy said both armies should leave the valley.", None),
        ("“A truce cannot last without guarantees,” the minister said.", "without guarantees"),
        ("The town was rebuilt without help, the mayor said.", None),
        ("The army can win, given the weapons, the minister said.", "given the weapons"),
        ("“Defeat in the valley could lead to a nuclear war,” the minister said.", "Defeat in the valley"),
        ("“This could lead to war,” the minister said.", None),
        ("The army will respond to any attack, the general said.", "to any attack"),
        ("“Imagine that the offensive succeeded,” the minister said.", "the offensive succeeded"),
    ],
)
def test_condition(analyse: Analyse, text: str, condition: str | None) -> None:
    """Conjunctions, inversion and phrases open a condition, or it is implied; "should" alone does not."""
    found = attributed(analyse(text))[-1].condition
    assert (found.of(text) if found else None) == condition


def test_condition_cut_off_by_the_cue_holds_for_both_pieces(analyse: Analyse) -> None:
    """The threat in the second half is bound to the condition in the first."""
    text = "“If the lines collapse,” President Anna Brandt said, “we may send troops.”"
    first, second = attributed(analyse(text))
    assert first.condition == second.condition
    assert second.content.of(text) == "“we may send troops.”"
    assert (second.kind, second.certainty, second.direct) == ("threat", "possible", True)


@pytest.mark.parametrize(
    "text",
    [
        "There is no confirmation that the town was captured.",
        "There is no evidence that troops captured the town.",
    ],
)
def test_without_evidence_nothing_is_confirmed(analyse: Analyse, text: str) -> None:
    """What nobody can confirm stays unconfirmed, though the word "confirmation" stands there."""
    (found,) = attributed(analyse(text))
    assert found.certainty == "unconfirmed"


def test_not_verified_is_not_confirmed(analyse: Analyse) -> None:
    """A negated verb of proof proves nothing."""
    (found,) = analyse("It was not possible to verify the capture of the town.").statements
    assert found.certainty == "unconfirmed"


def test_what_may_have_been_is_no_prediction(analyse: Analyse) -> None:
    """It is past, though nobody knows."""
    assert one(analyse("The officer said that the village may already have fallen.")).kind == "speculation"
