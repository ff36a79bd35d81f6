"""Answers given a moment ago, given again while the ledger is the same: many readers mostly ask for the same pages.

Inside the door, after the language is settled: what is kept is kept by who asks and in which language, so nobody is
given what was made for somebody else. Two that ask at once wait for one answer. One that grows old is made again behind
the back of whoever is given it, one at a time: else all that were made together would grow old together, and everybody
would wait.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vedette.model.errors import VedetteError
from vedette.ports import View
from vedette.web import texts
from vedette.web.identity import Visit

# Of what no fact of the ledger tells, as the clock, a page may be so much behind; after the first it is made again.
_FRESH_S, _OLDEST_S = 30.0, 60.0
# More threads than this at work on answers only wait for each other, and for connections to the store.
_AT_ONCE = 4
_MOST_BYTES = 32 * 1024 * 1024
_LARGEST = 2 * 1024 * 1024
# Beside its body an answer takes what was asked, which may be long, and a little for itself.
_ITSELF = 4 * 1024
_LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
_ROOMS = frozenset({
    "api", "changes", "control", "documents", "events", "figures", "observations", "places", "sources",
    "speakers", "statements", "threats",
})  # fmt: skip
# Counts as it goes on, or shows pixels, whose showing is written down.
_NEVER = ("/api/progress",)
_PIXELS = (".png", ".tif")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A whole answer, as the application gave it."""

    start: Message
    body: bytes
    state: Hashable
    made: float
    weight: int


class Remembered:
    """`view` as the application has it: a reading of the store."""

    def __init__(self, app: ASGIApp, *, view: Callable[[], View], clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._view = view
        self._clock = clock
        self._given: OrderedDict[Hashable, _Given] = OrderedDict()
        self._bytes = 0
        self._making: dict[Hashable, asyncio.Lock] = {}
        self._looking = asyncio.Lock()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._renewing: dict[Hashable, asyncio.Task[None]] = {}
        self._one_by_one = asyncio.Lock()
        self._known: tuple[Hashable, float] = (None, 0.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_repeated(scope["path"]) or _has_one(scope):
            if scope["type"] == "http" and scope["method"] not in _LOOKS:
                self._forget()
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        lock = self._making.setdefault(asked, asyncio.Lock())
        try:
            async with lock:
                state = await self._state()
                given = self._kept(asked, state)
                if given is None:
                    given = await self._make(scope, receive, send, asked, state)
                elif self._clock() - given.made > _FRESH_S and asked not in self._renewing:
                    self._renewing[asked] = asyncio.create_task(self._renew(scope, asked, state))
        finally:
            if not lock.locked():
                self._making.pop(asked, None)
        if given is not None:
            await send({**given.start, "headers": list(given.start["headers"])})
            await send({"type": "http.response.body", "body": given.body})

    async def _state(self) -> Hashable:
        """Of the ledger, as it is no earlier than now. One look serves all who asked before it began. None where it
        cannot be read: whoever answers says why."""
        arrived = time.monotonic()
        async with self._looking:
            if self._known[1] < arrived:
                began = time.monotonic()
                self._known = (await run_in_threadpool(self._look), began)
            return self._known[0]

    def _look(self) -> Hashable:
        try:
            view = self._view()
            return view.stamp(), view.watermark()
        except VedetteError:
            return None

    def _kept(self, asked: Hashable, state: Hashable) -> _Given | None:
        found = self._given.get(asked)
        if found is None or state is None or found.state != state or self._clock() - found.made > _OLDEST_S:
            return None
        self._given.move_to_end(asked)
        return found

    async def _renew(self, scope: Scope, asked: Hashable, state: Hashable) -> None:
        """Whoever asks next meets what goes wrong here."""

        async def nothing_more() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def unheard(_: Message) -> None:
            return

        try:
            async with self._one_by_one:
                await self._make({**scope, "state": dict(scope["state"])}, nothing_more, unheard, asked, state)
        except Exception:  # noqa: BLE001 - nobody waits for it; it is made again, and told, when somebody asks
            self._drop(asked)
        finally:
            self._renewing.pop(asked, None)

    async def _make(
        self, scope: Scope, receive: Receive, send: Send, asked: Hashable, state: Hashable
    ) -> _Given | None:
        """None where the answer is not of the kind that is kept, and is on its way already."""
        held: list[Message] = []
        parts: list[bytes] = []
        passing = False

        async def hold(message: Message) -> None:
            nonlocal passing
            if message["type"] == "http.response.start":
                passing = message["status"] != 200
                held.append(message)
                if not passing:
                    return
            elif not passing:
                parts.append(message.get("body", b""))
                return
            await send(message)

        async with self._turns:
            await self._app(scope, receive, hold)
        if passing or not held:
            return None
        body = b"".join(parts)
        given = _Given(start=held[0], body=body, state=state, made=self._clock(), weight=len(body) + _length(scope))
        self._keep(asked, given)
        return given

    def _keep(self, asked: Hashable, given: _Given) -> None:
        self._drop(asked)
        if given.weight > _LARGEST:
            return
        self._given[asked] = given
        self._bytes += given.weight
        while self._bytes > _MOST_BYTES:
            _, oldest = self._given.popitem(last=False)
            self._bytes -= oldest.weight

    def _drop(self, asked: Hashable) -> None:
        former = self._given.pop(asked, None)
        self._bytes -= former.weight if former else 0

    def _forget(self) -> None:
        """Somebody judged, or signed in or out."""
        self._given.clear()
        self._bytes = 0
        self._known = (None, 0.0)


def _is_repeated(path: str) -> bool:
    if path == "/":
        return True
    room = path.split("/", 2)[1]
    return room in _ROOMS and path not in _NEVER and not path.endswith(_PIXELS)


def _has_one(scope: Scope) -> bool:
    """Who holds an answer already asks only whether it still is the one."""
    return any(name == b"if-none-match" for name, _ in scope.get("headers", ()))


def _length(scope: Scope) -> int:
    return len(scope["path"]) + len(scope["query_string"]) + _ITSELF


def _asked(scope: Scope) -> Hashable:
    """All that an answer may depend on."""
    visit: Visit = scope["state"]["visit"]
    person = visit.person
    who = (person.name, person.role, person.local) if person else None
    return scope["path"], scope["query_string"], texts.language(), who, visit.token
