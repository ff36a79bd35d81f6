"""How factual a text makes an event, from +3 to -3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from understood import Analyse, event

from vedette.understand.factuality_model import median


@pytest.mark.parametrize(
    ("text", "trigger", "low", "high"),
    [
        ("The army captured the town.", "captured", 2.5, 3),
        ("The army managed to capture the town.", "capture", 2.5, 3),
        ("The brigade was forced to withdraw from the town.", "withdraw", 2.5, 3),
        ("The army confirmed that the town was captured.", "captured", 2.9, 3),
        ("The town was reportedly captured.", "captured", 0.5, 1.5),
        ("The army may have captured the town.", "captured", 0.1, 1.5),
        ("The army will capture the town.", "capture", 0.1, 1.5),
        ("The army tried to capture the town.", "capture", 0.1, 1.5),
        ("If the army captures the town, the road is cut.", "captures", 0.1, 1.2),
        ("The army did not capture the town.", "capture", -3, -2.5),
        ("The army never captured the town.", "captured", -3, -2.5),
        ("No shells hit the hospital.", "hit", -3, -2.5),
        ("The army failed to capture the town.", "capture", -3, -1.5),
        ("The army abandoned its attempt to capture the town.", "capture", -3, -1.5),
        ("Attempts to break through the lines were unsuccessful.", "break", -3, -1.5),
        ("Troops were unable to capture the hill.", "capture", -3, -1.5),
        ("Troops were not able to capture the hill.", "capture", -3, -1.5),
        ("They staged an attempted assault on the plant.", "assault", 0, 1.5),
        ("The town may already have been lost.", "lost", 0, 1.5),
        ("There is no confirmation that the town was captured.", "captured", 0, 1),
        ("There is no evidence that troops captured the town.", "captured", 0, 1),
        ("We could not confirm the capture of the town.", "capture", 0, 1),
        ("It is unclear whether the troops captured the town.", "captured", 0, 1),
        ("The army would like to thank the volunteers.", "thank", 2, 3),
        ("The government denied that its army had shelled the hospital.", "shelled", -3, -2),
        ("The government denied that its army had not shelled the hospital.", "shelled", 2, 3),
        ("The ministry denied the claim that rebels shelled it.", "denied", 2, 3),
        ("The attack on the bridge did not stop the talks.", "attack", 2, 3),
        ("Most people oppose sending troops to the island.", "sending", 0, 0),
        ("The myth that the army captured the town is old.", "captured", -3, -2),
    ],
)
def test_factuality(analyse: Analyse, text: str, trigger: str, low: float, high: float) -> None:
    """Modals, governing verbs, conditions, negation and denial all count, and two negations undo each other."""
    assert low <= event(analyse(text), text, trigger).factuality <= high


def test_deeds_left_open_are_listed(analyse: Analyse) -> None:
    """What the text leaves open has its value though it has no category; what it tells as fact goes without saying."""
    text = "The baker wants to paint his house next year. The tailor painted his."
    (deed,) = analyse(text).deeds
    assert deed.trigger.of(text) == "paint"
    assert deed.factuality < 2


def test_events_are_no_deeds(analyse: Analyse) -> None:
    """Each word is listed once."""
    found = analyse("The army might attack the town, and the baker might flee.")
    assert not {each.trigger for each in found.mentions} & {each.trigger for each in found.deeds}


def test_a_courtesy_leaves_nothing_open(analyse: Analyse) -> None:
    """ "would like to thank" thanks: what hangs on it is no deed left open."""
    text = "The mayor would like to thank the bakers for their work."
    assert not analyse(text).deeds


@pytest.mark.parametrize(
    ("logits", "value"),
    [
        ([9.0] * 6, 3.0),
        ([9.0, 9.0, 9.0, 9.0, 0.0, -9.0], 2.1),
        ([-9.0] * 6, -2.5),
        ([-9.0, 9.0, 9.0, 9.0, 9.0, 9.0], -2.5),
    ],
)
def test_median(logits: list[float], value: float) -> None:
    """The answer lies where a higher value gets as likely as a lower one; no cut is likelier than the one before."""
    assert median(logits) == pytest.approx(value, abs=0.01)


@given(st.lists(st.floats(-20, 20), min_size=6, max_size=6))
def test_median_stays_on_the_scale(logits: list[float]) -> None:
    """Whatever the weights say."""
    assert -3 <= median(logits) <= 3
