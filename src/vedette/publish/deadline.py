"""Work that must not hold the caller for longer than a time, whatever the other side does."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """In a thread, for a resolver or a server that drips bytes knows no time-out. TimeoutError; else as `work` ends."""
    outcome: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True, name="vedette-deliver")
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not outcome:
        raise TimeoutError(f"did not answer within {seconds:g} s")
    return outcome[0]
