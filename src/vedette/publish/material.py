"""What a report is written from: the facts of the days in question, looked up once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Account, Control, Event, Threat
from vedette.model.ids import DocumentId, MentionId, SideId, SourceId, StatementId
from vedette.model.mention import Mention
from vedette.model.query import Query
from vedette.model.series import Series
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.ports import View
from vedette.publish.citation import Citation
from vedette.reference.denials import denial_before, is_denied

_LONGEST_EXTENT = 600
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """`sides` gives names by side id. Everything is keyed by id; what is missing is left out of the report."""

    documents: Mapping[DocumentId, Document]
    sources: Mapping[SourceId, Source]
    sides: Mapping[str, str]
    statements: Mapping[StatementId, Statement]
    mentions: Mapping[MentionId, Mention]

    def source_name(self, source: SourceId) -> str:
        known = self.sources.get(source)
        return known.name if known else source

    def side_name(self, side: SideId | None) -> str | None:
        return self.sides.get(side, side) if side else None

    def cite(self, span: Span | None) -> tuple[Citation, ...]:
        """None for a document that is not there, and for a span that holds no words."""
        document = self.documents.get(span.document) if span else None
        if span is None or document is None or not span.of(document.text).strip():
            return ()
        return (Citation.of(_trimmed(span, document.text), document),)

    def cite_account(self, account: Account) -> tuple[Citation, ...]:
        """The words that tell the event, with those that say who tells it where they stand close by."""
        mention = self.mentions.get(account.mention)
        statement = self.statements.get(account.statement)
        spans = [
            span for span in (mention.extent if mention else None, statement.content if statement else None) if span
        ]
        if statement is not None and statement.cue is not None:
            spans.append(statement.cue)
        whole = _around(spans)
        if whole is not None and whole.end - whole.start <= _LONGEST_EXTENT:
            return self.cite(whole)
        denied = statement is not None and is_denied(statement)
        return self.cite_statement(account.statement) if denied else self.cite(next(iter(spans), None))

    def cite_words(self, account: Account) -> tuple[Citation, ...]:
        """What is said, without who says it."""
        statement = self.statements.get(account.statement)
        content = statement.content if statement else None
        if content is None or content.end - content.start > _LONGEST_EXTENT:
            return self.cite_account(account)
        return self.cite_statement(account.statement)

    def cite_statement(self, statement_id: StatementId) -> tuple[Citation, ...]:
        """What is said; of what is denied also the word that denies it, for without that it says the opposite."""
        statement = self.statements.get(statement_id)
        if statement is None:
            return ()
        whole = _around([statement.content, statement.cue]) if is_denied(statement) and statement.cue else None
        return self.cite(whole if whole and whole.end - whole.start <= _LONGEST_EXTENT else statement.content)

    def denied(self, account: Account) -> tuple[str, str] | None:
        """The verb and the words that somebody denies; None for an account that tells in its own words what is so."""
        statement = self.statements.get(account.statement)
        if statement is None:
            return None
        text = self.documents[statement.content.document].text
        verb = denial_before(statement, text)
        return (verb, statement.content.of(text)) if verb else None


def _words_of(threat: Threat) -> tuple[StatementId, ...]:
    return (*threat.statements, *threat.later)


def _around(spans: list[Span]) -> Span | None:
    if not spans:
        return None
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return Span(document=spans[0].document, start=start, end=end)


def _trimmed(span: Span, text: str) -> Span:
    """Without the white space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(document=span.document, start=start, end=start + len(words.strip()))


def gather(
    view: View,
    sides: Mapping[str, str],
    events: Iterable[Event],
    control: Iterable[Control],
    threats: Iterable[Threat],
    tolls: Iterable[Series] = (),
) -> Material:
    """The documents of events and threats, and of the statements that control and figures over time stand on."""
    threats = tuple(threats)
    wanted = {document for event in events for document in event.documents}
    wanted |= {threat.action.document for threat in threats}
    loose = {one for row in control for one in row.statements} | {one for row in threats for one in _words_of(row)}
    loose |= {reading.figure.statement for one in tolls for reading in one.readings}
    rows = view.statements_told(sorted(loose)).values()
    wanted |= {row.document.id for row in rows}
    analyses: list[Analysis] = list(view.analyses(sorted(wanted)))
    return Material(
        documents={document.id: document for document in view.documents(sorted(wanted))},
        sources={source.id: source for source in view.sources()},
        sides=sides,
        statements={statement.id: statement for analysis in analyses for statement in analysis.statements},
        mentions={mention.id: mention for analysis in analyses for mention in analysis.mentions},
    )


def all_events(view: View, query: Query | None = None) -> Iterator[Event]:
    """Every event the query asks for, page by page."""
    asked = query or Query()
    offset = 0
    while page := view.events(replace(asked, limit=_PAGE, offset=offset)):
        yield from page
        offset += len(page)
        if len(page) < _PAGE:
            return
