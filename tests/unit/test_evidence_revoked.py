"""Certificates of a time-stamp authority that run out or are revoked."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from witnesses import Authority

from vedette.evidence.authority import check_answer, new_request
from vedette.evidence.revoked import read_lists
from vedette.model.errors import IntegrityError, UsageError
from vedette.reference.watchfile import parse_watch

pytest.importorskip("rfc3161_client")
PAYLOAD = b"a daily root"
BEFORE, AFTER = (datetime.now(UTC) + timedelta(days=days) for days in (-1, 1))
GIVEN_UP, LOST = x509.ReasonFlags.superseded, x509.ReasonFlags.key_compromise


class Signed:
    """An authority, and its answer."""

    def __init__(self, folder: Path, left: timedelta = timedelta(days=5)) -> None:
        self.authority = Authority(folder, left=left)
        self.request = new_request(PAYLOAD)
        self.answer = self.authority.sign(self.request)

    def check(self, lists: bytes | None = None) -> str:
        return check_answer(self.answer, self.request, PAYLOAD, self.authority.ca.read_bytes(), lists).by


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return Signed(tmp_path_factory.mktemp("authority"))


def test_that_a_certificate_ran_out_since_is_no_matter(tmp_path: Path) -> None:
    """It was good when it signed; the chain is held against that time, not against now."""
    began = datetime.now(UTC)
    made = Signed(tmp_path, left=timedelta(seconds=2))
    time.sleep(max(0.0, (began + timedelta(seconds=3.1) - datetime.now(UTC)).total_seconds()))
    assert made.check() == "CN=Its time-stamps"


def test_a_list_that_says_nothing_takes_nothing_back(signed: Signed) -> None:
    """Nor one by which it was given up after it had signed."""
    assert signed.check(signed.authority.listing()) == "CN=Its time-stamps"
    assert signed.check(signed.authority.listing(AFTER, GIVEN_UP))
    assert signed.check(signed.authority.listing() + signed.authority.listing(AFTER, x509.ReasonFlags.unspecified))


@pytest.mark.parametrize(
    ("day", "reason", "told"),
    [(BEFORE, GIVEN_UP, "it signed after that"), (AFTER, LOST, "all that it ever signed"),
     (AFTER, None, "all that it ever signed"), (BEFORE, None, "all that it ever signed")],
)  # fmt: skip
def test_what_a_list_takes_back(signed: Signed, day: datetime, reason: x509.ReasonFlags | None, told: str) -> None:
    """After RFC 3161, section 4."""
    with pytest.raises(IntegrityError, match=f"its certificate was revoked on {day:%Y-%m-%d}, and {told}"):
        signed.check(signed.authority.listing(day, reason))


def test_lists_of_others_prove_nothing(signed: Signed) -> None:
    """Neither a false one in the authority's name nor one by somebody else."""
    with pytest.raises(IntegrityError, match="is not signed by CN=A made authority"):
        signed.check(signed.authority.listing(by=ec.generate_private_key(ec.SECP256R1())))
    other = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Another")])
    with pytest.raises(IntegrityError, match="none of the lists of revoked certificates is by CN=A made authority"):
        signed.check(signed.authority.listing(name=other))


def test_a_file_that_holds_no_list(tmp_path: Path) -> None:
    """One line that names the key."""
    with pytest.raises(UsageError, match=r"cannot be read.*`crl` in \[evidence\]"):
        read_lists(tmp_path / "none.crl")
    for held in (b"", b"nothing", b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"):
        (tmp_path / "odd.crl").write_bytes(held)
        with pytest.raises(UsageError, match="holds no list"):
            read_lists(tmp_path / "odd.crl")
    with pytest.raises(UsageError, match="`crl` must be a file in the workspace"):
        parse_watch('name = "w"\n[evidence]\ncrl = "../a.crl"\n')
