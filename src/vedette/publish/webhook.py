"""Tidings for a program: JSON posted to an address."""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import msgspec

from vedette.model.alert import Alert, Tiding
from vedette.model.errors import DeliveryError
from vedette.model.ids import content_id
from vedette.model.watch import Watch
from vedette.publish.mailing import cause
from vedette.publish.plain import plain
from vedette.reference import pinned
from vedette.reference.host import Bounds, NowhereError, PrivateError
from vedette.reference.pinned import within
from vedette.reference.watch_alerts import is_web_address

_IN_ENVIRONMENT = "env:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts within bounds of time to the address that was checked, and follows nobody elsewhere."""

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
            raise DeliveryError(
                f"the environment variable {name} holds no http or https address; set it where alerts are sent"
            )
        return found

    def post(self, hook: str, body: bytes, key: str, *, private: bool) -> None:
        """Raises DeliveryError. `key` is the same for the same tidings, by which a second copy can be known."""
        address = self.address(hook)
        try:
            url = httpx.URL(address)
            status = within(self.longest_s, lambda: self._post(url, body, key, private=private))
        except PrivateError:
            raise DeliveryError(
                f"{url.host} is a private address; `private = true` in the [[alert]] allows that"
            ) from None
        except NowhereError:
            raise DeliveryError(
                f"{shown(address)} cannot be reached (no such host is known); see `webhooks` in watch.toml", dead=True
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            raise DeliveryError(
                f"{shown(address)} cannot be reached ({cause(error)}); see `webhooks` in watch.toml", dead=True
            ) from error
        if 300 <= status < 400:
            raise DeliveryError(f"{shown(address)} answered {status}: redirects are not followed; name where it ends")
        if not 200 <= status < 300:
            raise DeliveryError(f"{shown(address)} answered {status}; ask whoever runs it why", dead=status >= 500)

    async def _post(self, url: httpx.URL, body: bytes, key: str, *, private: bool) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": "vedette", "Idempotency-Key": key}
        async with pinned.client(self.timeout_s, self.context) as client:
            # The answer's body is nobody's business, however long it is.
            response = await pinned.send(client, "POST", url, Bounds(private=private), headers, body)
            await response.aclose()
            return response.status_code


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
