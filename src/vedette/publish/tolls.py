"""Figures over time in words: what each voice counted of one matter, side by side, and where they contradict."""

from collections.abc import Iterable, Sequence
from datetime import date

from vedette.model.series import Reading, Series
from vedette.publish.citation import Citation, Sentence
from vedette.publish.material import Material
from vedette.publish.wording import amount, sentence
from vedette.reference.english import day, join
from vedette.reference.naming import speaker

_MOST_MATTERS = 25
_MOST_READINGS = 5
_MOST_CITATIONS = 12


def matters(told: Iterable[Series], first: date, last: date) -> list[list[Series]]:
    """What was counted more than once, by one voice or by several, and last in these days; the most counted first."""
    groups: dict[str, list[Series]] = {}
    for one in told:
        groups.setdefault(one.matter, []).append(one)
    several = [group for group in groups.values() if _readings(group) > 1 and first <= _newest(group) <= last]
    return sorted(several, key=lambda group: (-_readings(group), group[0].matter))[:_MOST_MATTERS]


def _readings(group: Sequence[Series]) -> int:
    return sum(len(one.readings) for one in group)


def _newest(group: Sequence[Series]) -> date:
    return max((each.day for one in group for each in one.readings if each.day), default=date.min)


def toll_sentence(group: Sequence[Series], material: Material) -> Sentence | None:
    """One matter: each voice with its numbers and their days. None where no words can be cited."""
    voices = [f"{_name(one)}: {_numbers(one)}" for one in group]
    citations = [
        citation for one in group for each in one.readings[-_MOST_READINGS:] for citation in _cite(each, material)
    ]
    if not citations:
        return None
    text = f"{_about(group[0], material)} — {'; '.join(voices)}.{_doubts(group)}"
    unique = tuple(dict.fromkeys(citations))[:_MOST_CITATIONS]
    return Sentence(text=f"{text[0].upper()}{text[1:]}", citations=unique)


def _name(one: Series) -> str:
    return speaker(one.voice)


def _about(one: Series, material: Material) -> str:
    side = material.sides.get(one.victim or "")
    whose = f" on the side of {side}" if side else f", {one.victim}" if one.victim else ""
    where = f" at {one.place.name}" if one.place and one.place.kind in ("settlement", "site") else ""
    where = where or (f" in {one.place.name}" if one.place else "")
    span = {"event": "", "period": ", in a day or another stretch of time", "total": ", all in all"}[one.reach]
    return f"{one.what}{whose}{where}{span}"


def _numbers(one: Series) -> str:
    shown = one.readings[-_MOST_READINGS:]
    earlier = len(one.readings) - len(shown)
    words = [f"{amount(each.figure)}{f' ({day(each.day)})' if each.day else ''}" for each in shown]
    return f"{f'{earlier} earlier, then ' if earlier else ''}{', '.join(words)}"


def _cite(one: Reading, material: Material) -> tuple[Citation, ...]:
    return material.cite_statement(one.figure.statement) or material.cite(one.figure.span)


def _doubts(group: Sequence[Series]) -> str:
    """What does not fit, said plainly and judged by nobody."""
    names = {one.id: _name(one) for one in group}
    said = []
    disputed = sorted({names[one.id] for one in group if one.against})
    if len(disputed) > 1:
        said.append(sentence(f"the numbers of {join(disputed)} contradict each other"))
    falling = sorted({names[one.id] for one in group if any("falls" in each.doubts for each in one.readings)})
    if falling:
        said.append(sentence(f"{join(falling)} gave a lower number later: a count that only grows cannot fall"))
    return "".join(f" {each}" for each in said)
