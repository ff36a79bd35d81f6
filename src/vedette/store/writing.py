"""Writing the ledger: what `ports.Store` asks for, over a database, whichever it is."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from vedette.model.event import Picture, PictureChange
from vedette.model.failure import Failure
from vedette.model.link import Link
from vedette.ports import Fact, Outcome, StageKey
from vedette.store import facts as ledger
from vedette.store.hand import Hand
from vedette.store.picture import replace_picture, stamp, update_picture, watermark

Answer = TypeVar("Answer")


class LedgerStore:
    """Every call is one transaction. What it writes is gathered first: a transaction may be tried again."""

    @abstractmethod
    def _write(self, work: Callable[[Hand], Answer]) -> Answer:
        """`work` inside one transaction: all of it or nothing."""
        ...

    def append(self, facts: Iterable[Fact]) -> int:
        kept = tuple(facts)
        return self._write(lambda hand: sum(ledger.append(hand, fact) for fact in kept))

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None:
        def work(hand: Hand) -> None:
            for outcome in outcomes:
                _record(hand, stage, outcome)

        self._write(work)

    def fail(self, failure: Failure) -> None:
        self._write(lambda hand: ledger.append_failure(hand, failure))

    def replace_picture(self, picture: Picture, links: Iterable[Link], recipe: str, seen: str | None = None) -> None:
        kept = tuple(links)

        def work(hand: Hand) -> None:
            with _stamped(hand, kept, recipe, seen):
                replace_picture(hand, picture)

        self._write(work)

    def update_picture(self, change: PictureChange, links: Iterable[Link], recipe: str, seen: str) -> None:
        kept = tuple(links)

        def work(hand: Hand) -> None:
            with _stamped(hand, kept, recipe, seen):
                update_picture(hand, change)

        self._write(work)


@contextmanager
def _stamped(hand: Hand, links: Iterable[Link], recipe: str, seen: str | None) -> Iterator[None]:
    """Links of the picture's own do not make it stale; what somebody appended since it was `seen` does."""
    now = watermark(hand)
    for link in links:
        ledger.append_link(hand, link)
    yield
    stamp(hand, recipe, seen if seen is not None and seen != now else watermark(hand))


def _record(hand: Hand, stage: StageKey, outcome: Outcome[Any]) -> None:
    """A failed item is done too: only a new version of the stage tries it again."""
    for fact in outcome.results:
        ledger.append(hand, fact)
    if outcome.failure is not None:
        failure = Failure(stage=stage.name, version=stage.version, item=outcome.item, reason=outcome.failure)
        ledger.append_failure(hand, failure)
    hand.ask("ledger.mark_done", {"stage": stage.name, "version": stage.version, "item": outcome.item})
