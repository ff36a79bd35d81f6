"""What every answer carries, and which requests are answered at all."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A report is one file with its own style and inline charts, and needs no script.
REPORT_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


_A_YEAR_OF_HTTPS = "max-age=31536000"


class Guard:
    """Answers only requests that name one of `hosts`: a page elsewhere that points its own name at this machine (DNS
    rebinding) gets nothing. Forms are taken at `forms` alone. `strict`: browsers come back by https alone."""

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str], policy: str, forms: Iterable[str] = (), strict: bool = False
    ) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._policy = policy
        self._forms = frozenset(forms)
        self._strict = strict

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", self._policy)
                if self._strict and host_name(Headers(scope=scope).get("host", "")) not in LOOPBACK:
                    headers["Strict-Transport-Security"] = _A_YEAR_OF_HTTPS
            await send(message)

        refusal = self._refusal(scope)
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        host = host_name(Headers(scope=scope).get("host", ""))
        if "*" not in self._hosts and host not in self._hosts:
            return PlainTextResponse("Vedette answers only to its own address; open the one it printed.\n", 421)
        is_form = scope["method"] == "POST" and scope["path"] in self._forms
        if scope["method"] not in ("GET", "HEAD") and not is_form:
            return PlainTextResponse("Only reading is possible here.\n", 405, {"Allow": "GET, HEAD"})
        return None


def host_name(header: str) -> str:
    """The name of a Host header in lower case, without its port; an IPv6 address keeps its brackets."""
    header = header.strip().lower()
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0]
