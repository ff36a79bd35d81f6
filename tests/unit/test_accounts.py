"""The file of accounts: people, sessions, tokens, tries, the log."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_visitor import HERE, NAMES, PHRASE, Clock, make_cheap, one_of_each, opened

from vedette.accounts import password as passwords
from vedette.accounts.book import Accounts
from vedette.accounts.database import FILE, Database, migrations
from vedette.accounts.people import key_of
from vedette.accounts.sessions import IDLE, LONGEST, digest_of
from vedette.accounts.tries import ADDRESS, NAME, PAIR
from vedette.model.access import Role
from vedette.model.errors import UsageError, WorkspaceError


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    make_cheap(monkeypatch)
    with opened(tmp_path, clock) as found:
        one_of_each(found)
        yield found


def _refused(password: str, name: str = "Olena") -> str:
    with pytest.raises(UsageError) as error:
        passwords.hold(password, name)
    return str(error.value)


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Password2024!", "p@ssw0rd!!!!!!!", "passwordpassword", "qwertyuiop12", "QWERTYUIOPAS",
        "123456789012", "1q2w3e4r5t6y7", "abcdefghijklm", "correct horse battery staple", "слава україні",
        "йцукенгшщзхъ", "mnbvcxzlkjhgf",
    ],
)  # fmt: skip
def test_common_passwords_are_not_taken(password: str) -> None:
    """Neither bent, nor doubled, nor with a year behind, nor a run of keys."""
    assert "common" in _refused(password)


def test_short_long_poor_and_telling_passwords_are_not_taken() -> None:
    """Each with its reason."""
    assert "at least 12" in _refused("elevenchars")
    assert "at most 128" in _refused("a long one " * 12)
    assert "different characters" in _refused("ababababababab")
    assert "name of the account" in _refused("my-olena-is-me")


def test_what_is_left_is_taken_as_it_is() -> None:
    """No rule of composition: spaces, one alphabet, any alphabet."""
    for password in (PHRASE, "чотири слова без зв'язку тут", "x" * 4 + "kwpzmvrt", "🐎🔋📎🦊🌍🍉🚲🧭🎻🪁🧲🛶"):
        passwords.hold(password, "Olena")


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_password_fits_what_was_stored_of_it_and_nothing_else(one: str, other: str) -> None:
    """However its letters are composed; the stored form does not hold it, and differs each time."""
    with pytest.MonkeyPatch.context() as patch:
        make_cheap(patch)
        kept = passwords.stored(one)
        assert passwords.is_right(one, kept)
        assert passwords.is_right(other, kept) == (passwords.as_typed(one) == passwords.as_typed(other))
        assert kept != passwords.stored(one)
        assert not passwords.is_right(one, "")


def test_stored_passwords_name_the_parameters_of_owasp() -> None:
    """scrypt, N = 2^17, r = 8, p = 1, a salt of 16 bytes; what was stored more cheaply is out of date."""
    kept = passwords.stored(PHRASE)
    assert kept.startswith("scrypt$17$8$1$")
    assert not passwords.is_outdated(kept)
    assert passwords.is_outdated(kept.replace("$17$", "$14$"))


def test_the_file_is_its_owners_alone(tmp_path: Path, clock: Clock) -> None:
    """From its first byte; one that was opened up is closed again."""
    path = tmp_path / FILE
    Database(path, clock).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    Database(path, clock).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_a_newer_vedette_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    """Migrations are numbered without a gap; an unknown number, and another file, are refused."""
    assert sorted(migrations()) == list(range(1, len(migrations()) + 1))
    path = tmp_path / FILE
    Database(path, clock).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="newer Vedette"):
        Database(path, clock)
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(WorkspaceError):
        Database(path, clock)


def test_no_secret_stands_in_the_file(accounts: Accounts, tmp_path: Path) -> None:
    """Neither a password nor a session nor a token, only digests."""
    secret = accounts.sessions.begin(accounts.people.get("Ann"), HERE)
    token = accounts.tokens.add("nightly", Role.READER, 30, HERE)
    content = (tmp_path / FILE).read_bytes()
    for hidden in (PHRASE, secret, token):
        assert hidden.encode() not in content


def test_only_the_right_password_of_an_active_account_lets_in(accounts: Accounts) -> None:
    """By the name in any case; disabled and removed accounts no more."""
    found = accounts.people.check("ANN", PHRASE)
    assert found is not None
    assert (found.name, found.role) == ("Ann", Role.ANALYST)
    assert accounts.people.check("Ann", PHRASE + "!") is None
    assert accounts.people.check("nobody", PHRASE) is None
    accounts.people.set_active("Ann", False, HERE)
    assert accounts.people.check("Ann", PHRASE) is None
    accounts.people.set_active("Ann", True, HERE)
    assert accounts.people.check("Ann", PHRASE) is not None
    accounts.people.remove("Ann", HERE)
    assert accounts.people.check("Ann", PHRASE) is None
    assert accounts.people.check("Ann", "") is None


def test_a_password_stored_cheaply_is_stored_anew_at_sign_in(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that dearer parameters reach everybody in time."""
    monkeypatch.setattr(passwords, "_LOG2_N", 5)
    assert accounts.people.check("Ann", PHRASE) is not None
    connection = sqlite3.connect(tmp_path / FILE)
    (kept,) = connection.execute("SELECT password FROM people WHERE key = 'ann'").fetchone()
    connection.close()
    assert kept.startswith("scrypt$5$")
    assert accounts.people.check("Ann", PHRASE) is not None


