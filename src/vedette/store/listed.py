"""Lists of statements: what a view tells of them one by one."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Location
from vedette.model.ids import DocumentId, SideId, StatementId
from vedette.model.query import Query, StatementRow
from vedette.model.statement import Statement
from vedette.store.queries import Dialect
from vedette.store.rows import Row, Told, day_of, decode
from vedette.store.search import Sought, is_tallied, statement_filters, statement_search

_CHUNK = 50
_ASKED_AT_ONCE = 500


class Listed:
    """The part of the view that lists statements. Mixed in."""

    _dialect: Dialect
    _counts: dict[str, str]
    _statements: dict[str, str]

    @abstractmethod
    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]: ...

    @abstractmethod
    def documents(self, ids: Sequence[DocumentId] | None = None) -> Sequence[Document]: ...

    @abstractmethod
    def corrections(self, documents: Sequence[DocumentId] | None = None) -> Sequence[Correction]: ...

    def statements(self, query: Query) -> Sequence[StatementRow]:
        sought = statement_search(self._dialect, query, page=True, common=self._common(query))
        return self._statement_rows(self._find("newest_page" if query.newest else "page", sought))

    def _common(self, query: Query) -> frozenset[str]:
        """Of what is asked for, what so many statements have that none is picked by it. Nothing where the database
        knows by itself how common each is, and plans by it."""
        parameters = statement_search(self._dialect, query).parameters
        probes = {name: self._statements.get(f"{name}_is_common") for name in statement_filters(query)}
        return frozenset(name for name, sql in probes.items() if sql and self._ask(sql, parameters))

    def _find(self, name: str, sought: Sought) -> list[Any]:
        sql = self._counts[name] if sought.tallied else self._statements[name]
        return self._ask(sql.replace("{from}", sought.told).replace("{where}", sought.where), sought.parameters)

    def count_statements(self, query: Query) -> int:
        sought = statement_search(self._dialect, query, tallied=is_tallied(query))
        return int(self._find("statements_tallied" if sought.tallied else "count", sought)[0]["found"])

    def statements_by_day(self, query: Query) -> Sequence[tuple[date | None, SideId | None, int]]:
        sought = statement_search(self._dialect, query, tallied=is_tallied(query))
        rows = self._find("statements_tallied_by_day" if sought.tallied else "by_day", sought)
        return [(day_of(row["first_day"]), row["side"], row["found"]) for row in rows]

    def statement(self, statement: StatementId) -> StatementRow | None:
        return self.statements_told([statement]).get(statement)

    def statements_told(self, ids: Sequence[StatementId]) -> dict[StatementId, StatementRow]:
        found: dict[StatementId, StatementRow] = {}
        rest = iter(dict.fromkeys(ids))
        while some := list(islice(rest, _ASKED_AT_ONCE)):
            # Of one that several analyses of its document hold, the last counts.
            rows = {row["id"]: row for row in self._ask(self._statements["by_ids"], {"ids": some})}
            found |= {row.statement.id: row for row in self._statement_rows(list(rows.values()))}
        return found

    def _statement_rows(self, rows: list[Any]) -> list[StatementRow]:
        ids = sorted({row["document"] for row in rows})
        documents = {document.id: document for document in self.documents(ids)}
        told = self._told({row["analysis"] for row in rows})
        spoken: dict[str, list[Correction]] = {}
        for one in self.corrections(ids) if ids else ():
            spoken.setdefault(one.target, []).append(one)
        return [
            _statement_row(row, told[row["analysis"], row["id"]], documents[row["document"]], spoken) for row in rows
        ]

    def _told(self, analyses: Collection[int]) -> dict[tuple[int, str], Statement]:
        """The statements of some analyses, by these and their ids."""
        found: dict[tuple[int, str], Statement] = {}
        rest = iter(sorted(analyses))
        while seqs := list(islice(rest, _CHUNK)):
            for row in self._ask(self._statements["analyses_by_seq"], {"seqs": seqs}):
                for one in decode(row["body"], Told).statements:
                    found.setdefault((row["seq"], one.id), one)
        return found


def _statement_row(
    row: Any, statement: Statement, document: Document, spoken: Mapping[str, Sequence[Correction]]
) -> StatementRow:
    return StatementRow(
        statement=statement,
        document=document,
        side=SideId(row["side"]) if row["side"] is not None else None,
        content=statement.content.of(document.text),
        places=decode(row["places"], tuple[Location, ...]),
        corrections=tuple(spoken.get(statement.id, ())),
    )
