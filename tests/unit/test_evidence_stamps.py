"""Daily roots and their time-stamps, by a real authority and a calendar on this machine."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store_facts import a_capture
from witnesses import Authority, Calendar, serving

from vedette.collect.archive import FileArchive
from vedette.collect.posting import Messenger
from vedette.evidence.custody import CUSTODY, Custody
from vedette.evidence.roots import EVIDENCE, read_roots
from vedette.evidence.stamping import Stamped, Stamper, is_due
from vedette.evidence.standing import count_proofs, evidence_problems
from vedette.model.capture import capture_id
from vedette.model.errors import BusyError, CaptureError, UsageError
from vedette.model.ids import CaptureId
from vedette.model.stamping import Stamping
from vedette.store.sqlite import SqliteStore

NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NAME = "000001-2024-05-12.json"


class Watched:
    """A workspace with captures, and a clock that one turns."""

    def __init__(self, path: Path) -> None:
        self.path, self.now, self.settings = path, NOON, Stamping()
        path.mkdir(parents=True)
        self.archive = FileArchive(path / "archive")
        self.store = SqliteStore(path / "vedette.db", create=True)
        self.capture(3)

    def capture(self, number: int) -> None:
        for _ in range(number):
            sha256 = self.archive.write(f"bytes {self.store.view().counts()['captures']}".encode())
            one = replace(a_capture(), id=capture_id(sha256, None), sha256=sha256, fetched=self.now)
            self.store.append([one])

    def stamp(self, *, patient: bool = False) -> Stamped:
        messenger = Messenger(timeout_s=5, allow_private=self.settings.private)
        stamper = Stamper(
            workspace=self.path,
            settings=self.settings,
            messenger=messenger,
            clock=lambda: self.now,
            patient=patient,
        )
        return stamper.stamp(self.store.view().chain())

    def problems(self) -> list[str]:
        links = [own for _, _, own in self.store.view().chain()]
        return list(evidence_problems(self.path, self.settings, links))

    def is_due(self) -> bool:
        captures = self.store.view().counts()["captures"]
        return is_due(self.path, self.settings, captures, NOON, self.now)

    @property
    def evidence(self) -> Path:
        return self.path / EVIDENCE

    def ask(self, *witnesses: Authority | Calendar) -> None:
        for one in witnesses:
            if isinstance(one, Authority):
                shutil.copy(one.ca, self.path / "ca.pem")
                self.settings = replace(self.settings, authority=one.address, ca="ca.pem", private=True)
            else:
                self.settings = replace(self.settings, calendars=(*self.settings.calendars, one.address), private=True)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path / "war")
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Authority(tmp_path_factory.mktemp("authority")).folder


@contextmanager
def an_authority(folder: Path) -> Iterator[Authority]:
    one = Authority(folder)
    with serving(one):
        yield one


def change(path: Path, before: str, after: str) -> None:
    path.chmod(0o644)
    path.write_text(path.read_text().replace(before, after, 1))


def test_a_root_a_day_over_what_is_new(watched: Watched) -> None:
    """Each covers what came since the one before; nothing new makes none."""
    assert watched.stamp().closed == NAME
    assert watched.stamp().nothing
    watched.capture(2)
    watched.now += DAY
    assert watched.stamp().closed == "000002-2024-05-13.json"
    first, second = (kept.root for kept in read_roots(watched.evidence))
    assert (first.first, first.size, second.first, second.size) == (1, 3, 4, 2)
    assert second.before == read_roots(watched.evidence)[0].digest.hex()
    assert watched.problems() == []
    assert (watched.evidence / NAME).stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize(
    "field", ["number", "day", "made", "first", "size", "earliest", "latest", "head", "root", "before", "form"]
)
def test_each_field_of_a_root_that_is_changed_is_found(watched: Watched, field: str) -> None:
    """Of a root that another follows."""
    watched.stamp()
    watched.capture(1)
    watched.stamp()
    path = watched.evidence / NAME
    row = json.loads(path.read_bytes())
    odd = {"number": 2, "first": 2, "size": 2, "day": "2024-05-11", "form": "vedette-root/2"}
    if field in ("head", "root", "before"):
        row[field] = row[field][:-1] + ("1" if row[field][-1] != "1" else "2")
    else:
        row[field] = odd.get(field, "2024-05-12T12:00:01Z")
    path.chmod(0o644)
    path.write_text(json.dumps(row))
    assert watched.problems() != []


def test_a_root_taken_away_is_found(watched: Watched) -> None:
    """The row has a gap."""
    for _ in range(3):
        watched.stamp()
        watched.capture(1)
    (watched.evidence / "000002-2024-05-12.json").unlink()
    assert "row of roots is broken" in watched.problems()[0]


def test_a_root_vouches_for_the_log_of_custody(watched: Watched) -> None:
    """Lines cut off afterwards are missed."""
    Custody(watched.path / CUSTODY).note("somebody", "page", CaptureId("cap_x"), "/")
    watched.stamp()
    assert watched.problems() == []
    (watched.path / CUSTODY).unlink()
    assert "the last were cut off" in watched.problems()[0]


def test_an_authority_stamps_and_openssl_agrees(watched: Watched, certificates: Path) -> None:
    """The answer fits request and root, leads to the user's certificate, and `openssl ts -verify` says the same."""
    with an_authority(certificates) as authority:
        watched.ask(authority)
        done = watched.stamp()
    assert done.stamped == (NAME,)
    assert done.waiting == ()
    assert watched.problems() == []
    assert count_proofs(watched.path).stamped == 1
    root, answer, request = (watched.evidence / f"000001-2024-05-12.{end}" for end in ("json", "tsr", "tsq"))
    for given in (["-data", root], ["-queryfile", request]):
        command = ["openssl", "ts", "-verify", *given, "-in", answer, "-CAfile", authority.ca]
        assert b"Verification: OK" in subprocess.run(command, capture_output=True, check=True).stdout


