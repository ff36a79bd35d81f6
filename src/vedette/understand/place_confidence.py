"""How sure a resolved place is: the chance that it lies within 20 km of what the text means."""

from collections.abc import Mapping
from math import exp, log, log10

from vedette.reference.gazetteer import Entry
from vedette.understand.place_choice import Choice
from vedette.understand.place_containers import is_inside
from vedette.understand.place_names import Toponym

_WIDE_M, _WIDE_PEOPLE, _VILLAGE_M = 15_000, 300_000, 2_500
_MOST = 0.995


def confidence(toponym: Toponym, choice: Choice, entry: Entry, weights: Mapping[str, float]) -> float:
    """By the learnt weights; without any, the chance of a place times that of this one."""
    if not weights:
        return choice.probability / (1 + exp(-toponym.score))
    total = sum(weights.get(name, 0.0) * value for name, value in measures(toponym, choice, entry).items())
    return min(_MOST, 1 / (1 + exp(-total)))


def measures(toponym: Toponym, choice: Choice, entry: Entry) -> dict[str, float]:
    """What the confidence of a choice is reckoned from."""
    probability = min(max(choice.probability, 0.01), 0.995)
    told = {
        "always": 1.0,
        "place": min(max(toponym.score, -1.0), 5.0),
        "place, sure": max(0.0, min(toponym.score, 5.0) - 2.0),
        "likely": log(probability / (1 - probability)),
        "likely, sure": max(0.0, log(probability / (1 - probability)) - 2.0),
        "margin": min(choice.margin, 6.0),
        "margin, great": max(0.0, min(choice.margin, 6.0) - 3.0),
        entry.kind: 1.0,
        entry.form: 1.0,
        "senses": log10(1 + len(toponym.entries)),
        "in what the text says": float(any(is_inside(entry, each) for each, _ in toponym.within)),
        "not in what the text says": float(any(not is_inside(entry, each) for each, _ in toponym.within)),
    }
    if entry.kind in {"settlement", "admin2"}:
        told["wide"] = float(entry.radius_m > _WIDE_M and entry.population < _WIDE_PEOPLE)
        told["point not known"] = float(entry.radius_m > _VILLAGE_M and entry.population == 0)
        told["people"] = log10(entry.population + 100) - 3
    else:
        told["wide " + entry.kind] = log10(entry.radius_m / 300_000)
        told["middle of its towns"] = float(entry.kind == "admin1" and entry.id.startswith("vedette:"))
    if toponym.demonym:
        told["demonym"] = 1.0
    return told
