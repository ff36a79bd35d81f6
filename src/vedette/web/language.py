"""The language of the pages: what the reader chose, else what the browser prefers, else English."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vedette.web.desk import MissingError, local_address
from vedette.web.terms import N_
from vedette.web.texts import DEFAULT, LANGUAGES, fall_silent, speak

_COOKIE = "vedette_language"
_A_YEAR = 365 * 24 * 3_600
_MOST_PREFERRED = 20


def preferred(accepted: str) -> str:
    """The first language of an Accept-Language header, by weight, that there is a catalogue for."""
    weighed = []
    for order, part in enumerate(accepted.split(",")[:_MOST_PREFERRED]):
        code, _, rest = part.strip().partition(";")
        weight = _weight(rest.strip().removeprefix("q="))
        weighed.append((-weight, order, code.strip().lower().partition("-")[0]))
    return next((code for weight, _, code in sorted(weighed) if weight < 0 and code in LANGUAGES), DEFAULT)


def _weight(given: str) -> float:
    try:
        return min(1.0, max(0.0, float(given))) if given else 1.0
    except ValueError:
        return 0.0


class Speak:
    """Sets the language for whatever answers the request, in its thread too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        chosen = request.cookies.get(_COOKIE, "")
        code = chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Language")
                headers.add_vary_header("Cookie")
            await send(message)

        token = speak(code)
        try:
            await self._app(scope, receive, told)
        finally:
            fall_silent(token)


def router() -> APIRouter:
    routes = APIRouter()

    @routes.get("/language/{code}")
    def choose(request: Request, code: str) -> RedirectResponse:
        """Keeps the reader's choice in a cookie and goes back to the page, `to`."""
        if code not in LANGUAGES:
            raise MissingError(N_("There is no translation into that language."))
        answer = RedirectResponse(local_address(request.query_params.get("to", "/")), status_code=303)
        secure = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, code, max_age=_A_YEAR, samesite="lax", httponly=True, secure=secure)
        return answer

    return routes
