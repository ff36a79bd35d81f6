"""Tokens by which programs ask the addresses under /api/: a role, a label, a day on which they end."""

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.accounts.database import Database, micros, moment
from vedette.accounts.log import By, note
from vedette.accounts.sessions import digest_of
from vedette.model.access import Role
from vedette.model.errors import UsageError

ROLES = (Role.READER, Role.ANALYST, Role.EDITOR)
PREFIX = "vedette_"
_BYTES = 32
_LONGEST_LABEL = 40
_USED_EVERY = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    label: str
    role: Role
    made: datetime
    expires: datetime
    used: datetime | None


class Tokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, label: str, role: Role, days: int, by: By) -> str:
        """The token itself, which is told this once and never again."""
        held = " ".join(label.split())
        if not held or len(held) > _LONGEST_LABEL or not held.isprintable():
            raise UsageError(f"a label says what the token is for, in at most {_LONGEST_LABEL} characters")
        if role not in ROLES:
            raise UsageError("a token has the role reader, analyst or editor: accounts are managed by people")
        secret = PREFIX + secrets.token_urlsafe(_BYTES)
        made = self._database.clock()
        try:
            with self._database.changing() as run:
                run(
                    "add_token",
                    digest=digest_of(secret),
                    label=held,
                    role=role,
                    made=micros(made),
                    expires=micros(made + timedelta(days=days)),
                )
                note(run, micros(made), by, "token added", f"{held}: {role}, {days} days")
        except sqlite3.IntegrityError as error:
            raise UsageError(f"there is a token {held!r} already; revoke it, or choose another label") from error
        return secret

    def all(self) -> Sequence[Token]:
        """Those not revoked, expired ones among them."""
        return [_token(row) for row in self._database.rows("tokens")]

    def find(self, secret: str) -> Token | None:
        at = self._database.at
        row = self._database.row("token", digest=digest_of(secret), at=at)
        if row is None:
            return None
        if row["used"] is None or at - row["used"] > _USED_EVERY:
            with self._database.changing() as run:
                run("use_token", at=at, id=row["id"])
        return _token(row)

    def revoke(self, label: str, by: By) -> None:
        at = self._database.at
        with self._database.changing() as run:
            if not run("revoke_token", label=label, at=at):
                raise UsageError(f"there is no token {label!r}; `vedette token list` shows them")
            note(run, at, by, "token revoked", label)


def _token(row: sqlite3.Row) -> Token:
    return Token(
        label=row["label"],
        role=Role(row["role"]),
        made=moment(row["made"]),
        expires=moment(row["expires"]),
        used=moment(row["used"]) if row["used"] is not None else None,
    )
