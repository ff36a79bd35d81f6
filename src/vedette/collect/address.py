"""A page or feed of the web."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, replace

import httpx

from vedette.collect.host import IPAddress, IPNetwork, resolve
from vedette.collect.inflate import Inflater
from vedette.collect.item import MIB
from vedette.collect.patience import asked_to_wait
from vedette.model.errors import AnswerError, CaptureError

_MOST_HEADERS = 64
_LONGEST_HEADER = 1000
_FOR_GOOD, _NOT_MODIFIED, _TOO_MANY = (301, 308), 304, 429
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
_LOOK = "open it in a browser, and do not go on where that warns, too"
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """`address` is where the last redirect led; `payload` is without content encoding. `moved` is where the address
    lies for good now, as its server says. `unchanged`: asked with a condition, the server says it has nothing new."""

    address: str
    payload: bytes
    headers: tuple[tuple[str, str], ...]
    moved: str | None = None
    unchanged: bool = False

    @property
    def declared(self) -> str | None:
        return next((value for name, value in self.headers if name == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches public web addresses within bounds of time, size and hops.

    The host is resolved once and the connection goes to the address that was checked, at every redirect, so a name
    cannot lead elsewhere in between (DNS rebinding). `headers` go to every address, at redirects too. `allow_private`
    is for tests against a server of their own, and for what a user allows; `allowed` are single ranges of that kind.
    """

    timeout_s: float = 20.0
    limit: int = 20 * MIB
    redirects: int = 5
    user_agent: str = "vedette"
    headers: tuple[tuple[str, str], ...] = ()
    allow_private: bool = False
    allowed: tuple[IPNetwork, ...] = ()

    def fetch(self, address: str) -> Fetched:
        """Raises CaptureError with what to do."""
        url = _web_address(address)
        return _in_own_loop(self, url)

    async def _within_time(self, url: httpx.URL) -> Fetched:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._follow(url)
        except (TimeoutError, httpx.TimeoutException):
            raise CaptureError(f"did not answer within {self.timeout_s:g} s: try again later") from None
        except httpx.RemoteProtocolError as error:
            raise CaptureError(f"was cut off before its end ({_cause(error)}): try again later") from error
        except httpx.HTTPError as error:
            if "CERTIFICATE" in str(error):
                raise CaptureError(
                    f"shows a certificate that is not to be trusted ({_cause(error)}): {_LOOK}"
                ) from error
            raise CaptureError(f"did not answer ({_cause(error)}): check the address and your connection") from error
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, ssl.SSLError) as error:
            raise CaptureError(f"cannot be fetched ({_cause(error)}): check the address") from error

    async def _follow(self, url: httpx.URL) -> Fetched:
        # No proxy from the environment: it would resolve the name again, unchecked.
        async with httpx.AsyncClient(
            trust_env=False, verify=httpx.create_ssl_context(), timeout=self.timeout_s
        ) as client:
            for_good, moved = True, None
            for _ in range(self.redirects + 1):
                got = await self._get(client, url)
                if isinstance(got, Fetched):
                    return replace(got, moved=moved)
                for_good = for_good and got.for_good
                url = got.url
                moved = str(url) if for_good else moved
        raise CaptureError(f"redirects more than {self.redirects} times: open it in a browser and add where it ends")

    async def _get(self, client: httpx.AsyncClient, url: httpx.URL) -> "Fetched | _Elsewhere":
        port = url.port or (443 if url.scheme == "https" else 80)
        unreachable: httpx.HTTPError | None = None
        for ip in await resolve(url.host, port, allow_private=self.allow_private, allowed=self.allowed):
            try:
                return await self._get_from(client, url, ip)
            except httpx.ConnectError as error:
                unreachable = error
        raise unreachable or CaptureError("leads nowhere: the host has no address")

    async def _get_from(self, client: httpx.AsyncClient, url: httpx.URL, ip: IPAddress) -> "Fetched | _Elsewhere":
        request = client.build_request(
            "GET",
            url.copy_with(host=str(ip)),
            headers={"Accept-Encoding": "gzip", **dict(self.headers), **_own(url, self.user_agent)},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True)
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


def _in_own_loop(fetcher: Fetcher, url: httpx.URL) -> Fetched:
    """In a thread, so that it works below a running event loop, and a resolver that hangs cannot hold the caller."""
    outcome: list[Fetched | BaseException] = []

    def work() -> None:
        try:
            outcome.append(asyncio.run(fetcher._within_time(url)))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True, name="vedette-fetch")
    thread.start()
    thread.join(fetcher.timeout_s + 5)
    match outcome:
        case []:
            raise CaptureError(f"did not answer within {fetcher.timeout_s:g} s: try again later")
        case [Fetched() as fetched]:
            return fetched
        case [error]:
            assert isinstance(error, BaseException)
            raise error
    raise AssertionError("one fetch has one outcome")


def _web_address(address: str) -> httpx.URL:
    """Without fragment. Raises CaptureError for what is not plain http or https, and for a password in the address."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise CaptureError(f"is not a web address ({error}): check the spelling") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise CaptureError("leads to something that is not a http or https address: Vedette fetches only those")
    if url.userinfo:
        raise CaptureError("holds a user name or password: take it out, it would be stored with the capture")
    return url.copy_with(fragment=None)


def _own(url: httpx.URL, agent: str) -> dict[str, str]:
    return {"Host": url.netloc.decode("ascii"), "User-Agent": agent}


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


def _cause(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
