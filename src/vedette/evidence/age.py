"""Encryption as age does it (age-encryption.org/v1), so that `age -d` opens what Vedette seals.

To public keys by pyrage; by a passphrase here, for pyrage would need the whole of it in memory.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vedette.model.errors import IntegrityError, UsageError, WorkspaceError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from pyrage import x25519

LACKING = "backups need an extra; `pip install 'vedette[backup]'`"
WRONG_KEY = "the key or passphrase does not open it: give the one that it was made for"
CUT = "it was cut off or changed: take another copy of it"
_VERSION, _SCRYPT = b"age-encryption.org/v1\n", b"-> scrypt "
_CHUNK, _TAG = 64 * 1024, 16
_LOG_N, _MOST_LOG_N = 18, 20
_LARGEST_HEADER = 4096
_LARGEST_KEY = 64 * 1024


class Reader(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writer(Protocol):
    def write(self, piece: bytes, /) -> int: ...

    def flush(self) -> None: ...


def new_key() -> tuple[str, str]:
    """The public key, and the text of a file with the private one, as `age-keygen` writes it."""
    try:
        from pyrage import x25519
    except ImportError as error:
        raise UsageError(LACKING) from error
    made = x25519.Identity.generate()
    public = str(made.to_public())
    return public, f"# public key: {public}\n{made}\n"


def read_keys(path: Path) -> "list[x25519.Identity]":
    """Of a file as `age-keygen` writes it."""
    try:
        from pyrage import IdentityError, x25519
    except ImportError as error:
        raise UsageError(LACKING) from error
    try:
        with path.open("rb") as file:
            lines = file.read(_LARGEST_KEY).decode("utf-8").splitlines()
        found = [x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name the file with the private key") from error
    except (UnicodeDecodeError, IdentityError) as error:
        raise UsageError(f"{path}: holds no key of age (AGE-SECRET-KEY-1…)") from error
    if not found:
        raise UsageError(f"{path}: holds no key of age (AGE-SECRET-KEY-1…)")
    return found


def seal_to(source: Reader, target: Writer, recipients: Sequence[str]) -> None:
    """To public keys (`age1…`). Raises UsageError for one that is none; and WorkspaceError where
    `source` or `target` failed, who know why."""
    try:
        from pyrage import EncryptError, RecipientError, encrypt_io, x25519
    except ImportError as error:
        raise UsageError(LACKING) from error
    try:
        known = [x25519.Recipient.from_str(one) for one in recipients]
    except RecipientError as error:
        raise UsageError(f"a recipient is a public key of age (age1…): {error}") from error
    try:
        encrypt_io(source, target, known)
    except EncryptError as error:
        raise WorkspaceError(f"cannot be encrypted ({error}); check the recipients and the disk") from error


def open_with(source: Reader, target: Writer, keys: "Sequence[x25519.Identity]") -> None:
    """Raises IntegrityError where no key fits, or it was cut off or changed."""
    from pyrage import DecryptError, decrypt_io

    try:
        decrypt_io(source, target, list(keys))
    except DecryptError as error:
        raise IntegrityError(WRONG_KEY if "key" in str(error).lower() else f"{CUT} ({error})") from error
    except OSError as error:
        if error.errno is None:
            raise IntegrityError(CUT) from error
        raise


def is_by_passphrase(head: bytes) -> bool:
    return head.startswith(_VERSION + _SCRYPT)


def is_sealed(head: bytes) -> bool:
    return head.startswith(_VERSION)


def seal_by_passphrase(source: Reader, target: Writer, passphrase: str, log_n: int | None = None) -> None:
    log_n = log_n or _LOG_N
    salt, key = os.urandom(16), os.urandom(16)
    wrapped = _cipher(_stretched(passphrase, salt, log_n)).encrypt(bytes(12), key, None)
    header = b"%s%s%s %d\n%s\n---" % (_VERSION, _SCRYPT, _coded(salt), log_n, _coded(wrapped))
    nonce = os.urandom(16)
    target.write(b"%s %s\n%s" % (header, _coded(_mac(key, header)), nonce))
    cipher = _cipher(_hkdf(key, nonce, b"payload"))
    for number, (piece, last) in enumerate(_pieces(source, _CHUNK)):
        target.write(cipher.encrypt(_counter(number, last), piece, None))
    target.flush()


def open_by_passphrase(source: Reader, target: Writer, passphrase: str) -> None:
    """Raises IntegrityError where it does not fit, or the file was cut off or changed. What was written before is not
    to be trusted until this returns."""
    from cryptography.exceptions import InvalidTag

    key = _file_key(source, passphrase)
    cipher = _cipher(_hkdf(key, _exactly(source, 16), b"payload"))
    try:
        for number, (piece, last) in enumerate(_pieces(source, _CHUNK + _TAG)):
            plain = cipher.decrypt(_counter(number, last), piece, None)
            if last and not plain and number:
                raise IntegrityError(CUT)
            target.write(plain)
    except InvalidTag as error:
        raise IntegrityError(CUT) from error


def _file_key(source: Reader, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    lines = [_line(source) for _ in range(4)]
    try:
        version, stanza, body, end = lines
        mark, kind, salt, log_n = stanza.split(b" ")
        if version + b"\n" != _VERSION or (mark, kind) != (b"->", b"scrypt") or not end.startswith(b"--- "):
            raise ValueError("no such header")
        if not 0 < int(log_n) <= _MOST_LOG_N:
            raise ValueError("more work than is reasonable")
        key = _cipher(_stretched(passphrase, _decoded(salt), int(log_n))).decrypt(bytes(12), _decoded(body), None)
        header = b"\n".join((version, stanza, body, b"---"))
        if not hmac.compare_digest(_mac(key, header), _decoded(end[4:])):
            raise IntegrityError(CUT)
    except InvalidTag as error:
        raise IntegrityError(WRONG_KEY) from error
    except ValueError as error:
        raise IntegrityError(f"it is not sealed by a passphrase as age does it ({error})") from error
    return key


def _pieces(source: Reader, size: int) -> Iterator[tuple[bytes, bool]]:
    """All of one size but the last, which may be empty only where there is nothing at all."""
    piece = _fill(source, size)
    while len(piece) == size and (following := _fill(source, size)):
        yield piece, False
        piece = following
    yield piece, True


def _fill(source: Reader, size: int) -> bytes:
    parts, left = [], size
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _exactly(source: Reader, size: int) -> bytes:
    found = _fill(source, size)
    if len(found) != size:
        raise IntegrityError(CUT)
    return found


def _line(source: Reader) -> bytes:
    found = bytearray()
    while len(found) < _LARGEST_HEADER:
        one = source.read(1)
        if one in (b"", b"\n"):
            break
        found += one
    return bytes(found)


def _cipher(key: bytes) -> "ChaCha20Poly1305":
    try:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    except ImportError as error:
        raise UsageError(LACKING) from error
    return ChaCha20Poly1305(key)


def _stretched(passphrase: str, salt: bytes, log_n: int) -> bytes:
    label = b"age-encryption.org/v1/scrypt" + salt
    memory = 128 * 8 * 2**log_n + 1024 * 1024
    return hashlib.scrypt(passphrase.encode("utf-8"), salt=label, n=2**log_n, r=8, p=1, maxmem=memory, dklen=32)


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256; 32 bytes are one round."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _mac(key: bytes, header: bytes) -> bytes:
    return hmac.digest(_hkdf(key, b"", b"header"), header, "sha256")


def _counter(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _coded(raw: bytes) -> bytes:
    return b64encode(raw).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4), validate=True)
