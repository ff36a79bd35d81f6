"""Has a language model propose what the reports of a workspace say, within a budget; what holds is kept in the ledger.

Reports are worked through one by one. Each is recorded whole or stays pending, so that any end leaves what is done.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from vedette.assistant.asking import Asking, Machine, NotNowError, StopAskingError
from vedette.assistant.book import FILE, Kept, open_book
from vedette.model.analysis import Analysis
from vedette.model.assistant import Assistant
from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.ports import Outcome, Progress, Recorder, StageKey
from vedette.reference.watchfile import read_assistant
from vedette.understand.proposals import question, taking
from vedette.understand.proposals.answer import AnswerUnusableError, parse
from vedette.understand.proposals.taking import Reader, Taken, by_rules, with_proposals
from vedette.workspace import WATCH, Workspace

_AT_ONCE = 50


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


def maker_of(assistant: Assistant) -> str:
    """Which model was asked, and how: others propose anew."""
    told = f"{question.VERSION}\n{assistant.model}\n{assistant.form}\n{assistant.characters}\n{assistant.answer_tokens}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def assist_key(assistant: Assistant, understood: str) -> StageKey:
    """`understood` is the version of the reading by rules, against which proposals are held."""
    version = f"{understood}/{taking.VERSION}/{maker_of(assistant)}"
    return StageKey(name="assist", version=version, takes="document")


def assisted(
    workspace: Workspace, understood: str, machine: Machine | None, progress: Progress, most: int | None = None
) -> Assisted:
    """For a `machine` None, where nothing was ever answered, nothing is made."""
    assistant = read_assistant(workspace.path / WATCH)
    if assistant is None or (machine is None and not (workspace.path / FILE).is_file()):
        return Assisted()
    key = assist_key(assistant, understood)
    with open_book(workspace.path) as book:
        asking = Asking(book=book, assistant=assistant, machine=machine)
        return Assisting(store=workspace.store, asking=asking, key=key, progress=progress).work(most)


@dataclass(slots=True, kw_only=True)
class Assisting:
    """Where nobody is asked, what was answered before is taken up, as after the reading by rules has changed."""

    store: Recorder
    asking: Asking
    key: StageKey
    progress: Progress
    _done: Assisted = field(default_factory=Assisted)

    def work(self, most: int | None = None) -> Assisted:
        """At most so many reports."""
        pending = self._pending()
        try:
            for document, read in islice(self._material(pending), most):
                self._report(document, read)
                self.progress("assist", self._done.reports, len(pending))
        except StopAskingError as stop:
            self._done.stopped, self._done.spent_out = str(stop), stop.spent_out
        done, asking = self._done, self.asking
        done.waiting = len(pending) - done.reports
        done.requests, done.tokens, done.known = asking.requests, asking.tokens, asking.known
        return done

    def _pending(self) -> Sequence[str]:
        pending = self.store.view().pending(self.key)
        if self.asking.machine is not None:
            return pending
        noted = self.asking.book.noted(maker_of(self.asking.assistant)) if pending else frozenset()
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
            answers = list(self.asking.answers(document.text))
        except NotNowError:
            return
        name = self.asking.assistant.name
        taken, problems = hold(document, read, answers, name)
        proposed = with_proposals(by_rules(read), taken, self.key.version)
        same = (proposed.statements, proposed.mentions) == (read.statements, read.mentions)
        failure = f"{name}: its answer {problems[0]}" if problems else None
        outcome = Outcome(item=document.id, results=() if same else (proposed,), failure=failure)
        self.store.record(self.key, [outcome])
        self.asking.book.note(document.id, maker_of(self.asking.assistant))
        self._done.reports += 1
        self._done.statements += len(taken.statements)
        self._done.events += len(taken.mentions)
        self._done.dropped += taken.dropped
        self._done.unusable += len(problems)


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
