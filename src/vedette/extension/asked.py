"""Somebody else's code at work: for so long, and whatever it throws is told as its own defect."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from vedette.extension.checks import BrokenContractError

LONGEST_S, LOADING_S = 60.0, 300.0
_AGAIN_S = 1.0


class _TooLate(BaseException):
    """No `except Exception` of an extension may swallow it."""


@contextmanager
def asked(seconds: float = LONGEST_S) -> Iterator[None]:
    """Raises BrokenContractError after that time, and where the code wants the program to end. Time is kept only in the
    main thread of a process, where stages work; code that does not come back to Python is not stopped."""
    try:
        with _clock(seconds):
            yield
    except _TooLate:
        raise BrokenContractError(f"did not come to an end within {seconds:g} s") from None
    except SystemExit as error:
        raise BrokenContractError("wants the program to end (SystemExit)") from error


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """None within another: the outer one holds for both."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    former = signal.signal(signal.SIGALRM, _ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_S)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _ring(_: int, frame: FrameType | None) -> None:
    raise _TooLate
