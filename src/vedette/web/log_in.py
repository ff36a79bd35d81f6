"""Signing in, signing out, and one's own password."""

from collections.abc import Awaitable, Callable, Mapping

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vedette.accounts.book import Accounts
from vedette.accounts.log import By
from vedette.accounts.password import WeakPasswordError
from vedette.accounts.sessions import digest_of
from vedette.model.access import Permission
from vedette.model.errors import UsageError
from vedette.web import forms
from vedette.web.desk import Desk, link, local_address
from vedette.web.gate import ACCOUNT, LOG_IN, Gate
from vedette.web.identity import require, visit
from vedette.web.terms import N_, Terms
from vedette.web.texts import gettext

_SEE_OTHER, _FORBIDDEN, _TOO_MANY, _BUSY = 303, 403, 429, 503
# Each try takes 128 MiB; more at once would leave none for the pages.
_AT_ONCE, _MOST_WAITING = 2, 16
_REFUSED = Terms(
    {
        "wrong": N_("The name or the password is wrong, or the account may not sign in."),
        "full": N_("Too many are signing in at this moment. Try again in a minute."),
    }
)
_DONE = Terms({"password": N_("Your password is changed."), "elsewhere": N_("You are signed out everywhere else.")})

_WEAK = Terms(
    {
        "short": N_("A password has at least 12 characters."),
        "long": N_("A password has at most 128 characters."),
        "telling": N_("This password holds the name of the account."),
        "poor": N_("This password has fewer than 5 different characters."),
        "common": N_("This password is among the most common."),
    }
)

Change = Callable[[Accounts, Mapping[str, str], By, str], None]
Page = Callable[[Request], Response]
Taking = Callable[[Request], Awaitable[Response]]


def router(desk: Desk, gate: Gate) -> APIRouter:
    """Open to all: whoever signs in is not known yet."""
    routes = APIRouter()
    routes.get(LOG_IN)(_asking(desk, gate))
    routes.post(LOG_IN)(_signing_in(desk, gate))
    return routes


def own_router(desk: Desk, gate: Gate) -> APIRouter:
    """For whoever is signed in."""
    routes = APIRouter()
    routes.post("/logout")(_signing_out(gate))
    routes.get(ACCOUNT)(_own_page(desk, gate))
    routes.post(ACCOUNT)(_changing(desk, gate))
    return routes


def _asking(desk: Desk, gate: Gate) -> Page:
    def asking(request: Request) -> Response:
        if visit(request).person is not None:
            return RedirectResponse(local_address(request.query_params.get("to", "/")), _SEE_OTHER)
        return _form(desk, gate, request, request.query_params.get("to", "/"))

    return asking


def _form(desk: Desk, gate: Gate, request: Request, to: str, status: int = 200, problem: str = "") -> Response:
    page = desk.page(request, "login.html", status=status, to=local_address(to), problem=problem)
    gate.visit_cookie(request).give(page, visit(request).secret)
    page.headers["Cache-Control"] = "no-store"
    return page


def _signing_in(desk: Desk, gate: Gate) -> Taking:
    limiter: list[CapacityLimiter] = []

    async def signing_in(request: Request) -> Response:
        fields = await forms.check(request)
        to = local_address(fields.get("to", "/"))
        if not limiter:
            limiter.append(CapacityLimiter(_AT_ONCE))
        if limiter[0].statistics().tasks_waiting >= _MOST_WAITING:
            return _form(desk, gate, request, to, _BUSY, _REFUSED["full"])
        name, password = fields.get("name", ""), fields.get("password", "")
        former = request.cookies.get(gate.session_cookie(request).key, "")
        found = await anyio.to_thread.run_sync(
            gate.sign_in, name, password, gate.address(request), former, limiter=limiter[0]
        )
        if isinstance(found, int):
            return _refused(desk, gate, request, to, found)
        answer = RedirectResponse(to, _SEE_OTHER, headers={"Cache-Control": "no-store"})
        gate.session_cookie(request).give(answer, found)
        gate.visit_cookie(request).take(answer)
        return answer

    return signing_in


