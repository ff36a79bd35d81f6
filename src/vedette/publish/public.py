"""What the publication policy leaves of a view: no source that is withheld, and no name that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.event import Control, Event, Threat
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId, ObservationId, SourceId, StatementId
from vedette.model.link import Link
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Query, StatementRow
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.model.watch import Policy, Watch
from vedette.ports import View
from vedette.publish.veil import Veil, veil_of


def refuse_unknown(view: View, watch: Watch) -> None:
    """UsageError for a source that is withheld and that nobody knows: a slip would let everything of it out."""
    known = {source.id for source in (*view.sources(), *watch.sources)}
    for one in watch.policy.withhold:
        if one not in known:
            raise UsageError(
                f"[policy] withhold: no source has the id {one!r}; correct watch.toml by the `source` field of "
                "`vedette export WORKSPACE statements`"
            )


def veil_over(view: View, policy: Policy) -> Veil:
    withheld = [source for source in view.sources() if source.id in policy.withhold]

    def text(document: DocumentId) -> str | None:
        return next((one.text for one in view.documents([document])), None)

    return veil_of(policy.redact, withheld, text)


def public_view(view: View, policy: Policy, veil: Veil | None = None) -> View:
    """Events, control, threats and statements come as they are stored: they leave through a `Clearance`."""
    if not policy.withhold and not policy.redact:
        return view
    seen = _Public(view=view, withheld=frozenset(policy.withhold), veil=veil or veil_over(view, policy))
    return cast(View, seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Public:
    """No more of the port than publishing needs: a question that is not here has no answer that may leave."""

    view: View
    withheld: frozenset[SourceId]
    veil: Veil

    def sources(self) -> Sequence[Source]:
        return [self.veil.of(one) for one in self.view.sources() if one.id not in self.withheld]

    def captures(self, ids: Sequence[CaptureId] | None = None) -> Sequence[Capture]:
        found = self.view.captures(ids)
        return [self.veil.of(one) for one in found if one.source not in self.withheld]

    def documents(self, ids: Sequence[DocumentId] | None = None) -> Sequence[Document]:
        return [self.veil.document(one) for one in self.view.documents(ids) if one.source not in self.withheld]

    def current(self, ids: Sequence[DocumentId]) -> frozenset[DocumentId]:
        return self.view.current(ids)

    def annotations(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Annotation]:
        shown = {one.id for one in self.view.documents(ids) if one.source not in self.withheld}
        return (self.veil.of(one) for one in self.view.annotations(ids) if one.document in shown)

    def analyses(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Analysis]:
        shown = {one.id for one in self.view.documents(ids) if one.source not in self.withheld}
        return (self.veil.of(one) for one in self.view.analyses(ids) if one.document in shown)

    def statement(self, statement: StatementId) -> StatementRow | None:
        return self.statements_told([statement]).get(statement)

    def statements_told(self, ids: Sequence[StatementId]) -> dict[StatementId, StatementRow]:
        found = self.view.statements_told(ids)
        return {key: self._row(row) for key, row in found.items() if row.document.source not in self.withheld}

    def statements(self, query: Query) -> Sequence[StatementRow]:
        """Those of withheld sources among them, so that pages can be counted: a `Clearance` holds them."""
        return [self._row(one) for one in self.view.statements(query)]

    def _row(self, row: StatementRow) -> StatementRow:
        return StatementRow(
            document=self.veil.document(row.document),
            statement=self.veil.of(row.statement),
            side=row.side,
            content=self.veil.text(row.content),
            places=self.veil.of(row.places),
        )

    def events(self, query: Query) -> Sequence[Event]:
        return self.view.events(query)

    def control(self) -> Sequence[Control]:
        return self.view.control()

    def threats(self) -> Sequence[Threat]:
        return self.view.threats()

    def links(self) -> Sequence[Link]:
        return [self.veil.of(one) for one in self.view.links()]

    def told_in(self, mentions: Sequence[str]) -> dict[str, DocumentId]:
        return self.view.told_in(mentions)

    def observations(self, query: ObservationQuery) -> Sequence[Observation]:
        return [self.veil.of(one) for one in self.view.observations(query)]

    def observation(self, observation: ObservationId) -> Observation | None:
        found = self.view.observation(observation)
        return self.veil.of(found) if found else None

    def retractions(self) -> Sequence[Retraction]:
        return [self.veil.of(one) for one in self.view.retractions()]

    def corrections(self, documents: Sequence[DocumentId] | None = None) -> Sequence[Correction]:
        found = self.view.corrections(documents)
        shown = {one.id for one in self.documents(list({one.document for one in found}))}
        return [self.veil.of(one) for one in found if one.document in shown]

    def failures(self) -> Sequence[Failure]:
        return [self.veil.of(one) for one in self.view.failures()]

    def counts(self) -> dict[str, Any]:
        """How much there is tells how much is withheld."""
        return {} if self.withheld else self.view.counts()
