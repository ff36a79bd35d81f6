"""Answers given again: only while the ledger is the same, only to whom they were made for, never after a form."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from vedette.model.access import Role
from vedette.web import texts
from vedette.web.identity import Person, Visit
from vedette.web.remembered import Remembered


@dataclass
class Ledger:
    """A view that knows its state alone."""

    state: int = 1

    def stamp(self) -> int:
        return self.state

    def watermark(self) -> str:
        return str(self.state)


@dataclass
class Pages:
    """An application that counts how often it is asked."""

    asked: list[str] = field(default_factory=list)
    status: int = 200
    pause: float = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        await asyncio.sleep(self.pause)
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"x-made", b"once")]})
        await send({"type": "http.response.body", "body": f"{scope['path']} {len(self.asked)}".encode()})


@pytest.fixture
def house() -> Any:
    ledger, pages = Ledger(), Pages()
    made = SimpleNamespace(ledger=ledger, pages=pages, now=1000.0)
    made.app = Remembered(pages, view=lambda: ledger, clock=lambda: made.now)
    return made


async def ask(house: Any, path: str, *, method: str = "GET", query: bytes = b"", name: str = "ann") -> bytes:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    visit = Visit(person=Person(name=name, role=Role.READER), token=f"of {name}")
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "state": {"visit": visit}}
    await house.app(scope, None, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["headers"] == [(b"x-made", b"once")]
    return bytes(sent[1]["body"])


def test_a_page_is_made_once_until_the_ledger_changes(house: Any) -> None:
    """And anew at once when it does."""

    async def reading() -> list[bytes]:
        first = [await ask(house, "/events"), await ask(house, "/events")]
        house.ledger.state = 2
        return [*first, await ask(house, "/events")]

    assert asyncio.run(reading()) == [b"/events 1", b"/events 1", b"/events 2"]


def test_nobody_is_given_what_was_made_for_another(house: Any) -> None:
    """Person, question and language each tell answers apart."""

    async def reading() -> None:
        await ask(house, "/events")
        await ask(house, "/events", name="bob")
        await ask(house, "/events", query=b"status=denied")
        token = texts.speak("uk")
        await ask(house, "/events")
        texts.fall_silent(token)

    asyncio.run(reading())
    assert len(house.pages.asked) == 4


@pytest.mark.parametrize(
    "path", ["/review", "/login", "/account", "/api/progress", "/media/x", "/observations/1/a.png"]
)
def test_what_changes_by_itself_or_shows_pixels_is_asked_each_time(house: Any, path: str) -> None:
    """A look at pixels is written down each time."""

    async def reading() -> None:
        await ask(house, path)
        await ask(house, path)

    asyncio.run(reading())
    assert len(house.pages.asked) == 2


def test_a_form_that_was_sent_makes_everything_anew(house: Any) -> None:
    """Whoever judged sees it."""

    async def reading() -> list[bytes]:
        await ask(house, "/events")
        await ask(house, "/review", method="POST")
        return [await ask(house, "/events")]

    assert asyncio.run(reading()) == [b"/events 3"]


def test_errors_are_not_kept(house: Any) -> None:
    """A page that is not there now may be there in a moment."""
    house.pages.status = 404

    async def reading() -> None:
        await ask(house, "/events/none")
        await ask(house, "/events/none")

    asyncio.run(reading())
    assert len(house.pages.asked) == 2


def test_many_at_once_wait_for_one_answer(house: Any) -> None:
    """Five hundred readers after a change are one question."""
    house.pages.pause = 0.05

    async def reading() -> list[bytes]:
        return list(await asyncio.gather(*(ask(house, "/") for _ in range(100))))

    assert set(asyncio.run(reading())) == {b"/ 1"}


def test_who_asks_for_what_grows_old_does_not_wait_for_the_new(house: Any) -> None:
    """It is made again behind them, once; what is too old is not given any more."""

    async def reading() -> list[bytes]:
        told = [await ask(house, "/")]
        house.now += 31
        house.pages.pause = 0.05
        told += await asyncio.gather(*(ask(house, "/") for _ in range(9)))
        await asyncio.sleep(0.2)
        told.append(await ask(house, "/"))
        house.now += 61
        return [*told, await ask(house, "/")]

    told = asyncio.run(reading())
    assert told == [b"/ 1"] * 10 + [b"/ 2", b"/ 3"]


def test_what_cannot_be_made_again_is_asked_for_anew(house: Any) -> None:
    """The reader who comes next is told why, not the one who had an answer."""

    async def reading() -> None:
        await ask(house, "/")
        house.now += 31
        house.pages.status = 500
        assert await ask(house, "/") == b"/ 1"
        await asyncio.sleep(0.05)
        house.now += 31
        assert await ask(house, "/") == b"/ 3"

    asyncio.run(reading())


def test_what_was_asked_counts_as_well(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short answers to long questions do not fill the memory."""
    monkeypatch.setattr("vedette.web.remembered._MOST_BYTES", 500_000)

    async def reading() -> None:
        for number in range(50):
            await ask(house, "/events", query=b"text=%05d" % number + b"x" * 50_000)

    asyncio.run(reading())
    held = house.app._given
    assert 0 < sum(len(key[1]) for key in held) <= 500_000
    assert house.app._bytes == sum(one.weight for one in held.values())


def test_who_only_looks_makes_nobody_wait(house: Any) -> None:
    """No HEAD throws away what was made for others."""

    async def reading() -> list[bytes]:
        await ask(house, "/events")
        await ask(house, "/events", method="HEAD")
        return [await ask(house, "/events")]

    assert asyncio.run(reading()) == [b"/events 1"]
