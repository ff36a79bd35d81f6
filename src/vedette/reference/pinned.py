"""A request to an address that was checked: the name is looked up once, and the connection goes where that led.

So a name cannot lead elsewhere in between (DNS rebinding). No proxy of the environment is asked, for it would look the
name up again; no redirect is followed; several addresses are tried in turn only as long as none took the connection.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import httpx

from vedette.reference.host import Bounds, NowhereError, look_up

T = TypeVar("T")
_GRACE_S = 5.0


def client(timeout_s: float, trusted: ssl.SSLContext | None = None) -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, verify=trusted or _trusted(), timeout=timeout_s, follow_redirects=False)


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: it is a file of many certificates."""
    return httpx.create_ssl_context()


async def send(
    through: httpx.AsyncClient,
    method: str,
    url: httpx.URL,
    bounds: Bounds,
    headers: Mapping[str, str],
    content: bytes | None = None,
) -> httpx.Response:
    """Its body is not read yet; whoever asked closes it. Raises as `look_up` does, and errors of httpx."""
    unreachable: httpx.ConnectError | None = None
    port = url.port or (443 if url.scheme == "https" else 80)
    for ip in await asyncio.get_running_loop().run_in_executor(None, look_up, url.host, port, bounds):
        request = through.build_request(
            method,
            url.copy_with(host=str(ip), fragment=None),
            content=content,
            headers={**headers, "Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        try:
            return await through.send(request, stream=True)
        except httpx.ConnectError as error:
            unreachable = error
    raise unreachable or NowhereError


def within(seconds: float, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """On a loop of its own in a thread of its own, so that it works below a running loop, and a resolver that hangs
    cannot hold the caller. Raises TimeoutError; else it ends as `work` does."""
    outcome: list[T] = []
    raised: list[BaseException] = []

    async def bounded() -> T:
        async with asyncio.timeout(seconds):
            return await work()

    def run() -> None:
        try:
            outcome.append(asyncio.run(bounded()))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True, name="vedette-request")
    thread.start()
    thread.join(seconds + _GRACE_S)
    if raised:
        raise raised[0]
    if not outcome:
        raise TimeoutError
    return outcome[0]


def reason(error: Exception) -> str:
    """One line."""
    lines: Sequence[str] = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
