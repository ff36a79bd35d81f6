"""How grave what is told would be, were it so; what stands first in a report."""

from math import log10

from vedette.model.event import Event

WAR = frozenset({"ASSAULT", "RETREAT", "COERCE", "MOBILIZE"})
# Consequence: ground first, then force against people, then the rest.
_WEIGHT_CHANGE = {"captured": 100, "liberated": 100, "withdrew": 90, "advanced": 60, "pushed-back": 55,
                  "contested": 45, "repelled": 35}  # fmt: skip
_WEIGHT_STATUS = {"observed": 30, "conceded": 25, "corroborated": 25, "contested": 20, "denied": 5, "one-sided": 0,
                  "unconfirmed": -20}  # fmt: skip


def consequence(event: Event) -> tuple[float, str]:
    victims = sum(figure.low or figure.high or 0 for figure in event.figures if figure.what in ("killed", "wounded"))
    weight = float(_WEIGHT_CHANGE.get(event.change or "", 0))
    weight += 40 if event.plover in WAR and event.change is None else 0
    weight += 20 * log10(1 + victims) + _WEIGHT_STATUS[event.assessment.status]
    return (-weight - 2 * event.assessment.independent_sources, event.id)


def of_the_war(event: Event) -> bool:
    return event.change is not None or event.plover in WAR or bool(event.figures)


def worth_telling(event: Event) -> bool:
    """Where, how many, or who did it: an event without all of these says nothing to a reader."""
    known = any(party.side for party in event.parties) and event.when is not None
    return event.place is not None or bool(event.figures) or known
