"""Which facts a store does not hold yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from vedette.carrying.load import Fact
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.failure import Failure
from vedette.model.link import Link
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.ports import View

EVERY = ObservationQuery(limit=2**31 - 1)


@dataclass
class Fresh:
    """What this workspace says of a source, understood of a document, noted in it or saw of a subject is not another's
    to change: then the other's is not new. A source may go back to a text; only the text itself counts here."""

    view: View
    _told: set[object] = field(default_factory=set)

    def among(self, facts: Sequence[Fact]) -> Iterator[Fact]:
        """Each once, however often it is asked about."""
        known = self._known(facts)
        for fact in facts:
            key = (type(fact), _key(fact))
            if not (key in self._told or key in known or key in self._settled):
                self._told.add(key)
                yield fact

    def _known(self, facts: Sequence[Fact]) -> set[object]:
        found: set[object] = set()
        if ids := [one.id for one in facts if isinstance(one, Capture)]:
            found |= {(Capture, one.id) for one in self.view.captures(ids)}
        if texts := [one.id for one in facts if isinstance(one, Document)]:
            found |= {(Document, one.id) for one in self.view.documents(texts)}
        if read := [one.document for one in facts if isinstance(one, Analysis)]:
            found |= {(Analysis, one.document) for one in self.view.analyses(read)}
        if noted := [one.document for one in facts if isinstance(one, Annotation)]:
            found |= {(Annotation, _key(one)) for one in self.view.annotations(noted)}
        if ends := sorted({end for one in facts if isinstance(one, Link) for end in one.pair}):
            found |= {(Link, one.id) for one in self.view.links_among(ends)}
        return found

    @cached_property
    def _settled(self) -> frozenset[object]:
        """Of what is few."""
        return frozenset(
            [
                *((Source, one.id) for one in self.view.sources()),
                *((Retraction, one.id) for one in self.view.retractions()),
                *((Correction, one.id) for one in self.view.corrections()),
                *((Failure, (one.stage, one.version, one.item)) for one in self.view.failures()),
                *((Observation, one.subject) for one in self.view.observations(EVERY)),
            ]
        )


def _key(fact: Fact) -> object:
    match fact:
        case Analysis():
            return fact.document
        case Annotation():
            return (fact.document, fact.maker)
        case Observation():
            return fact.subject
        case Failure():
            return (fact.stage, fact.version, fact.item)
        case _:
            return fact.id