def test_a_name_is_nobody_elses_even_after_its_removal(accounts: Accounts) -> None:
    """For judgements bear it."""
    accounts.people.remove("Ann", HERE)
    for name in ("Ann", "ann", "Ａnn"):
        with pytest.raises(UsageError, match="choose another"):
            accounts.people.add(name, Role.READER, PHRASE, HERE)


@pytest.mark.parametrize("name", ["", " ", "-x", "a\nb\x00", "<b>", "x" * 41, "a@b", "\u202eevil"])
def test_names_that_could_mislead_are_not_taken(accounts: Accounts, name: str) -> None:
    """Letters, digits and a few marks, in any alphabet."""
    with pytest.raises(UsageError, match="a name"):
        accounts.people.add(name, Role.READER, PHRASE, HERE)


@given(st.text(max_size=30))
def test_a_name_is_compared_the_same_however_often_it_is_folded(name: str) -> None:
    """What is looked up is what was kept."""
    assert key_of(f" {name}") == key_of(name)


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    """Until there is another."""
    for change in (
        lambda: accounts.people.set_role("Ada", Role.EDITOR, HERE),
        lambda: accounts.people.set_active("Ada", False, HERE),
        lambda: accounts.people.remove("Ada", HERE),
    ):
        with pytest.raises(UsageError, match="only administrator"):
            change()
    accounts.people.set_role("Edi", Role.ADMINISTRATOR, HERE)
    accounts.people.remove("Ada", HERE)
    assert accounts.people.find("Ada") is None


def test_a_session_ends_when_idle_and_when_old(accounts: Accounts, clock: Clock) -> None:
    """Half an hour without a request; twelve hours whatever happens."""
    secret = accounts.sessions.begin(accounts.people.get("Ann"), HERE)
    clock.pass_by(seconds=IDLE.total_seconds() - 1)
    assert accounts.sessions.find(secret) is not None
    clock.pass_by(seconds=IDLE.total_seconds() + 1)
    assert accounts.sessions.find(secret) is None
    secret = accounts.sessions.begin(accounts.people.get("Ann"), HERE)
    for _ in range(int(LONGEST / IDLE) * 2 - 1):
        clock.pass_by(minutes=15)
        assert accounts.sessions.find(secret) is not None
    clock.pass_by(minutes=15)
    assert accounts.sessions.find(secret) is None


@pytest.mark.parametrize("change", ["role", "password", "disabled", "removed", "ended"])
def test_a_change_of_the_account_ends_its_sessions(accounts: Accounts, change: str) -> None:
    """At once, and nobody else's."""
    ann, other = accounts.people.get("Ann"), accounts.people.get("Rita")
    secret, others = accounts.sessions.begin(ann, HERE), accounts.sessions.begin(other, HERE)
    match change:
        case "role":
            accounts.people.set_role("Ann", Role.READER, HERE)
        case "password":
            accounts.people.set_password("Ann", "another four words here", HERE)
        case "disabled":
            accounts.people.set_active("Ann", False, HERE)
        case "removed":
            accounts.people.remove("Ann", HERE)
        case "ended":
            accounts.sessions.end_all(ann, HERE)
    assert accounts.sessions.find(secret) is None
    assert accounts.sessions.find(others) is not None


def test_ones_own_change_of_password_keeps_the_session_it_was_made_in(accounts: Accounts) -> None:
    """All others end."""
    ann = accounts.people.get("Ann")
    here, there = accounts.sessions.begin(ann, HERE), accounts.sessions.begin(ann, HERE)
    accounts.people.set_password("Ann", "another four words here", HERE, keep=digest_of(here))
    assert accounts.sessions.find(here) is not None
    assert accounts.sessions.find(there) is None


