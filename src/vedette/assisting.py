"""Has a language model propose what the reports of a workspace say, within a budget; what holds is kept in the ledger.

Reports are worked through one by one. Each is recorded whole or stays pending, so that any end leaves what is done.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from time import sleep
from typing import Protocol

from vedette.assistant.answered import Answered, NoAnswerError, UnusableError, guess_tokens
from vedette.assistant.book import FILE, Book, Kept, digest_of, open_book
from vedette.model.analysis import Analysis
from vedette.model.assistant import Assistant
from vedette.model.document import Document
from vedette.model.errors import AnswerError, CaptureError
from vedette.model.ids import DocumentId
from vedette.ports import Outcome, Progress, Recorder, StageKey
from vedette.reference.watchfile import read_assistant
from vedette.understand.proposals import question, taking
from vedette.understand.proposals.answer import AnswerUnusableError, parse
from vedette.understand.proposals.taking import Reader, Taken, by_rules, with_proposals
from vedette.workspace import WATCH, Workspace

_AT_ONCE = 50
_LONGEST_WAIT_S, _USUAL_WAIT_S = 60.0, 5.0
_WAITS, _TRIES_A_DAY, _FAILURES_IN_A_ROW = 3, 3, 3
_TOO_MANY, _SERVER = 429, 500


class Machine(Protocol):
    def ask(self, messages: Sequence[Mapping[str, str]]) -> Answered: ...


@dataclass(slots=True, kw_only=True)
class Assisted:
    """What one go did. `known` are answers that were there before; `waiting` reports have not all their answers.
    `dropped` counts what was proposed and not taken, by reason. `stopped` says why it ended before all was done;
    `spent_out` where that is the budget."""

    reports: int = 0
    statements: int = 0
    events: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    tokens: int = 0
    known: int = 0
    unusable: int = 0
    waiting: int = 0
    stopped: str = ""
    spent_out: bool = False


class _StopError(Exception):
    """Nothing more is to be asked in this go."""

    def __init__(self, why: str, *, spent_out: bool = False) -> None:
        super().__init__(why)
        self.spent_out = spent_out


class _LaterError(Exception):
    """Nothing more is to be asked about this report in this go."""


def maker_of(assistant: Assistant) -> str:
    """Which model was asked, and how: others propose anew."""
    told = f"{question.VERSION}\n{assistant.model}\n{assistant.form}\n{assistant.characters}\n{assistant.answer_tokens}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def assist_key(assistant: Assistant, understood: str) -> StageKey:
    """`understood` is the version of the reading by rules, against which proposals are held."""
    version = f"{understood}/{taking.VERSION}/{maker_of(assistant)}"
    return StageKey(name="assist", version=version, takes="document")


def assisted(
    workspace: Workspace, understood: str, machine: "Machine | None", progress: Progress, most: int | None = None
) -> "Assisted":
    """For a `machine` None, where nothing was ever answered, nothing is made."""
    assistant = read_assistant(workspace.path / WATCH)
    if assistant is None or (machine is None and not (workspace.path / FILE).is_file()):
        return Assisted()
    key, store = assist_key(assistant, understood), workspace.store
    with open_book(workspace.path) as book:
        work = Assisting(store=store, book=book, assistant=assistant, key=key, machine=machine, progress=progress)
        return work.work(most)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Assisting:
    """`machine` None asks nobody: what was answered before is taken up, as after the reading by rules has changed."""

    store: Recorder
    book: Book
    assistant: Assistant
    key: StageKey
    machine: Machine | None
    progress: Progress
    now: Callable[[], datetime] = _now
    pause: Callable[[float], None] = sleep
    _done: Assisted = field(default_factory=Assisted)
    _failed_in_a_row: int = 0

    def work(self, most: int | None = None) -> Assisted:
        """At most so many reports."""
        pending = self._pending()
        try:
            for document, read in islice(self._material(pending), most):
                self._report(document, read)
                self.progress("assist", self._done.reports, len(pending))
        except _StopError as stop:
            self._done.stopped, self._done.spent_out = str(stop), stop.spent_out
        self._done.waiting = len(pending) - self._done.reports
        return self._done

    def _pending(self) -> Sequence[str]:
        pending = self.store.view().pending(self.key)
        if self.machine is not None:
            return pending
        noted = self.book.noted(maker_of(self.assistant)) if pending else frozenset()
        return [one for one in pending if one in noted]

    def _material(self, pending: Sequence[str]) -> Iterator[tuple[Document, Analysis]]:
        """Reports that the rules have read, with what they read."""
        view = self.store.view()
        for start in range(0, len(pending), _AT_ONCE):
            ids = [DocumentId(one) for one in pending[start : start + _AT_ONCE]]
            analyses = {one.document: one for one in view.analyses(ids)}
            documents = (one for one in view.documents(ids) if one.id in analyses)
            yield from ((one, analyses[one.id]) for one in documents)

    def _report(self, document: Document, read: Analysis) -> None:
        try:
            answers = list(self._answers(document))
        except _LaterError:
            return
        taken, problems = hold(document, read, answers, self.assistant.name)
        proposed = with_proposals(by_rules(read), taken, self.key.version)
        same = (proposed.statements, proposed.mentions) == (read.statements, read.mentions)
        failure = f"{self.assistant.name}: its answer {problems[0]}" if problems else None
        outcome = Outcome(item=document.id, results=() if same else (proposed,), failure=failure)
        self.store.record(self.key, [outcome])
        self.book.note(document.id, maker_of(self.assistant))
        self._done.reports += 1
        self._done.statements += len(taken.statements)
        self._done.events += len(taken.mentions)
        self._done.dropped += taken.dropped
        self._done.unusable += len(problems)

    def _answers(self, document: Document) -> Iterator[tuple[int, int, Kept]]:
        for start, end in question.passages(document.text, self.assistant.characters):
            text = document.text[start:end]
            digest = digest_of(self.assistant, question.VERSION, text)
            kept = self.book.get(digest)
            self._done.known += kept is not None
            yield start, end, kept or self._ask(digest, text)

    def _ask(self, digest: str, text: str) -> Kept:
        if self.machine is None or self.book.tries(digest, self.now()) >= _TRIES_A_DAY:
            raise _LaterError
        messages = question.messages(text, secrets.token_hex(8))
        for _ in range(_WAITS + 1):
            self._afford(sum(len(one["content"]) for one in messages))
            try:
                return self._answer(digest, messages)
            except AnswerError as error:
                self._refused(digest, error)
            except NoAnswerError as error:
                self._missed(digest, str(error), error.tokens)
            except CaptureError as error:
                raise _StopError(str(error)) from None
        raise _StopError(f"{self.assistant.address} is asked too often; run the command again later")

    def _answer(self, digest: str, messages: Sequence[Mapping[str, str]]) -> Kept:
        assert self.machine is not None
        try:
            answered = self.machine.ask(messages)
            kept, tokens = Kept(content=answered.content), answered.tokens
        except UnusableError as error:
            kept, tokens = Kept(content="", problem=str(error)), error.tokens
        self._failed_in_a_row = 0
        self._count(tokens)
        self.book.keep(digest, kept, self.assistant.model, tokens, self.now())
        return kept

    def _refused(self, digest: str, error: AnswerError) -> None:
        """Comes back where it is worth asking again at once."""
        if error.status >= _SERVER:
            self._missed(digest, str(error), 0)
        wait = error.wait_s or _USUAL_WAIT_S
        if error.status != _TOO_MANY:
            raise _StopError(str(error))
        self._count(0)
        self.book.waited(digest, self.now())
        if wait > _LONGEST_WAIT_S:
            raise _StopError(
                f"{self.assistant.address} asks to be left alone for {wait:,.0f} s; run the command again then"
            )
        self.pause(wait)

    def _missed(self, digest: str, why: str, tokens: int) -> None:
        """The report stays pending; a server that fails again and again is left alone."""
        self._count(tokens)
        self.book.failed(digest, tokens, self.now())
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= _FAILURES_IN_A_ROW:
            raise _StopError(f"{why}; so it went {_FAILURES_IN_A_ROW} times in a row. What came before is kept")
        raise _LaterError

    def _count(self, tokens: int) -> None:
        self._done.requests += 1
        self._done.tokens += tokens

    def _afford(self, letters: int) -> None:
        """Refuses what might go beyond the budget, before it is asked."""
        limit, spent = self.assistant, self.book.spent(self.now())
        need = guess_tokens(letters) + limit.answer_tokens
        for used, most, what in (
            (spent.requests_today + 1, limit.requests_a_day, "requests_a_day"),
            (spent.tokens_today + need, limit.tokens_a_day, "tokens_a_day"),
            (spent.tokens + need, limit.tokens_in_all, "tokens_in_all"),
        ):
            if used > most:
                raise _StopError(f"the budget ends here: {what} is {most:,}", spent_out=True)


def hold(
    document: Document, read: Analysis, answers: Sequence[tuple[int, int, Kept]], name: str
) -> tuple[Taken, list[str]]:
    """What of the answers holds against the text, and what is wrong with those that are of no use."""
    reader = Reader(document, by_rules(read), name)
    problems = []
    for start, end, kept in answers:
        if kept.problem:
            problems.append(kept.problem)
            continue
        try:
            proposed, wrong = parse(kept.content)
        except AnswerUnusableError as error:
            problems.append(str(error))
            continue
        reader.taken.dropped["not of the shape asked for"] += wrong
        reader.take(proposed, start, end)
    reader.taken.dropped = +reader.taken.dropped
    return reader.taken, problems
