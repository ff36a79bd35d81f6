"""Sessions: a random id that the browser holds, of which the file holds a digest."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from vedette.accounts.database import Database
from vedette.accounts.log import By, note
from vedette.accounts.people import Account, account_of

# OWASP ASVS 4.0.3, 3.3.2 (level 2): 30 minutes without a request, 12 hours in all.
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
_SEEN_EVERY_S = 60
_BYTES = 32
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    account: Account
    secret: str

    @property
    def digest(self) -> bytes:
        return digest_of(self.secret)


class Sessions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, account: Account, by: By, former: str = "") -> str:
        """The secret for the cookie: always a new one. A `former` session of the same browser ends."""
        secret, at = secrets.token_urlsafe(_BYTES), self._database.at
        with self._database.changing() as run:
            run("end_old_sessions", **self._oldest())
            run("end_session", digest=digest_of(former))
            run("begin_session", digest=digest_of(secret), person=account.id, at=at)
            run("signed_in", at=at, id=account.id)
            note(run, at, by, "signed in")
        return secret

    def find(self, secret: str) -> Session | None:
        """Of an account that may still sign in, neither idle nor old."""
        row = self._database.row("session", digest=digest_of(secret)) if secret else None
        oldest = self._oldest()
        if row is None or row["began"] <= oldest["began"] or row["seen"] <= oldest["seen"]:
            return None
        at = self._database.at
        if at - row["seen"] > _SEEN_EVERY_S * _MICROS:
            with self._database.changing() as run:
                run("see_session", digest=digest_of(secret), at=at)
        return Session(account=account_of(row), secret=secret)

    def end(self, secret: str, by: By) -> None:
        with self._database.changing() as run:
            if run("end_session", digest=digest_of(secret)):
                note(run, self._database.at, by, "signed out")

    def end_all(self, account: Account, by: By, *, keep: bytes = b"") -> None:
        """`keep` is the digest of the one that goes on."""
        with self._database.changing() as run:
            run("end_sessions", person=account.id, but=keep)
            note(run, self._database.at, by, "sessions ended", account.name)

    def open_by_account(self) -> Mapping[int, int]:
        return {row["person"]: row["count"] for row in self._database.rows("count_sessions", **self._oldest())}

    def _oldest(self) -> dict[str, int]:
        at = self._database.at
        return {
            "began": at - round(LONGEST.total_seconds()) * _MICROS,
            "seen": at - round(IDLE.total_seconds()) * _MICROS,
        }


def digest_of(secret: str) -> bytes:
    """The secret is random and long, so that one round is enough."""
    return hashlib.sha256(secret.encode()).digest()
