"""Whether a certificate that signed a time-stamp was taken back, by lists that the user keeps (RFC 5280, CRL).

Nobody is asked. RFC 3161, 4: where the authority was merely given up (replaced, closed, renamed), what it signed before
that day stands; where its key was lost, or no reason is told, nothing stands that it ever signed.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateRevocationList, RevokedCertificate

LARGEST = 32 * 1024 * 1024
_PEM = re.compile(rb"-----BEGIN X509 CRL-----.{1,33554432}?-----END X509 CRL-----", re.DOTALL)
_MOST_LISTS, _MOST_ABOVE = 100, 10


def read_lists(path: Path) -> bytes:
    """One list (DER), or several (PEM)."""
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST + 1)
    except OSError as error:
        advice = "`crl` in [evidence], or --crl, names lists of revoked certificates"
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {advice}") from error
    if len(found) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST // 1024**2} MB; keep only the authority's own lists in it")
    if not _parsed(found):
        raise UsageError(f"{path}: holds no list of revoked certificates; save the authority's there, as PEM or DER")
    return found


def refuse_revoked(signer: "Certificate", others: Iterable["Certificate"], at: datetime, lists: bytes) -> None:
    """Up to the certificate that signed itself. Raises IntegrityError where one is revoked for what was signed `at`,
    where no list is of whom issued the signer's, and where one is not signed by whom it names."""
    pool, held = list(others), _parsed(lists)
    one, known = signer, False
    for _ in range(_MOST_ABOVE):
        above = next((each for each in pool if each.subject == one.issuer), None)
        mine = [each for each in held if each.issuer == one.issuer]
        if above is not None and mine:
            known = known or one is signer
            for each in mine:
                _refuse(one, above, each, at)
        if above is None or above == one:
            break
        one = above
    if not known:
        raise IntegrityError(f"none of the lists of revoked certificates is by {signer.issuer.rfc4514_string()}")


def _refuse(one: "Certificate", above: "Certificate", listed: "CertificateRevocationList", at: datetime) -> None:
    if not listed.is_signature_valid(above.public_key()):  # type: ignore[arg-type]
        raise IntegrityError(f"a list of revoked certificates is not signed by {above.subject.rfc4514_string()}")
    entry = listed.get_revoked_certificate_by_serial_number(one.serial_number)
    if entry is None:
        return
    day, reason = entry.revocation_date_utc, _reason(entry)
    if reason is None or day <= at:
        told = f"its certificate was revoked on {day:%Y-%m-%d}"
        raise IntegrityError(
            f"{told}, {'and it signed after that' if reason else 'and all that it ever signed with it'}"
        )


def _reason(entry: "RevokedCertificate") -> str | None:
    """None where what was signed before does not stand either."""
    from cryptography.x509 import CRLReason, ExtensionNotFound, ReasonFlags

    given_up = {
        ReasonFlags.unspecified, ReasonFlags.affiliation_changed, ReasonFlags.superseded,
        ReasonFlags.cessation_of_operation,
    }  # fmt: skip
    try:
        told = entry.extensions.get_extension_for_class(CRLReason).value.reason
    except (ExtensionNotFound, ValueError):
        return None
    return told.value if told in given_up else None


def _parsed(lists: bytes) -> "Sequence[CertificateRevocationList]":
    from cryptography.x509 import load_der_x509_crl, load_pem_x509_crl

    try:
        if b"-----BEGIN" in lists[:LARGEST]:
            return [load_pem_x509_crl(each) for each in _PEM.findall(lists)[:_MOST_LISTS]]
        return [load_der_x509_crl(lists)]
    except ValueError:
        return []
