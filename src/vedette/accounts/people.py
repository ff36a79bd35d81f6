"""People who may sign in: name, role, password, whether they may at present."""

import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette.accounts import password as passwords
from vedette.accounts.database import Database, moment
from vedette.accounts.log import By, note
from vedette.model.access import Role
from vedette.model.errors import UsageError

_LONGEST_NAME = 40
_MARKS = " ._-'"
_NO_SESSION = b""


# A password that somebody else made is for the first time only (OWASP ASVS 4.0.3, 2.3.1).
ISSUED_FOR = timedelta(days=7)
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`issued`: its password was made by somebody else and has to be changed first."""

    id: int
    name: str
    role: Role
    active: bool
    made: datetime
    signed_in: datetime | None
    issued: bool = False


class People:
    """Whoever changes an account ends its sessions in the same transaction, and the log says who did it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Account]:
        return [account_of(row) for row in self._database.rows("people")]

    def find(self, name: str) -> Account | None:
        row = self._database.row("person", key=key_of(name))
        return account_of(row) if row and row["state"] != "removed" else None

    def get(self, name: str) -> Account:
        found = self.find(name)
        if found is None:
            raise UsageError(f"there is no account {name!r}; `vedette user list` shows them")
        return found

    def add(self, name: str, role: Role, password: str, by: By, *, issued: bool = False) -> Account:
        name = _held_name(name)
        if self._database.row("person", key=key_of(name)):
            raise UsageError(f"the name {name!r} is or was somebody's, and judgements may bear it; choose another")
        passwords.hold(password, name)
        kept = passwords.stored(password)
        with self._database.changing() as run:
            at = self._database.at
            since = at if issued else None
            run("add_person", key=key_of(name), name=name, role=role, password=kept, made=at, issued=since)
            note(run, at, by, "user added", f"{name}: {role}")
        return self.get(name)

    def set_role(self, name: str, role: Role, by: By) -> None:
        account = self.get(name)
        if role is not Role.ADMINISTRATOR:
            self._hold_administrators(account)
        with self._database.changing() as run:
            run("set_role", role=role, id=account.id)
            run("end_sessions", person=account.id, but=_NO_SESSION)
            note(run, self._database.at, by, "role changed", f"{account.name}: {account.role} → {role}")

    def set_password(
        self, name: str, password: str, by: By, *, keep: bytes = _NO_SESSION, issued: bool = False
    ) -> None:
        """`keep` is the digest of the one session that goes on: that of whoever changes their own."""
        account = self.get(name)
        passwords.hold(password, account.name)
        kept = passwords.stored(password)
        with self._database.changing() as run:
            run("set_password", password=kept, id=account.id, issued=self._database.at if issued else None)
            run("end_sessions", person=account.id, but=keep)
            note(run, self._database.at, by, "password changed", account.name)

    def set_active(self, name: str, active: bool, by: By) -> None:
        account = self.get(name)
        if not active:
            self._hold_administrators(account)
        with self._database.changing() as run:
            run("set_state", state="active" if active else "disabled", id=account.id)
            run("end_sessions", person=account.id, but=_NO_SESSION)
            note(run, self._database.at, by, "user enabled" if active else "user disabled", account.name)

    def remove(self, name: str, by: By) -> None:
        account = self.get(name)
        self._hold_administrators(account)
        with self._database.changing() as run:
            run("set_state", state="removed", id=account.id)
            run("set_password", password="", id=account.id, issued=None)
            run("end_sessions", person=account.id, but=_NO_SESSION)
            note(run, self._database.at, by, "user removed", account.name)

    def check(self, name: str, password: str) -> Account | None:
        """Who signs in, or None: unknown, wrong, disabled and removed take the same time and look the same."""
        row = self._database.row("person", key=key_of(name))
        kept = str(row["password"]) if row and row["state"] == "active" else ""
        if not passwords.is_right(password, kept) or row is None or self._is_stale(row):
            return None
        if passwords.is_outdated(kept):
            with self._database.changing() as run:
                run("store_anew", password=passwords.stored(password), id=row["id"])
        return account_of(row)

    def _is_stale(self, row: sqlite3.Row) -> bool:
        issued = row["issued"]
        return issued is not None and self._database.at - int(issued) > ISSUED_FOR.total_seconds() * _MICROS

    def _hold_administrators(self, account: Account) -> None:
        """Somebody must be able to manage the rest."""
        if account.role is not Role.ADMINISTRATOR or not account.active:
            return
        row = self._database.row("other_administrators", id=account.id)
        if row is None or row[0] == 0:
            raise UsageError(f"{account.name} is the only administrator; make another one first")


def account_of(row: sqlite3.Row) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        active=row["state"] == "active",
        made=moment(row["made"]),
        signed_in=moment(row["signed_in"]) if row["signed_in"] is not None else None,
        issued=row["issued"] is not None,
    )


def key_of(name: str) -> str:
    """Names that read the same are the same."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def _held_name(name: str) -> str:
    held = unicodedata.normalize("NFKC", " ".join(name.split()))
    if not held or len(held) > _LONGEST_NAME or not held[0].isalnum():
        raise UsageError(f"a name begins with a letter or digit and has at most {_LONGEST_NAME} characters")
    if not all(letter.isalnum() or letter in _MARKS for letter in held):
        raise UsageError(f"a name has letters, digits, and any of {_MARKS!r}")
    return held
