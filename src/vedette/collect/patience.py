"""How long to leave a server alone: as it asks, and between two questions."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 86_400.0
BETWEEN_S = 0.5
HOST_S = 2.0
LONGEST_DELAY_S = 60.0


def asked_to_wait(retry_after: str, now: datetime | None = None) -> float:
    """Seconds, at most a day; 0 where the header says nothing that can be read (RFC 9110, 10.2.3)."""
    told = retry_after.strip()
    if told.isdecimal():
        return min(float(told[:9]), LONGEST_S)
    try:
        until = parsedate_to_datetime(told)
        wait = (until.replace(tzinfo=until.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    return min(max(wait, 0.0), LONGEST_S)


@dataclass(slots=True, kw_only=True)
class Pace:
    """One question at a time: some time after any other, and longer after the last to the same host. By a clock that
    nobody can set."""

    between_s: float = BETWEEN_S
    host_s: float = HOST_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)
    _last: float | None = None

    def wait(self, host: str, delay_s: float = 0.0) -> None:
        """`delay_s` is what the host wants between two questions, where that is more."""
        now = self.clock()
        free = now if self._last is None else self._last + self.between_s
        if host in self._asked:
            free = max(free, self._asked[host] + max(self.host_s, min(delay_s, LONGEST_DELAY_S)))
        if free > now:
            self.sleep(free - now)
        self._last = self._asked[host] = max(now, free)
