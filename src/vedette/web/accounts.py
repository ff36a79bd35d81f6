"""Users, roles, tokens and the log of accounts, for administrators. People are added where this is served."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vedette.accounts.book import Accounts
from vedette.accounts.log import By
from vedette.model.access import PERMISSIONS, Permission, Role
from vedette.model.errors import UsageError
from vedette.web import forms
from vedette.web.desk import Desk, link
from vedette.web.identity import Visit, require, visit
from vedette.web.parameters import BadParameterError
from vedette.web.terms import N_, Terms

_LINES = 100
_SEE_OTHER = 303

_DONE = Terms(
    {
        "role": N_("%(name)s has another role now."),
        "active": N_("%(name)s may sign in again."),
        "disabled": N_("%(name)s is disabled."),
        "sessions": N_("%(name)s is signed out everywhere."),
        "token": N_("The token is revoked."),
    }
)
Change = Callable[[Accounts, Mapping[str, str], By], str]
Address = Callable[[Request], str]


def router(desk: Desk, accounts: Accounts, address: Address) -> APIRouter:
    """`address` says where a request came from, for the log."""
    routes = APIRouter()
    routes.get("/accounts")(_page(desk, accounts))
    for path, change in (
        ("/accounts/role", _role),
        ("/accounts/state", _state),
        ("/accounts/sessions", _sessions),
        ("/accounts/token", _token),
    ):
        routes.post(path, name=path)(_taking(accounts, change, address))
    return routes


def _page(desk: Desk, accounts: Accounts) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        before = request.query_params.get("before", "")
        if before and not (before.isascii() and before.isdecimal() and len(before) < 16):
            raise BadParameterError("“before” is the number of a line of the log.")
        lines = accounts.log.latest(_LINES, int(before)) if before else accounts.log.latest(_LINES)
        return desk.page(
            request,
            "accounts.html",
            people=accounts.people.all(),
            open_sessions=accounts.sessions.open_by_account(),
            tokens=accounts.tokens.all(),
            lines=lines,
            more=lines[-1].seq if len(lines) == _LINES else None,
            roles={role: [one for one in Permission if one in PERMISSIONS[role]] for role in Role},
            note=_done(accounts, request.query_params),
        )

    return page


def _done(accounts: Accounts, given: Mapping[str, str]) -> str:
    """What was done, told only of names that are here: an address that somebody else made says nothing of its own."""
    done, name = given.get("done", ""), given.get("of", "")
    # A token that is revoked has no name any more.
    known = done == "token" or any(one.name == name for one in accounts.people.all())
    return _DONE[done] % {"name": name} if done in _DONE and known else ""


def _taking(accounts: Accounts, change: Change, address: Address) -> Callable[[Request], Awaitable[Response]]:
    async def taking(request: Request) -> Response:
        fields = await forms.check(request)
        person = require(request, Permission.ADMINISTER)
        _hold_other(visit(request), fields, change)
        by = By(who=person.name, address=address(request))
        try:
            done = await run_in_threadpool(change, accounts, fields, by)
        except UsageError as error:
            raise BadParameterError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
        return RedirectResponse(link("/accounts", done=done, of=fields.get("name") or fields.get("label")), _SEE_OTHER)

    return taking


def _hold_other(asking: Visit, fields: Mapping[str, str], change: Change) -> None:
    """Nobody takes their own role away by a slip: another administrator does, or whoever has the workspace."""
    own = asking.person is not None and not asking.person.local and fields.get("name") == asking.person.name
    if own and change in (_role, _state):
        raise BadParameterError("Your own role is for another administrator to change.")


def _role(accounts: Accounts, fields: Mapping[str, str], by: By) -> str:
    name, role = fields.get("name", ""), fields.get("role", "")
    if role not in set(Role):
        raise UsageError(f"a role is one of {', '.join(Role)}")
    accounts.people.set_role(name, Role(role), by)
    return "role"


def _state(accounts: Accounts, fields: Mapping[str, str], by: By) -> str:
    name, active = fields.get("name", ""), fields.get("state") == "active"
    accounts.people.set_active(name, active, by)
    return "active" if active else "disabled"


def _sessions(accounts: Accounts, fields: Mapping[str, str], by: By) -> str:
    account = accounts.people.get(fields.get("name", ""))
    accounts.sessions.end_all(account, by)
    return "sessions"


def _token(accounts: Accounts, fields: Mapping[str, str], by: By) -> str:
    label = fields.get("label", "")
    accounts.tokens.revoke(label, by)
    return "token"
