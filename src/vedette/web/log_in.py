"""Signing in, signing out, and one's own password."""

from collections.abc import Awaitable, Callable, Mapping

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vedette.accounts.log import By
from vedette.accounts.sessions import digest_of
from vedette.model.errors import UsageError
from vedette.web import forms
from vedette.web.desk import Desk, local_address
from vedette.web.gate import LOG_IN, Gate
from vedette.web.identity import visit

_SEE_OTHER, _FORBIDDEN, _TOO_MANY, _BUSY = 303, 403, 429, 503
# Each try takes 128 MiB; more at once would leave none for the pages.
_AT_ONCE, _MOST_WAITING = 2, 16
_WRONG = "The name or the password is wrong, or the account may not sign in."
_FULL = "Too many are signing in at this moment. Try again in a minute."

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
    routes.get("/account")(_own_page(desk))
    routes.post("/account")(_changing_password(desk, gate))
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
            return _form(desk, gate, request, to, _BUSY, _FULL)
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
        return _form(desk, gate, request, to, _FORBIDDEN, _WRONG)
    told = f"Too many tries. Wait {wait} s, then try again."
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


def _own_page(desk: Desk) -> Page:
    def own_page(request: Request) -> Response:
        note = "Your password is changed." if request.query_params.get("changed") else ""
        return desk.page(request, "account.html", note=note, problem="")

    return own_page


def _changing_password(desk: Desk, gate: Gate) -> Taking:
    async def changing_password(request: Request) -> Response:
        fields = await forms.check(request)
        problem = await run_in_threadpool(_change, gate, request, fields)
        if problem:
            return desk.page(request, "account.html", status=400, note="", problem=problem)
        return RedirectResponse("/account?changed=1", _SEE_OTHER)

    return changing_password


def _change(gate: Gate, request: Request, fields: Mapping[str, str]) -> str:
    """What stands in the way, or nothing. The session goes on; all others of the account end."""
    asking, address = visit(request), gate.address(request)
    if asking.person is None:
        return _WRONG
    name, new = asking.person.name, fields.get("new", "")
    if new != fields.get("again", ""):
        return "The new password was typed in two ways. Type it again."
    wait = gate.accounts.tries.begin(name, address)
    if wait:
        return f"Too many tries. Wait {wait} s, then try again."
    by = By(who=name, address=address)
    if gate.accounts.people.check(name, fields.get("password", "")) is None:
        gate.accounts.log.note(by, "password change failed")
        return "The present password is wrong."
    gate.accounts.tries.passed(name, address)
    try:
        gate.accounts.people.set_password(name, new, by, keep=digest_of(asking.secret))
    except UsageError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    return ""
