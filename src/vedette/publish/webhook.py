"""Tidings for a program: JSON posted to an address."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import msgspec

from vedette.model.alert import Alert, Tiding
from vedette.model.errors import DeliveryError
from vedette.model.ids import content_id
from vedette.model.watch import Watch
from vedette.publish.deadline import within
from vedette.publish.mailing import cause
from vedette.publish.plain import plain
from vedette.reference.host import IPAddress, is_public
from vedette.reference.watch_alerts import is_web_address

_IN_ENVIRONMENT = "env:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts within bounds of time, follows nobody elsewhere, and connects to the address that was checked, so that a
    name cannot lead elsewhere in between (DNS rebinding)."""

    environ: Mapping[str, str]
    timeout_s: float = 20.0
    longest_s: float = 45.0
    context: ssl.SSLContext | None = None

    def address(self, hook: str) -> str:
        """The address itself, which may be a secret: not to be shown."""
        if not hook.startswith(_IN_ENVIRONMENT):
            return hook
        name = hook.removeprefix(_IN_ENVIRONMENT)
        found = self.environ.get(name, "")
        if not is_web_address(found):
            raise DeliveryError(f"the environment variable {name} holds no http or https address")
        return found

    def post(self, hook: str, body: bytes, key: str, *, private: bool) -> None:
        """Raises DeliveryError. `key` is the same for the same tidings, by which a second copy can be known."""
        address = self.address(hook)
        try:
            url = httpx.URL(address)
            status = within(self.longest_s, lambda: self._post(url, body, key, private=private))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            raise DeliveryError(f"{shown(address)} cannot be reached ({cause(error)})", dead=True) from error
        if 300 <= status < 400:
            raise DeliveryError(f"{shown(address)} answered {status}: redirects are not followed; name where it ends")
        if not 200 <= status < 300:
            raise DeliveryError(f"{shown(address)} answered {status}", dead=status >= 500)

    def _post(self, url: httpx.URL, body: bytes, key: str, *, private: bool) -> int:
        port = url.port or (443 if url.scheme == "https" else 80)
        unreachable: httpx.HTTPError | None = None
        for ip in _allowed(url.host, port, private=private):
            try:
                return self._post_to(url, ip, body, key)
            except httpx.ConnectError as error:
                unreachable = error
        raise unreachable or OSError("the host has no address")

    def _post_to(self, url: httpx.URL, ip: IPAddress, body: bytes, key: str) -> int:
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Content-Type": "application/json",
            "User-Agent": "vedette",
            "Idempotency-Key": key,
        }
        verify = self.context or httpx.create_ssl_context()
        # No proxy from the environment: it would resolve the name again, unchecked.
        with httpx.Client(trust_env=False, verify=verify, timeout=self.timeout_s, follow_redirects=False) as client:
            request = client.build_request(
                "POST",
                url.copy_with(host=str(ip), fragment=None),
                content=body,
                headers=headers,
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )
            # The answer's body is nobody's business, however long it is.
            response = client.send(request, stream=True)
            response.close()
            return response.status_code


def _allowed(host: str, port: int, *, private: bool) -> list[IPAddress]:
    """IPv4 first. One private address among them spoils all: it may be a rebinding trick."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OSError("no such host is known") from None
    found = {ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows}
    if not private and not all(is_public(ip) for ip in found):
        raise DeliveryError(f"{host} is a private address; `private = true` in the [[alert]] allows that")
    return sorted(found, key=lambda ip: (ip.version, ip))


def shown(address: str) -> str:
    """Scheme and host alone: the rest is often a secret."""
    url = httpx.URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def envelope(rule: Alert, told: Sequence[Tiding], watch: Watch, day: str = "") -> tuple[bytes, str]:
    """The JSON that is posted, and the key that stands for these tidings."""
    body = {
        "watch": plain(watch.name),
        "notice": plain(watch.notice),
        "alert": rule.name,
        "digest": day or None,
        "items": [_row(rule, one) for one in told],
    }
    return msgspec.json.encode(body), content_id("msg", day, *(one.id for one in told))


def _row(rule: Alert, one: Tiding) -> dict[str, object]:
    return {
        "id": one.id,
        "occasion": one.occasion,
        "status": one.status,
        "text": one.line,
        "about": one.about,
        "link": f"{rule.pages}{one.path}",
        "found": one.found,
        "sources": [
            {"name": each.name, "document": each.document, "words": each.words, "address": each.address}
            for each in one.origins
        ],
    }
