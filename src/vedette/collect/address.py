"""A page or feed of the web."""

import asyncio
import ssl
import threading
from dataclasses import dataclass

import httpx

from vedette.collect.host import IPAddress, resolve
from vedette.collect.inflate import Inflater
from vedette.collect.item import MIB
from vedette.model.errors import CaptureError

_MOST_HEADERS = 64
_LONGEST_HEADER = 1000
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """`address` is where the last redirect led; `payload` is without content encoding."""

    address: str
    payload: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def declared(self) -> str | None:
        return next((value for name, value in self.headers if name == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches public web addresses within bounds of time, size and hops.

    The host is resolved once and the connection goes to the address that was checked, at every redirect, so a name
    cannot lead elsewhere in between (DNS rebinding). `headers` go to every address, at redirects too. `allow_private`
    is for tests against a server of their own, and for what a user allows.
    """

    timeout_s: float = 20.0
    limit: int = 20 * MIB
    redirects: int = 5
    user_agent: str = "vedette"
    headers: tuple[tuple[str, str], ...] = ()
    allow_private: bool = False

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
        except httpx.HTTPError as error:
            raise CaptureError(f"did not answer ({_cause(error)}): check the address and your connection") from error
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, ssl.SSLError) as error:
            raise CaptureError(f"cannot be fetched ({_cause(error)}): check the address") from error

    async def _follow(self, url: httpx.URL) -> Fetched:
        # No proxy from the environment: it would resolve the name again, unchecked.
        async with httpx.AsyncClient(
            trust_env=False, verify=httpx.create_ssl_context(), timeout=self.timeout_s
        ) as client:
            for _ in range(self.redirects + 1):
                got = await self._get(client, url)
                if isinstance(got, Fetched):
                    return got
                url = got
        raise CaptureError(f"redirects more than {self.redirects} times: open it in a browser and add where it ends")

    async def _get(self, client: httpx.AsyncClient, url: httpx.URL) -> Fetched | httpx.URL:
        port = url.port or (443 if url.scheme == "https" else 80)
        unreachable: httpx.HTTPError | None = None
        for ip in await resolve(url.host, port, allow_private=self.allow_private):
            try:
                return await self._get_from(client, url, ip)
            except httpx.ConnectError as error:
                unreachable = error
        raise unreachable or CaptureError("leads nowhere: the host has no address")

    async def _get_from(self, client: httpx.AsyncClient, url: httpx.URL, ip: IPAddress) -> Fetched | httpx.URL:
        request = client.build_request(
            "GET",
            url.copy_with(host=str(ip)),
            headers={"Accept-Encoding": "gzip", **dict(self.headers), **_own(url, self.user_agent)},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect and "location" in response.headers:
                return _web_address(str(url.join(response.headers["location"])))
            if not response.is_success:
                raise CaptureError(f"answered {response.status_code} {response.reason_phrase}: {_advice(response)}")
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
        return bytes(body)


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


def _advice(response: httpx.Response) -> str:
    if response.status_code in {401, 403, 451}:
        return "the site does not let Vedette in; save the page in a browser and add the file"
    return "check the address" if response.is_client_error else "try again later"


def _cause(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
