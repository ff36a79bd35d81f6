"""Backups: whole or not there, for their holders alone, and restored only once all of it was verified."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.accounts.book import open_accounts
from vedette.app import add, silent
from vedette.custodian import backup, restore
from vedette.evidence import age
from vedette.evidence.backup import Seal
from vedette.evidence.custody import CUSTODY
from vedette.evidence.restore import Opening, needs_passphrase
from vedette.model.errors import IntegrityError, UsageError, VedetteError, WorkspaceError
from vedette.workspace import create_workspace, open_workspace

SECRET = "a mounted sentry ahead"


class Kept:
    """A small workspace, and a key."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.war = folder, folder / "war"
        create_workspace(self.war)
        for number in range(3):
            (folder / f"{number}.txt").write_text(f"Report {number}: troops entered Lipova.")
        with open_workspace(self.war, 1) as opened:
            add(opened, [str(folder / f"{number}.txt") for number in range(3)])
        (self.war / "reports" / "День 1").mkdir()
        (self.war / "reports" / "День 1" / f"{'long' * 40}.json").write_text("[]")
        (self.war / "reports" / "День 1" / "citations.json").write_text("[]")
        self.public, private = age.new_key()
        self.key = folder / "key.txt"
        self.key.write_text(private)
        self.file = folder / "war.age"

    def backup(self, **how: bool) -> None:
        backup(self.war, self.file, Seal(recipients=(self.public,)), by="ann", progress=silent, **how)

    def restore(self, to: str = "back") -> list[str]:
        opening = Opening(keys=tuple(age.read_keys(self.key)))
        return restore(self.file, self.folder / to, opening, by="ann", progress=silent)[1]

    def left(self) -> set[str]:
        """Beside what is meant to be there."""
        known = {"war", "key.txt", "war.age", "0.txt", "1.txt", "2.txt"}
        return {path.name for path in self.folder.iterdir()} - known


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """One backup for the tests that only read it."""
    made = Kept(tmp_path_factory.mktemp("sealed"))
    made.backup()
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """Of all files but databases and the log, which changes by being restored."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name and path.name[0] != ".")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.name != CUSTODY}


def test_what_is_restored_is_what_was_there(kept: Kept) -> None:
    """Files, captures, log; the archive read-only as before; both copies are noted."""
    with open_accounts(kept.war) as accounts:
        assert accounts is not None
    kept.backup()
    assert kept.restore() == []
    back = kept.folder / "back"
    assert contents(back) == contents(kept.war)
    with open_workspace(kept.war, 1) as one, open_workspace(back, 1) as other:
        assert list(one.store.view().chain()) == list(other.store.view().chain())
    assert all(path.stat().st_mode & 0o222 == 0 for path in (back / "archive").rglob("*") if path.is_file())
    assert (back / "accounts.db").stat().st_mode & 0o077 == 0
    assert [json.loads(line)["how"] for line in (back / CUSTODY).read_text().splitlines()] == ["backup", "restore"]
    assert kept.left() == {"back"}
    assert kept.file.stat().st_mode & 0o077 == 0


def test_accounts_can_stay_out(kept: Kept) -> None:
    """By choice; else they are in it, for it is a backup."""
    with open_accounts(kept.war) as accounts:
        assert accounts is not None
    kept.backup(accounts=False)
    kept.restore()
    assert not (kept.folder / "back" / "accounts.db").exists()


def test_public_tools_open_it(sealed: Kept) -> None:
    """`age -d` and `tar`: here age's other implementation, and the program itself where it is installed."""
    import pyrage

    plain = pyrage.decrypt(sealed.file.read_bytes(), age.read_keys(sealed.key))
    with tarfile.open(fileobj=io.BytesIO(plain)) as tape:
        names = tape.getnames()
        manifest = json.load(tape.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert names[-2:] == ["watch.toml", "manifest.json"]
    assert [one["path"] for one in manifest["files"]] == names[:-1]
    assert f"reports/День 1/{'long' * 40}.json" in names
    program = shutil.which("age")
    if program:
        opened = subprocess.run([program, "-d", "-i", sealed.key, sealed.file], capture_output=True, check=True)
        assert opened.stdout == plain


def test_it_is_never_written_over(kept: Kept) -> None:
    """Neither a backup nor a folder."""
    kept.file.write_text("something dear")
    with pytest.raises(UsageError, match="never written over"):
        kept.backup()
    assert kept.file.read_text() == "something dear"
    assert not (kept.war / CUSTODY).exists()
    kept.file.unlink()
    kept.backup()
    with pytest.raises(UsageError, match="never writes over"):
        kept.restore("war")


def test_no_other_key_opens_it(sealed: Kept, tmp_path: Path) -> None:
    """And nothing is left of the try."""
    (tmp_path / "other.txt").write_text(age.new_key()[1])
    opening = Opening(keys=tuple(age.read_keys(tmp_path / "other.txt")))
    with pytest.raises(IntegrityError, match="does not open it"):
        restore(sealed.file, tmp_path / "back", opening, by="x", progress=silent)
    assert [path.name for path in tmp_path.iterdir()] == ["other.txt"]


@settings(max_examples=12, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.booleans())
def test_what_was_cut_off_or_changed_is_refused(sealed: Kept, share: float, cut: bool) -> None:
    """At any byte: one line, and nothing is left."""
    whole = sealed.file.read_bytes()
    at = int(share * len(whole))
    broken = sealed.folder / "war.broken"
    broken.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    opening = Opening(keys=tuple(age.read_keys(sealed.key)))
    try:
        with pytest.raises(VedetteError) as refused:
            restore(broken, sealed.folder / "back", opening, by="x", progress=silent)
    finally:
        broken.unlink()
    assert "\n" not in str(refused.value)
    assert sealed.left() == set()


def _taped(*members: tuple[str, bytes, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tape:
        for name, payload, kind in members:
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname = len(payload), kind, "/etc/passwd"
            tape.addfile(info, io.BytesIO(payload))
    return made.getvalue()


EMPTY = json.dumps({"name": "x", "made": "2024-05-12T12:00:00Z", "vedette": "1", "files": []}).encode()
FILE = tarfile.REGTYPE


@pytest.mark.parametrize(
    "plain",
    [
        _taped(("../outside", b"x", FILE)),
        _taped(("/outside", b"x", FILE)),
        _taped(("a/../../outside", b"x", FILE)),
        _taped(("a\\..\\outside", b"x", FILE)),
        _taped(("./a", b"x", FILE)),
        _taped(("link", b"", tarfile.SYMTYPE)),
        _taped(("link", b"", tarfile.LNKTYPE)),
        _taped(("fifo", b"", tarfile.FIFOTYPE)),
        _taped(("device", b"", tarfile.CHRTYPE)),
        _taped(("folder", b"", tarfile.DIRTYPE)),
        _taped(("a", b"x", FILE), ("a", b"x", FILE)),
        _taped(("a", b"x", FILE)),
        _taped(("a", b"x", FILE), ("manifest.json", EMPTY, FILE)),
        _taped(("manifest.json", EMPTY, FILE), ("a", b"x", FILE)),
        _taped(("manifest.json", b"nonsense", FILE)),
        _taped(("manifest.json", EMPTY.replace(b"[]", b'[{"path":"a","size":1,"sha256":"x"}]'), FILE)),
        _taped(("manifest.json", EMPTY, FILE)) + b"more",
        b"",
        b"no tape at all" * 100,
    ],
)
def test_a_hostile_tape_is_refused(tmp_path: Path, plain: bytes) -> None:
    """Whoever has the public key can make one: no file outside, no link, nothing that is not in the manifest."""
    import pyrage

    public, private = age.new_key()
    (tmp_path / "key").write_text(private)
    (tmp_path / "in").mkdir()
    (tmp_path / "b.age").write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(public)]))
    opening = Opening(keys=tuple(age.read_keys(tmp_path / "key")))
    with pytest.raises(IntegrityError):
        restore(tmp_path / "b.age", tmp_path / "in" / "back", opening, by="x", progress=silent)
    assert list((tmp_path / "in").iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"key", "b.age", "in"}


