"""The anatomy of an e-mail (RFC 5322, MIME), for who captures its attachments and who reads its words.

Python's own parser is quick on mail and quadratic on what only looks like it: lines, parts and headers are counted
first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from vedette.model.errors import ReadError
from vedette.model.ids import content_id

_MOST_LINES, _MOST_PARTS, _LONGEST_HEAD = 1_000_000, 5_000, 512 * 1024
_LONGEST_FIELD, _LONGEST_STRUCTURE = 4_000, 8_000
_DEEPEST = 20
_STRUCTURE = re.compile(rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(r"<([!-;=?-~]{1,500})>")
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[\w.-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One leaf. `name` is that of an attached file, empty for what stands in the message itself. `mail` is the message
    forwarded in it, whole; then it has no payload."""

    kind: str
    charset: str | None
    payload: bytes
    name: str = ""
    mail: "Mail | None" = None
    alternative: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`address` is lower case, `sender` the name beside it. Header fields are decoded, one line each."""

    address: str
    sender: str
    subject: str
    date: str
    identity: str
    answers: str
    parts: tuple[Part, ...]

    @property
    def origin(self) -> str:
        """With the address: who takes another's message id makes no new version of his message."""
        key = self.identity or content_id("mail", self.date, self.subject, *(part.payload for part in self.parts))
        return f"mail:{self.address or 'unknown'}/{key}"

    @property
    def names(self) -> tuple[str, ...]:
        """By what a watch may know the sender: the address and its host, not the name, which anyone may write."""
        return (self.address, self.address.partition("@")[2]) if self.address else ()

    @property
    def attachments(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.mail is None and not is_words(part))


def is_words(part: Part) -> bool:
    """What stands in the message itself, as against what hangs on it."""
    return part.kind in {"text/plain", "text/html"} and not part.name


def parse_mail(payload: bytes) -> Mail:
    """Raises ReadError for what is none, or is built to take all memory or time."""
    _refuse(payload)
    try:
        return _mail(message_from_bytes(payload, policy=policy.compat32), 0)
    except RecursionError:
        raise ReadError("is a message nested deeper than anyone writes: save what you need of it") from None
    except (ValueError, LookupError):
        raise ReadError("is a message whose headers cannot be understood: save what you need of it as text") from None


def _refuse(payload: bytes) -> None:
    end = _HEAD_END.search(payload)
    head = end.start() if end else len(payload)
    if head > _LONGEST_HEAD or payload.count(b"\n") > _MOST_LINES or payload.count(b"\n--") > _MOST_PARTS:
        raise ReadError("is a message of too many headers, lines or parts: save what you need of it as text")
    if any(len(found[0]) > _LONGEST_STRUCTURE for found in _STRUCTURE.finditer(payload)):
        raise ReadError("is a message with a header that no mail program writes: save what you need of it as text")


def _mail(message: "Message[str, str]", depth: int) -> Mail:
    sender, address = parseaddr(_field(message, "From"))
    found = _ADDRESS.fullmatch(address)
    parts: list[Part] = []
    _gather(message, parts, depth, None)
    return Mail(
        address=address.lower() if found else "",
        sender=" ".join(sender.split())[:200],
        subject=_field(message, "Subject"),
        date=_field(message, "Date") or _field(message, "Received").rpartition(";")[2].strip(),
        identity=_identity(_field(message, "Message-ID")),
        answers=_identity(_field(message, "In-Reply-To")),
        parts=tuple(parts),
    )


def _gather(message: "Message[str, str]", parts: list[Part], depth: int, alternative: int | None) -> None:
    if depth > _DEEPEST:
        raise ReadError(f"is a message nested deeper than {_DEEPEST} times: save what you need of it")
    kind, inner = message.get_content_type(), message.get_payload() if message.is_multipart() else None
    if kind == "message/rfc822" and isinstance(inner, list):
        for one in _messages(inner):
            parts.append(Part(kind=kind, charset=None, payload=b"", mail=_mail(one, depth + 1)))
    elif isinstance(inner, list):
        group = len(parts) if kind == "multipart/alternative" and alternative is None else alternative
        for one in _messages(inner):
            _gather(one, parts, depth + 1, group)
    elif kind not in _SIGNATURES:
        parts.append(_leaf(message, kind, alternative))


def _messages(inner: Sequence[object]) -> "Iterator[Message[str, str]]":
    return (one for one in inner if isinstance(one, Message))


def _leaf(message: "Message[str, str]", kind: str, alternative: int | None) -> Part:
    payload = _payload(message)
    name = _file_name(message)
    attached = message.get_content_disposition() == "attachment"
    return Part(
        kind=kind,
        charset=_charset(message),
        payload=payload,
        name=name or ("attachment" if attached else ""),
        alternative=alternative,
    )


def _payload(message: "Message[str, str]") -> bytes:
    try:
        found = message.get_payload(decode=True)
    except ValueError:
        # A charset that is no name of one brings Python's decoding down; reading guesses it anyway.
        message.del_param("charset")
        found = message.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _file_name(message: "Message[str, str]") -> str:
    try:
        name = message.get_filename("")
    except (ValueError, LookupError, UnicodeError):
        return ""
    return _plain(_decoded(name)).replace("\\", "/").rpartition("/")[2][:200]


def _charset(message: "Message[str, str]") -> str | None:
    try:
        return message.get_content_charset()
    except (ValueError, LookupError, UnicodeError):
        return None


def _field(message: "Message[str, str]", name: str) -> str:
    value = message.get(name)
    return _plain(_decoded(str(value)[:_LONGEST_FIELD])) if value is not None else ""


def _plain(text: str) -> str:
    """One line that shows what it holds."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _decoded(text: str) -> str:
    """Encoded words (RFC 2047), as far as they can be read; never more than they hold."""
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(_word(piece, charset) for piece, charset in pieces)


def _word(piece: object, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if not isinstance(piece, bytes):
        return ""
    try:
        return piece.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return piece.decode("latin-1")


def _identity(text: str) -> str:
    found = _ID.search(text)
    return found[1] if found else ""
