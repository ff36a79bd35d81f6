"""What an export with evidence holds, once it is settled what may leave."""

from dataclasses import dataclass
from datetime import datetime

from vedette.evidence.custody import Access
from vedette.evidence.roots import Kept
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Event
from vedette.model.link import Link
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One capture with its proof. `position` is that in the chain, from 1, `before` and `chain` the hashes before it
    and its own; `root` names the daily root that covers it, None where none does, `path` the hashes that lead there.
    `file` is where its bytes are; where they are not, `withheld` says why. `capture` is None where nothing of it may
    leave: then its own hash stands for it."""

    position: int
    before: str
    chain: str
    capture: Capture | None = None
    root: str | None = None
    path: tuple[str, ...] = ()
    file: str | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with its words, which are those of the document's text at its span."""

    statement: Statement
    words: str

    @property
    def span(self) -> Span:
        return self.statement.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`about` says in a line what was asked for, `policy` what was held back and why, a line each. `redacted` are
    documents in which a name is withheld: their text is not that of their id any more. `report` are files of a
    situation report, by name. `custody` are lines of the log, where they may leave."""

    title: str
    about: str
    made: datetime
    by: str
    version: str
    proofs: tuple[Proof, ...]
    documents: tuple[Document, ...]
    redacted: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()
    said: tuple[Said, ...] = ()
    observations: tuple[Observation, ...] = ()
    judgements: tuple[Link, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    roots: tuple[Kept, ...] = ()
    authorities: bytes = b""
    report: tuple[tuple[str, bytes], ...] = ()
    custody: tuple[Access, ...] = ()
    policy: tuple[str, ...] = ()
    notice: str = ""
