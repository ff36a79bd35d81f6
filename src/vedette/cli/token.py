"""vedette token: for programs that ask the pages' addresses under /api/."""

from datetime import UTC, datetime
from pathlib import Path

import click

from vedette.cli.output import count, json_option, say, say_json, workspace_argument
from vedette.cli.user import by_command
from vedette.model.access import Role

_LONGEST_DAYS = 366
_ROLES = click.Choice([role.value for role in Role if role is not Role.ADMINISTRATOR])


@click.group("token")
def command() -> None:
    """Give programs a token for the addresses under /api/ (`Authorization: Bearer …`), and take it back."""


@command.command("add")
@workspace_argument
@click.argument("label")
@click.option("--role", type=_ROLES, default=Role.READER.value, show_default=True, help="What its holder may do.")
@click.option("--days", type=click.IntRange(1, _LONGEST_DAYS), default=90, show_default=True, help="How long it holds.")
def add(workspace: Path, label: str, role: str, days: int) -> None:
    """Make a token; LABEL says what it is for. It is shown this once and kept as a digest."""
    from vedette.accounts.book import open_accounts
    from vedette.workspace import require_workspace

    require_workspace(workspace)
    with open_accounts(workspace) as accounts:
        secret = accounts.tokens.add(label, Role(role), days, by_command())
    say(f"The token {label!r}, shown this once; it holds for {count(days, 'day')}:")
    say(secret)


@command.command("list")
@workspace_argument
@json_option
def show(workspace: Path, as_json: bool) -> None:
    """The tokens that were not revoked, never their secrets."""
    from vedette.accounts.book import open_accounts
    from vedette.workspace import require_workspace

    require_workspace(workspace)
    with open_accounts(workspace) as accounts:
        tokens = accounts.tokens.all()
    if as_json:
        keys = ("label", "role", "made", "expires", "used")
        say_json([{key: getattr(token, key) for key in keys} for token in tokens])
        return
    for token in tokens:
        state = "expired" if token.expires <= datetime.now(UTC) else "until"
        used = f"used {token.used:%Y-%m-%d %H:%M} UTC" if token.used else "never used"
        say(f"{token.label:<24} {token.role:<10} {state} {token.expires:%Y-%m-%d}  {used}")
    say(count(len(tokens), "token"))


@command.command("revoke")
@workspace_argument
@click.argument("label")
def revoke(workspace: Path, label: str) -> None:
    """Let the token LABEL in no more, from the next request on."""
    from vedette.accounts.book import open_accounts
    from vedette.workspace import require_workspace

    require_workspace(workspace)
    with open_accounts(workspace) as accounts:
        accounts.tokens.revoke(label, by_command())
    say(f"The token {label!r} is revoked.")
