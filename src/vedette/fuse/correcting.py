"""What a person's word on one statement or mention, named by its id, is noted as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vedette.fuse.corrected import is_place
from vedette.model.analysis import Analysis
from vedette.model.correction import Correction, Matter, Spot, Verdict, Voice, correction_id, standing_corrections
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.ids import DocumentId, StatementId
from vedette.model.link import mention_of
from vedette.model.mention import Mention, PlaceMention
from vedette.model.statement import Statement
from vedette.model.words import person
from vedette.ports import View

OWN_VOICE, NOT_NAMED, NO_PLACE = "the outlet’s own voice", "somebody not named", "no place"
LONGEST_NAME = 200
LONGEST_REASON = 500
LARGEST_RADIUS_M = 500_000
_MENTION, _STATEMENT = "men_", "sta_"
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be judged, as the machine read it. `mention` is None for a statement; `place` is the end's,
    where one of several places of the mention is meant."""

    document: Document
    analysis: Analysis
    statement: Statement | None
    mention: Mention | None = None
    place: str = ""

    @property
    def places(self) -> Sequence[PlaceMention]:
        if self.mention is None:
            return ()
        told = [self.analysis.places[index] for index in self.mention.places]
        return [one for one in told if not self.place or is_place(one, self.place)]


def correction(
    view: View,
    target: str,
    matter: Matter,
    verdict: Verdict,
    *,
    voice: Voice | None = None,
    spot: Spot | None = None,
    why: str,
    by: str,
    made: datetime,
) -> Correction:
    """The fact to be appended; raises UsageError where it does not say clearly what is judged."""
    item = find_item(view, target, matter)
    subject = _subject(item, matter)
    _check(matter, verdict, voice, spot)
    maker = person(by)
    if verdict is Verdict.WITHDRAWN:
        known = standing_corrections(view.corrections([item.document.id]))
        if not any(one.maker == maker and one.subject == (matter, subject) for one in known):
            raise UsageError(
                f"{by} has judged nothing of the {matter} of {target!r} that still stands; "
                "`vedette explain` shows who has"
            )
    return Correction(
        id=correction_id(matter, subject, verdict, maker, made),
        matter=matter,
        target=subject,
        document=item.document.id,
        verdict=verdict,
        maker=maker,
        made=made,
        reason=why[:LONGEST_REASON],
        read=reading(item, matter),
        voice=voice,
        spot=spot,
    )


def _check(matter: Matter, verdict: Verdict, voice: Voice | None, spot: Spot | None) -> None:
    if voice is not None and (matter is not Matter.SPEAKER or verdict is not Verdict.WRONG):
        raise UsageError(
            "another speaker is named where the speaker is judged wrong; leave it out, or say `speaker wrong`"
        )
    if spot is not None and (matter is not Matter.PLACE or verdict is not Verdict.WRONG):
        raise UsageError("another place is named where the place is judged wrong; leave it out, or say `place wrong`")
    if matter is Matter.SPEAKER and verdict is Verdict.WRONG and voice is None:
        raise UsageError("say who speaks instead: a name, the outlet itself, or somebody who is not named")
    if voice is not None and len(voice.name or "") > LONGEST_NAME:
        raise UsageError(f"a speaker's name has at most {LONGEST_NAME} characters")
    if spot is not None:
        _check_spot(spot)


def _check_spot(spot: Spot) -> None:
    if not (-90 <= spot.lat <= 90 and -180 <= spot.lon <= 180):
        raise UsageError("a place needs a latitude from -90 to 90 degrees, and a longitude from -180 to 180")
    if not 0 < spot.radius_m <= LARGEST_RADIUS_M:
        raise UsageError(f"the uncertainty of a place is from 1 to {LARGEST_RADIUS_M} metres")
    if not spot.name.strip() or len(spot.name) > LONGEST_NAME:
        raise UsageError(f"a place has a name of at most {LONGEST_NAME} characters")


def find_item(view: View, target: str, matter: Matter) -> Item:
    """A mention may be named by its statement where that tells of one only, a statement by any mention of it."""
    known = mention_of(target)
    if known.startswith(_MENTION):
        document = view.told_in([known]).get(known)
    else:
        row = view.statement(StatementId(known)) if known.startswith(_STATEMENT) else None
        document = row.document.id if row else None
    item = _in_document(view, document, target, matter) if document else None
    if item is None:
        raise UsageError(
            f"no statement or mention has the id {target!r}, or it is no longer read so; "
            "the pages of events and documents and `vedette explain --json` show the ids"
        )
    return item


def _in_document(view: View, document: DocumentId, target: str, matter: Matter) -> Item | None:
    paper = next(iter(view.documents([document])), None)
    analysis = next(iter(view.analyses([document])), None)
    if paper is None or analysis is None:
        return None
    statements: dict[str, Statement] = {one.id: one for one in analysis.statements}
    if target in statements:
        told = [one for one in analysis.mentions if one.statement == target]
        mention = None if matter is Matter.SPEAKER else _only(told, target)
        return Item(document=paper, analysis=analysis, statement=statements[target], mention=mention)
    known, _, place = target.partition("@")
    found = next((one for one in analysis.mentions if one.id == known), None)
    if found is None or (matter is Matter.SPEAKER and found.statement is None):
        return None
    return Item(
        document=paper,
        analysis=analysis,
        statement=statements.get(found.statement or ""),
        mention=found,
        place=place if matter is Matter.PLACE else "",
    )


def _only(mentions: Sequence[Mention], target: str) -> Mention:
    if not mentions:
        raise UsageError(f"{target!r} tells of no event; name a statement or mention that does")
    if len(mentions) > 1:
        listed = ", ".join(one.id for one in mentions[:_LISTED])
        raise UsageError(f"{target!r} tells of {len(mentions)} events; name the mention that you mean: {listed}")
    return mentions[0]


def _subject(item: Item, matter: Matter) -> str:
    if matter is Matter.SPEAKER:
        assert item.statement is not None
        return item.statement.id
    assert item.mention is not None
    return f"{item.mention.id}@{item.place}" if item.place else item.mention.id


def reading(item: Item, matter: Matter) -> str:
    """What the machine read, in words."""
    match matter:
        case Matter.SPEAKER:
            return _speaker(item.statement) if item.statement else ""
        case Matter.PLACE:
            return ", ".join(dict.fromkeys(_place(one) for one in item.places)) or NO_PLACE
        case Matter.EVENT:
            return item.mention.trigger.of(item.document.text) if item.mention else ""


def _speaker(statement: Statement) -> str:
    if statement.speaker is not None:
        return statement.speaker.name
    return NOT_NAMED if statement.attributed else OWN_VOICE


def _place(place: PlaceMention) -> str:
    return f"{place.relation} {place.name}" if place.relation else place.name


def saying(one: Correction) -> str:
    """What a person says instead, in words; empty where nothing is put in the place of what was read."""
    if one.verdict is not Verdict.WRONG:
        return ""
    match one.matter:
        case Matter.SPEAKER:
            voice = one.voice or Voice()
            return OWN_VOICE if voice.own else voice.name or NOT_NAMED
        case Matter.PLACE:
            return one.spot.name if one.spot else NO_PLACE
        case Matter.EVENT:
            return "not an event"


def corrected(word: Correction) -> str:
    """What somebody did, after "A. Analyst"."""
    match word.verdict:
        case Verdict.RIGHT:
            return "judged that right"
        case Verdict.UNSURE:
            return "was not sure"
        case Verdict.WITHDRAWN:
            return "took the judgement back"
        case Verdict.WRONG:
            return f"said it is {saying(word)}"
