"""A page or feed of the web."""

import ssl
from dataclasses import dataclass, replace

import httpx

from vedette.collect.inflate import Inflater
from vedette.collect.item import MIB
from vedette.collect.patience import asked_to_wait
from vedette.model.errors import AnswerError, CaptureError
from vedette.reference import pinned
from vedette.reference.host import Bounds, IPNetwork, NowhereError, PrivateError
from vedette.reference.pinned import reason

_MOST_HEADERS = 64
_LONGEST_HEADER = 1000
_FOR_GOOD, _NOT_MODIFIED, _TOO_MANY = (301, 308), 304, 429
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
_LOOK = "open it in a browser, and do not go on where that warns, too"
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """`address` is where the last redirect led; `payload` is without content encoding. `moved` is where the address
    lies for good now, as its server says. `unchanged`: asked with a condition, the server says it has nothing new.
    `onward`: nothing was read, for the server leads there."""

    address: str
    payload: bytes
    headers: tuple[tuple[str, str], ...]
    moved: str | None = None
    unchanged: bool = False
    onward: str | None = None

    @property
    def declared(self) -> str | None:
        return next((value for name, value in self.headers if name == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches public web addresses within bounds of time, size and hops.

    The host is resolved once and the connection goes to the address that was checked, at every redirect, so a name
    cannot lead elsewhere in between (DNS rebinding). `headers` go to every address, at redirects too. `allow_private`
    is for tests against a server of their own, and for what a user allows; `allowed` are single ranges of that kind.
    `hand_back`: a redirect is not followed but given back, for who must ask first whether it may go there.
    """

    timeout_s: float = 20.0
    limit: int = 20 * MIB
    redirects: int = 5
    user_agent: str = "vedette"
    headers: tuple[tuple[str, str], ...] = ()
    allow_private: bool = False
    allowed: tuple[IPNetwork, ...] = ()
    hand_back: bool = False

    def fetch(self, address: str) -> Fetched:
        """Raises CaptureError with what to do."""
        url = _web_address(address)
        try:
            return pinned.within(self.timeout_s, lambda: self._follow(url))
        except (TimeoutError, httpx.TimeoutException):
            raise CaptureError(f"did not answer within {self.timeout_s:g} s: try again later") from None
        except httpx.RemoteProtocolError as error:
            raise CaptureError(f"was cut off before its end ({reason(error)}): try again later") from error
        except httpx.HTTPError as error:
            if "CERTIFICATE" in str(error):
                raise CaptureError(
                    f"shows a certificate that is not to be trusted ({reason(error)}): {_LOOK}"
                ) from error
            raise CaptureError(f"did not answer ({reason(error)}): check the address and your connection") from error
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, ssl.SSLError) as error:
            raise CaptureError(f"cannot be fetched ({reason(error)}): check the address") from error

    async def _follow(self, url: httpx.URL) -> Fetched:
        async with pinned.client(self.timeout_s) as client:
            for_good, moved = True, None
            for _ in range(self.redirects + 1):
                got = await self._get(client, url)
                if isinstance(got, Fetched):
                    return replace(got, moved=moved)
                for_good = for_good and got.for_good
                if self.hand_back:
                    moved = str(got.url) if for_good else None
                    return Fetched(address=str(url), payload=b"", headers=(), moved=moved, onward=str(got.url))
                url = got.url
                moved = str(url) if for_good else moved
        raise too_many(self.redirects)

    async def _get(self, client: httpx.AsyncClient, url: httpx.URL) -> "Fetched | _Elsewhere":
        headers = {"Accept-Encoding": "gzip", **dict(self.headers), "User-Agent": self.user_agent}
        bounds = Bounds(private=self.allow_private, allowed=self.allowed)
        try:
            response = await pinned.send(client, "GET", url, bounds, headers)
        except (NowhereError, PrivateError) as error:
            raise refused(url.host, error) from None
        try:
            if response.is_redirect and "location" in response.headers:
                to = _web_address(str(url.join(response.headers["location"])))
                return _Elsewhere(url=to, for_good=response.status_code in _FOR_GOOD)
            if response.status_code == _NOT_MODIFIED and _CONDITIONS & {name.lower() for name, _ in self.headers}:
                return Fetched(address=str(url), payload=b"", headers=_headers(response), unchanged=True)
            if not response.is_success:
                raise _refusal(response)
            return Fetched(address=str(url), payload=await self._body(response), headers=_headers(response))
        finally:
            await response.aclose()

    async def _body(self, response: httpx.Response) -> bytes:
        inflater, body = Inflater(response.headers.get("content-encoding", "")), bytearray()
        async for raw in response.aiter_raw():
            for piece in inflater.feed(raw):
                body += piece
                if len(body) > self.limit:
                    raise CaptureError(f"is larger than {self.limit // MIB} MB: save the part you need and add that")
        inflater.close()
        return bytes(body)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere:
    url: httpx.URL
    for_good: bool


def too_many(redirects: int) -> CaptureError:
    return CaptureError(f"redirects more than {redirects} times: open it in a browser and add where it ends")


def refused(host: str, error: NowhereError | PrivateError) -> CaptureError:
    if isinstance(error, NowhereError):
        return CaptureError(f"leads nowhere: no host {host} is known; check the address and your connection")
    return CaptureError(
        f"leads to a private address ({host}): Vedette only fetches public ones; save the page, add that"
    )


def _web_address(address: str) -> httpx.URL:
    """Without fragment. Raises CaptureError for what is not plain http or https, and for a password in the address."""
    try:
        url = httpx.URL(address)
        host = url.host
    except (httpx.InvalidURL, UnicodeError) as error:
        # A host that claims to be coded, as `xn--a`, is looked at only now.
        raise CaptureError(f"is not a web address ({reason(error)}): check the spelling") from None
    if url.scheme not in {"http", "https"} or not host:
        raise CaptureError("leads to something that is not a http or https address: Vedette fetches only those")
    if url.userinfo:
        raise CaptureError("holds a user name or password: take it out, it would be stored with the capture")
    return url.copy_with(fragment=None)


def _headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    kept = [(name.lower(), value[:_LONGEST_HEADER]) for name, value in response.headers.multi_items()]
    return tuple(pair for pair in kept if pair[0] not in _SECRET_HEADERS)[:_MOST_HEADERS]


def _refusal(response: httpx.Response) -> AnswerError:
    status = response.status_code
    line = f"answered {status} {response.reason_phrase}: {_advice(response)}"
    return AnswerError(line, status=status, wait_s=asked_to_wait(response.headers.get("retry-after", "")))


def _advice(response: httpx.Response) -> str:
    if response.status_code in {401, 403, 451}:
        return "the site does not let Vedette in; save the page in a browser and add the file"
    if response.status_code == _TOO_MANY:
        return "it is asked too often; ask more seldom"
    return "check the address" if response.is_client_error else "try again later"
