"""Signed manifests (C2PA): a picture made and signed here, with a certificate of our own; changed, torn, hostile."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.looking import look
from vedette.model.capture import MESSAGE, Capture, capture_id
from vedette.model.observation import Observation, ObservationQuery
from vedette.observe.provenance import judged, observed
from vedette.workspace import create_workspace, open_workspace

c2pa = pytest.importorskip("c2pa")
pytest.importorskip("cryptography")

CAPTURE = Capture(
    id=capture_id("a", None),
    sha256="a",
    size=1,
    address="file:///a.jpg",
    fetched=datetime(2024, 5, 20, tzinfo=UTC),
    media_type="image/jpeg",
    headers=((MESSAGE, "telegram:7/1"),),
)
ACTIONS = [
    {
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    },
    {"action": "c2pa.color_adjustments"},
]


_OTHER_USES = (
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)


def a_certificate(*, days: int = 900) -> tuple[bytes, bytes]:
    """A chain and a key, as PEM: a root of our own and a signer under it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(common: str) -> x509.Name:
        press = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Made-up Press")
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common), press])

    def usage(*, ca: bool) -> x509.KeyUsage:
        others = dict.fromkeys(_OTHER_USES, False)
        return x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **others)

    def begun(common: str, key: Any, *, ca: bool) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(name("Root"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1000))
            .not_valid_after(now - timedelta(days=1000) + timedelta(days=1000 + days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
        )

    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    signer = begun("Made-up Signer", own, ca=False).add_extension(mail, critical=True).sign(root, hashes.SHA256())
    top = begun("Root", root, ca=True).sign(root, hashes.SHA256())
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signer, top))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return chain, own.private_bytes(pem, pkcs8, serialization.NoEncryption())


def a_photo() -> bytes:
    image_module = pytest.importorskip("PIL.Image")
    plain = io.BytesIO()
    image_module.new("RGB", (64, 48), (90, 120, 80)).save(plain, "JPEG")
    return plain.getvalue()


def signed_photo(remote: str | None = None) -> bytes:
    chain, key = a_certificate()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, None))
    builder = c2pa.Builder(
        {
            "claim_generator_info": [{"name": "Made-up Camera", "version": "1"}],
            "assertions": [{"label": "c2pa.actions", "data": {"actions": ACTIONS}}],
        }
    )
    if remote:
        builder.set_no_embed()
        builder.set_remote_url(remote)
    signed = io.BytesIO()
    builder.sign(signer, "image/jpeg", io.BytesIO(a_photo()), signed)
    return signed.getvalue()


@pytest.fixture(scope="module")
def photo() -> bytes:
    return signed_photo()


def seen_in(tmp_path: Path, content: bytes) -> Observation | None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    return observed(path, CAPTURE)


def test_who_signed_what_and_how_it_was_made(tmp_path: Path, photo: bytes) -> None:
    """Through a workspace and the child process; the name is the certificate's own word."""
    from vedette.app import add, silent

    (tmp_path / "signed.jpg").write_bytes(photo)
    (tmp_path / "plain.jpg").write_bytes(a_photo())
    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as war:
        add(war, [str(tmp_path / "signed.jpg"), str(tmp_path / "plain.jpg")])
        look(war, silent)
        (one,) = war.store.view().observations(ObservationQuery(kinds=("provenance",)))
    assert (one.finding, one.could_observe) == ("consistent", True)
    assert one.note == (
        "The signed manifest (C2PA) fits the file, which was not changed since. It is signed, at a moment it does not "
        "prove, by Made-up Signer (Made-up Press) as its certificate says; no list tells whether to trust it. It names "
        "Made-up Camera 1 as what made it. It says that the content is the work of a camera. It tells of: created, "
        "color adjustments."
    )


