"""Forms: read whole and bounded, and taken only from a page of this visitor's own.

A form carries the token of its visitor (synchronizer token pattern), and comes from this very origin; browsers say so
in Origin and Sec-Fetch-Site, and one that says neither is judged by the token alone.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from markupsafe import Markup

from vedette.web.identity import visit
from vedette.web.parameters import BadParameterError
from vedette.web.terms import N_

FIELD = "csrf"
_LARGEST = 20_000
_MOST_FIELDS = 200


class ForgedError(Exception):
    """The form is not from a page of ours, or from one that is out of date."""

    def __init__(self) -> None:
        super().__init__(
            N_("This page is out of date, or the form is not from it: open the page again and send it there.")
        )


def hidden(token: str) -> Markup:
    """The field that every form has: `{{ csrf }}` in a template."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


async def check(request: Request) -> dict[str, str]:
    """The fields of a form, the last of a name, after checking that it is ours; else ForgedError (403)."""
    return {name: values[-1] for name, values in (await check_all(request)).items()}


async def check_all(request: Request) -> Mapping[str, list[str]]:
    """The same with every value of a name, for forms on many rows."""
    fields = await _fields(request)
    token, given = visit(request).token, fields.get(FIELD, [""])[-1]
    if not token or not hmac.compare_digest(given.encode(), token.encode()) or not _is_own(request):
        raise ForgedError
    return fields


async def _fields(request: Request) -> dict[str, list[str]]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise BadParameterError("That is too long for a form of this page.")
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise BadParameterError("That is no form of this page.") from error


def _is_own(request: Request) -> bool:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
