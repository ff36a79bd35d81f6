"""The door where people sign in: sessions in a cookie for browsers, tokens for programs, nothing for anyone else."""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import Literal
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from vedette.accounts.book import Accounts
from vedette.accounts.log import By
from vedette.web.answer import Answer
from vedette.web.identity import Person, Visit
from vedette.web.security import LOOPBACK, host_name

LOG_IN = "/login"
OPEN = ("/static/", "/language/")
ACCOUNT = "/account"
OWN = (ACCOUNT, "/logout")
# Data, and the feeds of alerts, which a reader of feeds asks for by itself.
_PROGRAMS = ("/api/", "/alerts/")
_DATA = ("/api/", "/basemap/")
_BEARER = "bearer "
_SEE_OTHER = 303
_LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """A cookie of ours. The prefix makes a browser refuse one that came over http or from a neighbouring host."""

    name: str
    secure: bool

    @property
    def key(self) -> str:
        return f"__Host-{self.name}" if self.secure else self.name

    def give(self, answer: Response, secret: str) -> None:
        answer.set_cookie(self.key, secret, path="/", httponly=True, secure=self.secure, samesite="lax")

    def take(self, answer: Response) -> None:
        answer.delete_cookie(self.key, path="/", httponly=True, secure=self.secure, samesite="lax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Nobody gets past without an account. `behind_proxy` believes the last X-Forwarded-For and -Proto: give it only
    where a proxy writes them, for whoever may write them is wherever they like."""

    accounts: Accounts
    behind_proxy: bool = False
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def __call__(self, asked: HTTPConnection) -> Visit | Response:
        path = asked.url.path
        if path.startswith(OPEN):
            return Visit(person=None)
        bearer = asked.headers.get("authorization", "")
        if path.startswith(_PROGRAMS) and bearer.lower().startswith(_BEARER):
            return await run_in_threadpool(self._program, bearer[len(_BEARER) :].strip())
        found = await run_in_threadpool(self._signed_in, asked)
        if found is not None:
            return found
        return self._stranger(asked) if path == LOG_IN else _turned_away(asked)

    def session_cookie(self, asked: HTTPConnection) -> Cookie:
        return Cookie(name="vedette_session", secure=self.is_secure(asked))

    def visit_cookie(self, asked: HTTPConnection) -> Cookie:
        """Of whoever is about to sign in, so that the form for it cannot be sent from elsewhere."""
        return Cookie(name="vedette_visit", secure=self.is_secure(asked))

    def is_secure(self, asked: HTTPConnection) -> bool:
        """Whether cookies go over https alone: everywhere but at this machine's own address."""
        plain = asked.url.scheme == "http" and not self.behind_proxy
        return not (plain and host_name(asked.headers.get("host", "")) in LOOPBACK)

    def address(self, asked: HTTPConnection) -> str:
        """Where the request came from. Of a chain of proxies only the last one's word counts, for it is ours."""
        peer = asked.client.host if asked.client else ""
        told = asked.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() if self.behind_proxy else ""
        try:
            return str(ipaddress.ip_address(told or peer))
        except ValueError:
            return peer

    def sign_in(self, name: str, password: str, address: str, former: str) -> str | int:
        """The secret of a new session; else the seconds to wait before the next try, 0 where the try was wrong."""
        wait = self.accounts.tries.begin(name, address)
        if wait:
            return wait
        account = self.accounts.people.check(name, password)
        if account is None:
            # What was typed as a name may be a password: an unknown one is not written down.
            known = self.accounts.people.find(name)
            who = known.name if known else "an unknown name"
            self.accounts.log.note(By(who=who, address=address), "sign-in failed")
            return 0
        self.accounts.tries.passed(name, address)
        return self.accounts.sessions.begin(account, By(who=account.name, address=address), former)

    def _program(self, secret: str) -> Visit | Response:
        token = self.accounts.tokens.find(secret) if len(secret) < _LONGEST_SECRET else None
        if token is None:
            return _no_entry("The token is unknown, revoked or out of date.")
        return Visit(person=Person(name=f"token {token.label}", role=token.role))

    def _signed_in(self, asked: HTTPConnection) -> Visit | Response | None:
        secret = asked.cookies.get(self.session_cookie(asked).key, "")
        session = self.accounts.sessions.find(secret) if len(secret) < _LONGEST_SECRET else None
        if session is None:
            return None
        if session.account.issued and asked.url.path not in OWN:
            return _first_a_password(asked)
        person = Person(name=session.account.name, role=session.account.role)
        return Visit(
            person=person,
            token=_token(secret.encode(), "session"),
            secret=secret,
            note=partial(self.accounts.log.note, By(who=person.name, address=self.address(asked))),
        )

    def _stranger(self, asked: HTTPConnection) -> Visit:
        secret = asked.cookies.get(self.visit_cookie(asked).key, "")
        if not 0 < len(secret) < _LONGEST_SECRET:
            secret = secrets.token_urlsafe(32)
        return Visit(person=None, token=_token(self.key, secret), secret=secret)


def _token(key: bytes, secret: str) -> str:
    return hmac.new(key, f"form\n{secret}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _first_a_password(asked: HTTPConnection) -> Response:
    """Somebody else made the one that was signed in with."""
    if asked.url.path.startswith(_DATA):
        return Answer({"error": "Change your password first, on the page /account."}, status_code=403)
    return RedirectResponse(ACCOUNT, _SEE_OTHER, headers={"Cache-Control": "no-store"})


def _turned_away(asked: HTTPConnection) -> Response:
    path = asked.url.path
    if path.startswith(_DATA):
        return _no_entry("Sign in, or send a token: Authorization: Bearer …")
    page = f"{path}?{asked.url.query}" if asked.url.query else path
    to = page if asked.scope["method"] in ("GET", "HEAD") and path != "/" else ""
    log_in = f"{LOG_IN}?{urlencode({'to': to})}" if to else LOG_IN
    if asked.headers.get("hx-request"):
        # A part of a page that htmx asked for: the whole page goes to sign in.
        return Response(status_code=401, headers={"HX-Redirect": LOG_IN})
    return RedirectResponse(log_in, _SEE_OTHER, headers={"Cache-Control": "no-store"})


def _no_entry(message: str, status: Literal[401] = 401) -> Response:
    return Answer({"error": message}, status_code=status, headers={"WWW-Authenticate": 'Bearer realm="Vedette"'})
