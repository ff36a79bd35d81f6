"""Who asks, and whether they may. A door says who; every route names what it needs; what names nothing is refused."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, cast

from fastapi import Request
from fastapi.params import Depends
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vedette.model.access import Permission, Role, least, may
from vedette.web.terms import N_
from vedette.web.texts import gettext

_TOO_LITTLE = N_("This takes the role %(needed)s or above; yours is %(own)s. An administrator can change it.")
_SIGNED_OUT = N_("This takes the role %(needed)s or above; you are not signed in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`name` is the maker of what they judge. `local`: whoever sits at this machine, without an account."""

    name: str
    role: Role
    local: bool = False

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)


def _nowhere(what: str, about: str) -> None:
    """There are no accounts, and so no log of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's side of the door. `token` is what only a form of this visitor's own pages knows; where it is empty
    no form is taken. `secret` is that of the session, or of whoever is about to sign in; it never stands on a page.
    `note` keeps in the log of accounts what was done, and about what."""

    person: Person | None
    token: str = ""
    secret: str = field(default="", repr=False)
    note: Callable[[str, str], None] = _nowhere


class Door(Protocol):
    """Says who asks, or answers in place of the page. Called in the event loop."""

    async def __call__(self, asked: HTTPConnection) -> Visit | Response: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDoor:
    """Without log-in, for pages that only this machine reaches: whoever asks is `name` and may do everything."""

    name: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    note: Callable[[str, str], None] = _nowhere

    async def __call__(self, asked: HTTPConnection) -> Visit | Response:
        return Visit(
            person=Person(name=self.name, role=Role.ADMINISTRATOR, local=True), token=self.token, note=self.note
        )


class Doorway:
    """Asks the door before anything else does, and keeps its word as `request.state.visit`."""

    def __init__(self, app: ASGIApp, *, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = await self._door(HTTPConnection(scope))
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        scope.setdefault("state", {})["visit"] = found
        await self._app(scope, receive, _unkept(send) if _is_private(found) else send)


def _is_private(found: Visit) -> bool:
    return found.person is not None and not found.person.local


def _unkept(send: Send) -> Send:
    """What only somebody signed in may see stays in no cache."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
        await send(message)

    return sent


class RefusedError(Exception):
    """They are known, and may not. The message says which role may."""

    def __init__(self, person: Person | None, permission: Permission) -> None:
        told = _TOO_LITTLE if person else _SIGNED_OUT
        own = gettext(person.role) if person else ""
        super().__init__(gettext(told) % {"needed": gettext(least(permission)), "own": own})


def visit(request: Request) -> Visit:
    return cast(Visit, request.state.visit)


def require(request: Request, permission: Permission) -> Person:
    """Whoever asks, if they may; else RefusedError, which is answered with a page that says which role may (403)."""
    person = visit(request).person
    if person is None or not person.may(permission):
        raise RefusedError(person, permission)
    return person


@dataclass(frozen=True, slots=True)
class Needs:
    """What a route needs: `routes.post("/review", dependencies=[needs(Permission.JUDGE)])`."""

    permission: Permission

    async def __call__(self, request: Request) -> None:
        require(request, self.permission)


def needs(permission: Permission) -> Depends:
    return Depends(Needs(permission))