def test_what_did_not_stand_is_restored_as_it_was_and_told(kept: Kept) -> None:
    """A restore mends nothing and hides nothing."""
    (damaged,) = [path for path in (kept.war / "archive").rglob("*") if path.is_file()][:1]
    damaged.chmod(0o644)
    damaged.write_bytes(b"other bytes")
    kept.backup()
    (problem,) = kept.restore()
    assert "was changed" in problem
    assert (kept.folder / "back" / "watch.toml").exists()


def test_it_is_of_one_moment_while_others_write(kept: Kept) -> None:
    """Whatever its ledger names is in its archive."""
    stop = threading.Event()

    def collect() -> None:
        number = 0
        with open_workspace(kept.war, 1) as opened:
            while not stop.is_set():
                number += 1
                path = kept.folder / "0.txt"
                path.write_text(f"More {number}")
                add(opened, [str(path)])

    worker = threading.Thread(target=collect)
    worker.start()
    try:
        time.sleep(0.3)
        kept.backup()
    finally:
        stop.set()
        worker.join()
    assert kept.restore() == []
    with open_workspace(kept.folder / "back", 1) as opened:
        assert opened.store.view().counts()["captures"] >= 3


_MAKE = """
import sys
from pathlib import Path
from vedette.app import silent
from vedette.custodian import backup
from vedette.evidence.backup import Seal
from vedette.evidence import tape
war, file, public, how = sys.argv[1:]
if how == "wait":
    real = tape._header
    def slow(*told):
        if told[0] == "watch.toml":
            print("there", flush=True)
            import time
            time.sleep(60)
        return real(*told)
    tape._header = slow
else:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    backup(Path(war), Path(file), Seal(recipients=(public,)), by="x", progress=silent)
except Exception as error:
    print(type(error).__name__, error)
"""