@pytest.mark.parametrize(
    ("there", "instead"),
    [(b"Made-up Camera", b"Made-up Kamera"), (b"color_adjustments", b"kolor_adjustments"), (None, None)],
)
def test_what_was_changed_after_signing_is_inconsistent(
    tmp_path: Path, photo: bytes, there: bytes | None, instead: bytes | None
) -> None:
    """In the claim, in an assertion, in the picture itself."""
    changed = photo.replace(there, instead) if there and instead else photo[:-50] + b"\x55" + photo[-49:]
    assert changed != photo
    one = seen_in(tmp_path, changed)
    assert one is not None
    assert (one.finding, one.could_observe) == ("inconsistent", True)
    assert one.note.startswith("The file was changed after it was signed: ")
    assert one.about == ("telegram:7/1",)


def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path, photo: bytes) -> None:
    """Cannot tell, and nobody is blamed."""
    at = photo.index(b"c2pa.claim.v2") + 30
    one = seen_in(tmp_path, photo[:at] + b"\xff" * 60 + photo[at + 60 :])
    assert one is not None
    assert (one.finding, one.could_observe) == ("cannot-tell", False)


def test_no_manifest_or_no_picture_is_no_observation(tmp_path: Path, photo: bytes) -> None:
    """Most files have none; of a torn one the other senses tell."""
    assert seen_in(tmp_path, a_photo()) is None
    assert seen_in(tmp_path, photo[:4000]) is None
    assert seen_in(tmp_path, b"") is None


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/m.c2pa", paths
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_manifest_in_the_network_is_not_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    """The file would else tell its maker who looks at it."""
    address, paths = asked
    one = seen_in(tmp_path, signed_photo(address))
    assert paths == []
    assert one is not None
    assert one.finding == "cannot-tell"
    assert "nothing is asked there" in one.note


def a_report(*failures: str, **signature: str) -> dict[str, Any]:
    return {
        "active_manifest": "m",
        "manifests": {"m": {"signature_info": signature, "assertions": []}},
        "validation_results": {"activeManifest": {"failure": [{"code": code} for code in failures]}},
    }


@pytest.mark.parametrize(
    ("failures", "finding"),
    [
        ((), "consistent"),
        (("signingCredential.untrusted",), "consistent"),
        (("signingCredential.expired",), "cannot-tell"),
        (("signingCredential.ocsp.revoked", "signingCredential.untrusted"), "cannot-tell"),
        (("timeStamp.mismatch",), "cannot-tell"),
        (("of.a.kind.to.come",), "cannot-tell"),
        (("assertion.bmffHash.mismatch", "signingCredential.expired"), "inconsistent"),
        (("assertion.missing",), "inconsistent"),
    ],
)
def test_what_the_check_found_is_one_of_three(failures: tuple[str, ...], finding: str) -> None:
    """Only a hash or signature that does not fit is inconsistent; an expired certificate is not."""
    assert judged(a_report(*failures), CAPTURE).finding == finding


def test_the_moment_of_signing_is_that_of_its_stamp() -> None:
    """As the interval, and in words."""
    one = judged(a_report(time="2024-05-12T10:04:05+00:00", common_name="A\x1b[31m\nB", issuer="C"), CAPTURE)
    assert one.when is not None
    assert one.when.start == datetime(2024, 5, 12, 10, 4, 5, tzinfo=UTC)
    assert "signed on 12 May 2024 at 10:04 UTC, by A [31m B (C) as" in one.note


_NAMES = st.sampled_from(
    ["active_manifest", "manifests", "m", "signature_info", "time", "validation_results", "activeManifest", "failure"]
)
_INNER = st.sampled_from(["code", "assertions", "label", "data", "actions", "action", "claim_generator_info", "name"])
_VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=9) | st.sampled_from(["m", "c2pa.actions"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES | _INNER, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_NAMES, _VALUES))
def test_no_manifest_ever_raises(found: dict[str, Any]) -> None:
    """Whatever stands in it; the note is one line."""
    one = judged(found, replace(CAPTURE, headers=()))
    assert one.note.isprintable()
    assert one.about == ()
