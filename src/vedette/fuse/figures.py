"""Numbers of killed, wounded, captured, missing, displaced, destroyed, each with its victim and its speaker.

Never merged: two sides' counts of one loss stay two figures.
"""

import re

from vedette.fuse.sides import Sides
from vedette.fuse.telling import Telling, side_of
from vedette.model.event import Figure, Measure
from vedette.model.mention import Quantity

# Word beginnings by language; the nearest one to the number says what was counted.
_MEASURES: dict[Measure, tuple[str, ...]] = {
    "killed": ("kill", "dead", "death", "die", "fatal", "lost their li", "eliminat", "убит", "погиб", "загин",
               "вбит", "ліквід", "ликвид"),
    "wounded": ("wound", "injur", "hurt", "ранен", "поранен", "пострада", "постражда"),
    "captured": ("captur", "prisoner", "surrender", "taken captive", "плен", "полон"),
    "missing": ("missing", "unaccounted", "пропа", "зник"),
    "displaced": ("displac", "evacuat", "fled", "flee", "refugee", "эваку", "евакуй", "бежен", "біжен", "переселен"),
    "destroyed": ("destroy", "shot down", "shoot down", "down", "intercept", "knock", "burn", "уничтож", "знищ", "сбит",
                  "збит"),
}  # fmt: skip
_LOSS = re.compile(
    "|".join(rf"(?P<{measure}>\b(?:" + "|".join(map(re.escape, stems)) + "))" for measure, stems in _MEASURES.items()),
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:person|people|soldier|troop|servicem|personnel|fighter|militant|civilian|resident|inhabitant|child|wom[ae]n|"
    r"m[ae]n\b|boy|girl|officer|guard|prisoner|casualt|victim|refugee|mercenar|человек|люд|осіб|особ|солдат|военн|"
    r"військов|жител|мирн|дет|діт|боец|бойц|бійц)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"\b(?:%|per ?cent|percent|km|kilomet|met(?:re|er)|mile|hectare|day|week|month|year|hour|minute|euro|dollar|hryvn|"
    r"rouble|ruble|pound|usd|village|settlement|town|cit(?:y|ies)|degree|time|date|процент|гривн|рубл|сел|посел|насел)",
    re.IGNORECASE,
)
_CIVILIANS = re.compile(r"\b(?:civilian|resident|inhabitant|child|мирн|цивіл|жител|дет|діт)", re.IGNORECASE)
_MILITARY = re.compile(
    r"\b(?:soldier|troop|servicem|personnel|fighter|officer|guard|mercenar|tank|armou?red|aircraft|warship|солдат|военн|"
    r"військов|боец|бойц|бійц)",
    re.IGNORECASE,
)
_REACH = 80
_CLAUSE = re.compile(r"[.;:!?\n]")


def figures(telling: Telling, sides: Sides) -> tuple[Figure, ...]:
    """Those of the mention's quantities that count victims or losses."""
    found = (_figure(quantity, telling, sides) for quantity in telling.quantities)
    return tuple(figure for figure in found if figure is not None)


def _figure(quantity: Quantity, telling: Telling, sides: Sides) -> Figure | None:
    low = quantity.low if quantity.low is not None or quantity.high is not None else quantity.value
    high = quantity.high if quantity.low is not None or quantity.high is not None else quantity.value
    kind = " ".join(filter(None, (quantity.unit, quantity.of)))
    if (low is None and high is None) or _NOT_COUNTED.search(kind) or quantity.change in ("up", "down"):
        return None
    what = _measure(quantity, kind, telling)
    if what is None:
        return None
    return Figure(
        what=what,
        victim=_victim(quantity, kind, telling, sides),
        low=low,
        high=high,
        speaker=telling.speaker,
        side=telling.side,
        statement=telling.statement.id,
        span=quantity.span,
    )


def _measure(quantity: Quantity, kind: str, telling: Telling) -> Measure | None:
    """The nearest word of loss in the clause, else that of the trigger. Things are never killed."""
    trigger = telling.mention.trigger.of(telling.document.text)
    what = _nearest(quantity, telling.document.text) or _of_word(trigger)
    people = bool(_PEOPLE.search(kind))
    if what == "destroyed" and people:
        return "killed"
    if what == "captured" and not people and not re.search(r"prisoner|плен|полон", trigger, re.IGNORECASE):
        return None
    if kind and not people and what in ("killed", "wounded", "missing", "displaced"):
        return what if quantity.of is None and quantity.unit is None else _thing(what, kind)
    return what


def _thing(what: Measure, kind: str) -> Measure | None:
    """A unit that is no known word for people may still be one ("men of the brigade"); a machine is not."""
    machine = re.search(
        r"\b(?:tank|vehicle|drone|missile|aircraft|plane|helicopter|gun|howitzer|system|uav)", kind, re.I
    )
    return None if machine else what


def _nearest(quantity: Quantity, text: str) -> Measure | None:
    before = _CLAUSE.split(text[max(0, quantity.span.start - _REACH) : quantity.span.start])[-1]
    after = _CLAUSE.split(text[quantity.span.end : quantity.span.end + _REACH])[0]
    distances = [(match.start(), match.lastgroup) for match in _LOSS.finditer(after)]
    # Words that follow a number are likelier its own than words before it.
    distances += [(len(before) - match.end() + 12, match.lastgroup) for match in _LOSS.finditer(before)]
    return _named(min(distances, default=(0, None))[1])


def _of_word(word: str) -> Measure | None:
    found = _LOSS.search(word)
    return _named(found.lastgroup) if found else None


def _named(group: str | None) -> Measure | None:
    return next((measure for measure in _MEASURES if measure == group), None)


def _victim(quantity: Quantity, kind: str, telling: Telling, sides: Sides) -> str | None:
    """A side's id, "civilians", or what was counted; None where the words do not say."""
    if side := sides.of_name(kind):
        return side
    if _CIVILIANS.search(kind):
        return "civilians"
    if target := side_of(telling.parties, "target"):
        return target
    return quantity.of if quantity.of and quantity.of[:1].isalpha() else None


def admits_losses(telling: Telling, sides: Sides) -> bool:
    """Whether the speaker counts military losses of his own side."""
    if telling.side is None or telling.denies:
        return False
    return any(
        _MILITARY.search(" ".join(filter(None, (quantity.unit, quantity.of))))
        and (figure := _figure(quantity, telling, sides)) is not None
        and figure.victim == telling.side
        for quantity in telling.quantities
    )
