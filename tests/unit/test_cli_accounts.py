"""`vedette user`, `vedette token`, and what `vedette serve` asks for before it lets anyone in."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from web_visitor import PHRASE, make_cheap
from web_world import build_store

import vedette
from vedette.accounts.book import open_accounts
from vedette.accounts.database import FILE
from vedette.cli import main
from vedette.cli.door import Wire, door_for
from vedette.model.access import Role
from vedette.model.errors import UsageError
from vedette.web.gate import Gate
from vedette.web.identity import OpenDoor
from vedette.workspace import create_workspace


@pytest.fixture
def war(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_cheap(monkeypatch)
    create_workspace(tmp_path / "war")
    return tmp_path / "war"


def run(*arguments: object, typed: str = "", status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=typed)
    assert result.exit_code == status, result.output
    return result


def test_a_password_is_asked_for_twice_and_never_shown(war: Path) -> None:
    """Nor taken as an argument."""
    told = run("user", "add", war, "Ann", "--role", "administrator", typed=f"{PHRASE}\n{PHRASE}\n")
    assert PHRASE not in told.output
    assert "Ann may sign in as administrator" in told.output
    with open_accounts(war) as accounts:
        assert accounts.people.check("ann", PHRASE) is not None
    run("user", "add", war, "Bo", PHRASE, status=2)


@pytest.mark.parametrize("typed", ["", "short", "Password1234", "it is bo xxxx here", "abababababababab"])
def test_a_weak_password_makes_no_account(war: Path, typed: str) -> None:
    """The reason is told, in one line."""
    told = run("user", "add", war, "Bo Xxxx", "--stdin", typed=f"{typed}\n", status=2)
    assert "not taken: " in told.output
    with open_accounts(war) as accounts:
        assert accounts.people.all() == []


def test_a_made_password_is_shown_once_and_fits(war: Path) -> None:
    """A hundred random bits."""
    told = run("user", "add", war, "Ann", "--generate").output
    made = told.splitlines()[0].rpartition(": ")[2]
    assert len(made) == 23
    with open_accounts(war) as accounts:
        assert accounts.people.check("Ann", made) is not None
    again = run("user", "password", war, "Ann", "--generate").output.splitlines()[0].rpartition(": ")[2]
    with open_accounts(war) as accounts:
        assert accounts.people.check("Ann", made) is None
        assert accounts.people.check("Ann", again) is not None


def test_accounts_are_listed_changed_and_removed(war: Path) -> None:
    """And the log says that it was done at the command line."""
    run("user", "list", war, status=2)
    run("user", "add", war, "Ann", "--role", "administrator", "--generate")
    run("user", "add", war, "Bo", "--generate")
    run("user", "role", war, "bo", "editor")
    rows = json.loads(run("user", "list", war, "--json").output)
    assert [(row["name"], row["role"], row["active"]) for row in rows] == [
        ("Ann", "administrator", True),
        ("Bo", "editor", True),
    ]
    assert "never signed in" in run("user", "list", war).output
    run("user", "remove", war, "Ann", status=2)
    run("user", "remove", war, "Bo")
    run("user", "role", war, "Nobody", "reader", status=2)
    with open_accounts(war) as accounts:
        assert {line.address for line in accounts.log.latest(10)} == {"command line"}


def test_tokens_are_made_listed_without_their_secret_and_revoked(war: Path) -> None:
    """The secret is told once."""
    secret = run("token", "add", war, "nightly", "--role", "analyst", "--days", 2).output.splitlines()[-1]
    with open_accounts(war) as accounts:
        found = accounts.tokens.find(secret)
    assert found is not None
    assert found.role is Role.ANALYST
    for listed in (run("token", "list", war), run("token", "list", war, "--json")):
        assert "nightly" in listed.output
        assert secret not in listed.output
    run("token", "add", war, "nightly", status=2)
    run("token", "add", war, "all", "--role", "administrator", status=2)
    run("token", "revoke", war, "nightly")
    with open_accounts(war) as accounts:
        assert accounts.tokens.find(secret) is None


def test_without_a_workspace_no_file_is_made(tmp_path: Path) -> None:
    """The folder stays as it is."""
    run("user", "add", tmp_path, "Ann", "--generate", status=3)
    run("token", "add", tmp_path, "nightly", status=3)
    assert list(tmp_path.iterdir()) == []


def test_loopback_is_open_and_every_other_address_is_a_gate(war: Path) -> None:
    """A name or a proxy in front counts as another address; on loopback one can ask for the gate."""
    with door_for(war, Wire()) as (door, accounts):
        assert isinstance(door, OpenDoor)
        assert accounts is None
    run("user", "add", war, "Ann", "--role", "administrator", "--generate")
    with door_for(war, Wire()) as (door, accounts):
        assert isinstance(door, OpenDoor)
        assert accounts is not None
    for wire, log_in in (
        (Wire(), True),
        (Wire(names=("watch.example",)), False),
        (Wire(behind_proxy=True), False),
        (Wire(host="0.0.0.0", behind_proxy=True), False),
        (Wire(host="0.0.0.0", certificate=Path("c"), private_key=Path("k")), False),
    ):
        with door_for(war, wire, log_in=log_in) as (door, _):
            assert isinstance(door, Gate)
            assert door.behind_proxy is wire.behind_proxy


def test_it_does_not_start_where_nobody_could_sign_in(war: Path) -> None:
    """And says which command makes an account; a disabled one is none."""
    told = run("serve", war, "--host", "0.0.0.0", status=2).output
    assert f"vedette user add {war} NAME --role administrator" in told
    with open_accounts(war) as accounts:
        assert accounts.people.all() == []
    run("serve", war, "--log-in", status=2)


def test_it_does_not_start_where_passwords_would_be_read_on_their_way(war: Path) -> None:
    """Without https, its own or a proxy's."""
    run("user", "add", war, "Ann", "--role", "administrator", "--generate")
    assert "for all to read" in run("serve", war, "--host", "0.0.0.0", status=2).output
    with pytest.raises(UsageError, match="go together"):
        Wire(certificate=Path("c"))


def test_nothing_but_the_doors_knows_of_accounts() -> None:
    """What reads, exports, reports and publishes cannot carry what it never opens. A backup is a copy of everything."""
    source = Path(vedette.__file__).parent
    importing = {
        path.relative_to(source).parts[0]
        for path in source.rglob("*.py")
        if "vedette.accounts" in path.read_text("utf-8") or FILE in path.read_text("utf-8")
    }
    assert importing == {"accounts", "cli", "custodian.py", "web"}


def test_nothing_that_leaves_carries_an_account(war: Path, tmp_path: Path) -> None:
    """Exports, a report and a site of a workspace with accounts hold neither a name nor a digest of theirs."""
    (war / "vedette.db").unlink()
    build_store(war / "vedette.db").close()
    run("user", "add", war, "Zyxomma", "--role", "administrator", "--generate")
    run("token", "add", war, "qwoxle")
    content = (war / FILE).read_bytes()
    for what in ("statements", "events", "judgements"):
        run("export", war, what, "--output", tmp_path / f"{what}.csv")
    run("report", war, "--date", "2024-05-12", "--output", tmp_path / "report")
    run("publish", war, tmp_path / "site")
    left = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(war)]
    assert len(left) > 5
    for path in left:
        held = path.read_bytes()
        assert path.name != FILE
        assert b"Zyxomma" not in held
        assert b"qwoxle" not in held
        assert b"scrypt$" not in held
    assert content == (war / FILE).read_bytes()
