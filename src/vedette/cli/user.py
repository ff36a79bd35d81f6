"""vedette user: who may sign in to the pages of a workspace."""

import getpass
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quoted, say, say_json, workspace_argument
from vedette.model.access import Role
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.accounts.log import By
    from vedette.accounts.people import Account

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
role_choice = click.Choice([role.value for role in Role])
generate_option = click.option(
    "--generate", is_flag=True, help="Make a password and show it, this once; to be changed at the first log-in."
)
stdin_option = click.option("--stdin", "piped", is_flag=True, help="Read the password from standard input, a line.")


@click.group("user")
def command() -> None:
    """Say who may sign in to the pages of a workspace, and what each may do. Passwords are asked for, never given."""


@command.command("add")
@workspace_argument
@click.argument("name")
@click.option("--role", type=role_choice, default=Role.READER.value, show_default=True, help="What they may do.")
@generate_option
@stdin_option
def add(workspace: Path, name: str, role: str, generate: bool, piped: bool) -> None:
    """Let NAME sign in. Judgements bear the name, so nobody else can have it later."""
    from vedette.accounts.book import open_accounts

    _require(workspace)
    with open_accounts(workspace) as accounts:
        account = accounts.people.add(name, Role(role), _password(generate, piped), by_command(), issued=generate)
    say(f"{account.name} may sign in as {account.role}: vedette serve {quoted(workspace)} --log-in")


@command.command("list")
@workspace_argument
@json_option
def show(workspace: Path, as_json: bool) -> None:
    """Who may sign in, with role and last log-in."""
    from vedette.accounts.book import has_accounts, open_accounts

    _require(workspace)
    if not has_accounts(workspace):
        raise UsageError(f"there are no accounts; make one: vedette user add {quoted(workspace)} NAME")
    with open_accounts(workspace) as accounts:
        people = accounts.people.all()
    if as_json:
        say_json([_row(account) for account in people])
        return
    for account in people:
        seen = f"{account.signed_in:%Y-%m-%d %H:%M} UTC" if account.signed_in else "never signed in"
        say(f"{account.name:<20} {account.role:<14} {'active' if account.active else 'disabled':<9} {seen}")
    say(count(len(people), "account"))


@command.command("role")
@workspace_argument
@click.argument("name")
@click.argument("role", type=role_choice, metavar="|".join(Role))
def set_role(workspace: Path, name: str, role: str) -> None:
    """Give NAME another role. Wherever they are signed in, they are signed out."""
    from vedette.accounts.book import open_accounts

    _require(workspace)
    with open_accounts(workspace) as accounts:
        accounts.people.set_role(name, Role(role), by_command())
    say(f"{name} is {role} now.")


@command.command("password")
@workspace_argument
@click.argument("name")
@generate_option
@stdin_option
def password(workspace: Path, name: str, generate: bool, piped: bool) -> None:
    """Give NAME another password. Wherever they are signed in, they are signed out."""
    from vedette.accounts.book import open_accounts

    _require(workspace)
    with open_accounts(workspace) as accounts:
        accounts.people.get(name)
        accounts.people.set_password(name, _password(generate, piped), by_command(), issued=generate)
    say(f"{name} has a new password.")


@command.command("remove")
@workspace_argument
@click.argument("name")
def remove(workspace: Path, name: str) -> None:
    """Let NAME sign in no more. What they judged stays, under their name."""
    from vedette.accounts.book import open_accounts

    _require(workspace)
    with open_accounts(workspace) as accounts:
        accounts.people.remove(name, by_command())
    say(f"{name} can no longer sign in.")


def _require(workspace: Path) -> None:
    from vedette.workspace import require_workspace

    require_workspace(workspace)


def by_command() -> "By":
    from vedette.accounts.log import By

    return By(who=getpass.getuser(), address="command line")


def _row(account: "Account") -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role,
        "active": account.active,
        "made": account.made,
        "signed_in": account.signed_in,
    }


def _password(generate: bool, piped: bool) -> str:
    if generate and piped:
        raise UsageError("give --generate or --stdin, not both")
    if generate:
        made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        say(f"The password, shown this once, and good for a week: {made}")
        return made
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True)
    return asked
