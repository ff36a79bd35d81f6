"""Reading the ledger: `ports.View` over a database, whichever it is."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Control, Event, Threat
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId, EventId, ObservationId
from vedette.model.link import Link
from vedette.model.misgiving import Misgiving, MisgivingQuery
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Query
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.ports import News, StageKey, Stamp
from vedette.store.counts import Counts
from vedette.store.listed import Listed
from vedette.store.queries import Dialect, named
from vedette.store.rows import Row, decode, micros, moment_of
from vedette.store.search import (
    event_search,
    observation_search,
    text_of,
)

_CHUNK = 50
_MARKED = ("sources", "sightings", "analyses", "links", "retractions", "observations", "corrections")


class LedgerView(Counts, Listed):
    """Safe to share between threads. No cursor stays open: long lists are asked for in chunks."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._counts = named("counts", dialect)
        self._ledger = named("ledger", dialect)
        self._documents = named("documents", dialect)
        self._statements = named("statements", dialect)
        self._picture = named("picture", dialect)
        self._observations = named("observations", dialect)
        self._annotations = named("annotations", dialect)
        self._worked_through: dict[StageKey, int] = {}

    @abstractmethod
    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]:
        """Rows with names; values are bound, and may be lists."""
        ...

    def _in_chunks(self, sql: str, parameters: Row | None = None) -> Iterator[Any]:
        """Rows of a query that takes `:after` and `:limit` over `seq`."""
        after = 0
        while rows := self._ask(sql, {**(parameters or {}), "after": after, "limit": _CHUNK}):
            yield from rows
            after = rows[-1]["seq"]

    def pending(self, stage: StageKey) -> Sequence[str]:
        """What came before all that was pending at the last asking is done for good, and is not asked about again."""
        (last,) = self._ask(self._ledger[f"last_{stage.takes}"])
        asked = {
            "stage": stage.name,
            "version": stage.version,
            "after": self._worked_through.get(stage, 0),
            **({"media": list(stage.media) or None} if stage.takes == "capture" else {}),
        }
        rows = self._ask(self._ledger[f"pending_{stage.takes}"], asked)
        if not rows or stage.takes == "capture":
            self._worked_through[stage] = rows[0]["seq"] - 1 if rows else last["seq"]
        return [row["id"] for row in rows]

    def sources(self) -> Sequence[Source]:
        return [decode(row["body"], Source) for row in self._ask(self._ledger["sources"])]

    def captures(self, ids: Sequence[CaptureId] | None = None) -> Sequence[Capture]:
        if ids is None:
            return [capture for capture, _, _ in self.chain()]
        return [decode(row["body"], Capture) for row in self._ask(self._ledger["captures_by_id"], {"ids": list(ids)})]

    def chain(self) -> Iterator[tuple[Capture, str, str]]:
        for row in self._in_chunks(self._ledger["captures_after"]):
            yield decode(row["body"], Capture), row["chain_before"], row["chain"]

    def documents(self, ids: Sequence[DocumentId] | None = None) -> Sequence[Document]:
        if ids is None:
            rows: Iterator[Any] = self._in_chunks(self._documents["current"])
        else:
            rows = iter(self._ask(self._documents["by_ids"], {"ids": list(ids)}))
        return [decode(row["body"], Document) for row in rows]

    def current(self, ids: Sequence[DocumentId]) -> frozenset[DocumentId]:
        return frozenset(
            DocumentId(row["id"]) for row in self._ask(self._documents["current_among"], {"ids": list(ids)})
        )

    def documents_known(self, moment: datetime) -> Sequence[Document]:
        rows = self._in_chunks(self._documents["known"], {"known": micros(moment)})
        return [decode(row["body"], Document) for row in rows]

    def document(self, key: str) -> Document | None:
        rows = self._ask(self._documents["by_ids"], {"ids": [key]})
        rows = rows or self._ask(self._documents["by_label"], {"label": key})
        return decode(rows[0]["body"], Document) if len(rows) == 1 else None

    def versions(self, origin: str) -> Sequence[Document]:
        rows = self._ask(self._documents["versions"], {"origin": origin})
        return [decode(row["body"], Document) for row in rows]

    def sightings(self) -> Iterator[Document]:
        for row in self._in_chunks(self._documents["sightings"]):
            document = decode(row["body"], Document)
            again = row["moment"] is not None and row["moment"] != row["own"]
            yield replace(document, modified=moment_of(row["moment"])) if again else document

    def find_documents(self, text: str, limit: int = 100) -> Sequence[Document]:
        """Current documents with all these words in title or text, oldest first."""
        parameters = {"match": text_of(self._dialect, text, "title text"), "limit": limit}
        rows = self._ask(self._documents["matching"], parameters)
        return [decode(row["body"], Document) for row in rows]

    def annotations(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Annotation]:
        if ids is None:
            rows: Iterator[Any] = self._in_chunks(self._annotations["annotations"])
        else:
            rows = iter(self._ask(self._annotations["annotations_of"], {"ids": list(ids)}))
        return (decode(row["body"], Annotation) for row in rows)

    def analyses(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Analysis]:
        if ids is None:
            rows: Iterator[Any] = self._in_chunks(self._statements["analyses_current"])
        else:
            rows = iter(self._ask(self._statements["analyses_by_id"], {"ids": list(ids)}))
        for row in rows:
            yield decode(row["body"], Analysis)

    def events(self, query: Query) -> Sequence[Event]:
        where, parameters = event_search(self._dialect, query)
        page = self._picture["newest_page" if query.newest else "page"]
        rows = self._ask(page.replace("{where}", where), parameters)
        return [decode(row["body"], Event) for row in rows]

    def event(self, event: EventId) -> Event | None:
        rows = self._ask(self._picture["event"], {"id": event})
        return decode(rows[0]["body"], Event) if rows else None

    def events_of(self, document: DocumentId) -> Sequence[Event]:
        return [decode(row["body"], Event) for row in self._ask(self._picture["events_of"], {"document": document})]

    def control(self) -> Sequence[Control]:
        return [decode(row["body"], Control) for row in self._ask(self._picture["control"])]

    def threats(self) -> Sequence[Threat]:
        return [decode(row["body"], Threat) for row in self._ask(self._picture["threats"])]

    def links(self) -> Sequence[Link]:
        return [decode(row["body"], Link) for row in self._ask(self._ledger["links"])]

    def links_of(self, ids: Sequence[str]) -> Sequence[Link]:
        return [decode(row["body"], Link) for row in self._ask(self._ledger["links_of"], {"ids": list(ids)})]

    def links_among(self, ids: Sequence[str]) -> Sequence[Link]:
        return [decode(row["body"], Link) for row in self._ask(self._ledger["links_among"], {"ids": list(ids)})]

    def observations(self, query: ObservationQuery) -> Sequence[Observation]:
        where, parameters = observation_search(self._dialect, query)
        rows = self._ask(self._observations["page"].replace("{where}", where), parameters)
        return [decode(row["body"], Observation) for row in rows]

    def observation(self, observation: ObservationId) -> Observation | None:
        rows = self._ask(self._observations["observation"], {"id": observation})
        return decode(rows[0]["body"], Observation) if rows else None

    def judgements(self) -> Sequence[Link]:
        return [decode(row["body"], Link) for row in self._ask(self._ledger["judgements"])]

    def narrow_links(self, maker: str, bound: float, least: float, most: float, limit: int) -> Sequence[Link]:
        asked = {"maker": maker, "bound": bound, "limit": limit}
        found = [*self._ask(self._ledger["narrow_above"], {**asked, "last": most})]
        found += self._ask(self._ledger["narrow_below"], {**asked, "last": least})
        return [decode(row["body"], Link) for row in found]

    def misgivings(self, query: MisgivingQuery) -> Sequence[Misgiving]:
        asked = [*(["of_matter"] if query.matter else []), *(["at_place"] if query.place else [])]
        where = self._picture[f"misgivings_{'_'.join(asked) or 'any'}"]
        parameters = {
            "matter": query.matter,
            "place": query.place.casefold() if query.place else None,
            "settled": [f"{matter}:{target}" for matter, target in query.settled],
            "limit": query.limit,
        }
        rows = self._ask(self._picture["misgivings"].replace("{where}", where), parameters)
        return [decode(row["body"], Misgiving) for row in rows]

    def told_in(self, mentions: Sequence[str]) -> dict[str, DocumentId]:
        rows = self._ask(self._ledger["told_in"], {"ids": list(mentions)})
        return {row["id"]: DocumentId(row["document"]) for row in rows}

    def retractions(self) -> Sequence[Retraction]:
        return [decode(row["body"], Retraction) for row in self._ask(self._ledger["retractions"])]

    def corrections(self, documents: Sequence[DocumentId] | None = None) -> Sequence[Correction]:
        if documents is None:
            rows = self._ask(self._ledger["corrections"])
        else:
            rows = self._ask(self._ledger["corrections_of"], {"documents": list(documents)})
        return [decode(row["body"], Correction) for row in rows]

    def failures(self) -> Sequence[Failure]:
        return [Failure(**row) for row in self._ask(self._ledger["failures"])]

    def counts(self) -> dict[str, int]:
        (row,) = self._ask(self._ledger["counts"])
        return dict(row)

    def stamp(self) -> Stamp | None:
        rows = self._ask(self._picture["stamped"])
        return Stamp(recipe=rows[0]["recipe"], seen=rows[0]["watermark"]) if rows else None

    def watermark(self) -> str:
        (row,) = self._ask(self._ledger["watermark"])
        return str(row["watermark"])

    def stale(self, recipe: str) -> bool:
        return self.stamp() != Stamp(recipe=recipe, seen=self.watermark())

    def news(self, since: str) -> News:
        until = self.watermark()
        before, now = (_marks(mark) for mark in (since, until))
        shown = [DocumentId(row["id"]) for row in self._ask(self._ledger["shown_since"], before)]
        hidden = [DocumentId(row["id"]) for row in self._ask(self._ledger["hidden_since"], before)]
        links = [decode(row["body"], Link) for row in self._ask(self._ledger["judgements_since"], before)]
        fresh = {kind for kind, mark in now.items() if mark != before[kind]}
        return News(
            until=until,
            shown=tuple(shown),
            hidden=tuple(hidden),
            judgements=tuple(links),
            withdrawn="retractions" in fresh,
            sources="sources" in fresh,
            observations="observations" in fresh,
            unheard=not self._ask(self._ledger["heard_before"], {**before, "ids": shown}),
        )


def _marks(watermark: str) -> dict[str, int]:
    """What a watermark says; nothing was seen by one of an older form."""
    parts = watermark.split("/")
    return {kind: int(parts[at]) if at < len(parts) else 0 for at, kind in enumerate(_MARKED)}
