"""Posting a few bytes to a public address, guarded as fetching is, and reading the answer."""

import ssl
from dataclasses import dataclass

import httpx

from vedette.collect.address import Fetcher, refused
from vedette.model.errors import CaptureError
from vedette.reference import pinned
from vedette.reference.host import Bounds, NowhereError, PrivateError
from vedette.reference.pinned import reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """Follows nobody elsewhere, and reads no more than it is told."""

    timeout_s: float = 20.0
    allow_private: bool = False

    def get(self, address: str, limit: int) -> bytes:
        return Fetcher(timeout_s=self.timeout_s, limit=limit, allow_private=self.allow_private).fetch(address).payload

    def post(self, address: str, body: bytes, kind: str, limit: int) -> bytes:
        """Raises CaptureError with what to do."""
        try:
            return pinned.within(self.timeout_s, lambda: self._post(httpx.URL(address), body, kind, limit))
        except (TimeoutError, httpx.TimeoutException):
            raise CaptureError(f"did not answer within {self.timeout_s:g} s: try again later") from None
        except httpx.HTTPError as error:
            raise CaptureError(f"did not answer ({reason(error)}): check the address and your connection") from error
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, ssl.SSLError) as error:
            raise CaptureError(f"cannot be asked ({reason(error)}): check the address") from error

    async def _post(self, url: httpx.URL, body: bytes, kind: str, limit: int) -> bytes:
        if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
            raise CaptureError("is no plain http or https address: check the spelling")
        headers = {"User-Agent": "vedette", "Content-Type": kind, "Accept-Encoding": "identity"}
        async with pinned.client(self.timeout_s) as client:
            try:
                response = await pinned.send(client, "POST", url, Bounds(private=self.allow_private), headers, body)
            except (NowhereError, PrivateError) as error:
                raise refused(url.host, error) from None
            try:
                return await _body(response, limit)
            finally:
                await response.aclose()


async def _body(response: httpx.Response, limit: int) -> bytes:
    if not response.is_success:
        raise CaptureError(f"answered {response.status_code} {response.reason_phrase}: try again later")
    answer = bytearray()
    async for piece in response.aiter_raw():
        answer += piece
        if len(answer) > limit:
            raise CaptureError(f"answered with more than {limit} bytes: that is not what was asked for")
    return bytes(answer)
