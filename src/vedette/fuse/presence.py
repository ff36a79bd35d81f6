"""Who is told to be in a place, without a word of a change: "X is still under Southmark's control", "Northland's
troops in X", "fighting goes on in X", "both sides claim X".

Read from the words on both sides of a place's name. Language is data here, as in `tolls`. A document's presences follow
from it alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vedette.fuse.corrected import named_in_text
from vedette.fuse.sides import Sides
from vedette.fuse.voices import Holder
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Location
from vedette.model.ids import DocumentId, SideId, StatementId
from vedette.model.interval import Interval
from vedette.model.mention import PlaceMention
from vedette.model.statement import Statement
from vedette.reference.parties import is_enemy

How = Literal["held", "there", "contested"]
"""Said to hold the place; said to have forces in it; said to be fought over."""

_NEAR = 110
_DENIED_BEFORE = 25
_MOST_WORDS = 4
_WHO = r"(?P<who>(?:[\w'’.-]+ ){0,3}?[\w'’.-]+)"
_TOWN = (
    r"(?:(?:the |in |of |central |downtown |eastern |western |northern |southern )*"
    r"(?:city|town|village|settlement|port|город\w*|мест\w*|м[іи]ст\w*|сел\w*)?(?: of)? ?)?"
)
_FORCES = (
    r"(?:forces|troops|units?|soldiers|servicem[ea]n|fighters|defenders|garrison|army|military|marines|paratroopers|"
    r"войск\w*|сил\w*|подразделени\w*|военн\w*|бойц\w*|військ\w*|підрозділ\w*|бійц\w*|гарнизон\w*|гарнізон\w*)"
)
_STILL = r"(?:still |now |currently |firmly |fully |also |additionally |likely |continue to |continues to )*"
_HOLD = (
    r"(?:hold|holds|held|control|controls|controlled|occupy|occupies|(?:retain|maintain)(?:s|ed)? (?:full )?control "
    r"(?:of|over)|(?:remain|are|is) in (?:full )?control of|контролиру\w+|удержива\w+|контролю\w+|утриму\w+|обороня\w+)"
)
_POSTED = (
    r"(?:\w+ed |based |still |remaining |operating )*"
    r"(?:in|inside|within|holding|occupying|controlling|defending|в|у)"
)
_FIGHT = r"(?:fighting|battles?|clashes|street fights?|бои|бої|боях|боями)"
_GOES_ON = (
    r"(?: \w+ing| (?:is|are|were|was|continue[sd]?|rage[sd]?|go(?:es)? on|persist\w*|идут|продолжа\w+|тривают\w*|"
    r"йдуть|точаться))* (?:in|inside|within|for(?: control of)?|for the control of|в|у|за)"
)
_AHEAD: tuple[tuple[How, str], ...] = (
    ("held", rf"[- ](?:occupied|held|controlled) {_TOWN}$"),
    ("held", rf" {_STILL}{_HOLD} {_TOWN}$"),
    ("there", rf" {_FORCES} {_POSTED} {_TOWN}$"),
    ("contested", rf"{_FIGHT}{_GOES_ON} {_TOWN}$"),
    ("contested", rf"both sides claim(?:ed)?(?: \w+)?(?: control of| to hold| to control)? {_TOWN}$"),
)
_IS = r"^,? (?:which )?(?:is|are|remains?|stays?)"
_REMAINS = (
    r"^,? (?:which )?(?:\w+ )?(?:is|are|remains?|remained|stays?|still|перебува\w+|залиша\w+|наход\w+|оста[её]\w+) "
    r"(?:\w+ ){0,2}?(?:under|in|під|под) (?:(?:the|full|complete|firm|tight|повним|полным|контролем) )*"
)
_BEHIND: tuple[tuple[How, str], ...] = (
    ("held", rf"{_REMAINS}{_WHO}? ?(?:control|hands|occupation|контролем|руках)?\b"),
    ("held", rf"{_IS} (?:still |now |currently )*(?:held|controlled|occupied) by (?:the )?{_WHO}"),
    ("contested", rf"{_IS} (?:still |now |heavily )*(?:contested|disputed|(?:a|the) gr[ae]y zone)"),
    ("contested", rf"{_IS} (?:still )?(?:unclear|claimed by both)"),
)
_AHEAD_SIGNS = tuple((how, re.compile(sign, re.IGNORECASE)) for how, sign in _AHEAD)
_BEHIND_SIGNS = tuple((how, re.compile(sign, re.IGNORECASE)) for how, sign in _BEHIND)
_HINT = re.compile(
    r"forces|troops|unit|soldier|service|fighter|defender|garrison|army|milit|marine|paratroop|hold|held|control|occup|"
    r"fight|battle|clash|claim|contest|disputed|unclear|zone|hands|войск|сил|военн|подраздел|боец|бойц|бои|бої|боях|"
    r"військ|підрозд|бійц|гарн|контрол|удерж|утрим|оборон|руках",
    re.IGNORECASE,
)
_WIDER = re.compile(
    r"^(?:[-–/ ][\w’'-]+| and [\w’'-]+|, [\w’'-]+)?[ -](?:\w+ )?"
    r"(?:oblasts?|regions?|directions?|areas?|axis|axes|districts?|raions?|front|line|sector|край|област\w*|направлени\w*|напрям\w*|район\w*)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:, (?:and |or )?| and | or |, и | и | та | і )(?:the )?")
_CONTROL = re.compile(r"control|hands|occupation|контролем|руках|held|occupied", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\b(?:not|no longer|never|if|unless|would|could|might|may|should|will|cannot|failed|unable|seek|want\w*|aims?|"
    r"plan\w*|intend\w*|until|before|after|than|attempt\w*|try\w*|to(?= ?$)|не|если|якщо|больше не)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;:!?\n](?=\s|$)|\bwhile\b|\bwhereas\b|\bbut\b|\balthough\b")
_NOT_TOLD = frozenset({"threat", "intent", "prediction", "call", "question", "speculation", "denial"})
_DOUBTED = frozenset({"denied", "unconfirmed", "possible"})
_HELD_KINDS = frozenset({"settlement", "site"})
_OURS = frozenset({"our", "ours", "наш", "нашим", "наших", "наши", "наші", "нашими"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """`holder` None where the place is told to be fought over. `when` is the day of speaking or of publication: the
    state is that of then. `teller` is the side of whoever says so."""

    place: Location
    how: How
    holder: SideId | None
    when: Interval
    statement: StatementId
    document: DocumentId
    teller: SideId | None


def presences(
    analysis: Analysis, document: Document, voices: Mapping[StatementId, Holder], sides: Sides
) -> tuple[Presence, ...]:
    """Each once a place, holder and way of telling, in the order of the text."""
    found: dict[tuple[object, ...], Presence] = {}
    last, before = None, None
    for place in sorted(named_in_text(analysis), key=lambda place: (place.span.start, place.span.end)):
        told = _told(place, document.text)
        if told is None and before is not None and _is_listed(before, place, document.text):
            told = last
        last, before = told, place
        if told is None or place.kind not in _HELD_KINDS or place.metonym or place.relation or place.lat is None:
            continue
        one = _at(place, told, analysis, document, voices, sides)
        if one is not None:
            found.setdefault((one.place.id, one.holder, one.how), one)
    return tuple(found.values())


def _is_listed(before: PlaceMention, place: PlaceMention, text: str) -> bool:
    """ "In A, B and C"."""
    return bool(_LISTED.fullmatch(text[before.span.end : place.span.start]))


def _at(
    place: PlaceMention,
    told: tuple[How, str],
    analysis: Analysis,
    document: Document,
    voices: Mapping[StatementId, Holder],
    sides: Sides,
) -> Presence | None:
    statement = _statement(place, analysis)
    if statement is None or statement.kind in _NOT_TOLD or statement.certainty in _DOUBTED:
        return None
    how, who = told
    holder = _side(who, voices[statement.id], sides) if how != "contested" else None
    when, where = statement.said or document.published, _location(place)
    if when is None or where is None or (holder is None and how != "contested"):
        return None
    day = when.last_day
    return Presence(
        place=where,
        how=how,
        holder=holder,
        when=Interval.of_days(day, day),
        statement=statement.id,
        document=document.id,
        teller=voices[statement.id].side,
    )


def _told(place: PlaceMention, text: str) -> tuple[How, str] | None:
    """The way of telling, and the words that name who is there."""
    ahead = _BREAK.split(text[max(0, place.span.start - _NEAR) : place.span.start])[-1].lstrip()
    behind = _BREAK.split(text[place.span.end : place.span.end + _NEAR])[0]
    if (not _HINT.search(ahead) and not _HINT.search(behind)) or _WIDER.match(behind):
        return None
    for how, sign in _AHEAD_SIGNS:
        found = sign.search(ahead)
        if found and not _NOT_SO.search(ahead[max(0, found.start() - _DENIED_BEFORE) : found.start() + 1]):
            return how, " ".join(ahead[: found.start()].split()[-_MOST_WORDS:])
    for how, sign in _BEHIND_SIGNS:
        found = sign.search(behind)
        if found and not _NOT_SO.search(behind[: found.end() + 1]) and not _NOT_SO.search(ahead[-_DENIED_BEFORE:]):
            if how == "held" and not _CONTROL.search(found.group()):
                continue
            return how, found.groupdict().get("who") or ""
    return None


def _side(who: str, speaker: Holder, sides: Sides) -> SideId | None:
    words = who.lower().split()
    if speaker.side is not None and _OURS & set(words):
        return speaker.side
    if speaker.side is not None and is_enemy(who):
        return sides.opponent(speaker.side)
    return sides.of_name(who)


def _statement(place: PlaceMention, analysis: Analysis) -> Statement | None:
    around = [one for one in analysis.statements if one.content.contains(place.span)]
    return min(around, key=lambda one: (one.content.end - one.content.start, one.id), default=None)


def _location(place: PlaceMention) -> Location | None:
    from vedette.fuse.telling import location

    return location(place)