def _making(kept: Kept, how: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _MAKE, str(kept.war), str(kept.file), kept.public, how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_backup_is_none(kept: Kept) -> None:
    """What it leaves has no such name, and the next one sweeps it."""
    with _making(kept, "wait") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
    assert not kept.file.exists()
    assert len(kept.left()) == 1
    kept.backup()
    assert kept.left() == set()
    assert not any(path.name.startswith(".backup-") for path in kept.war.iterdir())
    assert kept.restore() == []


def test_a_full_disk_makes_no_backup(kept: Kept) -> None:
    """One line, and nothing is left."""
    for number in range(40):
        (kept.war / "reports" / f"{number}.bin").write_bytes(os.urandom(5_000))
    with _making(kept, "full") as process:
        told = process.communicate()[0]
    assert told.startswith("WorkspaceError")
    assert not kept.file.exists()
    assert kept.left() == set()


def test_a_restore_that_has_no_room_leaves_nothing(sealed: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder has its name only when all is there."""

    def full(*_: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vedette.evidence.restore._written", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        sealed.restore()
    assert sealed.left() == set()


def test_links_are_left_out_and_told(kept: Kept) -> None:
    """What a link leads to is not of the workspace."""
    (kept.war / "link").symlink_to("/etc")
    made = backup(kept.war, kept.file, Seal(recipients=(kept.public,)), by="x", progress=silent)
    assert made.left_out == ("link",)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is stretched for a second; not in tests."""
    monkeypatch.setattr("vedette.evidence.age._LOG_N", 8)


def by_passphrase(plain: bytes, phrase: str = SECRET) -> bytes:
    made = io.BytesIO()
    age.seal_by_passphrase(io.BytesIO(plain), made, phrase, 8)
    return made.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_passphrase_is_used_as_age_does(size: int) -> None:
    """What is sealed here age's other implementation opens, and so does this; at the edges of its pieces."""
    import pyrage

    plain = os.urandom(size)
    sealed, back = by_passphrase(plain), io.BytesIO()
    assert pyrage.passphrase.decrypt(sealed, SECRET) == plain
    age.open_by_passphrase(io.BytesIO(sealed), back, SECRET)
    assert back.getvalue() == plain


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=70_000), st.floats(0, 1, exclude_max=True), st.booleans())
def test_what_a_passphrase_seals_is_whole_or_refused(plain: bytes, share: float, cut: bool) -> None:
    """Cut or changed anywhere, it does not open."""
    whole = by_passphrase(plain)
    back = io.BytesIO()
    age.open_by_passphrase(io.BytesIO(whole), back, SECRET)
    assert back.getvalue() == plain
    at = int(share * len(whole))
    broken = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    with pytest.raises(IntegrityError):
        age.open_by_passphrase(io.BytesIO(broken), io.BytesIO(), SECRET)


def test_a_wrong_passphrase_says_so() -> None:
    """And too much work is refused."""
    with pytest.raises(IntegrityError, match="does not open it"):
        age.open_by_passphrase(io.BytesIO(by_passphrase(b"x")), io.BytesIO(), "another one altogether")
    with pytest.raises(IntegrityError, match="reasonable"):
        age.open_by_passphrase(io.BytesIO(by_passphrase(b"x").replace(b" 8\n", b" 30\n", 1)), io.BytesIO(), SECRET)


@pytest.mark.usefixtures("quick")
def test_a_backup_by_passphrase(kept: Kept) -> None:
    """Made and restored, and known for what it is."""
    kept.backup()
    assert not needs_passphrase(kept.file)
    kept.file.unlink()
    backup(kept.war, kept.file, Seal(passphrase=SECRET), by="x", progress=silent)
    assert needs_passphrase(kept.file)
    assert restore(kept.file, kept.folder / "back", Opening(passphrase=SECRET), by="x", progress=silent)[1] == []


@pytest.mark.parametrize("wrong", [lambda: Seal(), lambda: Seal(recipients=("age1x",), passphrase="x")])
def test_it_is_for_keys_or_for_a_passphrase(wrong: Callable[[], Seal]) -> None:
    """One of the two."""
    with pytest.raises(UsageError, match="one of the two"):
        wrong()


def test_keys_that_are_none_are_told(tmp_path: Path, kept: Kept) -> None:
    """Before anything is written."""
    (tmp_path / "none").write_text("no key")
    with pytest.raises(UsageError, match="holds no key"):
        age.read_keys(tmp_path / "none")
    with pytest.raises(UsageError, match="public key of age"):
        backup(kept.war, kept.file, Seal(recipients=("age1nonsense",)), by="x", progress=silent)
    assert not kept.file.exists()
    with pytest.raises(UsageError, match="is no backup"):
        needs_passphrase(tmp_path / "none")


def test_the_facts_of_a_server_go_in_as_a_file(kept: Kept) -> None:
    """With the same chain; restored and verified without the server, which the watch file still names."""
    from postgres_cluster import cluster, make_database

    from vedette.relocation import move_store

    move_store(kept.war, make_database(cluster(), "backed_up"), silent)
    (kept.war / "vedette.db").unlink()
    kept.backup()
    assert kept.restore() == []
    back = kept.folder / "back"
    (back / "watch.toml").write_text((kept.war / "watch.toml").read_text().partition("[store]")[0])
    with open_workspace(kept.war, 1) as one, open_workspace(back, 1) as other:
        assert list(one.store.view().chain()) == list(other.store.view().chain())
