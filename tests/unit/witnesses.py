"""Whoever bears witness to a time, of the test's own: an authority by `openssl ts`, a calendar; on this machine."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = timedelta(days=1)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    above: x509.Certificate | None,
    signer: ec.EllipticCurvePrivateKey,
    left: timedelta = 5 * _DAY,
) -> x509.Certificate:
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    lasts = not above
    usage = x509.KeyUsage(not lasts, False, False, False, False, lasts, lasts, False, False)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 5 * _DAY)
        .not_valid_after(now + left)
        .add_extension(x509.BasicConstraints(lasts, None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    )
    if above:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return built.sign(signer, hashes.SHA256())


@dataclass
class Authority:
    """Answers as `openssl ts` does. `answer` puts something else in place of the true answer."""

    folder: Path
    asked: list[bytes] = field(default_factory=list)
    answer: bytes | None = None
    status: int = 200
    port: int = 0
    left: timedelta = 5 * _DAY

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        top, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        above = _certificate("A made authority", top, None, top, self.left)
        signs = _certificate("Its time-stamps", own, above, top, self.left)
        pem = serialization.Encoding.PEM
        self._top, self._above, self._signs = top, above, signs
        self.ca.write_bytes(above.public_bytes(pem))
        (self.folder / "tsa.pem").write_bytes(signs.public_bytes(pem))
        secret = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / "tsa.key").write_bytes(secret)
        (self.folder / "serial").write_text("01\n")
        (self.folder / "ts.cnf").write_text(
            f"[tsa]\ndefault_tsa=t\n[t]\ndir={self.folder}\n"
            "serial=$dir/serial\ncrypto_device=builtin\nsigner_cert=$dir/tsa.pem\ncerts=$dir/ca.pem\n"
            "signer_key=$dir/tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\n"
            "accuracy=secs:1\ntsa_name=yes\ness_cert_id_alg=sha256\n"
        )

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/tsr"

    def listing(
        self,
        day: datetime | None = None,
        reason: x509.ReasonFlags | None = None,
        by: ec.EllipticCurvePrivateKey | None = None,
        name: x509.Name | None = None,
    ) -> bytes:
        """A list (PEM) by which its certificate was revoked that day; an empty one for None."""
        now = datetime.now(UTC)
        built = x509.CertificateRevocationListBuilder().issuer_name(name or self._above.subject)
        built = built.last_update(now - _DAY).next_update(now + _DAY)
        if day is not None:
            entry = x509.RevokedCertificateBuilder().serial_number(self._signs.serial_number).revocation_date(day)
            entry = entry.add_extension(x509.CRLReason(reason), False) if reason else entry
            built = built.add_revoked_certificate(entry.build())
        return built.sign(by or self._top, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def sign(self, request: bytes) -> bytes:
        query, answer = self.folder / "query", self.folder / "answer"
        query.write_bytes(request)
        command = ["openssl", "ts", "-reply", "-queryfile", query, "-config", self.folder / "ts.cnf", "-out", answer]
        subprocess.run(command, check=True, capture_output=True)
        return answer.read_bytes()

    def take(self, path: str, body: bytes) -> tuple[int, bytes]:
        self.asked.append(body)
        return self.status, self.answer if self.answer is not None else self.sign(body)


@dataclass
class Calendar:
    """Promises a block for what it is given; with a `height` it has one. `broken` answers what is no time-stamp."""

    height: int | None = None
    broken: bool = False
    given: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take(self, path: str, body: bytes) -> tuple[int, bytes]:
        from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
        from opentimestamps.core.op import OpPrepend, OpSHA256
        from opentimestamps.core.serialize import BytesSerializationContext
        from opentimestamps.core.timestamp import Timestamp

        if self.broken:
            return 200, b"\xff\x07nonsense"
        if path == "/digest":
            self.given.append(body)
            made = Timestamp(body)
            made.ops.add(OpPrepend(b"salt")).ops.add(OpSHA256()).attestations.add(PendingAttestation(self.address))
        else:
            if self.height is None:
                return 404, b"pending"
            made = Timestamp(bytes.fromhex(path.rpartition("/")[2]))
            made.ops.add(OpSHA256()).attestations.add(BitcoinBlockHeaderAttestation(self.height))
        context = BytesSerializationContext()
        made.serialize(context)
        return 200, bytes(context.getbytes())


@contextmanager
def serving(witness: Authority | Calendar) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            status, answer = witness.take(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    witness.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