def test_an_answer_that_is_another_s_is_not_kept(watched: Watched, certificates: Path) -> None:
    """One to an earlier request: neither its nonce nor its digest fit."""
    with an_authority(certificates) as authority:
        watched.ask(authority)
        watched.stamp()
        authority.answer = (watched.evidence / "000001-2024-05-12.tsr").read_bytes()
        watched.capture(1)
        done = watched.stamp()
    assert done.stamped == ()
    assert "does not prove" in done.failures[0]
    assert done.waiting == ("000002-2024-05-12.json",)


@pytest.mark.parametrize("answer", [b"", b"nonsense", b"\x30\x84\xff\xff\xff\xff", b"0" * 3_000_000])
def test_nonsense_is_not_kept(watched: Watched, certificates: Path, answer: bytes) -> None:
    """It waits, and the reason is told in one line."""
    with an_authority(certificates) as authority:
        authority.answer = answer
        watched.ask(authority)
        done = watched.stamp()
    assert done.waiting == (NAME,)
    assert len(done.failures) == 1
    assert watched.problems() == []


def test_another_s_certificate_proves_nothing(watched: Watched, certificates: Path, tmp_path: Path) -> None:
    """The signature must lead to the certificate that the user gave."""
    with an_authority(certificates) as authority:
        watched.ask(authority)
        watched.stamp()
    assert watched.problems() == []
    shutil.copy(Authority(tmp_path / "other").ca, watched.path / "ca.pem")
    assert "does not prove" in watched.problems()[0]
    (watched.path / "ca.pem").unlink()
    assert "cannot be read" in watched.problems()[0]


@pytest.mark.parametrize("ending", ["tsr", "tsq", "json"])
def test_each_changed_file_of_a_stamp_is_found(watched: Watched, certificates: Path, ending: str) -> None:
    """One byte is enough."""
    with an_authority(certificates) as authority:
        watched.ask(authority)
        watched.stamp()
    path = watched.evidence / f"000001-2024-05-12.{ending}"
    payload = bytearray(path.read_bytes())
    payload[-4] ^= 1
    path.chmod(0o644)
    path.write_bytes(payload)
    assert watched.problems() != []


