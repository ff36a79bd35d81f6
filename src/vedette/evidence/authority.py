"""Time-stamps after RFC 3161: what is asked of an authority, and what its answer proves."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.evidence.der import with_ordered_certificates
from vedette.evidence.revoked import refuse_revoked
from vedette.model.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

QUERY, ANSWER = "application/timestamp-query", "application/timestamp-reply"
LARGEST = 1024 * 1024
LACKING = "time-stamps need an extra; `pip install 'vedette[evidence]'`"
_GRANTED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """`by` is the subject of the certificate that signed it."""

    at: datetime
    by: str
    policy: str


def new_request(payload: bytes) -> bytes:
    """SHA-256 of the payload, with a nonce, and asking for the certificate (DER)."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError as error:
        raise UsageError(LACKING) from error
    asked = TimestampRequestBuilder().data(payload).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True)
    return asked.cert_request(cert_request=True).build().as_bytes()


def read_authorities(path: Path) -> bytes:
    """The certificates that a user trusts (PEM)."""
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST)
    except OSError as error:
        advice = "`ca` in [evidence] names the authority's certificates (PEM)"
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {advice}") from error
    if b"-----BEGIN CERTIFICATE-----" not in found:
        raise UsageError(f"{path}: holds no certificate; save that of the authority there, as PEM")
    return found


def check_answer(
    answer: bytes, request: bytes, payload: bytes, authorities: bytes, lists: bytes | None = None
) -> Stamp:
    """Raises IntegrityError unless it answers this request over this payload, and its signature leads to one of the
    authorities by certificates that were good when it was signed, and that no list takes back. That they ran out since
    is no matter."""
    try:
        from cryptography.x509 import load_pem_x509_certificates
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
        from rfc3161_client._rust import parse_timestamp_request
    except ImportError as error:
        raise UsageError(LACKING) from error
    try:
        asked = parse_timestamp_request(request)
        if asked.nonce is None:
            raise IntegrityError("the request has no nonce")
        said = decode_timestamp_response(with_ordered_certificates(answer))
        if said.status != _GRANTED:
            raise IntegrityError(f"the authority refused ({'; '.join(said.status_string) or said.status})")
        verifier = VerifierBuilder.from_request(asked)
        roots = load_pem_x509_certificates(authorities)
        for one in roots:
            verifier = verifier.add_root_certificate(one)
        verifier.build().verify_message(said, payload)
        return _stamp(said, roots, lists)
    except (VerificationError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise IntegrityError(f"it does not prove what was asked ({reason})") from error


def _stamp(said: "TimeStampResponse", roots: "list[Certificate]", lists: bytes | None) -> Stamp:
    from cryptography.x509 import load_der_x509_certificate

    info = said.tst_info
    given = [load_der_x509_certificate(bytes(one)) for one in said.signed_data.certificates]
    signer = _signer(given, said)
    if lists is not None:
        refuse_revoked(signer, (*roots, *given), info.gen_time, lists)
    if not signer.not_valid_before_utc <= info.gen_time <= signer.not_valid_after_utc:
        raise ValueError("the certificate was not good when it signed")
    return Stamp(at=info.gen_time, by=signer.subject.rfc4514_string(), policy=info.policy.dotted_string)


def _signer(certificates: "list[Certificate]", said: "TimeStampResponse") -> "Certificate":
    named = {(one.issuer, one.serial_number) for one in said.signed_data.signer_infos}
    found = [one for one in certificates if (one.issuer, one.serial_number) in named]
    if len(found) != 1:
        raise ValueError("the certificate that signed it is not with it")
    return found[0]
