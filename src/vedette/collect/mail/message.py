"""A message and what hangs on it, each a capture."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import BinaryIO
from urllib.parse import quote

from vedette.collect.item import Found, Item
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.errors import CaptureError, ReadError
from vedette.model.mail import Mail, Part, parse_mail
from vedette.model.media import MediaType

_MOST_ATTACHMENTS = 200
# What mail programs hang on besides what people do.
_PASSED_OVER = frozenset({"text/calendar", "application/ics", "application/ms-tnef", "text/x-amp-html", "text/vcard"})


def message_item(payload: bytes, address: str) -> Item:
    """The message itself, whole."""
    return Item(address=address, name="message.eml", open=lambda: held(payload), media=MediaType.EMAIL)


def mail_items(payload: bytes, address: str) -> Iterator[Found]:
    """The message, then its attachments. What cannot be understood is captured all the same: reading tells of it."""
    try:
        mail = parse_mail(payload)
    except ReadError:
        yield message_item(payload, address)
        return
    yield Item(address=address, name="message.eml", open=lambda: held(payload), media=MediaType.EMAIL, names=mail.names)
    yield from attachments(mail, address)


def attachments(mail: Mail, address: str) -> Iterator[Found]:
    """Those of the messages forwarded in it, too."""
    found = list(_all(mail))
    for number, (owner, part) in enumerate(found[:_MOST_ATTACHMENTS], start=1):
        yield _item(owner, part, f"{address}#{number}-{quote(part.name or part.kind, safe='')}")
    if len(found) > _MOST_ATTACHMENTS:
        yield address, CaptureError(f"has {len(found)} attachments: the first {_MOST_ATTACHMENTS} were taken")


def _all(mail: Mail, owner: Mail | None = None) -> Iterator[tuple[Mail, Part]]:
    for part in mail.attachments:
        if part.kind not in _PASSED_OVER and part.payload:
            yield owner or mail, part
    for part in mail.parts:
        if part.mail is not None:
            yield from _all(part.mail, owner or mail)


def _item(mail: Mail, part: Part, address: str) -> Item:
    moment = _moment(mail.date)
    headers = ((MESSAGE, mail.origin), (CHANNEL, mail.sender or mail.address or "E-mail"))
    return Item(
        address=address,
        name=part.name,
        open=lambda: held(part.payload),
        declared=part.kind,
        headers=(*headers, *(((PUBLISHED, moment),) if moment else ())),
        names=mail.names,
    )


def _moment(date: str) -> str | None:
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None


@contextmanager
def held(payload: bytes) -> Iterator[BinaryIO]:
    with io.BytesIO(payload) as handle:
        yield handle
