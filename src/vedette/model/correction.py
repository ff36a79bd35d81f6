"""What a person says of one thing that a machine read: who speaks, where it was, whether it is an event at all.

A layer read over the machine's results, which stay as they are. Append-only like links: a later word of the same person
overrides the earlier, a withdrawal is one more word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, cast

from vedette.model.ids import CorrectionId, DocumentId, PlaceId, content_id
from vedette.model.mention import PlaceKind
from vedette.model.words import agreed, person, standing_words

Subject = tuple[str, str]


class Matter(StrEnum):
    """What a correction is about: the speaker of a statement, the place of a mention, whether a mention is an event."""

    SPEAKER = "speaker"
    PLACE = "place"
    EVENT = "event"


class Verdict(StrEnum):
    """Of what the machine read. `UNSURE` leaves it as it is and is remembered; `WITHDRAWN` takes back what its maker
    had said."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks instead: somebody by name; the outlet itself where `own`; else somebody who is not named."""

    name: str | None = None
    own: bool = False
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where it was instead. `place` None for a point on the map; `radius_m` is the uncertainty."""

    name: str
    lat: float
    lon: float
    radius_m: int
    kind: PlaceKind = "site"
    place: PlaceId | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`target` is the id of a statement or of a mention, `mention@place` for one of several places of a mention.

    `voice` and `spot` are given where a speaker or a place is wrong; a wrong place without a spot is no known place. A
    wrong event is none: a rumour, a figure of speech, history. `read` is what the machine had read, in words.
    """

    id: CorrectionId
    matter: Matter
    target: str
    document: DocumentId
    verdict: Verdict
    maker: str
    made: datetime
    reason: str = ""
    read: str = ""
    voice: Voice | None = None
    spot: Spot | None = None

    @property
    def subject(self) -> Subject:
        return (self.matter, self.target)

    @property
    def says(self) -> tuple[object, ...] | None:
        """What two persons must say alike; None for a withdrawal."""
        return None if self.verdict is Verdict.WITHDRAWN else (self.verdict, self.voice, self.spot)


def correction_id(matter: Matter, target: str, verdict: Verdict, maker: str, made: datetime) -> CorrectionId:
    return CorrectionId(content_id("cor", matter, target, verdict, maker, made.isoformat()))


def last_corrections(corrections: Iterable[Correction], needed: int = 1) -> dict[Subject, Correction]:
    """Of each subject the word that counts: of those not withdrawn the latest that `needed` persons say alike."""
    found = agreed(corrections, lambda one: one.subject, lambda one: one.says, needed)
    return cast("dict[Subject, Correction]", found)


def standing_corrections(corrections: Iterable[Correction]) -> list[Correction]:
    """Each person's last word on each subject, but for those withdrawn."""
    return standing_words(corrections, lambda one: one.subject, lambda one: one.says)


State = Literal["counts", "proposed", "overruled", "taken back"]
"""Of a word: the picture goes by it; another person must say the same; another says otherwise; it stands no more."""


def with_states(corrections: Iterable[Correction], needed: int = 1) -> list[tuple[Correction, State]]:
    """Each word but the withdrawals, in the order given, and what has become of it."""
    known = list(corrections)
    standing = {one.id for one in standing_corrections(known)}
    last = last_corrections(known, needed)

    def state(one: Correction) -> State:
        if one.id not in standing:
            return "taken back"
        counting = last.get(one.subject)
        return "proposed" if counting is None else "counts" if counting.says == one.says else "overruled"

    return [(one, state(one)) for one in known if one.verdict is not Verdict.WITHDRAWN]


def repeated(one: Correction, by: str, made: datetime, why: str = "") -> Correction:
    """The same said by somebody."""
    maker = person(by)
    made_id = correction_id(one.matter, one.target, one.verdict, maker, made)
    return replace(one, id=made_id, maker=maker, made=made, reason=why)


def withdrawn(one: Correction, by: str, made: datetime) -> Correction:
    """What takes a person's word back."""
    return repeated(replace(one, verdict=Verdict.WITHDRAWN, voice=None, spot=None), by, made)