def _refused(desk: Desk, gate: Gate, request: Request, to: str, wait: int) -> Response:
    if not wait:
        return _form(desk, gate, request, to, _FORBIDDEN, _REFUSED["wrong"])
    told = gettext("Too many tries. Wait %(seconds)s s, then try again.") % {"seconds": wait}
    page = _form(desk, gate, request, to, _TOO_MANY, told)
    page.headers["Retry-After"] = str(wait)
    return page


def _signing_out(gate: Gate) -> Taking:
    async def signing_out(request: Request) -> Response:
        await forms.check(request)
        asking = visit(request)
        by = By(who=asking.person.name if asking.person else "", address=gate.address(request))
        await run_in_threadpool(gate.accounts.sessions.end, asking.secret, by)
        answer = RedirectResponse(LOG_IN, _SEE_OTHER, headers={"Clear-Site-Data": '"cache"'})
        gate.session_cookie(request).take(answer)
        return answer

    return signing_out


def _own_page(desk: Desk, gate: Gate) -> Page:
    def own_page(request: Request) -> Response:
        return _own(desk, gate, request)

    return own_page


def _own(desk: Desk, gate: Gate, request: Request, problem: str = "") -> Response:
    account = gate.accounts.people.get(require(request, Permission.READ).name)
    return desk.page(
        request,
        "account.html",
        status=400 if problem else 200,
        note=_DONE.get(request.query_params.get("done", ""), ""),
        problem=problem,
        issued=account.issued,
        sessions=gate.accounts.sessions.open_by_account().get(account.id, 0),
    )


def _changing(desk: Desk, gate: Gate) -> Taking:
    async def changing(request: Request) -> Response:
        fields = await forms.check(request)
        change = _sign_out_elsewhere if fields.get("what") == "elsewhere" else _change_password
        problem = await run_in_threadpool(_confirmed, gate, request, fields, change)
        if problem:
            return await run_in_threadpool(_own, desk, gate, request, problem)
        return RedirectResponse(link(ACCOUNT, done=fields.get("what", "password")), _SEE_OTHER)

    return changing


def _confirmed(gate: Gate, request: Request, fields: Mapping[str, str], change: Change) -> str:
    """What stands in the way, or nothing. A session alone is not enough for this: the password is asked for again."""
    name, address = require(request, Permission.READ).name, gate.address(request)
    wait = gate.accounts.tries.begin(name, address)
    if wait:
        return gettext("Too many tries. Wait %(seconds)s s, then try again.") % {"seconds": wait}
    by = By(who=name, address=address)
    if gate.accounts.people.check(name, fields.get("password", "")) is None:
        gate.accounts.log.note(by, "password refused")
        return gettext("The present password is wrong.")
    gate.accounts.tries.passed(name, address)
    try:
        change(gate.accounts, fields, by, visit(request).secret)
    except WeakPasswordError as error:
        good = gettext("Four or five words that do not belong together are a good one.")
        return f"{_WEAK[error.weakness]} {good}"
    except UsageError as error:
        return gettext(str(error))
    return ""


def _change_password(accounts: Accounts, fields: Mapping[str, str], by: By, secret: str) -> None:
    """This session goes on; all others of the account end."""
    new = fields.get("new", "")
    if new != fields.get("again", ""):
        raise UsageError(N_("The new password was typed in two ways; type it again."))
    if new == fields.get("password", ""):
        raise UsageError(N_("The new password is the present one; choose another."))
    accounts.people.set_password(by.who, new, by, keep=digest_of(secret))


def _sign_out_elsewhere(accounts: Accounts, fields: Mapping[str, str], by: By, secret: str) -> None:
    accounts.sessions.end_all(accounts.people.get(by.who), by, keep=digest_of(secret))
