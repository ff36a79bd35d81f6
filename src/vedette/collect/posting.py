"""Posting a few bytes to a public address, guarded as fetching is, and reading the answer."""

import asyncio
import ssl
import threading
from dataclasses import dataclass

import httpx

from vedette.collect.address import Fetcher
from vedette.collect.host import IPAddress, resolve
from vedette.model.errors import CaptureError


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """Connects to the address that was checked, follows nobody elsewhere, and reads no more than it is told. Several
    addresses are not tried in turn once something was sent."""

    timeout_s: float = 20.0
    allow_private: bool = False

    def get(self, address: str, limit: int) -> bytes:
        return Fetcher(timeout_s=self.timeout_s, limit=limit, allow_private=self.allow_private).fetch(address).payload

    def post(self, address: str, body: bytes, kind: str, limit: int) -> bytes:
        """Raises CaptureError with what to do."""
        found: list[bytes | BaseException] = []

        def work() -> None:
            try:
                found.append(asyncio.run(self._within_time(address, body, kind, limit)))
            except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
                found.append(error)

        # A resolver that hangs cannot hold the caller.
        thread = threading.Thread(target=work, daemon=True, name="vedette-post")
        thread.start()
        thread.join(self.timeout_s + 5)
        match found:
            case [bytes() as answer]:
                return answer
            case [BaseException() as error]:
                raise error
        raise CaptureError(f"did not answer within {self.timeout_s:g} s: try again later")

    async def _within_time(self, address: str, body: bytes, kind: str, limit: int) -> bytes:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._post(httpx.URL(address), body, kind, limit)
        except (TimeoutError, httpx.TimeoutException):
            raise CaptureError(f"did not answer within {self.timeout_s:g} s: try again later") from None
        except httpx.HTTPError as error:
            raise CaptureError(f"did not answer ({_cause(error)}): check the address and your connection") from error
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, ssl.SSLError) as error:
            raise CaptureError(f"cannot be asked ({_cause(error)}): check the address") from error

    async def _post(self, url: httpx.URL, body: bytes, kind: str, limit: int) -> bytes:
        if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
            raise CaptureError("is no plain http or https address: check the spelling")
        port = url.port or (443 if url.scheme == "https" else 80)
        unreachable: httpx.HTTPError | None = None
        # No proxy from the environment: it would resolve the name again, unchecked.
        context = httpx.create_ssl_context()
        async with httpx.AsyncClient(trust_env=False, verify=context, timeout=self.timeout_s) as client:
            for ip in await resolve(url.host, port, allow_private=self.allow_private):
                try:
                    return await self._post_to(client, url, ip, body, kind, limit)
                except httpx.ConnectError as error:
                    unreachable = error
        raise unreachable or CaptureError("leads nowhere: the host has no address")

    async def _post_to(
        self, client: httpx.AsyncClient, url: httpx.URL, ip: IPAddress, body: bytes, kind: str, limit: int
    ) -> bytes:
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": "vedette",
            "Content-Type": kind,
            "Accept-Encoding": "identity",
        }
        request = client.build_request(
            "POST",
            url.copy_with(host=str(ip), fragment=None),
            content=body,
            headers=headers,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True)
        try:
            if not response.is_success:
                raise CaptureError(f"answered {response.status_code} {response.reason_phrase}: try again later")
            answer = bytearray()
            async for piece in response.aiter_raw():
                answer += piece
                if len(answer) > limit:
                    raise CaptureError(f"answered with more than {limit} bytes: that is not what was asked for")
            return bytes(answer)
        finally:
            await response.aclose()


def _cause(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
