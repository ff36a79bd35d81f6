"""Who says what, how sure."""

from dataclasses import dataclass
from typing import Literal

from vedette.model.ids import DocumentId, StatementId, content_id
from vedette.model.interval import Interval
from vedette.model.span import Span

Kind = Literal[
    "report",
    "claim",
    "admission",
    "denial",
    "threat",
    "call",
    "intent",
    "prediction",
    "judgement",
    "speculation",
    "question",
]
Certainty = Literal["confirmed", "asserted", "probable", "possible", "unconfirmed", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who holds the statement. `span` is where the words name him (a pronoun, too); None if only context does.

    `country` (ISO 3166-1 alpha-2) is the state he speaks for where text or reference say so.
    """

    name: str
    span: Span | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """The channel or outlet that carried it."""

    name: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`content` is what is said; a statement with neither speaker, cue nor quotation is the outlet's own voice.

    `proposed_by` names the language model that proposed it; empty for what Vedette read itself.
    """

    id: StatementId
    content: Span
    speaker: Speaker | None = None
    cue: Span | None = None
    via: Via | None = None
    kind: Kind = "report"
    certainty: Certainty = "asserted"
    condition: Span | None = None
    direct: bool = False
    said: Interval | None = None
    loaded: bool = False
    proposed_by: str = ""

    @property
    def attributed(self) -> bool:
        return self.speaker is not None or self.cue is not None or self.direct


def statement_id(document: DocumentId, content: Span, cue: Span | None, speaker: Span | None) -> StatementId:
    return StatementId(
        content_id(
            "sta",
            document,
            content.start,
            content.end,
            cue.start if cue else "",
            speaker.start if speaker else "",
            speaker.end if speaker else "",
        )
    )