def test_what_nobody_answers_waits_and_is_asked_again(watched: Watched, certificates: Path) -> None:
    """Offline the root is made all the same; later all that wait are stamped at once."""
    with an_authority(certificates) as gone:
        watched.ask(gone)
    assert watched.stamp().waiting == (NAME,)
    watched.capture(1)
    assert "did not answer" in watched.stamp().failures[0]
    with an_authority(certificates) as back:
        watched.ask(back)
        assert len(watched.stamp().stamped) == 2
    assert watched.problems() == []


def test_whoever_is_patient_asks_again_after_a_while_that_grows(watched: Watched, certificates: Path) -> None:
    """A minute, two, four; and a clock that was put back does not stop it."""
    with an_authority(certificates) as authority:
        authority.status = 503
        watched.ask(authority)
        for wait in (0, 30, 31, 60, 61):
            watched.now += timedelta(seconds=wait)
            watched.stamp(patient=True)
        assert len(authority.asked) == 3
        watched.now -= 30 * DAY
        assert watched.is_due()


def test_private_addresses_are_not_asked(watched: Watched, certificates: Path) -> None:
    """Unless the watch file allows them."""
    with an_authority(certificates) as authority:
        watched.ask(authority)
        watched.settings = replace(watched.settings, private=False)
        assert "private address" in watched.stamp().failures[0]
        assert authority.asked == []


def test_calendars_promise_and_later_have_a_block(watched: Watched) -> None:
    """What one of them answers is enough; they are given a hash with a nonce, and the client `ots`, where it is
    installed, can read it."""
    first, broken = Calendar(), Calendar(broken=True)
    with serving(first), serving(broken):
        watched.ask(first, broken)
        done = watched.stamp()
        assert done.promised == (NAME,)
        assert "cannot be read" in done.failures[0]
        proof = watched.evidence / f"{NAME}.ots"
        assert first.given[0] != read_roots(watched.evidence)[0].digest
        assert watched.stamp().settled == ()
        first.height = 844_000
        assert watched.stamp().settled == (NAME,)
        assert watched.stamp().nothing
    assert watched.problems() == []
    if shutil.which("ots"):
        told = subprocess.run(["ots", "info", proof], capture_output=True, check=True, text=True).stdout
        assert "verify BitcoinBlockHeaderAttestation(844000)" in told
    change(watched.evidence / NAME, '"number":1', '"number":3')
    assert any("it is of something else" in problem for problem in watched.problems())


def test_a_day_is_due_once(watched: Watched) -> None:
    """The day after captures came; not twice, not without captures, and for what waits only where somebody is asked."""
    assert not watched.is_due()
    watched.now += DAY
    assert watched.is_due()
    watched.stamp()
    assert not watched.is_due()
    watched.capture(1)
    assert not watched.is_due()
    watched.now += DAY
    assert watched.is_due()
    watched.stamp()
    watched.settings = Stamping(authority="http://127.0.0.1:9/", ca="ca.pem")
    assert watched.is_due()


def test_one_stamps_at_a_time(watched: Watched) -> None:
    """A second one is told so."""
    from vedette.evidence.shelf import alone

    with alone(watched.evidence / ".lock", "stamping"), pytest.raises(BusyError, match="stamping"):
        watched.stamp()


def test_an_authority_without_its_certificates_is_refused(watched: Watched) -> None:
    """Before anything is asked."""
    watched.settings = Stamping(authority="http://127.0.0.1:9/", ca="missing.pem", private=True)
    with pytest.raises(UsageError, match=r"missing\.pem"):
        watched.stamp()


@pytest.mark.parametrize("address", ["ftp://example.org/", "http://", "http://user:pw@127.0.0.1/", "no address"])
def test_only_plain_web_addresses_are_asked(address: str) -> None:
    """A slip in the watch file leads nowhere."""
    with pytest.raises(CaptureError):
        Messenger(timeout_s=1, allow_private=True).post(address, b"", "text/plain", 10)
