"""Somebody with a browser: keeps cookies, reads the token off a page, signs in. And a cheap set of accounts."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from vedette.accounts import password as passwords
from vedette.accounts.book import Accounts, accounts_in
from vedette.accounts.database import FILE, Database
from vedette.accounts.log import By
from vedette.model.access import Role

HERE = By(who="test", address="here")
Form = Mapping[str, str | list[str]]
PHRASE = "purple kettle walks north"
NAMES = {Role.READER: "Rita", Role.ANALYST: "Ann", Role.EDITOR: "Edi", Role.ADMINISTRATOR: "Ada"}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def make_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords as ever, at a ten-thousandth of the cost."""
    monkeypatch.setattr(passwords, "_LOG2_N", 4)
    monkeypatch.setattr(passwords, "_NOBODY", passwords._NOBODY.replace("$17$", "$4$"))


@contextmanager
def opened(folder: Path, clock: Clock) -> Iterator[Accounts]:
    database = Database(folder / FILE, clock)
    try:
        yield accounts_in(database)
    finally:
        database.close()


def one_of_each(accounts: Accounts) -> None:
    for role, name in NAMES.items():
        accounts.people.add(name, role, PHRASE, HERE)


class Visitor:
    """`peer` is where the connection comes from."""

    def __init__(
        self, app: FastAPI, base: str = "http://127.0.0.1:8000", peer: str = "127.0.0.1", *, forgiving: bool = False
    ) -> None:
        """`forgiving`: an error of the application is answered as a server answers it."""
        self._app, self._base, self._peer, self._forgiving = app, base, peer, forgiving
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, address: str, form: Form | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(
                app=self._app, client=(self._peer, 40_000), raise_app_exceptions=not self._forgiving
            )
            async with httpx.AsyncClient(transport=transport, base_url=self._base) as client:
                return await client.request(method, address, data=form, headers=self._headers(headers or {}))

        answer = asyncio.run(asked())
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        return answer

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**({"cookie": told} if told else {}), **headers}

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers=headers)

    def post(self, address: str, form: Form, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("POST", address, form, headers)

    def token(self, address: str) -> str:
        """What the first form of the page carries."""
        return re.findall(r'name="csrf" value="([^"]*)"', self.get(address).text)[0]

    def sign_in(self, name: str, password: str = PHRASE, to: str = "/") -> httpx.Response:
        return self.post("/login", {"csrf": self.token("/login"), "name": name, "password": password, "to": to})
