"""How much one address may ask: much at once, some a second, and then a number of seconds to wait."""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.responses import PlainTextResponse

from vedette.web.throttle import ALL, COSTLY, Throttle


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def throttled(clock: Clock) -> Throttle:
    return Throttle(PlainTextResponse("read"), address=lambda asked: asked.client.host, clock=clock)


def ask(app: Throttle, path: str = "/events", query: bytes = b"", host: str = "192.0.2.1") -> tuple[int, str | None]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": [], "client": (host, 1)}
    asyncio.run(app(scope, None, send))  # type: ignore[arg-type]
    wait = dict(sent[0]["headers"]).get(b"retry-after")
    return sent[0]["status"], wait.decode() if wait else None


def test_after_so_many_at_once_one_waits() -> None:
    """And a moment later a few more are answered."""
    clock = Clock()
    app = throttled(clock)
    assert {ask(app)[0] for _ in range(ALL.at_once)} == {200}
    assert ask(app) == (429, "1")
    assert ask(app, "/static/vedette.css")[0] == 200
    clock.now = 0.5
    answered = [ask(app)[0] for _ in range(20)]
    assert answered.count(200) == 0.5 * ALL.a_second


def test_another_address_is_not_held_up() -> None:
    """Nor is that a customer's whole network of IPv6 many addresses."""
    app = throttled(Clock())
    for _ in range(ALL.at_once):
        ask(app, host="2001:db8::1")
    assert ask(app, host="2001:db8::2")[0] == 429
    assert ask(app, host="192.0.2.1")[0] == 200


def test_search_has_a_smaller_allowance() -> None:
    """What is left for everything else stays."""
    app = throttled(Clock())
    answered = [ask(app, "/statements", b"text=bridge") for _ in range(COSTLY.at_once + 1)]
    assert answered[-1] == (429, "1")
    assert ask(app, "/statements") == (200, None)
    assert ask(app, "/statements", b"te%78t=bridge") == (429, "1")


def test_only_pages_that_others_reach_are_limited() -> None:
    """On this machine alone nobody is counted; behind the gate everybody is."""
    from pathlib import Path
    from typing import cast

    from vedette.accounts.book import Accounts
    from vedette.model.watch import Watch
    from vedette.web.app import create_app
    from vedette.web.gate import Gate

    def layers(door: Gate | None) -> list[str]:
        app = create_app(cast(Any, None), Watch(name="War"), reports_folder=Path(), door=door)
        return [str(getattr(one.cls, "__name__", "")) for one in app.user_middleware]

    assert "Throttle" not in layers(None)
    assert layers(Gate(accounts=cast(Accounts, None))).index("Doorway") < layers(
        Gate(accounts=cast(Accounts, None))
    ).index("Throttle")
