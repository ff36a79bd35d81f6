"""A workspace from Python: typed facts as they are stored, and tables as the policy lets them out."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from vedette.app import AddSummary, RunSummary, add, run, verify
from vedette.explanation import Explanation, explain
from vedette.knowledge import counted, recorded, view_without
from vedette.model.analysis import Analysis
from vedette.model.document import Document, document_id
from vedette.model.errors import ReadError, UsageError
from vedette.model.event import Control, Event, Threat
from vedette.model.ids import CaptureId, EventId, SourceId, StatementId
from vedette.model.interval import Interval
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Query, StatementRow
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.publish.exports import TABLES, Table, export_rows
from vedette.publish.forms import flattened
from vedette.publish.public import refuse_unknown
from vedette.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import geopandas
    import pandas

    from vedette.oneoff import Analysed

_PAGE = 1_000
_FRAMES = "frames need an extra: pip install 'vedette[frames]'"


class War:
    """An open workspace, to be used in a `with` or closed. Facts come as they are stored: the publication policy
    governs what `rows`, `frame` and `geoframe` give, and nothing else here."""

    def __init__(self, path: Path, workers: int | None = None) -> None:
        self._opening: AbstractContextManager[Workspace] = open_workspace(path, workers)
        self._workspace = self._opening.__enter__()

    def __enter__(self) -> "War":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opening.__exit__(kind, error, trace)

    def close(self) -> None:
        self._opening.__exit__(None, None, None)

    @property
    def watch(self) -> Watch:
        return self._workspace.watch

    @property
    def view(self) -> View:
        """All that can be read, question by question."""
        return self._workspace.store.view()

    def add(self, *targets: str | Path) -> AddSummary:
        """Captures files, folders and addresses, as `vedette add` does."""
        return add(self._workspace, [str(one) for one in targets])

    def run(self) -> RunSummary:
        """Works through what was added, up to the picture."""
        return run(self._workspace)

    def verify(self) -> list[str]:
        """One line a problem; none is the proof."""
        return verify(self._workspace)

    def events(self, query: Query | None = None) -> Iterator[Event]:
        """All that the query finds from its offset on; its limit does not count."""
        return _paged(self.view.events, query or Query())

    def statements(self, query: Query | None = None) -> Iterator[StatementRow]:
        """All that the query finds from its offset on; its limit does not count."""
        return _paged(self.view.statements, query or Query())

    def documents(self) -> Sequence[Document]:
        """The current version of each."""
        return self.view.documents()

    def control(self) -> Sequence[Control]:
        return self.view.control()

    def threats(self) -> Sequence[Threat]:
        return self.view.threats()

    def observations(self, query: ObservationQuery | None = None) -> Iterator[Observation]:
        """All that the query finds from its offset on; its limit does not count."""
        asked = query or ObservationQuery()
        while found := self.view.observations(replace(asked, limit=_PAGE)):
            yield from found
            asked = replace(asked, offset=asked.offset + len(found))

    def event(self, event: str) -> Event:
        """Raises UsageError where there is none of this id."""
        found = self.view.event(EventId(event))
        if found is None:
            raise UsageError(f"no event has the id {event!r}; events() gives them all")
        return found

    def statement(self, statement: str) -> StatementRow:
        """Raises UsageError where there is none of this id."""
        found = self.view.statement(StatementId(statement))
        if found is None:
            raise UsageError(f"no statement has the id {statement!r}; statements() gives them all")
        return found

    def explain(self, event: Event) -> Explanation:
        """Why its reports are one event, and why it has its status."""
        return explain(self.view, self.watch, event)

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """One table as `vedette export` gives it, under the publication policy."""
        if table not in TABLES:
            raise UsageError(f"there is no table {table!r}; the tables are {', '.join(TABLES)}")
        now = datetime.now(UTC)
        refuse_unknown(self.view, self.watch)
        view = view_without(self.view, self.watch, now)
        derived = counted(view, self.watch), recorded(view, self.watch)
        return export_rows(table, view, self.watch.policy, now, *derived)

    def frame(self, table: Table) -> "pandas.DataFrame":
        """The rows, a column a field; the place's parts as `place_id`, `place_name`, `place_lat`, `place_lon`."""
        try:
            import pandas
        except ImportError as error:
            raise UsageError(_FRAMES) from error
        return pandas.DataFrame([flattened(row) for row in self.rows(table)])

    def geoframe(self, table: Table) -> "geopandas.GeoDataFrame":
        """The rows of `events`, `control` or `figures` with a point each, WGS 84; of `observations` with their areas.
        Rows without a place have none."""
        try:
            import geopandas
        except ImportError as error:
            raise UsageError(_FRAMES) from error
        frame = self.frame(table)
        if "footprint" in frame:
            shapes = geopandas.GeoSeries.from_wkt(frame.pop("footprint"), crs="EPSG:4326")
        elif "place_lon" in frame:
            shapes = geopandas.GeoSeries(
                geopandas.points_from_xy(frame["place_lon"], frame["place_lat"]), index=frame.index, crs="EPSG:4326"
            )
            shapes[frame["place_lon"].isna()] = None
        else:
            raise UsageError(f"{table} have no place of their own; take them with frame()")
        return geopandas.GeoDataFrame(frame, geometry=shapes)


def open(path: str | Path, *, workers: int | None = None) -> War:
    """Opens a workspace. Raises WorkspaceError where there is none."""
    return War(Path(path), workers)


def analyse(*texts: str, published: datetime | None = None) -> list[Analysis]:
    """Each text taken apart as `vedette analyze` does, in their order; nothing is kept. Raises ReadError for one that
    cannot be. Models load anew at every call, in some seconds: give many texts at once."""
    from vedette.app import silent
    from vedette.oneoff import analyse as analysed

    documents = [_document(number, text, published) for number, text in enumerate(texts)]
    return [_whole(one) for one in analysed(documents, workers=1, progress=silent)]


def _document(number: int, text: str, published: datetime | None) -> Document:
    return Document(
        id=document_id(f"text-{number}", text),
        capture=CaptureId("none"),
        source=SourceId("unknown"),
        origin=f"text-{number}",
        label=f"text-{number}",
        text=text,
        published=Interval.of_instant(published) if published else None,
    )


def _whole(one: "Analysed") -> Analysis:
    if one.analysis is None:
        raise ReadError(f"{one.label}: {one.error}")
    return one.analysis


def _paged(ask: Any, query: Query) -> Iterator[Any]:
    while found := ask(replace(query, limit=_PAGE)):
        yield from found
        query = replace(query, offset=query.offset + len(found))
