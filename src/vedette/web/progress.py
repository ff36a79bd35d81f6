"""What comes in while somebody looks: server-sent events of what the store holds and of a run at work."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from vedette.model.progress import Doing
from vedette.web.answer import Answer
from vedette.web.desk import Desk

MOST = 32
"""Who may listen at once; a browser that is refused asks again later."""

_EVERY_S = 1.0
_HEARTBEAT_S = 15.0
# Then the browser asks again, and is let in again or not.
_LONGEST_S = 600.0
_RETRY_MS = 5_000
_SHOWN = ("documents", "statements", "events", "threats", "failures")


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """Those who listen. `doing` reads what a run says of itself; None where nobody is at work."""

    desk: Desk
    doing: Callable[[], Doing | None]
    every_s: float = _EVERY_S
    listening: int = 0
    _last: tuple[tuple[Any, ...], dict[str, int]] | None = field(default=None, init=False)

    def look(self) -> dict[str, Any]:
        """Counted again only where something was appended."""
        view, doing = self.desk.view(), self.doing()
        mark = (view.watermark(), view.stamp())
        if self._last is None or self._last[0] != mark:
            totals = view.totals()
            self._last = (mark, {name: totals[name] for name in _SHOWN})
        run = {"stage": doing.stage, "done": doing.done, "all": doing.total} if doing else None
        return {**self._last[1], "run": run}

    async def tell(self, is_gone: Callable[[], Any]) -> AsyncIterator[str]:
        """An event whenever something is different, and a heartbeat: it shows a proxy, and us, that the line stands."""
        yield f"retry: {_RETRY_MS}\n\n"
        told, quiet, open_s = "", 0.0, 0.0
        while open_s < _LONGEST_S and not await is_gone():
            found = json.dumps(await run_in_threadpool(self.look), ensure_ascii=True)
            if found != told:
                told, quiet = found, 0.0
                yield f"event: progress\ndata: {found}\n\n"
            elif quiet >= _HEARTBEAT_S:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(self.every_s)
            quiet += self.every_s
            open_s += self.every_s


def router(desk: Desk, doing: Callable[[], Doing | None] | None = None) -> APIRouter:
    routes = APIRouter()
    room = Newsroom(desk=desk, doing=doing or (lambda: None))
    routes.get("/api/progress")(_progress(room))
    return routes


def _progress(room: Newsroom) -> Callable[[Request], Any]:
    async def progress(request: Request) -> Response:
        if room.listening >= MOST:
            return Answer({"error": "Too many listen already; load the page again later."}, status_code=503)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_counted(room, request), media_type="text/event-stream", headers=headers)

    return progress


async def _counted(room: Newsroom, request: Request) -> AsyncIterator[str]:
    room.listening += 1
    try:
        async for part in room.tell(request.is_disconnected):
            yield part
    finally:
        room.listening -= 1
