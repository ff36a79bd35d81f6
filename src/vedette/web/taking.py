"""What a form of the review page says, as the words to be noted: of one item or several, at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vedette.fuse.correcting import correction
from vedette.fuse.judging import judged
from vedette.model.correction import Matter, Spot, Verdict, Voice, withdrawn
from vedette.model.correction import repeated as corrected_again
from vedette.model.errors import UsageError
from vedette.model.ids import PlaceId
from vedette.model.link import Judgement, Link, person
from vedette.model.link import repeated as judged_again
from vedette.placing import point_at, spot_asked, spots_named
from vedette.ports import View
from vedette.web.parameters import BadParameterError
from vedette.web.said import Word, moments, standing

LONGEST_WHY = 500
MOST_AT_ONCE = 50
PAIR, BETWEEN = "pair", "|"
_LONGEST_NAME = 200
_DIGITS = 6
_PAIRS = {"same": Judgement.SAME, "different": Judgement.DIFFERENT, "unsure": Judgement.UNSURE}
_SINGLE = {"right": Verdict.RIGHT, "wrong": Verdict.WRONG, "unsure": Verdict.UNSURE}

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The last value of each field; every one of `items`."""

    fields: Fields

    def of(self, name: str, longest: int = _LONGEST_NAME) -> str:
        return (self.fields.get(name) or [""])[-1].strip()[:longest]

    @property
    def items(self) -> list[str]:
        return list(dict.fromkeys(self.fields.get("item", [])))


def words_of(view: View, form: Form, by: str, made: datetime, countries: Sequence[str]) -> list[Word]:
    """Raises UsageError where it is not clear what is meant."""
    if not form.items:
        raise UsageError("choose at least one row")
    if len(form.items) > MOST_AT_ONCE:
        raise UsageError(f"judge at most {MOST_AT_ONCE} rows at once")
    word = "wrong" if form.of("choice") else form.of("word")
    found = [each for key in form.items for each in _words(view, key, word, form, by, made, countries)]
    if not found:
        raise UsageError(f"none of the rows can be judged “{word[:20]}”")
    return list({one.id: one for one in found}.values())


def _words(
    view: View, key: str, word: str, form: Form, by: str, made: datetime, countries: Sequence[str]
) -> Sequence[Word]:
    """None of an item that cannot be judged so: of several rows some are pairs and some are not."""
    kind, _, target = key.partition(":")
    why, alone = form.of("why", LONGEST_WHY), len(form.items) == 1
    if kind == PAIR:
        left, _, right = target.partition(BETWEEN)
        return judged(view, left, right, _PAIRS[word], why=why, by=by, made=made) if word in _PAIRS else ()
    if kind not in list(Matter) or word not in _SINGLE:
        return () if kind in list(Matter) and word in _PAIRS else _unclear()
    matter, verdict = Matter(kind), _SINGLE[word]
    if verdict is Verdict.WRONG and matter is not Matter.EVENT and not alone and not form.of("choice"):
        return ()
    is_wrong = verdict is Verdict.WRONG
    voice = _voice(form) if is_wrong and matter is Matter.SPEAKER else None
    spot = _spot(form, countries) if is_wrong and matter is Matter.PLACE else None
    noted = correction(view, target, matter, verdict, voice=voice, spot=spot, why=why, by=by, made=made)
    return (noted,)


def _unclear() -> Sequence[Word]:
    raise BadParameterError("A judgement is same, different, right, wrong or unsure.")


def _voice(form: Form) -> Voice:
    match form.of("choice").partition(":"):
        case ("own", _, _):
            return Voice(own=True)
        case ("nobody", _, _):
            return Voice()
        case ("name", _, name) if name:
            return Voice(name=name)
    name = form.of("speaker")
    if not name:
        raise UsageError("say who speaks instead: choose a name or type one")
    return Voice(name=name)


def _spot(form: Form, countries: Sequence[str]) -> Spot | None:
    """None: no place is known."""
    match form.of("choice").partition(":"):
        case ("nowhere", _, _):
            return None
        case ("place", _, place) if place:
            found = spots_named(PlaceId(place))
            if not found:
                raise UsageError("the gazetteer no longer knows that place")
            return found[0]
        case ("point", _, _):
            point = point_at(f"{form.of('lat')},{form.of('lon')}", _radius(form), form.of("point_name"))
            if point is None:
                raise UsageError("point on the map, or give latitude and longitude in degrees")
            return point
    asked = form.of("place_name")
    if not asked:
        raise UsageError("say where it was instead: choose a place, type one, or point on the map")
    return spot_asked(asked, countries, _radius(form))


def _radius(form: Form) -> int | None:
    given = form.of("radius_m")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS and int(given)):
        raise UsageError("how far a place may be off is a number of metres")
    return int(given)


def taken_back(view: View, made: str, by: str, now: datetime) -> list[Word]:
    """All that this person said at that moment and that still stands."""
    own = _said_at(view, made, person(by))
    if not own:
        raise BadParameterError("That word no longer stands, or is not yours.")
    return [
        judged_again(one, by, now, Judgement.WITHDRAWN) if isinstance(one, Link) else withdrawn(one, by, now)
        for one in own
    ]


def confirmed(view: View, made: str, maker: str, by: str, now: datetime) -> list[Word]:
    """The same said by another person."""
    said = _said_at(view, made, person(maker))
    if not said or maker == by:
        raise BadParameterError("That word no longer stands, or is your own: another person must say the same.")
    return [judged_again(one, by, now) if isinstance(one, Link) else corrected_again(one, by, now) for one in said]


def _said_at(view: View, made: str, maker: str) -> list[Word]:
    links, corrections = view.judgements(), view.corrections()
    ids = standing(links, corrections, 1).ids
    said: list[Word] = [*links, *corrections]
    return [
        one
        for group in moments(said)
        for one in group
        if one.maker == maker and one.made is not None and one.made.isoformat() == made and one.id in ids
    ]
