"""Asks a model about texts, within a budget, never twice the same; and tells what that cost."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep
from typing import Protocol

from vedette.assistant.answered import Answered, NoAnswerError, UnusableError, guess_tokens
from vedette.assistant.book import Book, Kept, digest_of
from vedette.model.assistant import Assistant
from vedette.model.errors import AnswerError, CaptureError
from vedette.understand.proposals import question

_LONGEST_WAIT_S, _USUAL_WAIT_S = 60.0, 5.0
_WAITS, _TRIES_A_DAY, _FAILURES_IN_A_ROW = 3, 3, 3
_TOO_MANY, _SERVER = 429, 500


class Machine(Protocol):
    def ask(self, messages: Sequence[Mapping[str, str]]) -> Answered: ...


class StopAskingError(Exception):
    """Nothing more is to be asked in this go. `spent_out` where that is for the budget."""

    def __init__(self, why: str, *, spent_out: bool = False) -> None:
        super().__init__(why)
        self.spent_out = spent_out


class NotNowError(Exception):
    """Nothing more is to be asked about this text in this go."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Asking:
    """`machine` None asks nobody: only what was answered before is told. Counts what it asked, what that cost, and how
    many answers were `known`."""

    book: Book
    assistant: Assistant
    machine: Machine | None
    now: Callable[[], datetime] = now
    pause: Callable[[float], None] = sleep
    requests: int = 0
    tokens: int = 0
    known: int = 0
    _failed_in_a_row: int = 0

    def answers(self, text: str) -> Iterator[tuple[int, int, Kept]]:
        """To each part of the text, with where that begins and ends. Raises NotNowError or StopAskingError."""
        for start, end in question.passages(text, self.assistant.characters):
            part = text[start:end]
            digest = digest_of(self.assistant, question.VERSION, part)
            kept = self.book.get(digest)
            self.known += kept is not None
            yield start, end, kept or self._ask(digest, part)

    def _ask(self, digest: str, text: str) -> Kept:
        if self.machine is None or self.book.tries(digest, self.now()) >= _TRIES_A_DAY:
            raise NotNowError
        messages = question.messages(text, secrets.token_hex(8))
        for _ in range(_WAITS + 1):
            need = self._afford(sum(len(one["content"]) for one in messages))
            number = self.book.asking(digest, need, self.now())
            try:
                return self._answer(number, digest, messages)
            except AnswerError as error:
                self._refused(number, error)
            except NoAnswerError as error:
                self._missed(number, str(error), error.tokens)
            except CaptureError as error:
                self.book.unasked(number)
                raise StopAskingError(str(error)) from None
        raise StopAskingError(f"{self.assistant.address} is asked too often; run the command again later")

    def _answer(self, number: int, digest: str, messages: Sequence[Mapping[str, str]]) -> Kept:
        assert self.machine is not None
        try:
            answered = self.machine.ask(messages)
            kept, tokens = Kept(content=answered.content), answered.tokens
        except UnusableError as error:
            kept, tokens = Kept(content="", problem=str(error)), error.tokens
        self._failed_in_a_row = 0
        self._count(tokens)
        self.book.keep(number, digest, kept, self.assistant.model, tokens, self.now())
        return kept

    def _refused(self, number: int, error: AnswerError) -> None:
        """Comes back where it is worth asking again at once."""
        if error.status >= _SERVER:
            self._missed(number, str(error), 0)
        wait = error.wait_s or _USUAL_WAIT_S
        if error.status != _TOO_MANY:
            self.book.unasked(number)
            raise StopAskingError(str(error))
        self._count(0)
        self.book.waited(number)
        if wait > _LONGEST_WAIT_S:
            raise StopAskingError(
                f"{self.assistant.address} asks to be left alone for {wait:,.0f} s; run the command again then"
            )
        self.pause(wait)

    def _missed(self, number: int, why: str, tokens: int) -> None:
        """The report stays pending; a server that fails again and again is left alone."""
        self._count(tokens)
        self.book.failed(number, tokens)
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= _FAILURES_IN_A_ROW:
            raise StopAskingError(f"{why}; so it went {_FAILURES_IN_A_ROW} times in a row. What came before is kept")
        raise NotNowError

    def _count(self, tokens: int) -> None:
        self.requests += 1
        self.tokens += tokens

    def _afford(self, letters: int) -> int:
        """What it may cost. Refuses what might go beyond the budget, before it is asked."""
        limit, spent = self.assistant, self.book.spent(self.now())
        need = guess_tokens(letters) + limit.answer_tokens
        for used, most, what in (
            (spent.requests_today + 1, limit.requests_a_day, "requests_a_day"),
            (spent.tokens_today + need, limit.tokens_a_day, "tokens_a_day"),
            (spent.tokens + need, limit.tokens_in_all, "tokens_in_all"),
        ):
            if used > most:
                raise StopAskingError(f"the budget ends here: {what} is {most:,}", spent_out=True)
        return need
