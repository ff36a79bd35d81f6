"""How much one address may ask where others reach the pages: so much at once, and so much a second for long.

Signing in has its own, slower rule. What costs most, search and comparison, has a smaller allowance of its own.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from vedette.accounts.tries import network
from vedette.web.answer import Answer
from vedette.web.terms import N_
from vedette.web.texts import gettext

_COSTLY = ("/changes", "/report", "/figures")
_SEARCH = b"text="
_FREE = ("/static/", "/basemap/")
_MOST_ADDRESSES = 10_000
_TOO_MUCH = N_("Too many questions from your address: wait a moment, then ask again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    at_once: int
    a_second: float


# A page of the map takes a dozen questions; a newsroom behind one address a few pages a second.
ALL, COSTLY = Allowance(at_once=200, a_second=20), Allowance(at_once=30, a_second=2)


class Throttle:
    """Inside the door, so that only those who may read are counted as readers. `address` tells where one asks from."""

    def __init__(
        self, app: ASGIApp, *, address: Callable[[HTTPConnection], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._address = address
        self._clock = clock
        self._left: OrderedDict[tuple[str, Allowance], tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if path.startswith(_FREE):
            return None
        where = network(self._address(HTTPConnection(scope)))
        costly = path.startswith(_COSTLY) or _SEARCH in unquote_to_bytes(scope["query_string"])
        wait = max(self._take(where, allowance) for allowance in ((ALL, COSTLY) if costly else (ALL,)))
        return _told(path, wait) if wait else None

    def _take(self, where: str, allowance: Allowance) -> int:
        """Seconds to wait; 0 where one was taken."""
        now = self._clock()
        left, since = self._left.pop((where, allowance), (float(allowance.at_once), now))
        left = min(allowance.at_once, left + (now - since) * allowance.a_second)
        taken = left >= 1
        self._left[where, allowance] = (left - taken, now)
        while len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if taken else math.ceil((1 - left) / allowance.a_second)


def _told(path: str, wait: int) -> Response:
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    if path.startswith("/api/"):
        return Answer({"error": _TOO_MUCH}, status_code=429, headers=headers)
    return PlainTextResponse(gettext(_TOO_MUCH) + "\n", 429, headers)