def test_signing_in_again_ends_the_session_before(accounts: Accounts) -> None:
    """And gives another secret of at least 256 bits."""
    ann = accounts.people.get("Ann")
    first = accounts.sessions.begin(ann, HERE)
    second = accounts.sessions.begin(ann, HERE, former=first)
    assert first != second
    assert len(second) >= 43
    assert accounts.sessions.find(first) is None
    assert accounts.sessions.open_by_account() == {ann.id: 1}


def test_a_token_holds_until_it_ends_or_is_revoked(accounts: Accounts, clock: Clock) -> None:
    """With its own role; an administrator's there is none."""
    secret = accounts.tokens.add("nightly", Role.ANALYST, 2, HERE)
    found = accounts.tokens.find(secret)
    assert found is not None
    assert found.role is Role.ANALYST
    assert accounts.tokens.find(secret + "x") is None
    clock.pass_by(days=2)
    assert accounts.tokens.find(secret) is None
    again = accounts.tokens.add("hourly", Role.READER, 2, HERE)
    accounts.tokens.revoke("hourly", HERE)
    assert accounts.tokens.find(again) is None
    with pytest.raises(UsageError, match="no token"):
        accounts.tokens.revoke("hourly", HERE)
    with pytest.raises(UsageError, match="role"):
        accounts.tokens.add("all", Role.ADMINISTRATOR, 2, HERE)


def test_each_wrong_try_makes_the_wait_longer(accounts: Accounts, clock: Clock) -> None:
    """From one second to a quarter of an hour for an account from one address; known or unknown alike."""
    for name in ("Ann", "nobody at all"):
        waits = []
        for _ in range(14):
            wait = accounts.tries.begin(name, "198.51.100.7" if name == "Ann" else "198.51.100.8")
            waits.append(wait)
            clock.pass_by(seconds=wait)
            if wait:
                assert accounts.tries.begin(name, "198.51.100.7" if name == "Ann" else "198.51.100.8") == 0
        assert waits[:3] == [0, 0, 0]
        assert waits[3:13] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
        assert waits[13] == 900


def test_an_account_as_a_whole_waits_a_minute_at_most(accounts: Accounts, clock: Clock) -> None:
    """So that strangers cannot keep it closed, and can try fewer than a hundred passwords an hour."""
    tried = began = 0
    while began < 3_600:
        wait = accounts.tries.begin("Ann", f"198.51.100.{tried % 250}")
        tried += wait == 0
        assert wait <= NAME.longest_s
        began += max(1, wait)
        clock.pass_by(seconds=max(1, wait))
    assert tried < 100


def test_one_address_cannot_try_many_accounts(accounts: Accounts) -> None:
    """Nor can one customer's whole network of IPv6."""
    waits = [accounts.tries.begin(f"name {number}", f"2001:db8::{number:x}") for number in range(ADDRESS.free + 1)]
    assert waits == [0] * ADDRESS.free + [1]
    assert accounts.tries.begin("another", "2001:db8:0:1::1") == 0


def test_the_right_password_is_forgiven(accounts: Accounts) -> None:
    """What went wrong before on the account is forgotten, and an office that signs in all day never waits."""
    for _ in range(PAIR.free - 1):
        assert accounts.tries.begin("Ann", "192.0.2.1") == 0
    for _ in range(30):
        assert accounts.tries.begin("Ann", "192.0.2.1") == 0
        accounts.tries.passed("Ann", "192.0.2.1")


def test_everything_that_is_changed_is_written_down(accounts: Accounts, tmp_path: Path) -> None:
    """Who, what, about whom; and no line can be changed or taken out."""
    accounts.people.set_role("Ann", Role.EDITOR, HERE)
    accounts.people.set_password("Ann", "another four words here", HERE)
    accounts.people.set_active("Ann", False, HERE)
    accounts.people.remove("Ann", HERE)
    accounts.tokens.add("nightly", Role.READER, 2, HERE)
    accounts.tokens.revoke("nightly", HERE)
    told = [(line.who, line.what, line.about) for line in accounts.log.latest(6)]
    assert told[::-1] == [
        ("test", "role changed", "Ann: analyst → editor"),
        ("test", "password changed", "Ann"),
        ("test", "user disabled", "Ann"),
        ("test", "user removed", "Ann"),
        ("test", "token added", "nightly: reader, 2 days"),
        ("test", "token revoked", "nightly"),
    ]
    connection = sqlite3.connect(tmp_path / FILE)
    for statement in ("DELETE FROM log", "UPDATE log SET who = 'me'"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()
    assert len(accounts.people.all()) == len(NAMES) - 1
