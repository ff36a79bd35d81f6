"""A mailbox on a server (IMAP), only ever read: opened by EXAMINE, fetched by BODY.PEEK, so that nothing is marked."""

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.item import MIB
from vedette.collect.mail.message import mail_items
from vedette.model.errors import CaptureError
from vedette.reference.host import Bounds, IPNetwork, NowhereError, PrivateError, look_up

NO_EXTRA = "reading mailboxes on a server needs an extra: pip install 'vedette[mail]'"
_LARGEST = 64 * MIB
_AT_ONCE = 20
_UID, _SIZE = re.compile(rb"UID (\d{1,10})"), re.compile(rb"RFC822\.SIZE (\d{1,15})")
_CALL = re.compile(r"[^\s\x00-\x1f\x7f]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """`password` is never shown. `most` messages a round, the oldest new ones first. `allow_private`: the server may
    have a private address; without `tls` only this machine may be asked."""

    host: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    port: int = 993
    tls: bool = True
    most: int = 500
    timeout_s: float = 30.0
    allow_private: bool = False
    allowed: tuple[IPNetwork, ...] = ()

    @property
    def address(self) -> str:
        """Without the user (RFC 5092)."""
        return f"imap://{self.host}/{quote(self.folder, safe='')}"

    def collect(self, memory: Memory) -> Iterator[Given]:
        """Messages that came since, each with its attachments; a mark after every few."""
        try:
            with self._opened() as box:
                yield from self._new(box, memory)
        except CaptureError:
            raise
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            raise self._trouble(error) from error

    def _new(self, box: Any, memory: Memory) -> Iterator[Given]:
        validity = box.folder.status(self.folder, ["UIDVALIDITY"]).get("UIDVALIDITY", 0)
        # Another validity: the server numbered anew, and old numbers mean nothing.
        last = int(memory.get("uid", 0)) if memory.get("validity") == validity else 0
        found = sorted({int(uid) for uid in box.uids(f"UID {last + 1}:*", charset=None)})
        # A range up to * holds the last message even where that is an old one.
        waiting = [uid for uid in found if uid > last][: self.most]
        for start in range(0, len(waiting), _AT_ONCE):
            part = waiting[start : start + _AT_ONCE]
            sizes = _sizes(box.client, part)
            for uid in part:
                yield from self._message(box.client, uid, validity, sizes.get(uid))
            yield Mark(memory={"validity": validity, "uid": part[-1]})

    def _message(self, client: Any, uid: int, validity: int, size: int | None) -> Iterator[Given]:
        address = f"{self.address};UIDVALIDITY={validity}/;UID={uid}"
        if size is not None and size > _LARGEST:
            yield address, CaptureError(f"is larger than {_LARGEST // MIB} MB: save the part you need and add that")
            return
        payload = _payload(client, uid)
        if payload is not None:
            yield from mail_items(payload, address)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        # The names of imap-tools' own errors are found only where it is there.
        try:
            from imap_tools import MailBox, MailBoxUnencrypted
            from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
        except ImportError as error:
            raise CaptureError(NO_EXTRA) from error
        if not (_CALL.fullmatch(self.host) and self.user and self.password):
            raise CaptureError(f"{self.address}: names no server, user or password: see its table in watch.toml")
        box: Any = None
        try:
            connect = partial(self._client, self._checked())
            kind = type("_Checked", (MailBox if self.tls else MailBoxUnencrypted,), {"_get_mailbox_client": connect})
            box = kind(self.host, self.port, self.timeout_s)
            box.login(self.user, self.password, initial_folder=None)
            box.folder.set(self.folder, readonly=True)
            yield box
        except MailboxLoginError:
            raise CaptureError(f"{self.address}: refused the name or the password: check the variables") from None
        except MailboxFolderSelectError:
            raise CaptureError(f"{self.address}: has no such folder: check `folder`") from None
        except ImapToolsError as error:
            raise self._trouble(error) from error
        finally:
            if box is not None:
                with suppress(Exception):  # Leaving may fail as it likes: everything is said by then.
                    box.logout()
                with suppress(OSError):
                    box.client.shutdown()

    def _checked(self) -> str:
        """The address to connect to: looked up once, so that the name cannot lead elsewhere in between."""
        try:
            found = look_up(self.host, self.port, Bounds(private=self.allow_private, allowed=self.allowed))
        except NowhereError:
            raise CaptureError(f"{self.address}: no such host is known: check the name and your connection") from None
        except PrivateError:
            raise CaptureError(f"{self.address}: leads to a private address: `private = true` allows that") from None
        if not self.tls and not all(ip.is_loopback for ip in found):
            raise CaptureError(f"{self.address}: would send the password for all to read: leave out `tls = false`")
        return str(found[0])

    def _client(self, ip: str, _: Any = None) -> imaplib.IMAP4:
        def connect(client: Any, timeout: float | None) -> socket.socket:
            plain = socket.create_connection((ip, self.port), timeout)
            context = ssl.create_default_context()
            return context.wrap_socket(plain, server_hostname=self.host) if self.tls else plain

        kind: Callable[..., imaplib.IMAP4] = type("_Client", (imaplib.IMAP4,), {"_create_socket": connect})
        return kind(self.host, self.port, self.timeout_s)

    def _trouble(self, error: Exception) -> CaptureError:
        said = " ".join(str(error).split()).replace(self.password, "…")[:200] or type(error).__name__
        return CaptureError(f"{self.address}: did not answer as a mailbox does ({said}): try again later")


def _sizes(client: Any, uids: Sequence[int]) -> dict[int, int]:
    rows = _fetched(client, ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    pairs = ((_UID.search(row), _SIZE.search(row)) for row in rows if isinstance(row, bytes))
    return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}


def _payload(client: Any, uid: int) -> bytes | None:
    """None where it was deleted meanwhile."""
    rows = _fetched(client, str(uid), "(BODY.PEEK[])")
    return next((row[1] for row in rows if isinstance(row, tuple) and len(row) > 1), None)


def _fetched(client: Any, uids: str, what: str) -> Sequence[Any]:
    status, rows = client.uid("FETCH", uids, what)
    if status != "OK":
        raise ValueError(f"FETCH: {status}")
    return rows or ()
